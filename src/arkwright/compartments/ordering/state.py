"""The state of ordering: its rows, and how an event changes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering.commands import CancelledBy, Delivery
from arkwright.compartments.ordering.promotion_rows import count_codes, evolve_promotion
from arkwright.kit.messages import Event, Row
from arkwright.kit.money import VatRate
from arkwright.kit.rows import Rows

NAMED_DAY = "named-day"
Status = Literal["placed", "confirmed", "part-dispatched", "dispatched", "closed-short", "cancelled"]


class Offer(Row, frozen=True):
    """What is on sale, as the catalogue said last."""

    sku: str
    product: str
    name: str
    price_pence: int
    vat_rate: VatRate
    category: str
    restrictions: tuple[str, ...]
    live: bool
    source: int


class Promise(Row, frozen=True):
    """Units of a SKU: `granted` by stock less what was returned, `promised` to live orders, `sold` and gone."""

    sku: str
    granted: int = 0
    promised: int = 0
    sold: int = 0

    @property
    def free(self) -> int:
        """Available to promise."""
        return self.granted - self.promised - self.sold


class NamedDays(Row, frozen=True):
    """What holds for every day that shoppers may name: orders a day, and the charge. One row, keyed by the method."""

    method: str
    capacity: int
    charge_pence: int


class DeliveryDay(Row, frozen=True):
    """One day (`2026-12-01`): orders `taken` for it that are not cancelled, and where it differs from every other day."""

    day: str
    taken: int = 0
    capacity: int | None = None
    charge_pence: int | None = None


class BasketLine(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU in a basket, at the price the shopper saw."""

    sku: str
    quantity: int
    price_pence: int


class Basket(Row, frozen=True):
    """What a shopper wants; `order` once it was ordered; `code` of a promotion where one was typed."""

    basket: str
    channel: str
    lines: tuple[BasketLine, ...]
    order: str | None
    changed_ms: int
    code: str = ""


class SavedBasket(Row, frozen=True):
    """A copy of a basket, keyed by the digest of the secret in its link; nothing leads from it to a person."""

    saved: str
    lines: tuple[did.SavedLine, ...]
    saved_ms: int
    expires_ms: int


class NumberTaken(Row, frozen=True):
    """Claims an order number."""

    number: str
    order: str


class Order(Row, frozen=True):
    """An order with everything frozen on it; `sent` counts dispatched units a SKU."""

    order: str
    number: str
    status: Status
    basket: str
    channel: str
    person: str
    contact: str
    secret_digest: str
    payment: str | None
    lines: tuple[did.SoldLine, ...]
    sent: dict[str, int]
    delivery: Delivery
    vat: tuple[did.VatLine, ...]
    total_pence: int
    placed_ms: int
    cancel_until_ms: int
    changed_ms: int
    cancelling: CancelledBy | None = None
    cancelling_why: str = ""
    member: str = ""
    points: int = 0
    points_pence: int = 0

    @property
    def card_pence(self) -> int:
        """What a card is to pay, beside what points pay."""
        return self.total_pence - self.points_pence


def evolve(rows: Rows, event: Event) -> None:
    """The only place where ordering's rows change."""
    match event:
        case did.BasketChanged():
            evolve_basket(rows, event)
        case did.CodeEntered():
            evolve_code(rows, event)
        case did.BasketSaved(saved=saved, lines=lines):
            rows[SavedBasket, saved] = SavedBasket(saved=saved, lines=lines, saved_ms=event.saved_ms, expires_ms=event.expires_ms)
        case did.SavedBasketForgotten(saved=saved):
            rows[SavedBasket, saved] = None
        case did.OrderPlaced():
            evolve_placed(rows, event)
        case did.OrderConfirmed(order=order, payment=payment):
            rows[Order, order] = replace(standing(rows, order), status="confirmed", payment=payment, changed_ms=event.confirmed_ms)
        case did.CancellationBegun(order=order, by=by, why=why):
            rows[Order, order] = replace(standing(rows, order), cancelling=by, cancelling_why=why, changed_ms=event.begun_ms)
        case did.CancellationGivenUp(order=order):
            rows[Order, order] = replace(standing(rows, order), cancelling=None, cancelling_why="", changed_ms=event.given_up_ms)
        case did.OrderCancelled():
            evolve_cancelled(rows, event)
        case did.OrderDispatched(order=order):
            evolve_dispatched(rows, event)
        case did.OrderClosedShort(order=order):
            for sent in event.lines:
                rows[Promise, sent.sku] = shifted(rows, sent.sku, promised=-sent.quantity)
            rows[Order, order] = replace(standing(rows, order), status="closed-short", changed_ms=event.closed_ms)
        case _:
            evolve_terms(rows, event)


def evolve_terms(rows: Rows, event: Event) -> None:
    """What is on sale and how: offers, allowances, promotions, delivery days; what was taken of a day stays."""
    match event:
        case did.OfferSet():
            fields = {name: getattr(event, name) for name in Offer.__struct_fields__}
            rows[Offer, event.sku] = Offer(**fields)
        case did.AllowanceGranted(sku=sku, quantity=quantity):
            rows[Promise, sku] = shifted(rows, sku, granted=quantity)
        case did.AllowanceReturned(sku=sku, quantity=quantity):
            rows[Promise, sku] = shifted(rows, sku, granted=-quantity)
        case did.PromotionSet():
            evolve_promotion(rows, event)
        case did.NamedDaysSet(capacity=capacity, charge_pence=charge_pence):
            rows[NamedDays, NAMED_DAY] = NamedDays(method=NAMED_DAY, capacity=capacity, charge_pence=charge_pence)
        case did.DeliveryDaySet(day=day):
            rows[DeliveryDay, day] = replace(delivery_day(rows, day), capacity=event.capacity, charge_pence=event.charge_pence)
        case _:
            raise TypeError(f"ordering does not know the event {type(event).__name__}")


def evolve_code(rows: Rows, event: did.CodeEntered) -> None:
    """The basket, begun with it if need be, has this code."""
    before = rows[Basket, event.basket] or Basket(basket=event.basket, channel=event.channel, lines=(), order=None, changed_ms=0)
    rows[Basket, event.basket] = replace(before, code=event.code, changed_ms=event.changed_ms)


def evolve_basket(rows: Rows, event: did.BasketChanged) -> None:
    """One line changes in place, or leaves, or stands last."""
    basket = rows[Basket, event.basket]
    line = BasketLine(sku=event.sku, quantity=event.quantity, price_pence=event.price_pence)
    before = basket.lines if basket else ()
    lines = tuple(line if old.sku == event.sku else old for old in before)
    if event.sku not in {old.sku for old in before}:
        lines += (line,)
    rows[Basket, event.basket] = Basket(
        basket=event.basket,
        channel=event.channel,
        lines=tuple(each for each in lines if each.quantity),
        order=None,
        changed_ms=event.changed_ms,
        code=basket.code if basket else "",
    )


def evolve_placed(rows: Rows, event: did.OrderPlaced) -> None:
    """The order stands, its number is claimed, its units are promised, its code is counted, its basket is closed."""
    rows[NumberTaken, event.number] = NumberTaken(number=event.number, order=event.order)
    fields = {name: getattr(event, name) for name in event.__struct_fields__ if name in Order.__struct_fields__}
    rows[Order, event.order] = Order(**fields, status="placed", payment=None, sent={}, changed_ms=event.placed_ms)
    for line in event.lines:
        rows[Promise, line.sku] = shifted(rows, line.sku, promised=line.quantity)
    count_codes(rows, event.lines, 1)
    take_place(rows, event.delivery.day, 1)
    basket = rows[Basket, event.basket]
    if basket:
        rows[Basket, event.basket] = replace(basket, order=event.order, changed_ms=event.placed_ms)


def evolve_cancelled(rows: Rows, event: did.OrderCancelled) -> None:
    """Its units and the use of its code are free again; a basket never paid for is the shopper's again, to change or to order anew."""
    order = standing(rows, event.order)
    for line in order.lines:
        rows[Promise, line.sku] = shifted(rows, line.sku, promised=-line.quantity)
    count_codes(rows, order.lines, -1)
    take_place(rows, order.delivery.day, -1)
    rows[Order, event.order] = replace(order, status="cancelled", cancelling=None, changed_ms=event.cancelled_ms)
    basket = rows[Basket, order.basket]
    if basket and basket.order == event.order and event.was == "placed":
        rows[Basket, order.basket] = replace(basket, order=None, changed_ms=event.cancelled_ms)


def evolve_dispatched(rows: Rows, event: did.OrderDispatched) -> None:
    """Promised units become sold units."""
    order = standing(rows, event.order)
    for line in event.lines:
        rows[Promise, line.sku] = shifted(rows, line.sku, promised=-line.quantity, sold=line.quantity)
    rows[Order, event.order] = replace(
        order,
        status="dispatched" if event.complete else "part-dispatched",
        sent=summed([*order.sent.items(), *((line.sku, line.quantity) for line in event.lines)]),
        changed_ms=event.dispatched_ms,
    )


def standing(rows: Rows, order: str) -> Order:
    """The order that an event speaks of; a journal without it is broken."""
    row = rows[Order, order]
    if row is None:
        raise LookupError(f"no order {order} for an event about it")
    return row


def promise(rows: Rows, sku: str) -> Promise:
    """The allowance for a SKU; none was granted where there is no row."""
    return rows[Promise, sku] or Promise(sku=sku)


def delivery_day(rows: Rows, day: str) -> DeliveryDay:
    """What is known of a day; nothing is taken and nothing differs where there is no row."""
    return rows[DeliveryDay, day] or DeliveryDay(day=day)


def take_place(rows: Rows, day: str, places: int) -> None:
    """An order's place on the day that was named for it is taken, or (-1) free again."""
    if day:
        row = delivery_day(rows, day)
        rows[DeliveryDay, day] = replace(row, taken=row.taken + places)


def shifted(rows: Rows, sku: str, granted: int = 0, promised: int = 0, sold: int = 0) -> Promise:
    """The allowance with its counters moved."""
    row = promise(rows, sku)
    return Promise(sku=sku, granted=row.granted + granted, promised=row.promised + promised, sold=row.sold + sold)


def unsent(order: Order) -> dict[str, int]:
    """Units ordered and not sent, a SKU."""
    ordered = summed((line.sku, line.quantity) for line in order.lines)
    left = {sku: quantity - order.sent.get(sku, 0) for sku, quantity in ordered.items()}
    return {sku: quantity for sku, quantity in left.items() if quantity}


def summed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Quantities added up a SKU: one may stand on two lines."""
    totals: dict[str, int] = {}
    for sku, quantity in pairs:
        totals[sku] = totals.get(sku, 0) + quantity
    return totals
