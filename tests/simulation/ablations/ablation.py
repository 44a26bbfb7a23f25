"""One safeguard that can be taken out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import msgspec

from tests.simulation.plan import Plan


def as_it_comes(plan: Plan) -> Plan:
    """The seed's own day."""
    return plan


class Ablation(msgspec.Struct, frozen=True, kw_only=True):
    """Without this safeguard one of these invariants breaks within a bounded number of seeds.

    `without` takes it out of the product in this process; `day` may make each seed's day fit, where its own hardly ever would.
    """

    name: str
    protects: str
    without: Callable[[], AbstractContextManager[Any]]
    caught_by: tuple[str, ...]
    day: Callable[[Plan], Plan] = as_it_comes
