"""How a long run shows itself: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

A_LINE_EVERY_S = 30.0


class Shown(Protocol):
    """Where a run says what it does."""

    def advance(self, done: int, failing: int) -> None:
        """So much is done, so many of it failed."""
        ...

    def say(self, line: str) -> None:
        """One line that stays."""
        ...


@contextmanager
def shown(of: int, before: int = 0) -> Iterator[Shown]:
    """Show a run of so many seeds, of which some were done before."""
    if sys.stdout.isatty():
        bar = Progress(
            TextColumn("seeds"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.2f}/s"),
            TextColumn("{task.fields[failing]} failing"), TextColumn("left"), TimeRemainingColumn(elapsed_when_finished=True),
            console=Console(highlight=False),
        )  # fmt: skip
        with bar:
            yield Bar(bar, of, before)
    else:
        yield Lines(of, before)


class Bar:
    """On a terminal."""

    def __init__(self, bar: Progress, of: int, before: int) -> None:
        self._bar = bar
        self._before = before
        self._began = time.monotonic()
        self._task = bar.add_task("seeds", total=of, completed=before, rate=0.0, failing=0)

    def advance(self, done: int, failing: int) -> None:
        rate = (done - self._before) / max(time.monotonic() - self._began, 0.001)
        self._bar.update(self._task, completed=done, rate=rate, failing=failing)

    def say(self, line: str) -> None:
        self._bar.console.print(line, markup=False, soft_wrap=True)


class Lines:
    """In a log."""

    def __init__(self, of: int, before: int) -> None:
        self._of = of
        self._before = before
        self._began = self._said = time.monotonic()

    def advance(self, done: int, failing: int) -> None:
        now = time.monotonic()
        if now - self._said >= A_LINE_EVERY_S:
            self._said = now
            rate = (done - self._before) / (now - self._began)
            left_s = (self._of - done) / max(rate, 0.001)
            self.say(f"{done} of {self._of} seeds, {rate:.2f}/s, {failing} failing, {clock(left_s)} left")

    def say(self, line: str) -> None:
        print(line, flush=True)


def clock(seconds: float) -> str:
    """Hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
