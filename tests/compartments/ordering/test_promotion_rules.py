"""Promotions in the rules of ordering: taken over, typed as codes, checked against what the shopper saw, counted, charged by the parcel."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering import rules, state
from arkwright.compartments.ordering.promotion_rows import ITEM_PROMOTIONS, CodePromotion, ItemPromotions
from arkwright.compartments.ordering.state import Basket, Order
from arkwright.kit.messages import Event
from arkwright.kit.promotion import Terms
from tests.compartments import table
from tests.compartments.ordering.examples import (
    BOOK,
    HOME,
    LAMP,
    ON_SALE,
    begun,
    cancelled,
    close_short,
    confirmed,
    place,
    record,
    wanted,
)
from tests.compartments.table import NOW_MS

DAY_MS = 24 * 60 * 60 * 1000


def terms(promotion: str, kind: Any, **more: Any) -> Terms:
    """A promotion that began yesterday and ends tomorrow."""
    dates = {"from_ms": NOW_MS - DAY_MS, "until_ms": NOW_MS + DAY_MS, "revision": 1}
    return Terms(promotion=promotion, name=promotion.title(), kind=kind, **{**dates, **more})


def set_(given: Terms) -> did.PromotionSet:
    """Promotions said so, yesterday."""
    return did.PromotionSet(terms=given, set_ms=NOW_MS - DAY_MS)


THREE_FOR_TWO = terms("three", "pay-for", category="home", buy=3, pay_for=2)
MEMBERS = [*ON_SALE, set_(replace(THREE_FOR_TWO, members_only=True))]
TENTH = terms("tenth", "percent", skus=(BOOK,), percent=10)
CODE = terms("summer", "code", code="SUMMER5", amount_pence=5_00, least_pence=20_00, uses=1)
SUMMER = [*ON_SALE, set_(CODE)]
NEWER_CODE = did.PromotionSet(terms=replace(CODE, revision=2), set_ms=NOW_MS)
HALF = terms("half", "percent", category="home", percent=50)
FREE = replace(HOME, charge_pence=0)
ENTER = ask.EnterCode(id="e", basket="b1", channel="web", code=" summer5 ")
CODED = did.CodeEntered(basket="b1", channel="web", code="SUMMER5", changed_ms=NOW_MS)


def coded(code: str, saved_pence: int = 5_00, quantity: int = 2, order: str = "o1") -> ask.PlaceOrder:
    """An order of lamps with a code."""
    given = place(wanted(quantity=quantity), order=order, number=f"AW-{order}", basket=f"b-{order}")
    return replace(given, code=code, saved_pence=saved_pence)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], ask.SetPromotion(id="s", terms=TENTH), [replace(set_(TENTH), set_ms=NOW_MS)]),
        ([set_(TENTH)], ask.SetPromotion(id="s", terms=TENTH), []),
        ([set_(replace(TENTH, revision=3))], ask.SetPromotion(id="s", terms=replace(TENTH, revision=2)), []),
        ([set_(CODE)], ask.SetPromotion(id="s", terms=CODE), []),
        ([set_(CODE)], ask.SetPromotion(id="s", terms=replace(CODE, revision=2)), [NEWER_CODE]),
        # codes in baskets
        (SUMMER, ENTER, [CODED]),
        ([*SUMMER, CODED], ENTER, []),
        ([*SUMMER, CODED], replace(ENTER, code=""), [replace(CODED, code="")]),
        ([*SUMMER, CODED], replace(ENTER, code="WINTER"), no.NoSuchCode("WINTER")),
        ([set_(replace(CODE, from_ms=NOW_MS + 1))], ENTER, no.NoSuchCode("SUMMER5")),
        ([set_(replace(CODE, until_ms=NOW_MS))], ENTER, no.CodeIsOver("SUMMER5")),
    ],
)  # fmt: skip
def test_promotions_and_codes(history: list[Event], command: Any, expected: Any) -> None:
    assert table.ask(rules, state, history, command) == expected


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        # history, order, its total with 3.95 for delivery, or the refusal
        ([*ON_SALE, set_(THREE_FOR_TWO)], replace(place(wanted(quantity=3)), saved_pence=12_00), 27_95),
        ([*ON_SALE, set_(THREE_FOR_TWO)], place(wanted(quantity=3)), no.SavingsChanged(12_00)),
        (ON_SALE, replace(place(wanted(quantity=3)), saved_pence=12_00), no.SavingsChanged(0)),
        ([*ON_SALE, set_(replace(THREE_FOR_TWO, until_ms=NOW_MS))], place(wanted(quantity=3)), 39_95),
        ([*ON_SALE, set_(replace(THREE_FOR_TWO, from_ms=NOW_MS + 1))], place(wanted(quantity=3)), 39_95),
        ([*ON_SALE, set_(THREE_FOR_TWO), set_(replace(THREE_FOR_TWO, revision=2, until_ms=NOW_MS - 1))], place(wanted(quantity=3)), 39_95),
        # a price for members: for whoever is one, and for nobody else
        (MEMBERS, replace(place(wanted(quantity=3)), saved_pence=12_00, for_member=True), 27_95),
        (MEMBERS, place(wanted(quantity=3)), 39_95),
        (MEMBERS, replace(place(wanted(quantity=3)), saved_pence=12_00), no.SavingsChanged(0)),
        (MEMBERS, replace(place(wanted(quantity=3)), for_member=True), no.SavingsChanged(12_00)),
        (SUMMER, coded("Summer5"), 22_95),
        (SUMMER, coded("SUMMER5", 0, 1), 15_95),
        (SUMMER, coded("SUMMER5", 0), no.SavingsChanged(5_00)),
        (SUMMER, coded("WINTER"), no.NoSuchCode("WINTER")),
        ([*ON_SALE, set_(replace(CODE, until_ms=NOW_MS))], coded("SUMMER5"), no.CodeIsOver("SUMMER5")),
        # free delivery counts goods before promotions
        ([*ON_SALE, set_(HALF)], replace(place(wanted(quantity=5), delivery=FREE), saved_pence=30_00), 30_00),
    ],
)  # fmt: skip
def test_placing_with_promotions(history: list[Event], command: ask.PlaceOrder, expected: Any) -> None:
    answer: Any = table.ask(rules, state, history, command)
    assert answer == expected if not isinstance(expected, int) else answer[0].total_pence == expected


def test_the_order_keeps_what_was_saved_and_its_vat_is_of_what_is_paid() -> None:
    history = [*ON_SALE, set_(THREE_FOR_TWO), set_(TENTH)]
    command = replace(place(wanted(quantity=3), wanted(BOOK)), saved_pence=13_20)
    (event,) = table.ask(rules, state, history, command)  # type: ignore[misc]
    assert isinstance(event, did.OrderPlaced)
    assert [(line.sku, line.saved_pence, line.paid_pence) for line in event.lines] == [(LAMP, 12_00, 24_00), (BOOK, 1_20, 10_80)]
    assert [saving.name for line in event.lines for saving in line.savings] == ["Three", "Tenth"]
    assert {line.rate: line.goods_pence for line in event.vat} == {"standard": 24_00, "zero": 10_80}
    assert sum(line.goods_pence + line.delivery_pence for line in event.vat) == event.total_pence == 38_75
    row = table.after(state, [*history, event])[Order, "o1"]
    assert row is not None
    assert row.lines == event.lines


def used(history: list[Event]) -> int:
    """How often the code counts as used."""
    row = table.after(state, history)[CodePromotion, "SUMMER5"]
    assert row is not None
    return row.used


def test_a_code_is_used_by_so_many_orders_and_free_again_when_one_is_cancelled() -> None:
    first: Any = table.ask(rules, state, SUMMER, coded("summer5"))
    assert used([*SUMMER, *first]) == 1
    assert table.ask(rules, state, [*SUMMER, *first], coded("summer5", order="o2")) == no.CodeIsUsedUp("SUMMER5")
    assert table.ask(rules, state, [*SUMMER, *first], ENTER) == no.CodeIsUsedUp("SUMMER5")
    # an order whose code took nothing off uses none
    assert used([*SUMMER, *table.ask(rules, state, SUMMER, coded("SUMMER5", 0, 1))]) == 0  # type: ignore[misc]
    ended = [*SUMMER, *first, replace(begun(), order="o1"), replace(cancelled(), order="o1", lines=first[0].lines)]
    assert used(ended) == 0
    assert isinstance(table.ask(rules, state, ended, coded("summer5", order="o2")), list)
    # changing the promotion keeps the count
    assert used([*SUMMER, *first, set_(replace(CODE, revision=2, uses=5))]) == 1


def test_a_code_may_come_before_the_first_line() -> None:
    rows = table.after(state, [*SUMMER, CODED])
    assert rows[Basket, "b1"] == Basket(basket="b1", channel="web", lines=(), order=None, changed_ms=NOW_MS, code="SUMMER5")


def test_the_code_stays_with_the_basket_and_promotions_that_are_over_leave_the_row() -> None:
    goods = did.BasketChanged(basket="b1", channel="web", sku=LAMP, quantity=2, price_pence=12_00, changed_ms=1)
    rows = table.after(state, [*SUMMER, CODED, goods])
    basket = rows[Basket, "b1"]
    assert basket is not None
    assert (basket.code, len(basket.lines)) == ("SUMMER5", 1)
    over = replace(set_(replace(TENTH, promotion="over", until_ms=NOW_MS)), set_ms=NOW_MS - 1)
    rows = table.after(state, [over, set_(THREE_FOR_TWO), replace(set_(TENTH), set_ms=NOW_MS)])
    held = rows[ItemPromotions, ITEM_PROMOTIONS]
    assert held is not None
    assert [each.promotion for each in held.terms] == ["tenth", "three"]


@pytest.mark.parametrize(
    ("parcels", "expected"),
    [
        # three lamps at 12.00 for the price of two, 3.95 for delivery with the first parcel
        ([3], [27_95]),
        ([1, 2], [11_95, 16_00]),
        ([1, 1, 1], [11_95, 8_00, 8_00]),
        ([2, 1], [19_95, 8_00]),
    ],
)
def test_parcels_cost_together_exactly_what_is_paid(parcels: list[int], expected: list[int]) -> None:
    history: list[Event] = [*ON_SALE, set_(THREE_FOR_TWO)]
    history += table.ask(rules, state, history, replace(place(wanted(quantity=3)), saved_pence=12_00))  # type: ignore[arg-type]
    history += [replace(confirmed(), total_pence=27_95)]
    amounts = []
    for number, quantity in enumerate(parcels):
        (event,) = table.ask(rules, state, history, record((LAMP, quantity), name=f"p{number}"))  # type: ignore[misc]
        assert isinstance(event, did.OrderDispatched)
        amounts.append(event.amount_pence)
        history.append(event)
    assert amounts == expected


def test_an_odd_penny_goes_with_the_last_units_and_closing_short_charges_no_more() -> None:
    odd = terms("odd", "bundle", skus=(LAMP,), buy=3, price_pence=10_00)
    history: list[Event] = [*ON_SALE, set_(odd)]
    history += table.ask(rules, state, history, replace(place(wanted(quantity=3)), saved_pence=26_00))  # type: ignore[arg-type]
    history += [confirmed()]
    amounts = []
    for number in range(2):
        (event,) = table.ask(rules, state, history, record((LAMP, 1), name=f"p{number}"))  # type: ignore[misc]
        assert isinstance(event, did.OrderDispatched)
        amounts.append(event.amount_pence)
        history.append(event)
    (last,) = table.ask(rules, state, history, record((LAMP, 1), name="p9"))  # type: ignore[misc]
    assert isinstance(last, did.OrderDispatched)
    assert (*amounts, last.amount_pence) == (7_28, 3_33, 3_34)
    assert isinstance(table.ask(rules, state, history, close_short()), list)
