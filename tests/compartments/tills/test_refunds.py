"""Refunds as a table, and that no order of them gives back more than was paid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.facts import RefundedUnits
from arkwright.compartments.tills.till_rows import MemberPoints
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from tests.compartments.tills.given import (
    ONE_MUG,
    OPEN,
    PAID_BY_CARD,
    PAID_IN_CASH,
    STORED,
    a,
    add,
    after,
    approved,
    by_card,
    card,
    cash,
    refund,
    signed,
)

PAID_BACK, DECLINED = (
    a(ask.RecordRefunded, refund="r", part="r.1", amount_pence=12_00, card=card("x9")),
    a(ask.RecordRefundDeclined, refund="r", part="r.1", attempt=1, why="acquirer-away"),
)
PAID_NOTHING, PAID_LESS, PAID_MORE = (
    a(ask.RecordRefunded, refund="r", part="r.1", amount_pence=pence, card=card("x9")) for pence in (0, 5_00, 13_00)
)
AGAIN = a(ask.AskRefundAgain, refund="r", part="r.1")
AGAIN_NO = a(ask.RecordRefundDeclined, refund="r", part="r.1", attempt=2, why="issuer")
PAUSED = a(ask.PauseHere, capability="returns", by="mo", approval=signed(), say="Later.")
SPLIT = [*OPEN, add("tea", 10_00, 3), by_card(12_00), approved(), cash(18_00)]

CASES: list[tuple[Sequence[Command], Command, list[str] | Refusal]] = [
    (PAID_IN_CASH, refund(("mug", 1)), ["RefundBegun", "RefundPartPaid", "RefundCompleted"]),
    (PAID_IN_CASH, refund(("mug", 1), approved_by=signed()), ["RefundBegun", "RefundPartPaid", "RefundCompleted"]),
    (PAID_IN_CASH, refund(("mug", 2)), sale_no.NoSuchUnits(1)),
    (PAID_IN_CASH, refund(("mug", 1), ("mug", 1)), sale_no.NoSuchUnits(1)),
    (PAID_IN_CASH, refund(("jug", 1)), sale_no.NoSuchLine("jug")),
    (PAID_IN_CASH, refund(), sale_no.NothingToRefund()),
    (PAID_IN_CASH, refund(("mug", -1)), sale_no.NothingToRefund()),
    (ONE_MUG, refund(("mug", 1)), sale_no.SaleIs("open")),
    (OPEN, refund(("mug", 1)), sale_no.NoSuchSale("s")),
    ([*PAID_IN_CASH, refund(("mug", 1))], refund(("mug", 1)), sale_no.TillRefundExists("r")),
    ([*PAID_IN_CASH, refund(("mug", 1))], refund(("mug", 1), refund="r2"), sale_no.NoSuchUnits(0)),
    ([*PAID_IN_CASH, a(ask.MoveCash, reason="banking", amount_pence=101_00)], refund(("mug", 1)), no.NotEnoughInDrawer(11_00)),
    ([*PAID_IN_CASH, PAUSED], refund(("mug", 1)), no.PausedHere("returns", "Later.")),
    (PAID_BY_CARD, refund(("mug", 1)), ["RefundBegun"]),
    (PAID_BY_CARD, refund(("mug", 1), terminal=""), sale_no.TerminalIsNeeded()),
    ([*PAID_BY_CARD, refund(("mug", 1))], PAID_BACK, ["RefundPartPaid", "RefundCompleted"]),
    ([*PAID_BY_CARD, refund(("mug", 1)), PAID_BACK], PAID_BACK, []),
    ([*PAID_BY_CARD, refund(("mug", 1))], PAID_MORE, ["RefundPartPaid", "RefundCompleted"]),
    ([*PAID_BY_CARD, refund(("mug", 1))], PAID_LESS, ["RefundPartPaid"]),
    ([*PAID_BY_CARD, refund(("mug", 1)), PAID_LESS], PAID_LESS, []),
    ([*PAID_BY_CARD, refund(("mug", 1))], PAID_NOTHING, ["RefundDeclined"]),
    ([*PAID_BY_CARD, refund(("mug", 1)), DECLINED], PAID_NOTHING, []),
    ([*PAID_BY_CARD, refund(("mug", 1)), PAID_BACK], DECLINED, sale_no.ApprovalStands("r.1")),
    ([*PAID_BY_CARD, refund(("mug", 1))], DECLINED, ["RefundDeclined"]),
    ([*PAID_BY_CARD, refund(("mug", 1)), DECLINED], a(ask.AskRefundAgain, refund="r", part="r.1"), ["RefundAsked"]),
    ([*PAID_BY_CARD, refund(("mug", 1)), DECLINED, AGAIN], DECLINED, []),
    ([*PAID_BY_CARD, refund(("mug", 1)), DECLINED, AGAIN], AGAIN_NO, ["RefundDeclined"]),
    ([*PAID_BY_CARD, refund(("mug", 1)), DECLINED, AGAIN, AGAIN_NO], AGAIN_NO, []),
    ([*PAID_BY_CARD, refund(("mug", 1)), DECLINED], PAID_BACK, ["RefundPartPaid", "RefundCompleted"]),
    ([*PAID_BY_CARD, refund(("mug", 1))], a(ask.AskRefundAgain, refund="r", part="r.1"), []),
    ([*PAID_BY_CARD, refund(("mug", 1))], replace(PAID_BACK, part="r.2"), sale_no.NoSuchRefundPart("r.2")),
    (STORED, refund(("mug", 1)), sale_no.StoredSaleIsWaiting()),
    ([*STORED, a(ask.RecordStoredTaken, tender="t")], refund(("mug", 1)), ["RefundBegun"]),
    ([*STORED, a(ask.RecordStoredDeclined, tender="t", response_code="51")], refund(("mug", 1)), sale_no.MoreThanPaid(0)),
]  # fmt: skip


@pytest.mark.parametrize(("history", "command", "outcome"), CASES)
def test_refunds(history: Sequence[Command], command: Command, outcome: list[str] | Refusal) -> None:
    assert after(history).outcome(command) == outcome


def test_units_one_by_one_give_back_exactly_what_the_line_cost() -> None:
    day = after([*OPEN, add("tea", 10_00, 3), a(ask.DiscountSale, pence=1, reason="goodwill", approved_by=signed()), cash(30_00)])
    back = [
        event.total_pence
        for number in range(3)
        for event in day.do(refund(("tea", 1), refund=f"r{number}"))
        if isinstance(event, did.RefundCompleted)
    ]
    assert (back, day.session().totals.refunds_pence, day.balance("cash-in-drawer")) == ([9_99, 10_00, 10_00], 29_99, 100_00)


def test_cards_come_first_and_each_tender_gets_back_no_more_than_it_paid() -> None:
    day = after(SPLIT)
    first, second = day.do(refund(("tea", 1)))[0], day.do(refund(("tea", 2), refund="r2"))[0]
    assert isinstance(first, did.RefundBegun)
    assert isinstance(second, did.RefundBegun)
    assert [[(part.kind, part.amount_pence) for part in each.parts] for each in (first, second)] == [
        [("card", 10_00)],
        [("card", 2_00), ("cash", 18_00)],
    ]


def test_a_refund_has_the_next_receipt_number_and_names_the_sale() -> None:
    done = after(PAID_IN_CASH).do(refund(("mug", 1)))[-1]
    assert isinstance(done, did.RefundCompleted)
    assert (done.receipt, done.receipt_of_sale, done.total_pence) == ("leeds-1-000002", "leeds-1-000001", 12_00)
    assert [(line.rate, line.gross_pence, line.vat_pence) for line in done.vat] == [("standard", 12_00, 2_00)]


RATES = {"tea": "standard", "jug": "standard", "rug": "reduced"}
PARTS = some.lists(some.tuples(some.sampled_from([*RATES]), some.integers(1, 3)), max_size=8)


@settings(max_examples=60, deadline=None)
@given(prices=some.tuples(*[some.integers(1, 9_99)] * 3), off=some.integers(0, 3), parts=PARTS)
def test_the_vat_given_back_never_exceeds_the_sales_and_is_exactly_that_when_all_is(
    prices: tuple[int, int, int], off: int, parts: list[tuple[str, int]]
) -> None:
    goods = [add(name, pence, 3, vat_rate=RATES[name]) for name, pence in zip(RATES, prices, strict=True)]
    value = 3 * sum(prices)
    discount = [a(ask.DiscountSale, pence=off, reason="goodwill", approved_by=signed())] if off and off <= value * 9 // 10 else []
    day = after([*OPEN, *goods, *discount, cash(value)])
    sold = next(event for event in day.events if isinstance(event, did.SaleCompleted))
    whole = Counter({each.rate: each.vat_pence for each in sold.vat})
    given_back = Counter[str]()
    for number, part in enumerate([*parts, *[(name, 1) for name in [*RATES] * 3]]):
        try:
            done = day.do(refund(part, refund=f"r{number}"))[-1]
        except Refusal:
            continue
        assert isinstance(done, did.RefundCompleted)
        given_back.update({each.rate: each.vat_pence for each in done.vat})
        assert given_back <= whole
    assert given_back == whole


def test_refunds_that_wait_for_the_terminal_share_the_vat_as_they_were_begun() -> None:
    day = after([*OPEN, add("tea", 2, 3), by_card(6), approved(pence=6)])
    names = ("r1", "r2", "r3")
    day.do(*[refund(("tea", 1), refund=name) for name in names])
    ends = [a(ask.RecordRefunded, refund=name, part=f"{name}.1", amount_pence=2, card=card("x9")) for name in reversed(names)]
    vat = [event.vat[0].vat_pence for event in day.do(*ends) if isinstance(event, did.RefundCompleted)]
    assert vat == [0, 1, 0]  # a penny in all, which no refund of 2p by itself has


def test_what_a_terminal_gave_too_little_is_owed_and_asked_for_as_a_part_of_its_own() -> None:
    rest = {"refund": "r", "part": "r.2"}
    day = after([*PAID_BY_CARD, refund(("mug", 1)), PAID_LESS, a(ask.AskRefundAgain, **rest)])
    assert (day.balance("refunds-including-vat"), day.balance("card-clearing")) == (5_00, 7_00)
    done = day.do(a(ask.RecordRefunded, **rest, amount_pence=7_00, card=card("x10")))[-1]
    assert isinstance(done, did.RefundCompleted)
    assert [(each.part, each.amount_pence, each.card and each.card.transaction) for each in done.parts] == [
        ("r.1", 5_00, "x9"),
        ("r.2", 7_00, "x10"),
    ]
    assert (day.balance("refunds-including-vat"), day.balance("card-clearing")) == (12_00, 0)


def test_what_a_terminal_gave_too_much_is_on_the_books() -> None:
    day = after([*PAID_BY_CARD, refund(("mug", 1)), PAID_MORE])
    assert [day.balance(name) for name in ("refunds-including-vat", "over-and-short", "card-clearing")] == [12_00, 1_00, -1_00]


def test_what_may_be_sold_again_stands_in_the_refund() -> None:
    day = after([*OPEN, add("tea", 10_00, 3), cash(30_00)])
    back = RefundedUnits(line="tea", quantity=2, for_sale=1)
    done = day.do(a(ask.BeginRefund, refund="r", units=(back,), reason="faulty"))[-1]
    assert isinstance(done, did.RefundCompleted)
    assert [(each.quantity, each.for_sale) for each in done.units] == [(2, 1)]


@pytest.mark.parametrize("for_sale", [-1, 2])
def test_no_more_is_sold_again_than_came_back(for_sale: int) -> None:
    back = RefundedUnits(line="mug", quantity=1, for_sale=for_sale)
    asked = a(ask.BeginRefund, refund="r", units=(back,), reason="faulty")
    assert after(PAID_IN_CASH).outcome(asked) == no.MoreForSaleThanBack(1)


def test_points_go_back_to_the_member_as_movements_of_their_own() -> None:
    member = a(ask.IdentifyMember, membership="93", member="m1", edition=3, spendable_points=1000)
    rules = a(ask.SetPointsRules, edition=1, points=100, pence=50, most_points=1000)
    spent = [a(ask.SpendPoints, tender=name, points=400) for name in ("p1", "p2")]
    day = after([*OPEN, rules, member, add("tea", 2_00, 3), *spent, cash(2_00)])
    paid = [event for event in day.do(refund(("tea", 2))) if isinstance(event, did.RefundPartPaid)]
    assert [(event.part.points, event.member, event.number) for event in paid] == [(400, "m1", 3), (400, "m1", 4)]
    row = day.rows[MemberPoints, "m1"]
    assert row is not None
    assert sum(each.points for each in row.uncounted) == 0
    assert day.balance("points-spent") == 0
