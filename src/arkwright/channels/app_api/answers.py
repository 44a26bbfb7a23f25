"""What the app is answered: plain JSON, amounts in pence including VAT, times in milliseconds UTC, and sentences for a person as `say`."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from arkwright.kit.switches.order import Mode

Milliseconds = Annotated[int, Meta(description="Milliseconds since 1970-01-01 UTC.")]


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be bought."""

    sku: str
    option: str
    price_pence: int
    gtin: str | None


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product on sale; restrictions are sentences. It says nothing of stock: ask /availability."""

    product: str
    name: str
    description: str
    brand: str
    category: str
    picture: str
    page: str
    restrictions: tuple[str, ...]
    variants: tuple[Variant, ...]


class Products(msgspec.Struct, frozen=True, kw_only=True):
    """A page of products by their id, or, where words were looked for, the best first; `next` is the address of the next page,
    null on the last.

    Of a search: `total` is how many there are in all, `searched` the words that they are for, `say` what was done with the words,
    and `corrected` that some were taken for others: ask with `typed=1` for the words as they are. Otherwise null, empty and false.
    """

    items: tuple[Product, ...]
    next: str | None
    total: int | None = None
    searched: str = ""
    say: str = ""
    corrected: bool = False


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A department, and how many products are on sale in it."""

    category: str
    name: str
    products: int


class Categories(msgspec.Struct, frozen=True, kw_only=True):
    """Every department, in the order of the shop."""

    items: tuple[Category, ...]


class Store(msgspec.Struct, frozen=True, kw_only=True):
    """A store: `open` now by its hours in London, `say` where it is closed out of turn."""

    store: str
    name: str
    address: tuple[str, ...]
    town: str
    postcode: str
    phone: str
    services: tuple[str, ...]
    open: bool
    changes_ms: Milliseconds | None
    say: str


class Stores(msgspec.Struct, frozen=True, kw_only=True):
    """Every store, by name."""

    items: tuple[Store, ...]


class Availability(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a product can be ordered now: `most` is how many at once, never the whole stock. `say` is for the shopper."""

    sku: str
    available: bool
    most: int
    say: str


class Availabilities(msgspec.Struct, frozen=True, kw_only=True):
    """An answer for each product code, in the order asked."""

    items: tuple[Availability, ...]


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """Something stricter in a part of the shop only: a region, a department, a way of delivery."""

    where: str
    mode: Mode
    say: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a capability stands for the app: the mode, what to say, since when, when it is looked at again, what to do instead.

    `allowed` says what goes on in the mode limited; `stale` that the switches are older than they should be.
    """

    capability: str
    name: str
    mode: Mode
    say: str
    fallback: str
    allowed: tuple[str, ...]
    since_ms: Milliseconds | None
    review_ms: Milliseconds | None
    stale: bool
    elsewhere: tuple[Elsewhere, ...]


class WhatWorksNow(msgspec.Struct, frozen=True, kw_only=True):
    """The banner of the app, the most important sentence first, and every capability; all of it follows from the switches."""

    level: Literal["none", "limited", "paused"]
    sentences: tuple[str, ...]
    as_at_ms: Milliseconds
    capabilities: tuple[Standing, ...]


class BasketCreated(msgspec.Struct, frozen=True, kw_only=True):
    """The new basket. Whoever knows the id has the basket."""

    basket: str


class LineAdded(msgspec.Struct, frozen=True, kw_only=True):
    """What was added, the same however often it is asked; GET the basket for what it holds now."""

    basket: str
    sku: str
    added: int


class PricesAccepted(msgspec.Struct, frozen=True, kw_only=True):
    """Each line has today's price; GET the basket to see them."""

    basket: str


class BasketLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line at the price the shopper saw."""

    sku: str
    product: str
    name: str
    category: str
    quantity: int
    price_pence: int
    line_pence: int


class BasketProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Something to put right before ordering, and the sentence that says how."""

    sku: str
    kind: Literal["price", "stock", "gone"]
    say: str
    left: int
    price_pence: int


class Saving(msgspec.Struct, frozen=True, kw_only=True):
    """What a promotion takes off, by the name that shoppers know it by."""

    name: str
    pence: int


class Basket(msgspec.Struct, frozen=True, kw_only=True):
    """A basket as it can be ordered now; `ordered` once it has become an order, and then nothing can be added.

    `goods_pence` is before promotions, which take off `saved_pence`. `code` is the promotion code that was typed, and `code_used` whether
    it has a part in that; where it has none, `code_say` tells why.
    """

    basket: str
    lines: tuple[BasketLine, ...]
    problems: tuple[BasketProblem, ...]
    goods_pence: int
    savings: tuple[Saving, ...]
    saved_pence: int
    code: str
    code_used: bool
    code_say: str
    ordered: bool


class DeliveryDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day that can be named, as 2026-12-01; not `available` when it is full. `say` is for the shopper."""

    day: str
    available: bool
    charge_pence: int
    say: str


class DeliveryOption(msgspec.Struct, frozen=True, kw_only=True):
    """A way of delivery and its charge; where it is not `offered` for this basket now, `say` tells why.

    For named-day the shopper chooses one of the `days`, whose own charge counts; `charge_pence` is the lowest of them.
    """

    method: Literal["standard", "next-day", "named-day"]
    charge_pence: int
    offered: bool
    say: str
    days: tuple[DeliveryDay, ...] = ()


class DeliveryOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What can be had at a postcode."""

    postcode: str
    nation: str
    zone: str
    methods: tuple[DeliveryOption, ...]


class OrderTaken(msgspec.Struct, frozen=True, kw_only=True):
    """The order, not yet paid: go to `payment_url`. Keep `key`: it opens the order."""

    order: str
    number: str
    key: str
    payment_url: str


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """What was ordered of a product, at which price, what promotions took off the line, and how many of it have been sent."""

    sku: str
    product: str
    name: str
    quantity: int
    price_pence: int
    saved_pence: int
    sent: int


class VatLine(msgspec.Struct, frozen=True, kw_only=True):
    """One VAT rate: goods and delivery including VAT, and the VAT contained in both."""

    rate: Literal["standard", "reduced", "zero"]
    goods_pence: int
    delivery_pence: int
    vat_pence: int


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order as it stands. `cancelling`: its cancellation was begun and has not ended. `gift_message` is "" once erased.

    `delivery_day` is the one that was named (2026-12-01), or empty.
    """

    order: str
    number: str
    status: Literal["placed", "confirmed", "part-dispatched", "dispatched", "closed-short", "cancelled"]
    say: str
    cancelling: bool
    lines: tuple[OrderLine, ...]
    savings: tuple[Saving, ...]
    delivery_method: Literal["standard", "next-day", "named-day"]
    delivery_day: str
    delivery_pence: int
    total_pence: int
    vat: tuple[VatLine, ...]
    gift_message: str
    placed_ms: Milliseconds
    changed_ms: Milliseconds
    cancel_until_ms: Milliseconds


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Written down: one message will be sent when it is back."""

    capability: str
    say: str
