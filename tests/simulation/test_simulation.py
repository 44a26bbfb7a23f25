"""Some days of the whole shop, each held against every invariant; the same seed is the same day, to the last byte."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from arkwright.compartments.ordering.state import Order, Promise
from arkwright.compartments.payments.state import Payment
from tests.simulation.day import live
from tests.simulation.evidence import Evidence
from tests.simulation.plan import quiet_plan
from tests.simulation.verdict import judge


@pytest.mark.parametrize("seed", range(30))
def test_a_day_breaks_no_invariant(seed: int) -> None:
    assert judge(seed).violations == []


@pytest.mark.parametrize("seed", [3, 7])
def test_the_same_seed_is_the_same_day(seed: int) -> None:
    assert judge(seed).trace == judge(seed).trace


def test_another_seed_is_another_day() -> None:
    assert judge(1).trace != judge(2).trace


@pytest.mark.parametrize("seed", [1, 2])
def test_pausing_something_else_changes_nothing(seed: int) -> None:
    """Invariant 25: a twin of the day, in which what no order depends on is paused."""
    plan = quiet_plan(random.Random(seed))
    one, _ = live(seed, plan)
    other, _ = live(seed, replace(plan, unrelated_pause=True))
    assert business(one) == business(other)
    assert one.held_version + 2 == other.held_version  # paused, and reopened at the end


def business(evidence: Evidence) -> dict[str, object]:
    """What came of the day for customers, stock and money."""
    orders = evidence.lanes["ordering"].of(Order)
    payments = evidence.lanes["payments"].of(Payment)
    return {
        "told": sorted((told.order, told.what) for told in evidence.record.told),
        "orders": {key: (order.status, order.total_pence, order.sent) for key, order in orders.items()},
        "promises": evidence.lanes["ordering"].of(Promise),
        "payments": {key: (payment.status, payment.captured_pence, payment.refunded_pence) for key, payment in payments.items()},
    }
