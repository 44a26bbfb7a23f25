"""Cards whose answer comes late or not at all: surplus, stored sales under their allowance, late declines, sessions that have ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.card_rules import BY_HAND_AFTER_MS
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from tests.compartments.tills.given import (
    ABORTED,
    ASKED,
    DECLINED,
    HALF_CARD,
    LATE_NO,
    NOW_MS,
    ONE_MUG,
    OPEN,
    OWED,
    PAID_BY_CARD,
    PARK,
    REFUSED,
    REVERSE,
    REVERSED,
    SECOND,
    STORED,
    UNKNOWN,
    VOID,
    a,
    add,
    after,
    approved,
    by_card,
    by_hand,
    cash,
    grant,
    signed,
)


def test_a_card_that_nobody_needs_any_more_is_surplus_until_it_is_reversed() -> None:
    day = after([*ASKED, ABORTED, cash(), approved()])
    assert (day.card().surplus, day.balance("surplus-cards"), day.sale().paid_pence) == (True, -12_00, 12_00)
    day.do(a(ask.BeginReversal, tender="t", why="not-needed"), REVERSED)
    assert (day.balance("surplus-cards"), day.balance("card-clearing"), day.sale().status) == (0, 0, "completed")


@pytest.mark.parametrize(
    ("pence", "paid", "surplus", "marked"),
    [(5_00, 5_00, 0, 12_00), (12_00, 12_00, 0, 0), (13_00, 0, 13_00, 12_00)],
)
def test_whatever_the_terminal_took_is_what_is_on_the_books(pence: int, paid: int, surplus: int, marked: int) -> None:
    day = after([*ASKED, approved(pence=pence)])
    assert (day.sale().paid_pence, -day.balance("surplus-cards"), day.balance("card-clearing")) == (paid, surplus, pence)
    assert (day.sale().pending, day.card().surplus, day.card().amount_pence, day.card().asked_pence) == (None, surplus > 0, pence, marked)


@pytest.mark.parametrize(
    ("pence", "spent", "beyond"),
    [(5_00, 5_00, False), (13_00, 13_00, True)],
)
def test_of_an_allowance_is_spent_what_the_terminal_took(pence: int, spent: int, beyond: bool) -> None:
    day = after([*OPEN, grant(), add(), by_card(kind=ask.AskChipAndPin)])
    (approval,) = day.do(approved(pence=pence, stored=True))
    assert (day.allowance().spent_pence, day.allowance().reserved_pence, day.allowance().waiting_pence) == (spent, 0, spent)
    assert getattr(approval, "beyond_allowance", None) is beyond


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        ([*HALF_CARD, REVERSE], REFUSED[0], ["ReversalRefused"]),
        ([*HALF_CARD, REVERSE], REFUSED[1], []),
        ([*HALF_CARD, REVERSE, REFUSED[0]], REFUSED[0], []),
        ([*HALF_CARD, REVERSE, *REFUSED[:4]], REVERSED, ["CardReversed"]),
        ([*HALF_CARD, REVERSE, *REFUSED[:4]], REFUSED[4], ["ReversalRefused", "CardOwed"]),
        ([*HALF_CARD, REVERSE, REVERSED], REFUSED[0], []),
        (HALF_CARD, REFUSED[0], sale_no.TenderIs("approved")),
        (OWED, REFUSED[4], []),
        (OWED, REVERSE, []),
        (OWED, approved(pence=6_00), []),
        (OWED, DECLINED, sale_no.ApprovalStands("t")),
        (OWED, REVERSED, ["CardReversed"]),
        (OWED, VOID, ["SaleVoided"]),
        (OWED, cash(), ["CashTaken", "SaleCompleted"]),
        (OWED, by_hand("cash", "1"), ["OwedGivenBack"]),
        (OWED, by_hand("cash", "2"), no.NoSessionIsOpen("2")),
        (OWED, by_hand("cash", "9"), no.NoSuchTill("9")),
        (OWED, by_hand("card"), ["OwedGivenBack"]),
        ([*OWED, a(ask.MoveCash, reason="banking", amount_pence=95_00)], by_hand("cash", "1"), no.NotEnoughInDrawer(5_00)),
        ([*OWED, by_hand("card")], by_hand("cash", "1"), []),
        ([*OWED, by_hand("card")], REVERSED, sale_no.TenderIs("settled")),
        (HALF_CARD, by_hand("card"), sale_no.TenderIs("approved")),
    ],
)
def test_a_terminal_that_takes_nothing_back(history: Sequence[Command], command: Command, outcome: list[str] | Refusal) -> None:
    assert after(history).outcome(command) == outcome


@pytest.mark.parametrize(
    ("history", "later_ms", "paid", "outcome"),
    [
        (ASKED, BY_HAND_AFTER_MS - 1, True, sale_no.TerminalMayStillSay()),
        (ASKED, BY_HAND_AFTER_MS, True, ["CardManuallyEnded", "CardApproved", "SaleCompleted"]),
        ([*ASKED, UNKNOWN], BY_HAND_AFTER_MS, False, ["CardManuallyEnded", "CardAborted"]),
        ([*ASKED, UNKNOWN, DECLINED], BY_HAND_AFTER_MS, False, sale_no.TenderIs("declined")),
        (PAID_BY_CARD, BY_HAND_AFTER_MS, False, sale_no.TenderIs("approved")),
    ],
)  # fmt: skip
def test_a_manager_ends_what_no_terminal_can(history: Sequence[Command], later_ms: int, paid: bool, outcome: list[str] | Refusal) -> None:
    day = after(history)
    day.now_ms = NOW_MS + later_ms
    assert day.outcome(a(ask.EndByHand, tender="t", paid=paid, approved_by=signed())) == outcome


@pytest.mark.parametrize(
    ("ending", "drawer", "clearing"),
    [(by_hand("cash", "1"), 94_00, 6_00), (by_hand("card"), 100_00, 0), (REVERSED, 100_00, 0)],
)
def test_what_a_terminal_will_not_take_back_is_owed_until_it_is_given_back(ending: Command, drawer: int, clearing: int) -> None:
    day = after(OWED)
    assert (day.card().status, day.sale().paid_pence, day.sale().pending, day.balance("surplus-cards")) == ("owed", 0, None, -6_00)
    assert day.session().totals.card_pence == 0
    day.do(ending)
    assert (day.balance("surplus-cards"), day.balance("card-clearing"), day.session().drawer_pence) == (0, clearing, drawer)


def test_a_stored_payment_that_the_acquirer_never_took_is_owed_to_nobody() -> None:
    half = [*OPEN, grant(), add(), by_card(6_00, kind=ask.AskChipAndPin), approved(pence=6_00, stored=True), REVERSE, *REFUSED]
    assert after(half).outcome(by_hand("card")) == sale_no.StoredSaleIsWaiting()
    day = after([*half, LATE_NO])
    assert (day.card().status, day.balance("surplus-cards"), day.balance("late-declines")) == ("settled", 0, 0)


def test_stored_sales_stay_within_the_allowance_and_what_waits_counts_against_the_next_grant() -> None:
    day = after([*OPEN, grant(count=2, total_pence=40_00)])
    asked = [("s1", 30_00), ("s2", 11_00), ("s3", 10_00), ("s4", 51_00)]
    reserved = []
    for sale, pence in asked:
        day.do(add("x", pence, sale=sale), by_card(pence, sale, kind=ask.AskChipAndPin, sale=sale))
        reserved.append(day.card(sale).stored_reserved)
        day.do(approved(sale, pence, transaction=sale, stored=day.card(sale).stored_reserved))
    assert reserved == [True, False, True, False]
    assert (day.allowance().left, day.allowance().left_pence, day.allowance().waiting_pence) == (0, 0, 40_00)
    day.do(a(ask.RecordStoredTaken, tender="s1"), grant(2, total_pence=40_00))
    assert (day.allowance().left, day.allowance().left_pence) == (2, 30_00)


def test_what_another_till_asks_for_just_now_is_set_aside() -> None:
    day = after([*ONE_MUG, *SECOND, grant(total_pence=20_00), by_card(kind=ask.AskChipAndPin)])
    at_2: dict[str, Any] = {"till": "2", "by": "bo", "sale": "s2"}
    day.do(a(ask.AddLine, line="mug", scanned=add().scanned, **at_2), by_card(tender="t2", kind=ask.AskChipAndPin, **at_2))
    assert [day.card(tender).stored_reserved for tender in ("t", "t2")] == [True, False]
    day.do(DECLINED)
    assert day.allowance().left_pence == 20_00


def test_an_allowance_ends_and_contactless_alone_is_never_stored() -> None:
    day = after([*ONE_MUG, grant(until_ms=NOW_MS)])
    day.do(by_card())
    assert day.card().stored_reserved is False
    contactless = after([*ONE_MUG, grant(), by_card(kind=ask.AskContactless)])
    assert contactless.card().stored_reserved is False


def test_a_terminal_that_stores_what_it_may_not_is_believed_and_marked() -> None:
    day = after([*ASKED])
    approval, *_ = day.do(approved(stored=True))
    assert (getattr(approval, "beyond_allowance", None), day.sale().status, day.card().stored) == (True, "completed", "waiting")


def test_a_late_decline_stands_in_the_session_of_its_sale() -> None:
    day = after([*STORED, a(ask.CountCash, counted_pence=100_00), a(ask.CloseSession)])
    assert (day.session().totals.stored_card_pence, day.balance("stored-cards")) == (12_00, 12_00)
    day.do(LATE_NO)
    assert (day.session().totals.late_declines_pence, day.balance("late-declines"), day.balance("stored-cards")) == (12_00, 12_00, 0)


def test_an_answer_after_the_session_completes_its_sale_there_and_says_that_it_is_late() -> None:
    day = after([*ASKED, UNKNOWN, PARK, a(ask.CountCash, counted_pence=100_00), a(ask.CloseSession)])
    (_, sale) = day.do(approved())
    assert isinstance(sale, did.SaleCompleted)
    assert (sale.late, sale.session, day.session().totals.sales_pence, day.till().sale) == (True, "day", 12_00, None)
