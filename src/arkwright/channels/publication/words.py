"""What the catalogue and the directory keep as codes, in words for a shopper."""

from __future__ import annotations

from arkwright.channels.design.pages import DAYS
from arkwright.compartments.catalogue.state import Product
from arkwright.compartments.stores.state import Store

RESTRICTIONS = {
    "mainland-only": "Delivered to the UK mainland only.",
    "no-northern-ireland": "Not delivered to Northern Ireland.",
    "no-islands": "Not delivered to the Scottish Highlands and Islands, the Isle of Man or the Channel Islands.",
    "age-18": "You must be 18 or over to buy this.",
    "no-next-day": "Not available for next-day delivery.",
}
VAT = {"standard": "Price includes VAT.", "reduced": "Price includes VAT at the reduced rate.", "zero": "No VAT is charged on this."}
SERVICES = {
    "cafe": "Café",
    "click-and-collect": "Click & Collect",
    "gift-cards": "Gift cards",
    "returns": "Returns desk",
}


def restrictions(product: Product) -> list[str]:
    """The product's restrictions, one sentence each; one without words of its own is named as it is kept, never left out."""
    return [RESTRICTIONS.get(code, f"Restriction: {plain(code)}.") for code in product.restrictions]


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs, without empty ones."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def services(store: Store) -> list[str]:
    """What a store offers, in words."""
    return [SERVICES.get(code, plain(code)) for code in store.services]


def hours(store: Store) -> list[tuple[str, str]]:
    """The seven days with 'from 09:00 to 17:30', 'Closed' or 'Open all day'."""
    return [(day, _hours(each.opens_minute, each.closes_minute) if each else "Closed") for day, each in zip(DAYS, store.hours, strict=True)]


def schema_hours(store: Store) -> list[str]:
    """The same as schema.org's openingHours wants it: 'Mo 09:00-17:30'."""
    return [
        f"{day[:2]} {_clock(each.opens_minute)}-{_clock(min(each.closes_minute, 24 * 60 - 1))}"
        for day, each in zip(DAYS, store.hours, strict=True)
        if each
    ]


def degrees(millionths: int) -> str:
    """'53.800755': millionths of a degree as a decimal, without a float in between."""
    sign = "-" if millionths < 0 else ""
    return f"{sign}{abs(millionths) // 1_000_000}.{abs(millionths) % 1_000_000:06}"


def plain(code: str) -> str:
    """'Personal shopping' for personal-shopping."""
    return code.replace("-", " ").capitalize()


def _hours(opens: int, closes: int) -> str:
    if (opens, closes) == (0, 24 * 60):
        return "Open all day"
    return f"{_clock(opens)} to {'midnight' if closes == 24 * 60 else _clock(closes)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
