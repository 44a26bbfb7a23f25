"""Delivery days: how many orders a day can take when shoppers name the day, what that costs, and days that differ."""

from __future__ import annotations

import msgspec
from litestar import get, post

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, sent
from arkwright.channels.back_office.permitted import Here, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.ordering import delivery
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import SetDeliveryDay, SetNamedDays
from arkwright.compartments.ordering.state import DeliveryDay, NamedDays
from arkwright.kit import london
from arkwright.kit.bank_holidays import BY_NATION, LAST_DAY

NOTHING = NamedDays(method="named-day", capacity=0, charge_pence=0)
WEEKS_AHEAD = 4


class PlannedDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day as the planner sees it; `closed_in` names the nations where nothing is delivered on it."""

    words: str
    capacity: int
    taken: int
    charge_pence: int
    differs: bool
    closed_in: str


@get("/delivery-days", **permitted("delivery.view"))
async def plan(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """The days ahead, what is taken of each, and the forms."""
    return await plan_page(request, office, colleague, Entry({}))


@post("/delivery-days", **permitted("delivery.edit"))
async def set_every_day(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """For every day that does not differ."""
    entry = await sent(request)
    command = SetNamedDays(
        id=office.command_id("named-days", entry),
        capacity=entry.whole("capacity", "how many orders a day can take", 0, delivery.MOST_A_DAY),
        charge_pence=entry.pence("charge", "the charge", 0, delivery.MOST_CHARGE_PENCE),
        by=colleague.account,
    )
    if await entry.attempt(lambda: office.shop.ordering.submit(command)) is None:
        return await plan_page(request, office, colleague, entry)
    return done("/delivery-days", "named-days-set")


@post("/delivery-days/one", **permitted("delivery.edit"))
async def set_one_day(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """For one day; an empty field is as on every day, and 0 closes it."""
    entry = await sent(request)
    places, charge = entry.text("day_capacity"), entry.text("day_charge")
    command = SetDeliveryDay(
        id=office.command_id("delivery-day", entry),
        day=entry.choice("day", "a day", days_ahead(office)),
        capacity=entry.whole("day_capacity", "how many orders the day can take", 0, delivery.MOST_A_DAY) if places else None,
        charge_pence=entry.pence("day_charge", "the charge", 0, delivery.MOST_CHARGE_PENCE) if charge else None,
        by=colleague.account,
    )
    if await entry.attempt(lambda: office.shop.ordering.submit(command)) is None:
        return await plan_page(request, office, colleague, entry)
    return done("/delivery-days", "day-set")


async def plan_page(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry) -> Page:
    """The table and the two forms."""
    reader, days = office.shop.ordering.reader, days_ahead(office)
    every_day = await orders.named_days(reader) or NOTHING
    known = await orders.delivery_days(reader, days)
    charge = f"{every_day.charge_pence // 100}.{every_day.charge_pence % 100:02}"
    return office.show(
        request,
        colleague,
        "delivery_days.html",
        Entry.of(capacity=str(every_day.capacity), charge=charge).with_(entry),
        planned=[planned(every_day, known.get(day) or DeliveryDay(day=day)) for day in days],
        choices=[Option(day, london.day_words(day)) for day in days],
        known_until=f"{london.day_words(LAST_DAY.isoformat())} {LAST_DAY.year}",
    )


def days_ahead(office: BackOffice) -> list[str]:
    """Every day from tomorrow, holidays included, so that one can be closed before anybody may name it."""
    now_ms = office.shop.world.now_ms()
    return [london.days_after(now_ms, count) for count in range(1, 7 * WEEKS_AHEAD + 1)]


def planned(every_day: NamedDays, row: DeliveryDay) -> PlannedDay:
    """One line of the table."""
    terms, day = delivery.terms_of(every_day, row), london.read_day(row.day)
    closed = [nation for nation in BY_NATION if day is not None and not delivery.delivers(nation, day)]
    return PlannedDay(
        words=london.day_words(row.day),
        capacity=terms.capacity,
        taken=row.taken,
        charge_pence=terms.charge_pence,
        differs=row.capacity is not None or row.charge_pence is not None,
        closed_in="everywhere" if len(closed) == len(BY_NATION) else ", ".join(closed),
    )


ROUTES = [plan, set_every_day, set_one_day]
