"""Baskets and tenders as tables: what was done, what is asked, what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.kit.forwarding import LARGEST_ENTRY_BYTES
from arkwright.kit.messages import Command, canonical
from arkwright.kit.promotion import Terms
from arkwright.kit.refusal import Refusal
from tests.compartments.tills.given import (
    ABORTED,
    ASKED,
    CODE,
    DECLINED,
    HALF_CARD,
    HALF_CASH,
    LATE_NO,
    MEMBER,
    NOW_MS,
    ONE_MUG,
    OPEN,
    OPEN_AGAIN,
    OTHER_CODE,
    PAID_BY_CARD,
    PAID_IN_CASH,
    PARK,
    POINTS,
    RESUME,
    RESUME_AT_2,
    REVERSE,
    REVERSED,
    SECOND,
    STORED,
    TAKEN,
    UNKNOWN,
    VOID,
    WINE,
    a,
    add,
    after,
    approved,
    by_card,
    cash,
    coded,
    points,
    signed,
)

TENTH_OFF = a(ask.DiscountSale, percent=10, reason="goodwill", approved_by=signed())

BASKETS: list[tuple[Sequence[Command], Command, list[str] | Refusal]] = [
    (OPEN, add(), ["LineAdded"]),
    (OPEN, add(quantity=0), sale_no.QuantityIsOutOfBounds(999)),
    (OPEN, add(quantity=1000), sale_no.QuantityIsOutOfBounds(999)),
    (OPEN, add(price_pence=0), sale_no.TillPriceIsWrong()),
    (ONE_MUG, add(), sale_no.LineExists("mug")),
    (ONE_MUG, add(line="again"), ["LineAdded"]),
    (ONE_MUG, add(sale="other"), no.SaleIsOnTheTill("s")),
    ([*ONE_MUG, *SECOND], a(ask.SetQuantity, till="2", by="bo", line="mug", quantity=2), sale_no.SaleIsAtAnotherTill("1")),
    (ONE_MUG, a(ask.SetQuantity, line="mug", quantity=3), ["QuantitySet"]),
    (ONE_MUG, a(ask.SetQuantity, line="mug", quantity=1), []),
    (
        [*ONE_MUG, a(ask.OverridePrice, line="mug", price_pence=1, reason="last-one", approved_by=signed())],
        a(ask.SetQuantity, line="mug", quantity=9),
        no.ManagerSignedForFewer(1),
    ),
    (
        [*ONE_MUG, a(ask.DiscountLine, line="mug", percent=90, reason="damaged", approved_by=signed())],
        a(ask.SetQuantity, line="mug", quantity=9),
        no.ManagerSignedForFewer(1),
    ),
    (ONE_MUG, a(ask.SetQuantity, line="jug", quantity=1), sale_no.NoSuchLine("jug")),
    (OPEN, a(ask.SetQuantity, line="mug", quantity=1), sale_no.NoSuchSale("s")),
    (ONE_MUG, a(ask.VoidLine, line="mug", reason="scanned-twice"), ["LineVoided"]),
    (ONE_MUG, a(ask.OverridePrice, line="mug", price_pence=9_99, reason="price-match", approved_by=signed()), ["PriceOverridden"]),
    (ONE_MUG, a(ask.OverridePrice, line="mug", price_pence=0, reason="price-match", approved_by=signed()), sale_no.TillPriceIsWrong()),
    (ONE_MUG, a(ask.DiscountLine, line="mug", percent=10, reason="damaged", approved_by=signed()), ["LineDiscounted"]),
    (ONE_MUG, a(ask.DiscountLine, line="mug", percent=91, reason="damaged", approved_by=signed()), sale_no.DiscountIsTooHigh()),
    (ONE_MUG, a(ask.DiscountLine, line="mug", percent=10, pence=1, reason="damaged", approved_by=signed()), sale_no.DiscountIsTooHigh()),
    (ONE_MUG, a(ask.DiscountSale, pence=10_81, reason="goodwill", approved_by=signed()), sale_no.DiscountIsTooHigh()),
    (ONE_MUG, a(ask.DiscountSale, pence=10_80, reason="goodwill", approved_by=signed()), ["SaleDiscounted"]),
    ([*ONE_MUG, TENTH_OFF], a(ask.SetQuantity, line="mug", quantity=2), no.ManagerSignedForFewer(1)),
    ([*ONE_MUG, TENTH_OFF, add("rug")], a(ask.SetQuantity, line="rug", quantity=2), ["QuantitySet"]),
    ([*ONE_MUG, TENTH_OFF, add("rug")], TENTH_OFF, ["SaleDiscounted"]),
    ([*OPEN, WINE], cash(9_00), sale_no.AgeIsNotChecked(18)),
    ([*OPEN, WINE], a(ask.CheckAge, outcome="passed"), ["AgeChecked"]),
    ([*OPEN, WINE, a(ask.CheckAge, outcome="passed")], cash(9_00), ["SaleTotalled", "CashTaken", "SaleCompleted"]),
    ([*OPEN, WINE, a(ask.CheckAge, outcome="refused")], cash(9_00), sale_no.AgeWasRefused()),
    (
        [*ONE_MUG, WINE, a(ask.CheckAge, outcome="refused"), a(ask.VoidLine, line="wine", reason="age-refused")],
        cash(),
        ["SaleTotalled", "CashTaken", "SaleCompleted"],
    ),
    (ONE_MUG, a(ask.CheckAge, outcome="passed"), []),
    ([*ONE_MUG, coded()], CODE, ["CodeEntered"]),
    ([*ONE_MUG, coded(), CODE], CODE, []),
    ([*ONE_MUG, coded(), CODE], a(ask.EnterCode, code=""), ["CodeEntered"]),
    ([*ONE_MUG, coded(), CODE], OTHER_CODE, no.CodeDoesNotHold()),
    (ONE_MUG, CODE, no.CodeDoesNotHold()),
    (ONE_MUG, coded(until_ms=NOW_MS), []),
    ([*ONE_MUG, coded(), coded(until_ms=NOW_MS, revision=2)], CODE, no.CodeDoesNotHold()),
    ([*ONE_MUG, coded(uses=5)], CODE, no.CodeIsCountedElsewhere()),
    ([*ONE_MUG, coded()], coded(percent=20), []),
    ([*ONE_MUG, coded()], coded(percent=20, revision=2), ["PromotionSet"]),
    ([*ONE_MUG, coded(), CODE], cash(10_80), ["SaleTotalled", "CashTaken", "SaleCompleted"]),
    (ONE_MUG, PARK, ["SaleParked"]),
    ([*ONE_MUG, PARK], cash(), sale_no.SaleIs("parked")),
    ([*ONE_MUG, PARK, *SECOND], RESUME_AT_2, ["SaleResumed"]),
    ([*ONE_MUG, PARK, add("jug", sale="s2")], RESUME, no.SaleIsOnTheTill("s2")),
    ([*ONE_MUG, *SECOND], RESUME_AT_2, sale_no.SaleIs("open")),
    ([*ONE_MUG, PARK, *SECOND, RESUME_AT_2], cash(till="2", by="bo"), ["SaleTotalled", "CashTaken", "SaleCompleted"]),
    (ONE_MUG, VOID, ["SaleVoided"]),
    ([*ONE_MUG, VOID], add(), sale_no.SaleIs("voided")),
    ([*ONE_MUG, VOID], add("jug", sale="s2"), ["LineAdded"]),
    (HALF_CASH, VOID, sale_no.MoneyIsIn()),
    (HALF_CASH, PARK, sale_no.MoneyIsIn()),
    (HALF_CASH, OPEN_AGAIN, sale_no.MoneyIsIn()),
    (HALF_CASH, add("jug"), sale_no.SaleIsTotalled()),
    (ASKED, VOID, sale_no.TenderIsPending("t")),
    ([*ASKED, DECLINED], OPEN_AGAIN, ["SaleOpened"]),
    ([*ASKED, DECLINED, OPEN_AGAIN], add("jug"), ["LineAdded"]),
    ([*ASKED, DECLINED], VOID, ["SaleVoided"]),
]
TENDERS: list[tuple[Sequence[Command], Command, list[str] | Refusal]] = [
    (ONE_MUG, cash(20_00), ["SaleTotalled", "CashTaken", "SaleCompleted"]),
    (ONE_MUG, cash(5_00), ["SaleTotalled", "CashTaken"]),
    (ONE_MUG, cash(0), no.AmountIsWrong()),
    ([*ONE_MUG, a(ask.VoidLine, line="mug", reason="changed-mind")], cash(), sale_no.SaleIsEmpty()),
    (HALF_CASH, cash(6_00), sale_no.TenderExists("cash")),
    (HALF_CASH, cash(6_00, "cash2"), ["CashTaken", "SaleCompleted"]),
    (HALF_CASH, a(ask.ReturnCash, tender="cash"), ["CashReturned"]),
    (HALF_CASH, a(ask.ReturnCash, tender="t"), sale_no.NoSuchTender("t")),
    ([*HALF_CASH, a(ask.ReturnCash, tender="cash")], VOID, ["SaleVoided"]),
    (ONE_MUG, by_card(12_01), sale_no.MoreThanDue(12_00)),
    (ASKED, by_card(tender="t2"), sale_no.TenderIsPending("t")),
    (ASKED, approved(), ["CardApproved", "SaleCompleted"]),
    (PAID_BY_CARD, approved(), []),
    (PAID_BY_CARD, DECLINED, sale_no.ApprovalStands("t")),
    (PAID_BY_CARD, ABORTED, sale_no.ApprovalStands("t")),
    (PAID_BY_CARD, UNKNOWN, []),
    (PAID_BY_CARD, REVERSE, sale_no.SaleIs("completed")),
    (ASKED, approved(pence=11_99), ["CardApproved"]),
    (ASKED, approved(pence=12_01), ["CardApproved"]),
    (ASKED, approved(pence=0), ["CardDeclined"]),
    ([*ASKED, UNKNOWN], approved(pence=11_99), ["CardApproved"]),
    ([*ASKED, ABORTED], approved(pence=0), []),
    ([*ASKED, approved(pence=11_99)], approved(pence=11_99), []),
    ([*ASKED, approved(pence=11_99)], approved(), sale_no.CardAnswerDiffers("t")),
    ([*ASKED, approved(pence=11_99)], cash(1), ["CashTaken", "SaleCompleted"]),
    ([*ASKED, approved(pence=12_01)], by_card(tender="t2"), ["CardAsked"]),
    (PAID_BY_CARD, approved(transaction="x2"), sale_no.CardAnswerDiffers("t")),
    (ONE_MUG, approved(), sale_no.NoSuchTender("t")),
    (ASKED, DECLINED, ["CardDeclined"]),
    (ASKED, ABORTED, ["CardAborted"]),
    ([*ASKED, DECLINED], DECLINED, []),
    (ASKED, UNKNOWN, ["CardAnswerLost"]),
    ([*ASKED, UNKNOWN], UNKNOWN, []),
    ([*ASKED, UNKNOWN], DECLINED, ["CardDeclined"]),
    ([*ASKED, UNKNOWN], approved(), ["CardApproved", "SaleCompleted"]),
    ([*ASKED, DECLINED], approved(), ["CardApproved", "SaleCompleted"]),
    ([*ASKED, ABORTED, cash()], approved(), ["CardApproved"]),
    ([*ASKED, ABORTED, VOID], approved(), ["CardApproved"]),
    ([*ASKED, ABORTED, cash(), approved()], a(ask.BeginReversal, tender="t", why="not-needed"), ["ReversalBegun"]),
    (HALF_CARD, REVERSE, ["ReversalBegun"]),
    ([*HALF_CARD, REVERSE], REVERSE, []),
    ([*HALF_CARD, REVERSE], cash(), sale_no.TenderIsPending("t")),
    ([*HALF_CARD, REVERSE], REVERSED, ["CardReversed"]),
    (HALF_CARD, REVERSED, sale_no.TenderIs("approved")),
    ([*HALF_CARD, REVERSE, REVERSED], VOID, ["SaleVoided"]),
    ([*HALF_CARD, REVERSE, REVERSED], approved(pence=6_00), []),
    (ASKED, REVERSE, sale_no.TenderIs("asked")),
    ([*ASKED, UNKNOWN, PARK], approved(), ["CardApproved", "SaleCompleted"]),
    ([*ASKED, UNKNOWN, PARK], RESUME, ["SaleResumed"]),
    ([*ASKED, UNKNOWN, PARK, *SECOND], RESUME_AT_2, sale_no.TenderIsPending("t")),
    ([*ASKED, UNKNOWN, PARK, DECLINED, *SECOND], RESUME_AT_2, ["SaleResumed"]),
    ([*OPEN, MEMBER, add(), POINTS], points(800), ["SaleTotalled", "PointsTaken"]),
    ([*OPEN, MEMBER, add(), POINTS], points(850), sale_no.PointsAreWrong(100)),
    ([*OPEN, MEMBER, add(), POINTS], points(900), sale_no.NotEnoughPoints(800)),
    ([*OPEN, MEMBER, add(price_pence=3_00), POINTS], points(800), sale_no.MoreThanDue(3_00)),
    ([*OPEN, MEMBER, add()], points(100), sale_no.PointsAreNotTaken()),
    ([*ONE_MUG, POINTS], points(100), sale_no.NoMemberIsKnown()),
    ([*OPEN, MEMBER, add(), POINTS, points(500)], points(400, "p2"), sale_no.NotEnoughPoints(300)),
    ([*OPEN, MEMBER, add(), POINTS, points(500)], a(ask.ReturnPoints, tender="p"), ["PointsReturned"]),
    (STORED, TAKEN, ["StoredCardTaken"]),
    ([*STORED, TAKEN], TAKEN, []),
    ([*STORED, TAKEN], LATE_NO, sale_no.ApprovalStands("t")),
    (STORED, LATE_NO, ["StoredCardDeclined"]),
    ([*STORED, LATE_NO], LATE_NO, []),
    ([*STORED, LATE_NO], TAKEN, ["StoredCardTaken"]),
    (PAID_BY_CARD, TAKEN, sale_no.TenderIs("approved")),
]


@pytest.mark.parametrize(("history", "command", "outcome"), BASKETS)
def test_baskets(history: Sequence[Command], command: Command, outcome: list[str] | Refusal) -> None:
    assert after(history).outcome(command) == outcome


@pytest.mark.parametrize(("history", "command", "outcome"), TENDERS)
def test_tenders(history: Sequence[Command], command: Command, outcome: list[str] | Refusal) -> None:
    assert after(history).outcome(command) == outcome


def completed(commands: Sequence[Command]) -> did.SaleCompleted:
    found = [event for event in after(commands).events if isinstance(event, did.SaleCompleted)]
    assert len(found) == 1
    return found[0]


def test_a_completed_sale_holds_all_of_it() -> None:
    tea = add("tea", 3_00, 2, vat_rate="zero", edition=9)
    sale = completed([*OPEN, MEMBER, add(), tea, by_card(10_00), approved(pence=10_00), cash(10_00)])
    assert (sale.receipt, sale.number, sale.total_pence, sale.change_pence) == ("leeds-1-000001", 1, 18_00, 2_00)
    assert [(line.rate, line.gross_pence, line.vat_pence) for line in sale.vat] == [("standard", 12_00, 2_00), ("zero", 6_00, 0)]
    assert [(each.kind, each.amount_pence, each.given_pence) for each in sale.tenders] == [("card", 10_00, 0), ("cash", 8_00, 10_00)]
    assert (sale.member, sale.editions.range, sale.editions.members, sale.business_day) == ("m1", 9, 3, "2026-09-21")


def test_receipt_numbers_of_a_till_have_no_gap_though_sales_are_voided_between() -> None:
    day = after(PAID_IN_CASH)
    day.do(add("jug", sale="s2"), a(ask.VoidSale, sale="s2", reason="changed-mind"), add("jug", sale="s3"), cash(12_00, sale="s3"))
    assert [event.number for event in day.events if isinstance(event, did.SaleCompleted)] == [1, 2]


def test_promotions_count_for_lines_without_a_price_of_their_own_and_a_sales_discount_comes_after() -> None:
    terms = Terms(
        promotion="p", name="3 for 2", kind="pay-for", from_ms=0, until_ms=NOW_MS + 1, category="kitchen", buy=3, pay_for=2, revision=1
    )
    other = a(ask.OverridePrice, line="jug", price_pence=8_00, reason="damaged", approved_by=signed())
    off = a(ask.DiscountSale, percent=10, reason="goodwill", approved_by=signed())
    sale = completed([*OPEN, a(ask.SetPromotion, terms=terms, edition=4), add(quantity=3), add("jug", 10_00), other, off, cash(50_00)])
    mugs, jug = sale.lines
    assert (mugs.saved_pence, mugs.off_pence, mugs.paid_pence) == (12_00, 2_40, 21_60)
    assert (jug.saved_pence, jug.off_pence, jug.paid_pence, jug.listed_pence) == (0, 80, 7_20, 10_00)
    assert (sale.total_pence, sale.editions.promotions) == (28_80, 4)


A_POUND_OFF = a(ask.DiscountSale, pence=1_00, reason="goodwill", approved_by=signed())
GONE = a(ask.VoidLine, line="mug", reason="wrong-item")


@pytest.mark.parametrize(
    ("then", "paid_pence"),
    [
        ([TENTH_OFF], [10_80]),
        ([TENTH_OFF, add("rug", 90_00)], [10_80, 90_00]),
        ([TENTH_OFF, add("rug", 90_00), TENTH_OFF], [10_80, 81_00]),
        ([A_POUND_OFF, add("rug", 90_00)], [11_00, 90_00]),
        ([TENTH_OFF, GONE, add("rug", 90_00, line="mug")], [90_00]),
        ([TENTH_OFF, a(ask.OverridePrice, line="mug", price_pence=6_00, reason="damaged", approved_by=signed())], [5_40]),
        ([add("jug", quantity=3), TENTH_OFF, a(ask.SetQuantity, line="jug", quantity=1), GONE], [10_80]),
    ],
)
def test_a_discount_on_the_sale_holds_for_what_the_manager_saw(then: list[Command], paid_pence: list[int]) -> None:
    assert [line.paid_pence for line in completed([*ONE_MUG, *then, cash(200_00)]).lines] == paid_pence


def test_points_that_head_office_has_counted_can_be_spent_again_up_to_the_cap() -> None:
    day = after([*OPEN, MEMBER, add(price_pence=4_00), POINTS, points(800), add("jug", sale="s2")])
    again = {"sale": "s2", "tender": "p2"}
    told = a(ask.IdentifyMember, sale="s2", membership="9300", member="m1", edition=4, spendable_points=1000, counted=0)
    assert [day.outcome(told), day.outcome(points(100, **again))] == [["MemberIdentified"], sale_no.NotEnoughPoints(0)]
    counted = a(ask.IdentifyMember, sale="s2", membership="9300", member="m1", edition=5, spendable_points=200, counted=1)
    assert [day.outcome(counted), day.outcome(points(200, **again))] == [["MemberIdentified"], ["SaleTotalled", "PointsTaken"]]


def test_points_spent_since_are_not_spent_again_by_a_sale_that_knew_the_member_before() -> None:
    day = after([*OPEN, MEMBER, add(price_pence=4_00), POINTS, a(ask.ParkSale), add("jug", sale="s2")])
    now = a(ask.IdentifyMember, sale="s2", membership="9300", member="m1", edition=4, spendable_points=1000, counted=0)
    day.do(now, points(800, sale="s2"), cash(tender="c2", sale="s2"))
    counted = a(ask.IdentifyMember, sale="s3", membership="9300", member="m1", edition=5, spendable_points=200, counted=1)
    day.do(counted, a(ask.ParkSale, sale="s3"), a(ask.ResumeSale))
    assert day.outcome(points(100)) == sale_no.NotEnoughPoints(0)


def test_the_longest_sale_is_an_entry_that_can_be_sent() -> None:
    lines = [add(f"SKU-{number:030}", line=f"line-{number:026}", name="N" * 300, code="5" * 60) for number in range(300)]
    day = after([*OPEN, *lines, a(ask.DiscountSale, percent=5, reason="goodwill", approved_by=signed())])
    total, *_, completed = day.do(cash(300 * 12_00))
    assert max(len(canonical(total)), len(canonical(completed))) < LARGEST_ENTRY_BYTES // 2
