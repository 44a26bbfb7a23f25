"""The event loop of a process: uvloop in place of asyncio's own, a garbage collector that leaves alone what stays, and an end in time."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
import uvloop

YOUNG_OBJECTS = 20_000  # made before the collector looks; 700 by default, which a single request makes
ENDS_WITHIN_S: Final = 25.0  # from being told until the process is gone; docs/operations.md names it

log = structlog.get_logger("process")


def until_told(work: Callable[[asyncio.Event], Awaitable[None]], ends_within_s: float = ENDS_WITHIN_S) -> None:
    """Run what a process does, which sees in its event when SIGTERM or SIGINT tells it to end; raises what it raises.

    Once told, it has so many seconds to finish what it took. What goes on then is named in one line and cut off: everything that was
    acknowledged is on the disk, and the rest is taken up at the next start.
    """

    async def main() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        signal.signal(signal.SIGALRM, lambda *_: cut_off(loop, ends_within_s))
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        ending = asyncio.ensure_future(limited(stop, ends_within_s))
        try:
            await work(stop)
        finally:
            ending.cancel()

    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())


async def limited(stop: asyncio.Event, ends_within_s: float) -> None:
    """From `stop` on the clock of the operating system runs: an alarm comes through when no event loop turns any more, too."""
    await stop.wait()
    signal.setitimer(signal.ITIMER_REAL, ends_within_s)


def cut_off(loop: asyncio.AbstractEventLoop, after_s: float) -> None:
    """End this process now."""
    try:
        going = sorted(task.get_name() for task in asyncio.all_tasks(loop))
        log.critical("the process does not end; it is cut off, and nothing acknowledged is lost", after_s=after_s, going_on=going)
    finally:
        os._exit(1)
