"""What others may ask of ordering; plain values out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from arkwright.compartments.ordering import delivery
from arkwright.compartments.ordering.events import SoldLine
from arkwright.compartments.ordering.promotion_rows import ITEM_PROMOTIONS
from arkwright.compartments.ordering.records import (
    BASKETS,
    CODES,
    DELIVERY_DAYS,
    NAMED_DAYS,
    NUMBERS,
    OFFERS,
    ORDERS,
    PROMISES,
    SAVED_BASKETS,
)
from arkwright.compartments.ordering.records import ITEM_PROMOTIONS as PROMOTIONS
from arkwright.compartments.ordering.selling import valid
from arkwright.compartments.ordering.state import NAMED_DAY, Basket, DeliveryDay, NamedDays, Offer, Order, SavedBasket
from arkwright.kit.database.port import Reader, Values
from arkwright.kit.database.statement import Statement, among, as_set
from arkwright.kit.money import pounds
from arkwright.kit.promoting import member_price, promoted_for, saved_pence
from arkwright.kit.promotion import Terms
from arkwright.kit.refusal import Refusal

offers, orders, promises = OFFERS.table.c, ORDERS.table.c, PROMISES.table.c

OFFERS_OF = Statement(sa.select(*OFFERS.columns).where(among(offers.sku, "skus")))
FREE_OF = Statement(sa.select(promises.sku, promises.granted - promises.promised - promises.sold).where(among(promises.sku, "skus")))
NEWEST = Statement(
    sa.select(*ORDERS.columns)
    .where(orders.status == sa.bindparam("status"), orders.order < sa.bindparam("before"))
    .order_by(orders.order.desc())
    .limit(sa.bindparam("most"))
)
WAITING = Statement(
    sa.select(*ORDERS.columns)
    .where(orders.status == "placed", orders.placed_ms <= sa.bindparam("until_ms"))
    .order_by(orders.placed_ms)
    .limit(sa.bindparam("most"))
)
PLACED_SINCE = Statement(
    sa.select(*ORDERS.columns)
    .where(
        among(orders.status, "statuses"),
        orders.cancelling.is_(None),
        orders.placed_ms >= sa.bindparam("since_ms"),
        orders.order > sa.bindparam("after"),
    )
    .order_by(orders.order)
    .limit(sa.bindparam("most"))
)
CANCELLING = Statement(
    sa.select(*ORDERS.columns).where(orders.cancelling.is_not(None)).order_by(orders.changed_ms).limit(sa.bindparam("most"))
)
COUNTS = Statement(sa.select(orders.status, sa.func.count()).group_by(orders.status))
DAYS = Statement(sa.select(*DELIVERY_DAYS.columns).where(among(DELIVERY_DAYS.table.c.day, "days")))
EXPIRED = Statement(
    sa.select(*SAVED_BASKETS.columns)
    .where(SAVED_BASKETS.table.c.expires_ms <= sa.bindparam("now_ms"))
    .order_by(SAVED_BASKETS.table.c.expires_ms)
    .limit(sa.bindparam("most"))
)

OF_PEOPLE = Statement(
    sa.select(*ORDERS.columns).where(among(orders.person, "people")).order_by(orders.order.desc()).limit(sa.bindparam("most"))
)

ALL_STATUSES = ("placed", "confirmed", "part-dispatched", "dispatched", "closed-short", "cancelled")
LAST = "~"


class BasketProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Something to put right before checkout: "price", "stock" (how many are `left`) or "gone"."""

    sku: str
    kind: str
    left: int = 0
    price_pence: int = 0


class DayOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A day (`2026-12-01`) that a shopper may name, and whether there is room; how much room is nobody's business."""

    day: str
    charge_pence: int
    free: bool


class BasketView(msgspec.Struct, frozen=True, kw_only=True):
    """A basket with today's offers beside its lines, and what is wrong with it."""

    basket: Basket
    offers: dict[str, Offer]
    problems: tuple[BasketProblem, ...]


class PricedBasket(msgspec.Struct, frozen=True, kw_only=True):
    """A basket's lines that are on sale, with what promotions take off them now; `code` where it has a part in that.

    `say` is for the shopper where a code was typed that takes nothing off. `members_save_pence` is what a member who is signed in saves
    more; `member_prices` what one of a SKU costs such a member, in pence, where that is less.
    """

    lines: tuple[SoldLine, ...]
    code: str = ""
    say: str = ""
    members_save_pence: int = 0
    member_prices: dict[str, int] = {}


async def basket(reader: Reader, basket_id: str) -> Basket | None:
    """The basket as it stands, or None when there is none."""
    return await reader.get(BASKETS, basket_id)


async def basket_view(reader: Reader, basket: str) -> BasketView | None:
    """The basket as it can be ordered now, or None when there is none."""
    row = await reader.get(BASKETS, basket)
    if row is None:
        return None
    skus = [line.sku for line in row.lines]
    today = await offers_of(reader, skus)
    free = await free_of(reader, skus)
    problems = []
    for line in row.lines if not row.order else ():
        offer = today.get(line.sku)
        if offer is None or not offer.live:
            problems.append(BasketProblem(sku=line.sku, kind="gone"))
            continue
        if offer.price_pence != line.price_pence:
            problems.append(BasketProblem(sku=line.sku, kind="price", price_pence=offer.price_pence))
        if free.get(line.sku, 0) < line.quantity:
            problems.append(BasketProblem(sku=line.sku, kind="stock", left=max(0, free.get(line.sku, 0))))
    return BasketView(basket=row, offers=today, problems=tuple(problems))


async def priced(reader: Reader, view: BasketView, now_ms: int, member: bool = False) -> PricedBasket:
    """The basket with its savings, at the prices that the shopper saw; with those of members, if a member is signed in."""
    lines = tuple(
        sold(view.offers[line.sku], line.quantity, line.price_pence)
        for line in view.basket.lines
        if line.sku in view.offers and view.offers[line.sku].live
    )
    items, code, say = await promotions_now(reader, now_ms), None, ""
    if view.basket.code:
        try:
            code = valid(view.basket.code, await reader.get(CODES, view.basket.code), now_ms).terms
        except Refusal as refusal:
            say = str(refusal)
    found = promoted_for(member, lines, items, code)
    if code and not found.code:
        say = (
            "Without the code you save more, so it is not used."
            if not found.short_pence
            else f"Add {pounds(found.short_pence)} of goods to use the code {code.code}."
        )
    more_pence = saved_pence(promoted_for(True, lines, items, code).lines) - saved_pence(found.lines)
    prices = {line.sku: price[0] for line in lines if (price := member_price(line, items))}
    return PricedBasket(lines=found.lines, code=found.code, say=say, members_save_pence=more_pence, member_prices=prices)


def sold(offer: Offer, quantity: int, price_pence: int) -> SoldLine:
    """The line as it would stand on an order, before promotions."""
    return SoldLine(
        sku=offer.sku,
        product=offer.product,
        name=offer.name,
        quantity=quantity,
        price_pence=price_pence,
        vat_rate=offer.vat_rate,
        category=offer.category,
    )


async def promotions_now(reader: Reader, now_ms: int) -> tuple[Terms, ...]:
    """The promotions that hold now and need no code."""
    row = await reader.get(PROMOTIONS, ITEM_PROMOTIONS)
    return tuple(each for each in row.terms if each.holds(now_ms)) if row else ()


async def code_uses(reader: Reader, code: str) -> int:
    """How many orders that are not cancelled have used a code."""
    row = await reader.get(CODES, code)
    return row.used if row else 0


async def offers_of(reader: Reader, skus: Sequence[str]) -> dict[str, Offer]:
    """Today's offers of these SKUs; unknown ones are left out."""
    return {row.sku: row for row in await reader.rows(OFFERS, OFFERS_OF, {"skus": as_set(skus)})}


async def free_of(reader: Reader, skus: Sequence[str]) -> dict[str, int]:
    """Units available to promise of these SKUs; a SKU without an allowance is left out."""
    return {str(sku): int(str(free)) for sku, free in await reader.all(FREE_OF, {"skus": as_set(skus)})}


async def order(reader: Reader, order_id: str) -> Order | None:
    """The order with this id."""
    return await reader.get(ORDERS, order_id)


async def order_by_number(reader: Reader, number: str) -> Order | None:
    """The order with this number, in the form of kit/order_number.py."""
    claim = await reader.get(NUMBERS, number)
    return await reader.get(ORDERS, claim.order) if claim else None


async def newest(reader: Reader, statuses: Sequence[str] = ALL_STATUSES, before: str = LAST, most: int = 50) -> list[Order]:
    """Orders in these states, the newest first, after the order id `before` in that sequence."""
    found = [await reader.rows(ORDERS, NEWEST, {"status": status, "before": before, "most": most}) for status in statuses]
    return sorted(itertools.chain(*found), key=lambda order: order.order, reverse=True)[:most]


async def of_people(reader: Reader, people: Sequence[str], most: int = 100) -> list[Order]:
    """Orders of these people, the newest first."""
    return await reader.rows(ORDERS, OF_PEOPLE, {"people": as_set(people), "most": most})


async def awaiting_payment(reader: Reader, until_ms: int, most: int = 200) -> list[Order]:
    """Orders placed up to then that are neither confirmed nor cancelled, the oldest first."""
    return await reader.rows(ORDERS, WAITING, {"until_ms": until_ms, "most": most})


async def placed_since(reader: Reader, since_ms: int, after: str = "", most: int = 200) -> list[Order]:
    """Orders placed from then on of which nothing was dispatched and that nobody is cancelling, by id, after the id `after`."""
    values: Values = {"statuses": as_set(["placed", "confirmed"]), "since_ms": since_ms, "after": after, "most": most}
    return await reader.rows(ORDERS, PLACED_SINCE, values)


async def cancelling(reader: Reader, most: int = 200) -> list[Order]:
    """Orders whose cancellation was begun and has not ended, the oldest first."""
    return await reader.rows(ORDERS, CANCELLING, {"most": most})


async def saved_basket(reader: Reader, saved: str, now_ms: int) -> SavedBasket | None:
    """The copy of a basket that this digest names, until it expires."""
    row = await reader.get(SAVED_BASKETS, saved)
    return row if row is not None and now_ms < row.expires_ms else None


async def expired_baskets(reader: Reader, now_ms: int, most: int = 200) -> list[SavedBasket]:
    """Copies that are kept no longer, the oldest first."""
    return await reader.rows(SAVED_BASKETS, EXPIRED, {"now_ms": now_ms, "most": most})


async def named_days(reader: Reader) -> NamedDays | None:
    """Orders a day and the charge, unless a day differs; None while named days are not offered at all."""
    return await reader.get(NAMED_DAYS, NAMED_DAY)


async def delivery_days(reader: Reader, days: Sequence[str]) -> dict[str, DeliveryDay]:
    """What is known of these days; a day that does not differ and has no order is left out."""
    return {row.day: row for row in await reader.rows(DELIVERY_DAYS, DAYS, {"days": as_set(days)})}


async def days_there(reader: Reader, zone: str, region: str, now_ms: int) -> tuple[DayOffer, ...]:
    """The days that somebody there may name now, full ones included, closed ones not; none where no day can be named."""
    days = delivery.days_offered(zone, region, now_ms)
    every_day = await named_days(reader) if days else None
    known = await delivery_days(reader, days) if days else {}
    rows = [known.get(day) or DeliveryDay(day=day) for day in days]
    return tuple(
        DayOffer(day=row.day, charge_pence=terms.charge_pence, free=delivery.has_room(every_day, row))
        for row in rows
        if (terms := delivery.terms_of(every_day, row)).capacity
    )


async def counts(reader: Reader) -> dict[str, int]:
    """How many orders stand in each state."""
    return {str(status): int(str(count)) for status, count in await reader.all(COUNTS)}
