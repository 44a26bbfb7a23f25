"""What a shopper types at the checkout, read and checked field by field; and what it would cost."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from arkwright.channels.web.forms import Form
from arkwright.compartments.ordering import delivery
from arkwright.compartments.ordering.commands import Method, WantedLine
from arkwright.compartments.ordering.events import SoldLine, VatLine
from arkwright.compartments.ordering.queries import BasketView, DayOffer, PricedBasket
from arkwright.journeys.contact import MOST_GIFT_CHARACTERS, Contact
from arkwright.kit import postcode
from arkwright.kit.london import day_words
from arkwright.kit.messages import digest
from arkwright.kit.postcode import NotAPostcode
from arkwright.kit.promoting import for_members, saved_pence

METHODS: Mapping[Method, str] = {"standard": "Standard delivery", "next-day": "Next-day delivery", "named-day": "Named-day delivery"}
PHONE = frozenset("0123456789+() -")
FEWEST_DIGITS = 10
DAY_LENGTH = len("2026-12-01")
LONGEST_POINTS = len("1,000,000")


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """The form as it is shown again, right or wrong."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address1: str = ""
    address2: str = ""
    town: str = ""
    postcode: str = ""
    delivery: str = "standard"
    gift_message: str = ""
    day: str = ""
    points: str = ""

    def contact(self) -> Contact:
        """Who and where, once nothing is wrong with it."""
        lines = tuple(line for line in (self.address1, self.address2) if line)
        return Contact(
            name=self.name,
            email=self.email,
            phone=self.phone,
            address=lines,
            town=self.town,
            postcode=self.postcode,
            gift_message=self.gift_message,
        )


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """What an order would cost, as the shopper is shown it; `shown` changes with anything on it."""

    lines: tuple[SoldLine, ...]
    method: Method
    delivery_pence: int
    vat: tuple[VatLine, ...]
    day: str = ""
    code: str = ""
    member: str = ""
    points: int = 0
    points_pence: int = 0

    @property
    def card_pence(self) -> int:
        """What is left for a card."""
        return self.total_pence - self.points_pence

    @property
    def how(self) -> str:
        """The way of delivery in words."""
        return how(self.method, self.day)

    @property
    def goods_pence(self) -> int:
        """Goods including VAT, before promotions."""
        return sum(line.price_pence * line.quantity for line in self.lines)

    @property
    def saved_pence(self) -> int:
        """What promotions take off."""
        return saved_pence(self.lines)

    @property
    def for_member(self) -> bool:
        """Whether a member price had a part in that."""
        return for_members(self.lines)

    @property
    def total_pence(self) -> int:
        """Everything, including VAT."""
        return self.goods_pence - self.saved_pence + self.delivery_pence

    @property
    def vat_pence(self) -> int:
        """The VAT in it."""
        return sum(line.vat_pence for line in self.vat)

    @property
    def shown(self) -> str:
        """A digest to send along, so that nobody pays another sum than was on the screen."""
        return digest(
            [[line.sku, line.quantity, line.price_pence] for line in self.lines]
            + [[f"{self.method} {self.day}", self.delivery_pence, self.saved_pence]]
            + ([[self.points, self.points_pence]] if self.points else [])
        ).hex()

    def wanted(self) -> tuple[WantedLine, ...]:
        """The lines as ordering wants them."""
        return tuple(
            WantedLine(sku=line.sku, quantity=line.quantity, price_pence=line.price_pence, category=line.category) for line in self.lines
        )


def read(sent: Form) -> Typed:
    """The fields, trimmed; what is wrong is noted in the form."""
    typed = Typed(
        name=sent.text("name", "your full name"),
        email=sent.email(),
        phone=sent.text("phone", "your telephone number", most=30, required=False),
        address1=sent.text("address1", "the first line of the address"),
        address2=sent.text("address2", "the second line of the address", required=False),
        town=sent.text("town", "the town or city", most=60),
        postcode=sent.text("postcode", "the postcode", most=12),
        delivery=sent.one_of("delivery", "how it shall reach you", METHODS),
        gift_message=sent.text("gift_message", "the gift message", most=MOST_GIFT_CHARACTERS, required=False, lines=True),
        day=sent.raw("day")[:DAY_LENGTH],
        points=sent.raw("points")[:LONGEST_POINTS],
    )
    if typed.phone and (not set(typed.phone) <= PHONE or sum(each.isdigit() for each in typed.phone) < FEWEST_DIGITS):
        sent.wrong("phone", "Enter a telephone number of at least 10 digits, such as 0113 496 0000, or leave it out.")
    if typed.postcode:
        try:
            return msgspec.structs.replace(typed, postcode=postcode.normalise(typed.postcode))
        except NotAPostcode as refusal:
            sent.refused(refusal)
    return typed


def how(method: Method, day: str) -> str:
    """'Named-day delivery on Tuesday 1 December'."""
    return f"{METHODS[method]} on {day_words(day)}" if day else METHODS[method]


def bill(view: BasketView, priced: PricedBasket, typed: Typed, sent: Form, day: DayOffer | None) -> Bill | None:
    """What the basket would cost sent there, or None with the reason noted: no such delivery there, or not for one of the goods.

    `day` is the one that the shopper named, for a delivery on a named day.
    """
    method: Method = "named-day" if day else "next-day" if typed.delivery == "next-day" else "standard"
    zone = postcode.zone(typed.postcode)
    lines = priced.lines
    goods_pence = sum(line.price_pence * line.quantity for line in lines)
    charge = day.charge_pence if day else delivery.charge_pence(method, zone, goods_pence)
    if charge is None:
        sent.wrong("delivery", f"{METHODS[method]} is not offered to {typed.postcode}. Choose standard delivery.")
        return None
    barred = [view.offers[line.sku].name for line in lines if not delivery.allowed(view.offers[line.sku].restrictions, method, zone)]
    for name in barred:
        sent.wrong(
            "delivery", f"We cannot send {name} to {typed.postcode} that way. Choose another delivery, or take it out of your basket."
        )
    if barred:
        return None
    vat = delivery.vat_lines(lines, charge)
    return Bill(lines=lines, method=method, delivery_pence=charge, vat=vat, day=day.day if day else "", code=priced.code)
