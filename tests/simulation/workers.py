"""Work spread over processes: seeds in, verdicts out in the order of the seeds, however long each takes."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

LIVES_FOR = 400  # seeds, so that what libraries keep does not grow all night
AHEAD = 6  # seeds in hand a worker: a slow one does not keep the others waiting
LONGEST_S = 180
AGAIN_AFTER_S = 5


class TookTooLong(SystemExit):
    """A seed that does not come to an end; an exit, since nothing else gets past everything that goes on after an error."""


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Processes to hand work to; what is under way when the block ends is finished, the rest is dropped."""
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=fresh, initializer=settle_in, max_tasks_per_child=LIVES_FOR)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def settle_in() -> None:
    """What a worker does first: leave Ctrl-C to its parent, step back behind whatever people do here, and keep quiet."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)  # deaths leave futures that nobody asks any more
    gc.freeze()


def spread(pool: ProcessPoolExecutor, count: int, work: Callable[[T], R], items: Iterable[T], ahead: int = AHEAD) -> Iterator[R]:
    """The answers in the order of the items; no more is handed out than `count` workers need to stay busy."""
    under_way: deque[Future[R]] = deque()
    left = iter(items)
    try:
        while True:
            while len(under_way) < count * ahead and (item := next(left, _NOTHING)) is not _NOTHING:
                under_way.append(pool.submit(work, item))
            if not under_way:
                return
            yield under_way.popleft().result()
    finally:
        for future in under_way:
            future.cancel()


_NOTHING: Any = object()


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Raise `TookTooLong` inside the block when it takes longer, and again every few seconds until the block is left."""

    def ring(*_: object) -> None:
        raise TookTooLong(f"{seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_AFTER_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
