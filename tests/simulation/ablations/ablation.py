"""One safeguard that can be taken out."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

import msgspec

from tests.simulation.plan import Plan, plan_of
from tests.simulation.verdict import Verdict, judge


class Removable(Protocol):
    """A safeguard of whatever is simulated: the office, a store, the company."""

    @property
    def name(self) -> str:
        """What is missing."""
        ...

    @property
    def protects(self) -> str:
        """What holds while it is there."""
        ...

    @property
    def caught_by(self) -> tuple[str, ...]:
        """The invariants one of which breaks without it, within a bounded number of seeds."""
        ...

    @property
    def without(self) -> Callable[[], AbstractContextManager[Any]]:
        """Takes it out of the product in this process."""
        ...

    def judged(self, seed: int) -> Verdict:
        """What a seed comes to, in whatever product there is now."""
        ...


def as_it_comes(plan: Plan) -> Plan:
    """The seed's own day."""
    return plan


class Ablation(msgspec.Struct, frozen=True, kw_only=True):
    """Of the office: without it one of these invariants breaks within a bounded number of seeds.

    `without` takes it out of the product in this process; `day` may make each seed's day fit, where its own hardly ever would.
    """

    name: str
    protects: str
    without: Callable[[], AbstractContextManager[Any]]
    caught_by: tuple[str, ...]
    day: Callable[[Plan], Plan] = as_it_comes

    def judged(self, seed: int) -> Verdict:
        """The seed's day, made to fit."""
        return judge(seed, self.day(plan_of(random.Random(f"{seed}/plan"))))
