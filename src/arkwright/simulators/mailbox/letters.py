"""The messages that came in: the last 500, each a file in a folder."""

from __future__ import annotations

import email
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import msgspec

from arkwright.kit.world import World

MOST_LETTERS = 500
FILE_NAME = re.compile(r"(\d{8})-(\d{13})\.eml")


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One message as received; `recipients` are of the envelope, the rest is of the message itself."""

    number: int
    received_ms: int
    sender: str
    recipients: list[str]
    subject: str
    headers: dict[str, str]
    text: str
    html: str

    @property
    def received(self) -> str:
        """For reading, in UTC."""
        return datetime.fromtimestamp(self.received_ms / 1000, UTC).strftime("%d %B %Y, %H:%M:%S UTC")


class Letters:
    """Newest first in `all`. With a folder, messages are kept as `.eml` files there and read again at the start."""

    def __init__(self, world: World, folder: Path | None = None) -> None:
        self._world = world
        self._folder = folder
        self._letters: dict[int, Letter] = {}
        self._next = 1
        for path in sorted(folder.glob("*.eml")) if folder is not None and folder.is_dir() else []:
            found = FILE_NAME.fullmatch(path.name)
            if found:
                self._keep(_opened(int(found[1]), int(found[2]), path.read_bytes()))

    def all(self, recipient: str | None = None) -> list[Letter]:
        """Newest first; only those to one address, if one is given."""
        newest_first = [self._letters[number] for number in sorted(self._letters, reverse=True)]
        return [letter for letter in newest_first if recipient is None or recipient in letter.recipients]

    def one(self, number: int) -> Letter | None:
        """The message of this number, if it is still kept."""
        return self._letters.get(number)

    def receive(self, sender: str, recipients: list[str], content: bytes) -> Letter:
        """Keep a message; the oldest beyond 500 goes. It is on disk when this returns."""
        envelope = f"X-Envelope-From: {_one_line(sender)}\r\nX-Envelope-To: {_one_line(', '.join(recipients))}\r\n".encode()
        number, now_ms = self._next, self._world.now_ms()
        if self._folder is not None:
            self._world.replace_file(self._folder / f"{number:08}-{now_ms:013}.eml", envelope + content)
        letter = _opened(number, now_ms, envelope + content)
        self._keep(letter)
        return letter

    def _keep(self, letter: Letter) -> None:
        self._letters[letter.number] = letter
        self._next = letter.number + 1
        while len(self._letters) > MOST_LETTERS:
            oldest = self._letters.pop(min(self._letters))
            if self._folder is not None:
                (self._folder / f"{oldest.number:08}-{oldest.received_ms:013}.eml").unlink(missing_ok=True)


def _opened(number: int, received_ms: int, content: bytes) -> Letter:
    """A message that the standard library cannot take apart is shown whole: what came in must be seen."""
    try:
        return _taken_apart(number, received_ms, content)
    except (ValueError, LookupError, AttributeError, TypeError):
        raw = content.decode("utf-8", errors="replace")
        return Letter(
            number=number,
            received_ms=received_ms,
            sender="",
            recipients=[],
            subject="(not a well-formed message)",
            headers={},
            text=raw,
            html="",
        )


def _taken_apart(number: int, received_ms: int, content: bytes) -> Letter:
    message = email.message_from_bytes(content, policy=default)
    envelope_to = str(message.get("X-Envelope-To", ""))
    return Letter(
        number=number,
        received_ms=received_ms,
        sender=str(message.get("X-Envelope-From", "")),
        recipients=[address.strip() for address in envelope_to.split(",") if address.strip()],
        subject=str(message.get("Subject", "(no subject)")),
        headers={name: str(value) for name, value in message.items() if not name.startswith("X-Envelope-")},
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    """A message that is not well formed shows what can be read of it."""
    body = message.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    content = body.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = body.get_content_charset("utf-8")
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _one_line(text: str) -> str:
    return " ".join(text.split())
