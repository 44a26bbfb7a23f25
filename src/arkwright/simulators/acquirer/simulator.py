"""The whole simulated acquirer: one function for messages, one for its page; needs no socket, and lives in its world's time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from arkwright.kit.refusal import Invalid
from arkwright.kit.world import Answer, NetworkError, World
from arkwright.simulators.acquirer import messages, model
from arkwright.simulators.acquirer.books import Books
from arkwright.simulators.acquirer.page import AcquirerPage
from arkwright.simulators.serving import Request


@dataclass
class AcquirerFileIsUnreadable(Invalid):
    """The file with the acquirer's books is not one of its own; it is left as it is."""

    path: str
    sentence = "The acquirer simulator cannot read its file {path}. Move the file away to start with empty books."


class AcquirerSimulator:
    """One acquirer. With `state_path` its books are kept in that file (refuses with `AcquirerFileIsUnreadable`)."""

    def __init__(self, world: World, state_path: Path | None = None) -> None:
        self._world = world
        self._state_path = state_path
        self.books = self._read_books()
        self._page = AcquirerPage(self.books)

    def answer(self, content: bytes) -> bytes | None:
        """The answer to one message, None where nothing is to be heard.

        Cut off, it has not heard the message either. Raises `messages.NotIso8583`.
        """
        if self.books.trouble.cut_off:
            return None
        answered = model.answer(self.books, messages.read(content), self._world.now_ms())
        silent = self.books.trouble.silent > 0
        self.books.trouble.silent -= int(silent)
        self._keep()
        return None if silent else messages.write(answered)

    async def exchange(self, message: bytes, timeout_s: float) -> bytes:
        """The line of a terminal in the same process (`line.AcquirerLine`): what is not answered takes the whole time."""
        answered = self.answer(message)
        if answered is None:
            await self._world.sleep(timeout_s)
            raise NetworkError("acquirer: no answer")
        return answered

    async def handle(self, request: Request) -> Answer:
        """One request to its page."""
        try:
            return self._page.handle(request)
        finally:
            if request.method == "POST":
                self._keep()

    def _keep(self) -> None:
        if self._state_path is not None:
            self._world.replace_file(self._state_path, msgspec.json.encode(self.books))

    def _read_books(self) -> Books:
        if self._state_path is None:
            return Books()
        try:
            return msgspec.json.decode(self._world.read_file(self._state_path), type=Books)
        except FileNotFoundError:
            return Books()
        except (msgspec.DecodeError, OSError):
            raise AcquirerFileIsUnreadable(str(self._state_path)) from None
