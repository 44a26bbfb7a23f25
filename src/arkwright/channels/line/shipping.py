"""Giving stores what they lack: the signed index, at once when it is newer than what they hold, and pieces by their hashes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import msgspec

from arkwright.kit.refusal import Invalid, NotFound
from arkwright.kit.replica import index_digest, sign_index
from arkwright.kit.replicating.press import Press
from arkwright.kit.signing import Envelope, SigningKey
from arkwright.kit.world import World

MOST_PIECES: Final = 64
LONGEST_WAIT_S: Final = 20
HASH_LENGTH: Final = 64


@dataclass
class PiecesAreWrong(Invalid):
    """Not hashes, or too many."""

    most: int = MOST_PIECES
    sentence: ClassVar[str] = "Ask for 1 to {most} pieces by their hashes, as a JSON list."
    field: ClassVar[str | None] = "pieces"


@dataclass
class PieceIsGone(NotFound):
    """Nothing names it any more."""

    sentence: ClassVar[str] = "A piece that was asked for is not here any more. Ask for the index again: it names others."


class Shipping:
    """The office's end of the line down."""

    def __init__(self, world: World, press: Press, key: SigningKey) -> None:
        self._world = world
        self._press = press
        self._key = key
        self._ending = asyncio.Event()

    async def newer_than(self, store: str, after: str, wait_s: int) -> Envelope:
        """The index for this store, signed now: at once when it differs from `after`, otherwise on a change or after `wait_s`."""
        until_ms = self._world.now_ms() + wait_s * 1000
        while True:
            seen = self._press.moves
            index = await self._press.index(store, self._world.now_ms())
            left_ms = until_ms - self._world.now_ms()
            if index_digest(index) != after or left_ms <= 0 or self._ending.is_set():
                return sign_index(index, self._key)
            await self._moved(seen, left_ms)

    async def pieces(self, body: bytes) -> bytes:
        """The pieces that are asked for, in their order, as a MessagePack list. Refuses with `PiecesAreWrong` and `PieceIsGone`."""
        digests = read_digests(body)
        found = await self._press.pieces(digests)
        if any(digest not in found for digest in digests):
            raise PieceIsGone()
        return msgspec.msgpack.encode([found[digest] for digest in digests])

    def let_go(self) -> None:
        """Answer everybody who waits now: the office is about to stop."""
        self._ending.set()

    async def _moved(self, seen: int, left_ms: int) -> None:
        causes = (self._press.beyond(seen), self._world.sleep(left_ms / 1000), self._ending.wait())
        tasks: set[asyncio.Task[Any]] = {asyncio.ensure_future(cause) for cause in causes}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def read_digests(body: bytes) -> Sequence[str]:
    """Hashes in a JSON list, or `PiecesAreWrong`."""
    try:
        digests = msgspec.json.decode(body, type=list[str])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise PiecesAreWrong() from None
    if not 1 <= len(digests) <= MOST_PIECES or any(len(each) != HASH_LENGTH for each in digests):
        raise PiecesAreWrong()
    return digests
