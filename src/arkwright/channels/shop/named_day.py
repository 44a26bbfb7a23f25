"""Delivery on a day that the shopper names: whether it is on offer, the page that asks which day, and the day that was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.checkout_form import METHODS, Typed
from arkwright.channels.shop.front import Shopfront
from arkwright.channels.web.forms import Form
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.queries import DayOffer
from arkwright.kit import postcode
from arkwright.kit.london import day_words
from arkwright.kit.money import pounds

FIXED = [
    {
        "value": "standard",
        "label": METHODS["standard"],
        "hint": "£3.95, free from £50.00 on the UK mainland; more to the Highlands and islands",
    },
    {"value": "next-day", "label": METHODS["next-day"], "hint": "£5.95, UK mainland only"},
]
TAKEN = "That day is full now. Please choose another day."
PAST = "We cannot deliver on that day. Please choose another day."


@dataclass
class DayToChoose(Exception):
    """The shopper is to be asked which day: for the first time, or, with a problem, once more."""

    problem: Problem | None = None
    status: int = 200


async def method_choices(front: Shopfront) -> list[dict[str, str]]:
    """The ways of delivery for the address form; named days while the office offers any."""
    terms = await orders.named_days(front.office.ordering.reader)
    if terms is None or not terms.capacity:
        return FIXED
    hint = f"From {pounds(terms.charge_pence)}, on a day that you choose next; UK mainland and Northern Ireland"
    return [*FIXED, {"value": "named-day", "label": METHODS["named-day"], "hint": hint}]


async def day_named(front: Shopfront, typed: Typed, sent: Form, step: str) -> DayOffer | None:
    """The day that the shopper named, for a delivery on a named day; a problem is noted where no day can be named.

    Raises `DayToChoose` when none was chosen yet, when `step` asks for another one, and when it can be had no more.
    """
    if not sent.valid or typed.delivery != "named-day":
        return None
    days = await days_at(front, typed)
    if not days:
        sent.wrong("delivery", f"We cannot deliver to {typed.postcode} on a day of your choice. Choose another delivery.")
        return None
    chosen = next((day for day in days if day.day == typed.day), None)
    if step == "day" or not (typed.day or sent.raw("asked")):
        raise DayToChoose()
    if not typed.day:
        raise DayToChoose(Problem("day", "Choose a day."), 422)
    if chosen is None or not chosen.free:
        raise DayToChoose(Problem("day", TAKEN if chosen else PAST), 409)
    return chosen


async def days_at(front: Shopfront, typed: Typed) -> tuple[DayOffer, ...]:
    """The days that can be named at the address."""
    zone, nation = postcode.zone(typed.postcode), postcode.nation(typed.postcode)
    return await orders.days_there(front.office.ordering.reader, zone, nation, front.now_ms())


async def show_days(front: Shopfront, request: AnyRequest, order_id: str, typed: Typed, choice: DayToChoose) -> Response[Any]:
    """Which day? Full ones are shown and cannot be chosen."""
    return await front.page(
        request,
        "days.html",
        status=choice.status,
        problems=[choice.problem] if choice.problem else [],
        order=order_id,
        typed=typed,
        days=[(day, day_words(day.day), pounds(day.charge_pence) if day.charge_pence else "free") for day in await days_at(front, typed)],
    )
