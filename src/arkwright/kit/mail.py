"""Outgoing mail, for real: `Mail` of the world over SMTP, and how a plain letter is written as a message."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import aiosmtplib

from arkwright.kit.world import NetworkError

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
CONNECTIONS = 4
IDLE_S = 5.0  # how long a connection is kept for the next message
MOST_ON_ONE = 100  # messages: servers have a limit of their own
TEXT = Charset("utf-8")
TEXT.body_encoding = QP


class AddressUnusable(ValueError):
    """No mail server takes this address; the text does not repeat it."""


def usable(address: str) -> str:
    """The address as mail servers take it: its domain by IDNA (RFC 5891), all of it in ASCII. Raises `AddressUnusable`."""
    name, _, domain = address.rpartition("@")
    try:
        ascii_only = f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise AddressUnusable("The domain of an address is none.") from None
    if not (ascii_only.isascii() and ascii_only.isprintable()):
        raise AddressUnusable("An address holds characters that mail servers do not take.")
    return ascii_only


@dataclass(frozen=True)
class AttachedPdf:
    """A document that goes with a letter; `name` ends in .pdf."""

    name: str
    content: bytes


def plain_letter(*, sender: str, to: str, subject: str, id: str, text: str, attached: AttachedPdf | None = None) -> Message:
    """A message of plain text that a machine sends (RFC 3834). Raises `AddressUnusable`; `ValueError` for a heading of several lines."""
    body = MIMEText(text, "plain", TEXT)  # type: ignore[arg-type]
    message: Message = body
    if attached is not None:
        document = MIMEApplication(attached.content, "pdf", name=attached.name)
        document.add_header("Content-Disposition", "attachment", filename=attached.name)
        message = MIMEMultipart("mixed", boundary=f"=_{hashlib.sha256(id.encode()).hexdigest()[:32]}", _subparts=[body, document])
    message["From"], message["To"] = sender, usable(to)
    if not (subject + id).isprintable():
        raise ValueError("A heading of a letter cannot hold a line break.")
    message["Subject"] = subject if subject.isascii() else Header(subject, "utf-8").encode()
    message["Message-ID"], message["Auto-Submitted"] = f"<{id}>", "auto-generated"
    return message


@dataclass
class Kept:
    """A connection between two messages: how many it took, and what ends it when no other comes."""

    server: aiosmtplib.SMTP
    taken: int = 0
    ending: asyncio.TimerHandle | None = None


class SmtpMail:
    """One mail server. STARTTLS is demanded unless the server is on this machine or `start_tls=False` says so.

    A connection is kept for a moment, since messages come in batches; `close` ends those that are kept.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        username: str | None = None,
        password: str | None = None,
        start_tls: bool | None = None,
        timeout_s: float = 20.0,
    ) -> None:
        self._host = host
        self._port = port
        self._username = username
        self._password = password
        self._start_tls = host not in LOOPBACK if start_tls is None else start_tls
        self._timeout_s = timeout_s
        self._at_once = asyncio.Semaphore(CONNECTIONS)
        self._kept: list[Kept] = []
        if password is not None and not self._start_tls and host not in LOOPBACK:
            raise ValueError("A password is not sent over an open line: turn start_tls on, or leave the password out.")

    async def send(self, message: Message) -> None:
        """Hand the message over; raises `NetworkError` when the server did not say that it took it for everybody.

        The error names neither the addresses nor the content, so that it can be logged.
        """
        try:
            async with self._at_once, self._connected() as server:
                refused, _ = await server.send_message(message)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise NetworkError(f"mail over {self._host}:{self._port}: {_named(error)}") from None
        if refused:
            raise NetworkError(f"mail over {self._host}:{self._port}: {len(refused)} address(es) refused")

    async def close(self) -> None:
        """End the connections that are kept, within a second."""
        kept = [self._taken_up().server for _ in self._kept.copy()]
        await asyncio.gather(*(server.quit(timeout=1) for server in kept), return_exceptions=True)
        for server in kept:
            server.close()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection that answers, kept afterwards unless something went wrong on it."""
        kept = await self._still_there() or Kept(await self._connect())
        try:
            yield kept.server
        except BaseException:
            kept.server.close()
            raise
        kept.taken += 1
        if kept.taken >= MOST_ON_ONE:
            kept.server.close()
        else:
            kept.ending = asyncio.get_running_loop().call_later(IDLE_S, self._let_go, kept)
            self._kept.append(kept)

    async def _still_there(self) -> Kept | None:
        """One that was kept. It is asked first (RSET, RFC 5321, 4.1.1.5): a message that is cut off may have been taken."""
        while self._kept:
            kept = self._taken_up()
            try:
                await kept.server.rset()
            except (aiosmtplib.SMTPException, OSError):
                kept.server.close()
            else:
                return kept
        return None

    def _taken_up(self) -> Kept:
        kept = self._kept.pop()
        if kept.ending is not None:
            kept.ending.cancel()
        return kept

    async def _connect(self) -> aiosmtplib.SMTP:
        server = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            username=self._username,
            password=self._password,
            start_tls=self._start_tls,
            timeout=self._timeout_s,
        )
        await server.connect()
        return server

    def _let_go(self, kept: Kept) -> None:
        """It was not asked for again; the server sees the connection end."""
        self._kept.remove(kept)
        kept.server.close()


def _named(error: Exception) -> str:
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if isinstance(code, int) else type(error).__name__
