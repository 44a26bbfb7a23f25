"""What happened in ordering; no personal data in clear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from arkwright.compartments.ordering.commands import CancelledBy, Delivery, DispatchedLine
from arkwright.kit.messages import Event
from arkwright.kit.money import VatRate
from arkwright.kit.promoting import PromotedLine
from arkwright.kit.promotion import Terms


class SoldLine(PromotedLine, frozen=True, kw_only=True, omit_defaults=True):
    """One order line with everything frozen on it."""

    name: str
    vat_rate: VatRate


class VatLine(msgspec.Struct, frozen=True, kw_only=True):
    """One VAT rate of an order: goods after promotions and delivery, including VAT, and the VAT contained in both."""

    rate: VatRate
    goods_pence: int
    delivery_pence: int
    vat_pence: int


class OfferSet(Event, frozen=True):
    """A SKU is on sale, or no longer, as the catalogue said at its sequence `source`."""

    sku: str
    product: str
    name: str
    price_pence: int
    vat_rate: VatRate
    category: str
    restrictions: tuple[str, ...]
    live: bool
    source: int


class PromotionSet(Event, frozen=True):
    """A promotion holds between its dates as promotions said at its revision."""

    terms: Terms
    set_ms: int


class AllowanceGranted(Event, frozen=True):
    """More units may be promised."""

    sku: str
    quantity: int


class AllowanceReturned(Event, frozen=True):
    """Free units went back to stock; fewer than asked for when the others are promised."""

    sku: str
    quantity: int
    asked: int


class NamedDaysSet(Event, frozen=True):
    """So many orders may be promised for a day unless that day differs, for this charge."""

    capacity: int
    charge_pence: int
    by: str
    set_ms: int


class DeliveryDaySet(Event, frozen=True):
    """One day differs, or (None) no longer does."""

    day: str
    capacity: int | None
    charge_pence: int | None
    by: str
    set_ms: int


class BasketChanged(Event, frozen=True):
    """A line of a basket now has this quantity, at the price the shopper saw."""

    basket: str
    channel: str
    sku: str
    quantity: int
    price_pence: int
    changed_ms: int


class CodeEntered(Event, frozen=True):
    """The basket has this promotion's code, or none any more."""

    basket: str
    channel: str
    code: str
    changed_ms: int


class SavedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU in a saved basket, at the price of then."""

    sku: str
    quantity: int
    price_pence: int


class BasketSaved(Event, frozen=True):
    """A copy of a basket is kept for whoever has its link; it names neither basket nor shopper."""

    saved: str
    channel: str
    lines: tuple[SavedLine, ...]
    saved_ms: int
    expires_ms: int


class SavedBasketForgotten(Event, frozen=True):
    """The copy is gone."""

    saved: str
    forgotten_ms: int


class OrderPlaced(Event, frozen=True, omit_defaults=True):
    """The lines are promised; payment is awaited."""

    order: str
    number: str
    basket: str
    channel: str
    person: str
    contact: str
    secret_digest: str
    lines: tuple[SoldLine, ...]
    delivery: Delivery
    vat: tuple[VatLine, ...]
    total_pence: int
    placed_ms: int
    cancel_until_ms: int
    member: str = ""
    points: int = 0
    points_pence: int = 0


class OrderConfirmed(Event, frozen=True, omit_defaults=True):
    """Paid, by the provider's evidence."""

    order: str
    number: str
    channel: str
    person: str
    contact: str
    payment: str
    lines: tuple[SoldLine, ...]
    delivery: Delivery
    total_pence: int
    confirmed_ms: int
    points: int = 0
    points_pence: int = 0


class CancellationBegun(Event, frozen=True):
    """Somebody who may asked to end the order; the consignment is to be stopped first."""

    order: str
    by: CancelledBy
    why: str
    begun_ms: int


class CancellationGivenUp(Event, frozen=True):
    """The parcel could not be stopped; the order goes on."""

    order: str
    why: str
    given_up_ms: int


class OrderCancelled(Event, frozen=True, omit_defaults=True):
    """Ended before anything left; its units are free again."""

    order: str
    number: str
    channel: str
    person: str
    contact: str
    lines: tuple[SoldLine, ...]
    by: CancelledBy
    why: str
    was: str
    cancelled_ms: int
    points: int = 0


class OrderDispatched(Event, frozen=True, omit_defaults=True):
    """A parcel left; `complete` when nothing is left to send.

    `amount_pence` is what this parcel's goods cost, the first parcel's with the delivery charge; `day` the one that the shopper named.
    `points_pence` of it points pay, which are the first to pay.
    """

    order: str
    number: str
    payment: str
    amount_pence: int
    channel: str
    person: str
    contact: str
    parcel: str
    tracking: str
    lines: tuple[DispatchedLine, ...]
    complete: bool
    dispatched_ms: int
    day: str = ""
    points_pence: int = 0


class OrderClosedShort(Event, frozen=True):
    """The rest of a part-dispatched order will not be sent; its units are free again and will not be charged."""

    order: str
    number: str
    channel: str
    person: str
    payment: str
    lines: tuple[DispatchedLine, ...]
    why: str
    closed_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
