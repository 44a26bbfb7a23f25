"""Cards whose answer comes late or not at all: surplus, stored sales under their allowance, late declines, sessions that have ended."""

from __future__ import annotations

from typing import Any

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from tests.compartments.tills.given import (
    ABORTED,
    ASKED,
    DECLINED,
    LATE_NO,
    NOW_MS,
    ONE_MUG,
    OPEN,
    PARK,
    REVERSED,
    SECOND,
    STORED,
    UNKNOWN,
    a,
    add,
    after,
    approved,
    by_card,
    cash,
    grant,
)


def test_a_card_that_nobody_needs_any_more_is_surplus_until_it_is_reversed() -> None:
    day = after([*ASKED, ABORTED, cash(), approved()])
    assert (day.card().surplus, day.balance("surplus-cards"), day.sale().paid_pence) == (True, -12_00, 12_00)
    day.do(a(ask.BeginReversal, tender="t", why="not-needed"), REVERSED)
    assert (day.balance("surplus-cards"), day.balance("card-clearing"), day.sale().status) == (0, 0, "completed")


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
