"""A terminal's totals beside the tills': what was done on it, what it says, and how the two differ."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills.facts import CardTotals
from arkwright.compartments.tills.reconciling import Reconciliation, differences
from arkwright.compartments.tills.refusals import NothingToReconcile
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from tests.compartments.tills.given import (
    LATE_NO,
    ONE_MUG,
    OPEN,
    REVERSE,
    REVERSED,
    STORED,
    a,
    add,
    after,
    by_card,
    card,
)
from tests.compartments.tills.given import cash as in_cash

CLOSE = [a(ask.CountCash, counted_pence=0), a(ask.CloseSession, terminal="T1")]
NOTHING, ONE = CardTotals(), CardTotals(payments=1, payments_pence=12_00)
BACK = CardTotals(payments=1, payments_pence=12_00, reversals=1, reversals_pence=12_00)


def paid(period: str, tender: str = "t", pence: int = 12_00) -> Command:
    found: Command = a(ask.RecordApproved, tender=tender, amount_pence=pence, card=replace(card(), period=period))
    return found


def record(told: CardTotals = ONE, session: str = "day", period: str = "7", agreed: bool = True) -> Command:
    found: Command = a(ask.RecordReconciliation, session=session, period=period, agreed=agreed, told=told)
    return found


BY_CARD = [*ONE_MUG, by_card(), paid("7")]
TAKEN_BACK = [*ONE_MUG, by_card(6_00), paid("7", pence=6_00), REVERSE, REVERSED, in_cash()]


@pytest.mark.parametrize(
    ("history", "counted"),
    [
        (OPEN, NOTHING),
        (BY_CARD, ONE),
        ([*ONE_MUG, by_card(), paid("8")], NOTHING),
        ([*ONE_MUG, by_card(), paid("")], ONE),
        (TAKEN_BACK, CardTotals(payments=1, payments_pence=6_00, reversals=1, reversals_pence=6_00)),
        (STORED, ONE),
        ([*STORED, LATE_NO], NOTHING),
        ([*STORED, LATE_NO, a(ask.RecordStoredTaken, tender="t")], ONE),
    ],
)
def test_the_tills_count_what_was_paid_in_the_period(history: list[Command], counted: CardTotals) -> None:
    day = after([*history, *CLOSE])
    (event,) = day.do(record())
    assert isinstance(event, did.TerminalReconciled)
    assert (event.counted, event.z, event.terminal) == (counted, 1, "T1")
    assert day.do(replace(record(BACK), id="again")) == []


def test_a_payment_after_the_period_counts_in_the_next_one() -> None:
    day = after([*BY_CARD, *CLOSE])
    day.do(a(ask.OpenSession, session="next", float_pence=0), add("cup", 5_00, sale="s2"))
    day.do(by_card(5_00, tender="u", sale="s2"), paid("8", "u", 5_00), record())
    day.do(a(ask.CountCash, counted_pence=0), a(ask.CloseSession, terminal="T1"), record(session="next", period="8"))
    rows = [day.rows[Reconciliation, session] for session in ("day", "next")]
    assert [each.counted.payments_pence for each in rows if each] == [12_00, 5_00]


@pytest.mark.parametrize("history", [OPEN, [*OPEN, a(ask.CountCash, counted_pence=0), a(ask.CloseSession)]])
def test_nothing_is_reconciled_that_waits_for_no_terminal(history: list[Command]) -> None:
    outcome: Any = after(history).outcome(record())
    assert isinstance(outcome, Refusal)
    assert type(outcome) is NothingToReconcile


PAYMENTS = "The terminal counts £12.00 in payments (1), the tills £0.00 (0)."
REFUNDS = "The terminal counts £0.00 in refunds (0), the tills £12.00 (1)."
BANK = "The bank does not count what the terminal does."


@pytest.mark.parametrize(
    ("told", "counted", "agreed", "expected"),
    [
        (ONE, ONE, True, []),
        (BACK, NOTHING, True, []),
        (ONE, NOTHING, True, [PAYMENTS]),
        (NOTHING, CardTotals(refunds=1, refunds_pence=12_00), True, [REFUNDS]),
        (ONE, ONE, False, [BANK]),
        (ONE, CardTotals(refunds=1, refunds_pence=12_00), False, [PAYMENTS, REFUNDS, BANK]),
    ],
)
def test_differences_are_said_in_words(told: CardTotals, counted: CardTotals, agreed: bool, expected: list[str]) -> None:
    assert differences(told, counted, agreed=agreed) == expected
