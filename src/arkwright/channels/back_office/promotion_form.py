"""The form of one promotion: its fields by kind, to and from the command; and what a promotion says in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import cast

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.design.pages import in_london, london
from arkwright.compartments.promotions.commands import SavePromotion
from arkwright.kit.promotion import MOST_PERCENT, MOST_TIMES, Kind, Terms, plain_code
from arkwright.kit.refusal import Refusal

KINDS: Mapping[str, str] = {
    "pay-for": "Multi-buy: pay for fewer",
    "bundle": "Multi-buy: so many for an amount",
    "percent": "Percentage off",
    "code": "Code",
}
MOST_USES = 10_000_000
OF_THE_FORM = {"price_pence": "price", "amount_pence": "amount"}


def shown(kind: str, terms: Terms | None) -> Entry:
    """The form as it is shown first; its days are whole days in London, the last one included."""
    if terms is None:
        return Entry.of(kind=kind, times="1")
    return Entry.of(
        kind=terms.kind,
        promotion=terms.promotion,
        name=terms.name,
        first=in_london(terms.from_ms).date().isoformat(),
        until=in_london(terms.until_ms - 1).date().isoformat(),
        category=terms.category,
        skus="\n".join(terms.skus),
        products="\n".join(terms.products),
        buy=number(terms.buy),
        pay_for=number(terms.pay_for),
        price=amount(terms.price_pence),
        percent=number(terms.percent),
        code=terms.code,
        amount=amount(terms.amount_pence),
        least=amount(terms.least_pence),
        times=number(terms.times),
        uses=number(terms.uses),
        members_only=["yes"] if terms.members_only else [],
    )


def read(entry: Entry, promotion: str, by: str, command: str, before: Terms | None) -> SavePromotion:
    """What the form says; what is wrong stands in its problems. Days that were not changed keep their moments."""
    kind = cast(Kind, entry.choice("kind", "a kind of promotion", list(KINDS)) or "percent")
    from_ms, until_ms = midnight(entry, "first", 0), midnight(entry, "until", 1)
    if before:
        from_ms = before.from_ms if entry.text("first") == shown(kind, before).text("first") else from_ms
        until_ms = before.until_ms if entry.text("until") == shown(kind, before).text("until") else until_ms
    terms = Terms(
        promotion=promotion,
        name=entry.text("name"),
        kind=kind,
        from_ms=from_ms,
        until_ms=until_ms,
        **(code_fields(entry) if kind == "code" else goods_fields(entry, kind)),  # type: ignore[arg-type]
    )
    return SavePromotion(id=command, terms=terms, by=by)


def goods_fields(entry: Entry, kind: Kind) -> dict[str, object]:
    """Which goods, and what is taken off them."""
    goods: dict[str, object] = {
        "skus": entry.lines("skus"),
        "products": entry.lines("products"),
        "category": entry.text("category"),
        "members_only": entry.ticked("members_only"),
    }
    match kind:
        case "pay-for":
            counts = {"buy": entry.whole("buy", "how many make up the offer", 2, 20)}
            return goods | counts | {"pay_for": entry.whole("pay_for", "how many of them are paid for", 1, 19)}
        case "bundle":
            counts = {"buy": entry.whole("buy", "how many make up the offer", 2, 20)}
            return goods | counts | {"price_pence": entry.pence("price", "what they cost together")}
        case _:
            return goods | {"percent": entry.whole("percent", "the percentage", 1, MOST_PERCENT)}


def code_fields(entry: Entry) -> dict[str, object]:
    """The code and what it is worth; fields left empty count as nothing."""
    return {
        "code": plain_code(entry.text("code")),
        "percent": entry.whole("percent", "the percentage", 1, MOST_PERCENT) if entry.text("percent") else 0,
        "amount_pence": entry.pence("amount", "the amount") if entry.text("amount") else 0,
        "least_pence": entry.pence("least", "the minimum spend") if entry.text("least") else 0,
        "times": entry.whole("times", "how often it counts in an order", 1, MOST_TIMES) if entry.text("times") else 1,
        "uses": entry.whole("uses", "how many orders may use it", 1, MOST_USES) if entry.text("uses") else 0,
    }


def midnight(entry: Entry, field: str, days_after: int) -> int:
    """The midnight in London with which a day begins, or the one so many days after it; 0 and a problem for what is no day."""
    try:
        day = date.fromisoformat(entry.text(field)) + timedelta(days=days_after)
        return int(datetime.combine(day, time(), london()).timestamp()) * 1000
    except (ValueError, OverflowError):
        entry.wrong(field, "Enter a day as year, month and day, such as 2026-12-24.")
        return 0


def field_of(refusal: Refusal) -> str | None:
    """Which field of the form a refusal is about."""
    return OF_THE_FORM.get(refusal.field or "", refusal.field)


def says(terms: Terms) -> str:
    """What a promotion takes off, and for whom, in a few words."""
    return f"{terms.offer_words}, members only" if terms.members_only else terms.offer_words


def number(value: int) -> str:
    """A number as it is typed; nothing for none."""
    return str(value) if value else ""


def amount(pence: int) -> str:
    """An amount as it is typed; nothing for none."""
    return f"{pence // 100}.{pence % 100:02}" if pence else ""
