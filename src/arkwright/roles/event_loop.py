"""The event loop of a process: uvloop in place of asyncio's own, and a garbage collector that leaves alone what stays."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any

import uvloop

YOUNG_OBJECTS = 20_000  # made before the collector looks; 700 by default, which a single request makes


def run_to_its_end(main: Coroutine[Any, Any, None]) -> None:
    """Run what a process does; raises what it raises."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)
