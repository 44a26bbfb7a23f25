"""Ordering's rules as tables: what happened, what is asked, and the outcome last."""

from __future__ import annotations

from typing import Any

import pytest

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering import rules, state
from arkwright.compartments.ordering.state import Basket, Promise
from arkwright.kit.messages import Command, Event
from tests.compartments import table
from tests.compartments.ordering.examples import (
    BOOK,
    GIVEN_UP,
    HOME,
    HOUR_MS,
    LAMP,
    ON_SALE,
    SEAT,
    STATES,
    TOTAL_PENCE,
    begin,
    cancel,
    cancelled,
    confirm,
    give_up,
    granted,
    offer,
    place,
    placed,
    record,
    sold,
    wanted,
)
from tests.compartments.table import NOW_MS


def outcome(history: list[Event], command: Command, now_ms: int = NOW_MS) -> Any:
    """The events, or the refusal."""
    return table.ask(rules, state, history, command, now_ms)


def in_basket(sku: str = LAMP, quantity: int = 1, price_pence: int = 12_00, basket: str = "b1") -> did.BasketChanged:
    """A line of a basket."""
    return did.BasketChanged(basket=basket, channel="web", sku=sku, quantity=quantity, price_pence=price_pence, changed_ms=NOW_MS)


def add(quantity: int = 1, sku: str = LAMP) -> ask.AddToBasket:
    return ask.AddToBasket(id="1", basket="b1", channel="web", sku=sku, quantity=quantity)


def have(quantity: int, sku: str = LAMP) -> ask.SetQuantity:
    return ask.SetQuantity(id="1", basket="b1", channel="web", sku=sku, quantity=quantity)


ACCEPT = ask.AcceptPrices(id="1", basket="b1", channel="web")
FULL: list[Event] = [*ON_SALE, *(in_basket(f"sku-{number}") for number in range(50))]


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (ON_SALE, add(2), [in_basket(quantity=2)]),
        ([*ON_SALE, in_basket(quantity=2)], add(3), [in_basket(quantity=5)]),
        ([*ON_SALE, in_basket(quantity=2)], add(97), [in_basket(quantity=99)]),
        ([*ON_SALE, in_basket(quantity=2)], add(98), no.QuantityOutOfRange(100, 99)),
        (ON_SALE, add(0), no.QuantityOutOfRange(0, 99)),
        (ON_SALE, add(-1), no.QuantityOutOfRange(-1, 99)),
        ([], add(), no.NotInRange(LAMP)),
        ([offer(live=False)], add(), no.NotInRange(LAMP)),
        ([*STATES["placed"], in_basket(), placed(order="o2", number="AW-2")], add(), no.BasketWasOrdered("o2")),
        (FULL, add(), no.BasketIsFull(50)),
        (FULL, have(5, "sku-1"), no.NotInRange("sku-1")),
        ([*FULL[:-1], in_basket()], add(), [in_basket(quantity=2)]),
        (ON_SALE, have(7), [in_basket(quantity=7)]),
        (ON_SALE, have(99), [in_basket(quantity=99)]),
        (ON_SALE, have(100), no.QuantityOutOfRange(100, 99)),
        (ON_SALE, have(-1), no.QuantityOutOfRange(-1, 99)),
        ([*ON_SALE, in_basket()], have(0), [in_basket(quantity=0, price_pence=0)]),
        ([in_basket(), offer(live=False)], have(0), [in_basket(quantity=0, price_pence=0)]),
        ([in_basket(), offer(price_pence=13_00)], ACCEPT, [in_basket(price_pence=13_00)]),
        ([in_basket(), offer(live=False)], ACCEPT, [in_basket(quantity=0, price_pence=0)]),
        ([in_basket(), offer()], ACCEPT, []),
        ([], ACCEPT, []),
    ],
)
def test_baskets(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


def to(method: ask.Method = "standard", zone: str = "mainland", charge_pence: int = 3_95) -> ask.Delivery:
    return ask.Delivery(method=method, zone=zone, region="England", postcode_area="LS", charge_pence=charge_pence)


RESTRICTED: list[Event] = [*ON_SALE, offer(restrictions=("no-next-day", "mainland-only"), source=2)]


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (ON_SALE, place(wanted(quantity=3)), 36_00 + 3_95),
        (ON_SALE, place(wanted(quantity=3), wanted(BOOK)), 48_00 + 3_95),
        (ON_SALE, place(wanted(quantity=10), delivery=to(charge_pence=0)), 120_00),
        (ON_SALE, place(wanted(), delivery=to("next-day", charge_pence=5_95)), 12_00 + 5_95),
        (STATES["cancelled"], place(wanted(quantity=10), order="o2", number="AW-2", basket="b2", delivery=to(charge_pence=0)), 120_00),
        (STATES["placed"], place(wanted(), order="o2", number="AW-2", basket="b2"), 12_00 + 3_95),
        (ON_SALE, place(wanted(quantity=11)), no.SoldOut(LAMP, "Lamp", 10)),
        (ON_SALE, place(wanted(quantity=6), wanted(quantity=5)), no.SoldOut(LAMP, "Lamp", 10)),
        (STATES["placed"], place(wanted(quantity=9), order="o2", number="AW-2", basket="b2"), no.SoldOut(LAMP, "Lamp", 8)),
        ([offer()], place(wanted()), no.SoldOut(LAMP, "Lamp", 0)),
        (ON_SALE, place(wanted("mug")), no.NotInRange("mug")),
        ([*ON_SALE, offer(live=False, source=2)], place(wanted()), no.NotInRange(LAMP)),
        (ON_SALE, place(), no.BasketIsEmpty()),
        (ON_SALE, place(wanted(quantity=0)), no.QuantityOutOfRange(0, 99)),
        (ON_SALE, place(wanted(quantity=-1), wanted(quantity=5)), no.QuantityOutOfRange(-1, 99)),
        (ON_SALE, place(wanted(quantity=100)), no.QuantityOutOfRange(100, 99)),
        (ON_SALE, place(wanted(price_pence=11_99)), no.RangeChanged(LAMP, "Lamp")),
        (ON_SALE, place(wanted(category="garden")), no.RangeChanged(LAMP, "Lamp")),
        (ON_SALE, place(wanted(), delivery=to(charge_pence=0)), no.DeliveryChargeChanged(3_95)),
        (ON_SALE, place(wanted(quantity=5), delivery=to(charge_pence=3_95)), no.DeliveryChargeChanged(0)),
        (ON_SALE, place(wanted(), delivery=to("next-day", "bfpo")), no.NotDeliveredThere("this order")),
        (RESTRICTED, place(wanted(), delivery=to("next-day", charge_pence=5_95)), no.NotDeliveredThere("Lamp")),
        (RESTRICTED, place(wanted(), delivery=to(zone="isle-of-man", charge_pence=7_95)), no.NotDeliveredThere("Lamp")),
        (RESTRICTED, place(wanted()), 12_00 + 3_95),
        (STATES["placed"], place(wanted(), basket="b2", number="AW-2"), no.OrderExists("o1")),
        (STATES["placed"], place(wanted(), basket="b2", order="o2"), no.OrderExists("o2")),
        (STATES["cancelled"], place(wanted(), basket="b2"), no.OrderExists("o1")),
        ([*ON_SALE, in_basket(), placed()], place(wanted(), order="o2", number="AW-2"), no.BasketWasOrdered("o1")),
    ],
)
def test_placing(history: list[Event], command: ask.PlaceOrder, expected: Any) -> None:
    answer = outcome(history, command)
    assert answer == expected if not isinstance(expected, int) else answer[0].total_pence == expected


def test_an_order_freezes_what_it_was_placed_with() -> None:
    (event,) = outcome(ON_SALE, place(wanted(quantity=2), wanted(BOOK)))
    assert event == placed()


@pytest.mark.parametrize(
    ("command", "now_ms", "expected"),
    [
        (begin("shopper"), NOW_MS + HOUR_MS, "placed"),
        (begin("shopper"), NOW_MS + HOUR_MS + 1, no.CancelWindowIsOver("o1")),
        (begin("colleague"), NOW_MS + HOUR_MS + 1, "placed"),
        (begin("incident"), NOW_MS + HOUR_MS + 1, "placed"),
        (cancel("payment"), NOW_MS + HOUR_MS + 1, "cancelled"),
        (confirm(), NOW_MS, "confirmed"),
        (confirm(TOTAL_PENCE - 1), NOW_MS, no.NotFullyAuthorised(TOTAL_PENCE - 1, TOTAL_PENCE)),
        (confirm(TOTAL_PENCE + 1), NOW_MS, no.NotFullyAuthorised(TOTAL_PENCE + 1, TOTAL_PENCE)),
    ],
)
def test_a_placed_order(command: Command, now_ms: int, expected: Any) -> None:
    answer = outcome(STATES["placed"], command, now_ms)
    if isinstance(expected, str):
        rows = table.after(state, [*STATES["placed"], *answer])
        order = rows[state.Order, "o1"]
        assert order is not None
        answer = order.status
    assert answer == expected


@pytest.mark.parametrize(
    ("command", "now_ms", "expected"),
    [
        (begin("shopper"), NOW_MS + HOUR_MS + 1, []),
        (begin("colleague"), NOW_MS, []),
        (give_up(), NOW_MS, [GIVEN_UP]),
        (confirm(), NOW_MS, no.OrderIs("o1", "being cancelled")),
        (cancel("shopper"), NOW_MS, [cancelled()]),
    ],
)
def test_an_order_being_cancelled(command: Command, now_ms: int, expected: Any) -> None:
    assert outcome(STATES["placed, being cancelled"], command, now_ms) == expected


BOTH = ((LAMP, 2), (BOOK, 1))


@pytest.mark.parametrize(
    ("history", "lines", "expected"),
    [
        (STATES["confirmed"], BOTH, (24_00 + 12_00 + 3_95, True)),
        (STATES["confirmed"], ((LAMP, 1),), (12_00 + 3_95, False)),
        (STATES["confirmed"], ((LAMP, 1), (LAMP, 1)), (24_00 + 3_95, False)),
        (STATES["part-dispatched"], ((LAMP, 1), (BOOK, 1)), (24_00, True)),
        (STATES["part-dispatched"], ((BOOK, 1),), (12_00, False)),
        (STATES["confirmed"], ((LAMP, 3),), no.NotThatMany(LAMP)),
        (STATES["confirmed"], ((LAMP, 2), (LAMP, 1)), no.NotThatMany(LAMP)),
        (STATES["part-dispatched"], ((LAMP, 2),), no.NotThatMany(LAMP)),
        (STATES["confirmed"], ((SEAT, 1),), no.NotThatMany(SEAT)),
        (STATES["confirmed"], (), no.ParcelIsEmpty()),
        (STATES["confirmed"], ((LAMP, 0),), no.ParcelIsEmpty()),
        (STATES["confirmed"], ((LAMP, -1), (BOOK, 1)), no.ParcelIsEmpty()),
    ],
)
def test_parcels(history: list[Event], lines: tuple[tuple[str, int], ...], expected: Any) -> None:
    answer = outcome(history, record(*lines))
    assert (answer[0].amount_pence, answer[0].complete) == expected if isinstance(answer, list) else answer == expected


def set_offer(source: int, price_pence: int = 12_00) -> ask.SetOffer:
    given = offer(source=source, price_pence=price_pence)
    return ask.SetOffer(id="1", **{name: getattr(given, name) for name in given.__struct_fields__})


def ask_back(quantity: int) -> ask.ReturnAllowance:
    return ask.ReturnAllowance(id="1", sku=LAMP, quantity=quantity)


def returned(quantity: int, asked: int) -> did.AllowanceReturned:
    return did.AllowanceReturned(sku=LAMP, quantity=quantity, asked=asked)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], set_offer(3), [offer(source=3)]),
        ([offer(source=3)], set_offer(4, 13_00), [offer(source=4, price_pence=13_00)]),
        ([offer(source=3)], set_offer(3, 13_00), []),
        ([offer(source=3)], set_offer(2), []),
        ([], ask.GrantAllowance(id="1", sku=LAMP, quantity=4), [granted(quantity=4)]),
        ([], ask.GrantAllowance(id="1", sku=LAMP, quantity=0), []),
        ([], ask.GrantAllowance(id="1", sku=LAMP, quantity=-4), []),
        ([granted()], ask_back(4), [returned(4, 4)]),
        ([granted()], ask_back(11), [returned(10, 11)]),
        (STATES["placed"], ask_back(10), [returned(8, 10)]),
        (STATES["dispatched"], ask_back(10), [returned(8, 10)]),
        (STATES["cancelled"], ask_back(10), [returned(10, 10)]),
        ([], ask_back(1), [returned(0, 1)]),
        ([granted()], ask_back(-1), [returned(0, -1)]),
    ],
)
def test_what_the_catalogue_and_stock_say(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


def test_offers_do_not_change_orders() -> None:
    rows = table.after(state, [*STATES["placed"], offer(price_pence=1, source=9)])
    order = rows[state.Order, "o1"]
    assert order is not None
    assert order.lines == (sold(), sold(BOOK, 1))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("placed", (2, 0)),
        ("placed, being cancelled", (2, 0)),
        ("confirmed, being cancelled", (2, 0)),
        ("confirmed", (2, 0)),
        ("part-dispatched", (1, 1)),
        ("dispatched", (0, 2)),
        ("closed-short", (0, 1)),
        ("cancelled", (0, 0)),
    ],
)
def test_units_promised_and_sold_in_each_state(name: str, expected: tuple[int, int]) -> None:
    assert table.after(state, STATES[name])[Promise, LAMP] == Promise(sku=LAMP, granted=10, promised=expected[0], sold=expected[1])


def test_an_order_closes_its_basket() -> None:
    basket = table.after(state, [*ON_SALE, in_basket(), placed()])[Basket, "b1"]
    assert basket is not None
    assert basket.order == "o1"


def test_commands_of_others_are_bugs() -> None:
    with pytest.raises(TypeError):
        outcome([], Command(id="1"))


def test_events_without_their_order_are_a_broken_journal() -> None:
    with pytest.raises(LookupError):
        table.after(state, [STATES["confirmed"][-1]])
    with pytest.raises(TypeError):
        table.after(state, [Event()])


def test_the_scope_says_all_that_a_limit_may_name() -> None:
    scope = place(wanted(quantity=2), wanted(BOOK, category="books"), delivery=HOME).scope()
    assert (scope.channel, scope.region, scope.postcode_area, scope.delivery_method) == ("web", "England", "LS", "standard")
    assert (sorted(scope.categories), scope.total_pence, scope.shopper) == (["books", "home"], 39_95, "b1")
    assert (add().scope().channel, add().scope().shopper, confirm().scope().channel) == ("web", "b1", "web")
