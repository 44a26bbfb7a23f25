"""Cutting a failing day down: actors and faults left out and times shortened, as long as the same invariant still breaks.

Delta debugging (Zeller and Hildebrandt, 2002) over the plan: actors and faults have dice of their own, so that leaving one out changes
nothing about the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from tests.simulation.faults import Fault
from tests.simulation.plan import Plan

T = TypeVar("T")

SHORTEST_DAY_S = 60.0
SHORTEST_FAULT_S = 5.0
LAST_S = 3 * 3600.0


class Shrunk(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest plan that was found, how many were tried, and whether there was time to try everything."""

    plan: Plan
    tried: int
    smallest: bool


class OutOfTime(Exception):
    """The time for shrinking is over."""


class Shrinker:
    """`still_fails(plan)` lives the day of a plan; it is asked as long as there is time."""

    def __init__(self, plan: Plan, still_fails: Callable[[Plan], bool], seconds: float) -> None:
        self.plan = plan
        self.tried = 0
        self._still_fails = still_fails
        self._until = time.monotonic() + seconds

    def shrink(self) -> Shrunk:
        """Cut until nothing more can be left out."""
        try:
            while self._pass():
                pass
        except OutOfTime:
            return Shrunk(plan=self.plan, tried=self.tried, smallest=False)
        return Shrunk(plan=self.plan, tried=self.tried, smallest=True)

    def _pass(self) -> bool:
        before = self.plan
        self._drop(lambda: self.plan.faults, lambda faults: replace(self.plan, faults=faults))
        self._drop(lambda: self.plan.actors, lambda actors: replace(self.plan, actors=actors))
        for candidate in self._plainer():
            while self._take(candidate()):
                pass
        return self.plan != before

    def _drop(self, parts: Callable[[], tuple[T, ...]], without: Callable[[tuple[T, ...]], Plan]) -> None:
        """Leave out halves, then quarters, down to single ones."""
        size = len(parts())
        while size >= 1:
            start = 0
            while start < len(parts()):
                rest = parts()[:start] + parts()[start + size :]
                if not self._take(without(rest)):
                    start += size
            size //= 2

    def _plainer(self) -> Iterator[Callable[[], Plan]]:
        """Changes that make the day plainer or shorter, each to be taken as often as it goes."""
        yield lambda: replace(self.plan, jostles=False)
        yield lambda: replace(self.plan, unrelated_pause=False)
        yield lambda: replace(self.plan, active_s=max(SHORTEST_DAY_S, round(self.plan.active_s / 2, 1)))
        for number in range(len(self.plan.faults)):
            for change in (once, ending_sooner, beginning_later):
                yield lambda number=number, change=change: self._with_fault(number, change)  # type: ignore[misc]

    def _with_fault(self, number: int, change: Callable[[Fault], Fault]) -> Plan:
        faults = list(self.plan.faults)
        faults[number] = change(faults[number])
        return replace(self.plan, faults=tuple(faults))

    def _take(self, candidate: Plan) -> bool:
        """Whether the candidate is another plan and fails too; then it is the plan from now on."""
        if candidate == self.plan:
            return False
        if time.monotonic() > self._until:
            raise OutOfTime
        self.tried += 1
        if not self._still_fails(candidate):
            return False
        self.plan = candidate
        return True


def once(fault: Fault) -> Fault:
    """It strikes once."""
    return replace(fault, times=1)


def ending_sooner(fault: Fault) -> Fault:
    """The first half of its time."""
    length = min(fault.until_s, fault.from_s + LAST_S) - fault.from_s
    return replace(fault, until_s=round(fault.from_s + length / 2, 1)) if length > SHORTEST_FAULT_S else fault


def beginning_later(fault: Fault) -> Fault:
    """The second half of its time."""
    length = min(fault.until_s, fault.from_s + LAST_S) - fault.from_s
    return replace(fault, from_s=round(fault.from_s + length / 2, 1)) if length > SHORTEST_FAULT_S else fault
