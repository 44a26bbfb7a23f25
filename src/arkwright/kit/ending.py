"""Ending tasks for certain: a cancellation can be lost on its way, so it is told until it is heard."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import structlog

AGAIN_AFTER_S = 1.0
ENDS_WITHIN_S = 5.0

log = structlog.get_logger("ending")


async def ended(tasks: Iterable[asyncio.Future[Any]], within_s: float = ENDS_WITHIN_S) -> None:
    """Cancel these tasks and come back when they have ended; what goes on after `within_s` seconds is told in one line, and left.

    Once is not enough: `asyncio.wait_for` of Python 3.11 answers instead of ending when what it waits for comes in the same moment
    (CPython issue 86296), and a clean-up that fails puts its own error in the place of the cancellation.
    """
    going = [task for task in tasks if not task.done()]
    loop = asyncio.get_running_loop()
    until = loop.time() + within_s
    while going and loop.time() < until:
        for task in going:
            task.cancel()
        await asyncio.wait(going, timeout=min(AGAIN_AFTER_S, within_s))
        going = [task for task in going if not task.done()]
    if going:
        log.error("work goes on although it was told to end; it is left", work=sorted(map(named, going)), after_s=within_s)


def named(task: asyncio.Future[Any]) -> str:
    """What a person knows the task by."""
    return task.get_name() if isinstance(task, asyncio.Task) else type(task).__name__
