"""Safeguards of a store's tills, each of which shows on some day when it is missing.

Others stand behind one another, so that no single one's absence shows here: a payment never heard of is let go of, an approval counts
from every state, surplus goes back. Those are held by `tests/journeys/test_till_card.py` and the tables of rules.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import msgspec

from arkwright.compartments.tills import checks, completing, money_state, tender_rules
from arkwright.compartments.tills.till_rows import Sale
from arkwright.journeys.till_resolver import Resolver
from tests.simulation.checkers.tills import found_in_a_store
from tests.simulation.store_day import live_store
from tests.simulation.verdict import Verdict


class StoreAblation(msgspec.Struct, frozen=True, kw_only=True):
    """Without this safeguard one of these invariants breaks on a store's day."""

    name: str
    protects: str
    without: Callable[[], contextlib.AbstractContextManager[Any]]
    caught_by: tuple[str, ...]

    def judged(self, seed: int) -> Verdict:
        """The seed's day of a store."""
        found = found_in_a_store(live_store(seed))
        return Verdict(seed=seed, trace="", violations=[line for _, line in found], checkers=[checker for checker, _ in found])


def nobody_asks_again() -> contextlib.AbstractContextManager[Any]:
    """The resolver does not come."""

    async def nothing(_: Any) -> None:
        return None

    return mock.patch.object(Resolver, "round", nothing)


def the_allowance_is_not_checked() -> contextlib.AbstractContextManager[Any]:
    """A grant that stands has room for anything."""
    return mock.patch.object(tender_rules, "may_store", return_value=True)


def the_stores_own_pauses_are_not_asked() -> contextlib.AbstractContextManager[Any]:
    """A manager's pause stands in its row, and nobody looks."""
    return mock.patch.object(tender_rules, "open_here")


@contextlib.contextmanager
def refunds_are_not_counted() -> Iterator[None]:
    """What went back before is forgotten."""
    begin = money_state.begin_refund

    def forgetful(rows: Any, event: Any) -> None:
        begin(rows, event)
        sale = rows[Sale, event.sale]
        rows[Sale, event.sale] = msgspec.structs.replace(sale, units_back=(), tenders_back=())

    with mock.patch.object(money_state, "begin_refund", forgetful):
        yield


def receipts_by_the_clock() -> contextlib.AbstractContextManager[Any]:
    """A voided sale has used a number up: counted by sessions closed too."""

    def skipping(rows: Any, till: str) -> Any:
        row = checks.till_of(rows, till)
        return msgspec.structs.replace(row, receipts=row.receipts + row.sessions_closed % 2)

    return mock.patch.object(completing, "till_of", skipping)


STORE_ABLATIONS = (
    StoreAblation(
        name="nobody asks a terminal again",
        protects="no card stays unknown",
        without=nobody_asks_again,
        caught_by=("9",),
    ),
    StoreAblation(
        name="the stored-sales allowance is not checked",
        protects="what is stored stays within the allowance",
        without=the_allowance_is_not_checked,
        caught_by=("15",),
    ),
    StoreAblation(
        name="the store's own pauses are not asked",
        protects="what a manager stops is stopped",
        without=the_stores_own_pauses_are_not_asked,
        caught_by=("22",),
    ),
    StoreAblation(
        name="refunds at tills are not counted",
        protects="no more comes back than was sold",
        without=refunds_are_not_counted,
        caught_by=("8",),
    ),
    StoreAblation(
        name="receipts by the clock",
        protects="a till's receipts have no gap",
        without=receipts_by_the_clock,
        caught_by=("receipts",),
    ),
)
