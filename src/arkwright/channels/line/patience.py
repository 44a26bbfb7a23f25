"""How long a node waits before it asks head office again: longer after each failure, and hardly at all once the line is seen to work."""

from __future__ import annotations

import asyncio
from typing import Final

from arkwright.channels.line.head_office import HeadOffice
from arkwright.kit.ending import ended
from arkwright.kit.world import World

FIRST_PAUSE_S: Final = 1.0
SPREAD_S: Final = 5.0  # five hundred stores whose lines come back at once come within so many seconds, not in one


class Patience:
    """Twice as long after each failure, up to `longest_s`, and never quite the same in two stores.

    Whatever else of this node gets an answer after a line that was cut ends the pause: what waited goes out within `SPREAD_S`.
    """

    def __init__(self, world: World, office: HeadOffice, longest_s: float) -> None:
        self._world = world
        self._office = office
        self._longest_s = longest_s
        self._failures = 0
        self._mended = office.mended

    def begins(self) -> None:
        """Head office is about to be asked: a line that is mended from here on is news."""
        self._mended = self._office.mended

    def heard(self) -> None:
        """Head office has answered as it should."""
        self._failures = 0

    async def pause(self) -> None:
        """Until it is time to ask again."""
        full = min(FIRST_PAUSE_S * (1 << min(self._failures, 16)), self._longest_s)
        self._failures += 1
        sleeping = asyncio.ensure_future(self._world.sleep(full * (0.5 + self._dice() / 2)))
        mending = asyncio.ensure_future(self._office.mended_after(self._mended))
        try:
            await asyncio.wait({sleeping, mending}, return_when=asyncio.FIRST_COMPLETED)
            if mending.done():
                self._failures = 0
                await self._world.sleep(min(full, SPREAD_S) * self._dice())
        finally:
            await ended([sleeping, mending])

    def _dice(self) -> float:
        """From nought to just under one."""
        return int.from_bytes(self._world.random_bytes(2), "big") / 2**16
