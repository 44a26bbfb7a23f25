"""Home delivery: methods, charges by zone, days that shoppers may name, and the VAT that a delivery charge carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering.events import SoldLine, VatLine
from arkwright.compartments.ordering.state import NAMED_DAY, DeliveryDay, NamedDays, delivery_day
from arkwright.kit import london
from arkwright.kit.bank_holidays import is_holiday
from arkwright.kit.messages import Event
from arkwright.kit.money import VatRate, vat_included_pence
from arkwright.kit.rows import Rows

FREE_STANDARD_FROM_PENCE = 50_00

# Pence including VAT, by method and zone (zones: kit/postcode.py); what is not listed is not offered.
CHARGE_PENCE: Mapping[tuple[str, str], int] = {
    ("standard", "mainland"): 3_95,
    ("standard", "highlands-and-islands"): 5_95,
    ("standard", "northern-ireland"): 5_95,
    ("standard", "isle-of-man"): 7_95,
    ("standard", "channel-islands"): 9_95,
    ("standard", "bfpo"): 3_95,
    ("next-day", "mainland"): 5_95,
}

ISLANDS = {"highlands-and-islands", "northern-ireland", "isle-of-man", "channel-islands", "bfpo"}

# Named days: how many days ahead of the order the first one is, by zone; ordered after the cut-off it is one day later.
# A zone that is not listed has none: nobody carries there to the day.
DAYS_AHEAD: Mapping[str, int] = {"mainland": 2, "northern-ireland": 3}
FURTHEST_DAYS_AHEAD = 14
CUT_OFF_MINUTE = 20 * 60  # 20:00 in London
SUNDAY = 6
MOST_A_DAY = 100_000
MOST_CHARGE_PENCE = 100_00


def methods(zone: str) -> tuple[str, ...]:
    """The delivery methods offered in a zone at a fixed charge, the cheapest first; named days have charges of their own."""
    return tuple(method for method, where in CHARGE_PENCE if where == zone)


def charge_pence(method: str, zone: str, goods_pence: int) -> int | None:
    """The charge for goods of this value before promotions, which make no delivery dearer; None where the method is not offered."""
    charge = CHARGE_PENCE.get((method, zone))
    if method == "standard" and zone == "mainland" and goods_pence >= FREE_STANDARD_FROM_PENCE:
        return 0
    return charge


def allowed(restrictions: Sequence[str], method: str, zone: str) -> bool:
    """Whether a product with these restrictions may go there by this method."""
    forbidden = {
        "mainland-only": zone != "mainland",
        "no-northern-ireland": zone == "northern-ireland",
        "no-islands": zone in ISLANDS - {"northern-ireland", "bfpo"},
        "no-next-day": method == "next-day",
    }
    return not any(forbidden.get(restriction, False) for restriction in restrictions)


def charge_now(rows: Rows, delivery: ask.Delivery, goods_pence: int, now_ms: int) -> int:
    """What this delivery costs now, or a refusal: not offered there, or no place left on the day."""
    if delivery.method == NAMED_DAY:
        return place_on_day(rows, delivery, now_ms).charge_pence
    charge = charge_pence(delivery.method, delivery.zone, goods_pence)
    if charge is None or delivery.day:
        raise no.NotDeliveredThere("this order")
    return charge


def place_on_day(rows: Rows, delivery: ask.Delivery, now_ms: int) -> NamedDays:
    """The capacity and the charge of the day that the shopper named, while there is a place left on it, or a refusal."""
    offered = days_offered(delivery.zone, delivery.region, now_ms)
    if not offered:
        raise no.NotDeliveredThere("this order")
    terms = terms_of(rows[NamedDays, NAMED_DAY], delivery_day(rows, delivery.day))
    if delivery.day not in offered or not terms.capacity:
        raise no.DayIsNotOffered(london.day_words(delivery.day))
    if delivery_day(rows, delivery.day).taken >= terms.capacity:
        free = next_free(rows, delivery.day, offered)
        instead = f"The next day with room is {london.day_words(free)}." if free else "No other day has room: choose another delivery."
        raise no.DayIsFull(delivery.day, london.day_words(delivery.day), free, instead)
    return terms


def next_free(rows: Rows, day: str, offered: Sequence[str]) -> str:
    """The next day with room, those after `day` first; "" for none."""
    in_turn = [*(each for each in offered if each > day), *(each for each in offered if each < day)]
    return next((each for each in in_turn if has_room(rows[NamedDays, NAMED_DAY], delivery_day(rows, each))), "")


def has_room(every_day: NamedDays | None, row: DeliveryDay) -> bool:
    """Whether one more order may be promised for the day."""
    return row.taken < terms_of(every_day, row).capacity


def terms_of(every_day: NamedDays | None, row: DeliveryDay) -> NamedDays:
    """What holds on that day; before named days were set there is no place on any."""
    known = every_day or NamedDays(method=NAMED_DAY, capacity=0, charge_pence=0)
    return NamedDays(
        method=NAMED_DAY,
        capacity=known.capacity if row.capacity is None else row.capacity,
        charge_pence=known.charge_pence if row.charge_pence is None else row.charge_pence,
    )


def days_offered(zone: str, region: str, now_ms: int) -> tuple[str, ...]:
    """The days (`2026-12-01`) that somebody ordering now may name there: within a fortnight, no Sunday, no bank holiday of that nation."""
    ahead = DAYS_AHEAD.get(zone)
    if ahead is None:
        return ()
    first = ahead + (london.minute_of_day(now_ms) >= CUT_OFF_MINUTE)
    days = (london.today(now_ms) + timedelta(days=count) for count in range(first, FURTHEST_DAYS_AHEAD + 1))
    return tuple(day.isoformat() for day in days if delivers(region, day))


def delivers(region: str, day: date) -> bool:
    """Whether anything is delivered in that nation on that day."""
    return day.weekday() != SUNDAY and not is_holiday(region, day)


def set_days(command: ask.SetNamedDays | ask.SetDeliveryDay, now_ms: int) -> list[Event]:
    """What the office says a day can take; orders taken stay, also when a day is now over-full or closed."""
    if command.capacity is not None and not 0 <= command.capacity <= MOST_A_DAY:
        raise no.CapacityOutOfRange(MOST_A_DAY)
    if command.charge_pence is not None and not 0 <= command.charge_pence <= MOST_CHARGE_PENCE:
        raise no.ChargeOutOfRange(MOST_CHARGE_PENCE)
    if isinstance(command, ask.SetNamedDays):
        return [did.NamedDaysSet(capacity=command.capacity, charge_pence=command.charge_pence, by=command.by, set_ms=now_ms)]
    if london.read_day(command.day) is None:
        raise no.NotADay(command.day)
    return [did.DeliveryDaySet(day=command.day, capacity=command.capacity, charge_pence=command.charge_pence, by=command.by, set_ms=now_ms)]


def vat_lines(lines: Sequence[SoldLine], delivery_pence: int) -> tuple[VatLine, ...]:
    """VAT by rate, after promotions; delivery has the liability of goods sold delivered, by value (VAT Notice 700/24, section 3)."""
    goods: dict[VatRate, int] = {}
    for line in lines:
        goods[line.vat_rate] = goods.get(line.vat_rate, 0) + line.paid_pence
    total = sum(goods.values())
    answer: list[VatLine] = []
    left_pence, left_goods = delivery_pence, total
    for rate, value in sorted(goods.items()):
        share = left_pence if value == left_goods else left_pence * value // left_goods
        left_pence, left_goods = left_pence - share, left_goods - value
        answer.append(VatLine(rate=rate, goods_pence=value, delivery_pence=share, vat_pence=vat_included_pence(value + share, rate)))
    return tuple(answer)
