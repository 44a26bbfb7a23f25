"""Virtual time: an event loop without sockets or threads, whose clock jumps to the next timer."""

from __future__ import annotations

import asyncio
from asyncio.base_events import BaseEventLoop
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

START_MS = 1_790_000_000_000
MOST_STEPS_IN_NO_TIME = 100_000
LONGEST_DAY_S = 24 * 3600.0


class NothingHappensAnyMore(Exception):
    """Every task waits for another one: a deadlock, found at once since no time passes by itself."""


class TimeStandsStill(Exception):
    """Something goes round and round without letting any time pass."""


class NoEndInSight(Exception):
    """The day goes on for ever: somebody waits for what does not come."""


class _Jumps:
    """Stands where asyncio keeps its selector: there is nothing to select from, so waiting is moving the clock."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self._still = 0

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise NothingHappensAnyMore
        if timeout > 0:
            if self._loop.seconds - self._loop.leapt_s > LONGEST_DAY_S:
                raise NoEndInSight
            self._loop.seconds += timeout
            self._still = 0
        self._still += 1
        if self._still > MOST_STEPS_IN_NO_TIME:
            raise TimeStandsStill
        return []


class VirtualLoop(BaseEventLoop):
    """Runs callbacks in the order in which they became ready, and lets no real time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.leapt_s = 0.0
        self._clock_resolution = 1e-6
        self._selector = _Jumps(self)

    def time(self) -> float:
        return self.seconds

    def leap(self, seconds: float) -> None:
        """Hours in which every machine stands still, as in a night that nobody lives through: what was due in them is late, and once."""
        self.seconds += seconds
        self.leapt_s += seconds

    def now_ms(self) -> int:
        """Milliseconds since 1970 in the simulated world."""
        return START_MS + round(self.seconds * 1000)

    def _process_events(self, event_list: list[Any]) -> None: ...

    def _write_to_self(self) -> None: ...


def run(main: Coroutine[Any, Any, T], loop: VirtualLoop) -> T:
    """Run to the end, then cancel whatever is left."""
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(main)
    finally:
        left = sorted(asyncio.all_tasks(loop), key=lambda task: task.get_name())
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        loop.close()
