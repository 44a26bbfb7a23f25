"""Named days as tables: which days are offered where, what a place on a day costs, and that no day takes more than it can."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec.structs import replace

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import delivery as post
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering import rules, state
from arkwright.compartments.ordering.state import DeliveryDay
from arkwright.kit.london import day_words
from arkwright.kit.messages import Event
from tests.compartments import table
from tests.compartments.ordering.examples import ON_SALE, cancelled, confirmed, place, wanted
from tests.compartments.table import NOW_MS

MAINLAND, ULSTER = ("mainland", "England"), ("northern-ireland", "Northern Ireland")
LAST = "2026-10-05"  # a fortnight after Monday 21 September 2026, the day of NOW_MS


def at(wall: str) -> int:
    """The moment when London's clocks show this."""
    return int(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo("Europe/London")).timestamp() * 1000)


@pytest.mark.parametrize(
    ("zone", "region", "wall", "first", "never"),
    [
        (*MAINLAND, "2026-09-21T15:00", "2026-09-23", "2026-09-27"),  # a Sunday
        (*MAINLAND, "2026-09-21T19:59", "2026-09-23", "2026-10-04"),
        (*MAINLAND, "2026-09-21T20:00", "2026-09-24", "2026-09-23"),  # the cut-off, in summer time
        (*MAINLAND, "2026-11-26T20:00", "2026-11-30", "2026-11-29"),  # from Sunday on to Monday
        ("mainland", "Scotland", "2026-11-26T20:00", "2026-12-01", "2026-11-30"),  # Saint Andrew's Day
        (*MAINLAND, "2026-12-22T12:00", "2026-12-24", "2026-12-25"),
        (*MAINLAND, "2026-12-22T21:00", "2026-12-29", "2026-12-28"),  # Christmas, Boxing Day, Sunday, the substitute day
        (*ULSTER, "2026-09-21T15:00", "2026-09-24", "2026-09-23"),
        (*ULSTER, "2027-03-14T09:00", "2027-03-18", "2027-03-17"),  # Saint Patrick's Day
    ],
)
def test_which_days_are_offered(zone: str, region: str, wall: str, first: str, never: str) -> None:
    days = post.days_offered(zone, region, at(wall))
    assert days[0] == first
    assert never not in days
    assert list(days) == sorted(days)


@pytest.mark.parametrize("zone", ["highlands-and-islands", "isle-of-man", "channel-islands", "bfpo", "moon"])
def test_zones_without_named_days(zone: str) -> None:
    assert post.days_offered(zone, "Scotland", NOW_MS) == ()


def test_the_furthest_day_is_a_fortnight_ahead_and_no_day_stands_beyond_the_known_holidays() -> None:
    assert post.days_offered(*MAINLAND, NOW_MS)[-1] == LAST
    assert post.days_offered(*MAINLAND, at("2029-01-10T12:00")) == ()


def every_day(capacity: int = 2, charge_pence: int = 6_95) -> did.NamedDaysSet:
    return did.NamedDaysSet(capacity=capacity, charge_pence=charge_pence, by="dot", set_ms=NOW_MS)


def one_day(day: str, capacity: int | None = None, charge_pence: int | None = None) -> did.DeliveryDaySet:
    return did.DeliveryDaySet(day=day, capacity=capacity, charge_pence=charge_pence, by="dot", set_ms=NOW_MS)


def on(day: str = "2026-09-24", charge_pence: int = 6_95, zone: str = "mainland", region: str = "England") -> ask.Delivery:
    return ask.Delivery(method="named-day", zone=zone, region=region, postcode_area="LS", charge_pence=charge_pence, day=day)


def taken(order: str, day: str = "2026-09-24") -> did.OrderPlaced:
    """An order that was placed for that day."""
    events = table.ask(
        rules, state, [*ON_SALE, every_day(capacity=9)], place(wanted(), order=order, number=f"AW-{order}", delivery=on(day))
    )
    assert isinstance(events, list)
    assert isinstance(events[0], did.OrderPlaced)
    return events[0]


OPEN: list[Event] = [*ON_SALE, every_day()]
FULL: list[Event] = [*OPEN, taken("o1"), taken("o2")]
FULL_TO_THE_END: list[Event] = [
    *OPEN,
    *(one_day(day, 0) for day in post.days_offered(*MAINLAND, NOW_MS) if day != "2026-09-24"),
    *FULL[-2:],
]
THURSDAY = "Thursday 24 September"


def full(day: str, instead: str) -> no.DayIsFull:
    return no.DayIsFull(day, day_words(day), instead, f"The next day with room is {day_words(instead)}.")


@pytest.mark.parametrize(
    ("history", "delivery", "expected"),
    [
        (OPEN, on(), 12_00 + 6_95),
        ([*OPEN, taken("o1")], on(), 12_00 + 6_95),
        (FULL, on(), full("2026-09-24", "2026-09-25")),
        ([*FULL, one_day("2026-09-25", 0)], on(), full("2026-09-24", "2026-09-26")),
        (FULL_TO_THE_END, on(), no.DayIsFull("2026-09-24", THURSDAY, "", "No other day has room: choose another delivery.")),
        ([*FULL, taken("o3", LAST), taken("o4", LAST)], on(LAST), full(LAST, "2026-09-23")),
        ([*FULL, one_day("2026-09-24", 3)], on(), 12_00 + 6_95),
        ([*FULL, cancelled()], on(), 12_00 + 6_95),
        (FULL, on("2026-09-25"), 12_00 + 6_95),
        (OPEN, on(charge_pence=5_95), no.DeliveryChargeChanged(6_95)),
        ([*OPEN, one_day("2026-09-24", charge_pence=9_95)], on(charge_pence=9_95), 12_00 + 9_95),
        ([*OPEN, one_day("2026-09-24", 0)], on(), no.DayIsNotOffered(THURSDAY)),
        ([*OPEN, every_day(0)], on(), no.DayIsNotOffered(THURSDAY)),
        (ON_SALE, on(), no.DayIsNotOffered(THURSDAY)),
        (OPEN, on("2026-09-27"), no.DayIsNotOffered("Sunday 27 September")),
        (OPEN, on("2026-09-22"), no.DayIsNotOffered("Tuesday 22 September")),
        (OPEN, on("2026-10-06"), no.DayIsNotOffered("Tuesday 6 October")),
        (OPEN, on("tomorrow"), no.DayIsNotOffered("tomorrow")),
        (OPEN, on(""), no.DayIsNotOffered("")),
        (OPEN, on(zone="bfpo"), no.NotDeliveredThere("this order")),
        (OPEN, replace(on(charge_pence=3_95), method="standard"), no.NotDeliveredThere("this order")),
    ],
)  # fmt: skip
def test_a_place_on_a_day(history: list[Event], delivery: ask.Delivery, expected: Any) -> None:
    answer = table.ask(rules, state, history, place(wanted(), order="new", number="AW-new", basket="new", delivery=delivery))
    if isinstance(answer, list):
        assert isinstance(answer[0], did.OrderPlaced)
        assert (answer[0].total_pence, answer[0].delivery) == (expected, delivery)
    else:
        assert answer == expected


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([taken("o1")], 1),
        ([taken("o1"), taken("o2")], 2),
        ([taken("o1"), cancelled()], 0),
        ([taken("o1"), confirmed(), cancelled("confirmed")], 0),
        ([taken("o1"), one_day("2026-09-24", 5)], 1),
        ([one_day("2026-09-24", 5), taken("o1"), one_day("2026-09-24")], 1),
    ],
)
def test_how_many_places_are_taken(history: list[Event], expected: int) -> None:
    row = table.after(state, [*ON_SALE, *history])[DeliveryDay, "2026-09-24"]
    assert row is not None
    assert row.taken == expected


def days(capacity: int = 40, charge_pence: int = 6_95) -> ask.SetNamedDays:
    return ask.SetNamedDays(id="1", capacity=capacity, charge_pence=charge_pence, by="dot")


def day(name: str, capacity: int | None = None, charge_pence: int | None = None) -> ask.SetDeliveryDay:
    return ask.SetDeliveryDay(id="1", day=name, capacity=capacity, charge_pence=charge_pence, by="dot")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (days(), [every_day(40)]),
        (days(0, 0), [every_day(0, 0)]),
        (days(-1), no.CapacityOutOfRange(100_000)),
        (days(100_001), no.CapacityOutOfRange(100_000)),
        (days(1, -1), no.ChargeOutOfRange(100_00)),
        (days(1, 100_01), no.ChargeOutOfRange(100_00)),
        (day("2026-12-24", 3), [one_day("2026-12-24", 3)]),
        (day("2026-12-24", 0, 9_95), [one_day("2026-12-24", 0, 9_95)]),
        (day("2026-12-24"), [one_day("2026-12-24")]),
        (day("2026-12-24", -1), no.CapacityOutOfRange(100_000)),
        (day("2026-12-24", None, 100_01), no.ChargeOutOfRange(100_00)),
        (day("24/12/2026", 3), no.NotADay("24/12/2026")),
        (day("2026-12-32", 3), no.NotADay("2026-12-32")),
        (day("20261224", 3), no.NotADay("20261224")),
    ],
)
def test_what_the_office_sets(command: ask.SetNamedDays | ask.SetDeliveryDay, expected: Any) -> None:
    assert table.ask(rules, state, [], command) == expected


def test_an_order_from_before_there_were_named_days_still_loads() -> None:
    old = b'{"method":"standard","zone":"mainland","region":"England","postcode_area":"LS","charge_pence":395}'
    delivery = msgspec.json.decode(old, type=ask.Delivery)
    assert delivery.day == ""
    assert msgspec.json.encode(delivery) == old
