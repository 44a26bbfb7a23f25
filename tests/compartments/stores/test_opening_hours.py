"""When a store is open, as a table: the week's hours, the moment in local time, and what holds then."""

from __future__ import annotations

from datetime import datetime

import pytest
from msgspec.structs import replace

from arkwright.compartments.stores.commands import Hours
from arkwright.compartments.stores.state import LOCAL_TIME, Opening, Store, open_at

NINE_TO_FIVE = Hours(opens_minute=9 * 60, closes_minute=17 * 60)
ROUND_THE_CLOCK = Hours(opens_minute=0, closes_minute=24 * 60)
SHOP = Store(
    store="leeds",
    name="Leeds",
    address=("12 Briggate",),
    town="Leeds",
    postcode="LS1 4AP",
    phone="0113 496 0000",
    hours=(*[NINE_TO_FIVE] * 6, None),
    latitude_millionths=53_797_000,
    longitude_millionths=-1_542_000,
    services=(),
    open=True,
    closed_say="",
    changed_ms=0,
    revision=1,
)
SIX_DAYS = SHOP.hours
ALWAYS = (ROUND_THE_CLOCK,) * 7
NIGHTS = (Hours(opens_minute=18 * 60, closes_minute=24 * 60), Hours(opens_minute=0, closes_minute=6 * 60), *[None] * 5)


def at(local: str, fold: int = 0) -> int:
    """The moment at which clocks in London show this."""
    return round(datetime.fromisoformat(local).replace(tzinfo=LOCAL_TIME, fold=fold).timestamp() * 1000)


@pytest.mark.parametrize(
    ("hours", "local", "is_open", "changes"),
    [
        (SIX_DAYS, "2026-11-23T08:59:59", False, "2026-11-23T09:00"),
        (SIX_DAYS, "2026-11-23T09:00:00", True, "2026-11-23T17:00"),
        (SIX_DAYS, "2026-11-23T16:59:59", True, "2026-11-23T17:00"),
        (SIX_DAYS, "2026-11-23T17:00:00", False, "2026-11-24T09:00"),
        (SIX_DAYS, "2026-11-28T17:00:00", False, "2026-11-30T09:00"),
        (SIX_DAYS, "2026-11-29T12:00:00", False, "2026-11-30T09:00"),
        (SIX_DAYS, "2026-03-28T18:00:00", False, "2026-03-30T09:00"),
        (SIX_DAYS, "2026-07-01T09:00:00", True, "2026-07-01T17:00"),
        (SIX_DAYS, "2026-07-01T08:30:00", False, "2026-07-01T09:00"),
        (ALWAYS, "2026-11-23T03:00:00", True, None),
        ((None,) * 7, "2026-11-23T12:00:00", False, None),
        ((NINE_TO_FIVE, *[None] * 6), "2026-11-23T17:00:00", False, "2026-11-30T09:00"),
        ((NINE_TO_FIVE, *[ROUND_THE_CLOCK] * 6), "2026-11-24T12:00:00", True, "2026-11-30T00:00"),
        (NIGHTS, "2026-11-23T23:00:00", True, "2026-11-24T06:00"),
        (NIGHTS, "2026-11-24T05:59:00", True, "2026-11-24T06:00"),
        (NIGHTS, "2026-11-24T06:00:00", False, "2026-11-30T18:00"),
        ((*[None] * 6, ROUND_THE_CLOCK), "2026-10-25T12:00:00", True, "2026-10-26T00:00"),
        ((*[None] * 6, ROUND_THE_CLOCK), "2026-03-29T12:00:00", True, "2026-03-30T00:00"),
        ((*[None] * 6, Hours(opens_minute=90, closes_minute=600)), "2026-03-29T00:30:00", False, "2026-03-29T02:30"),
        ((*[None] * 6, Hours(opens_minute=90, closes_minute=600)), "2026-10-25T00:30:00", False, "2026-10-25T01:30"),
    ],
)
def test_open_and_closed(hours: tuple[Hours | None, ...], local: str, is_open: bool, changes: str | None) -> None:
    expected = Opening(open=is_open, changes_ms=at(changes) if changes else None, say="")
    assert open_at(replace(SHOP, hours=hours), at(local)) == expected


def test_a_store_closed_by_a_colleague_says_why_whatever_its_hours() -> None:
    closed = replace(SHOP, open=False, closed_say="No water today.", hours=ALWAYS)
    assert open_at(closed, at("2026-11-23T12:00:00")) == Opening(open=False, changes_ms=None, say="No water today.")


def test_summer_time_moves_the_hour_on_the_clock_in_utc() -> None:
    winter, summer = open_at(SHOP, at("2026-01-05T10:00")), open_at(SHOP, at("2026-07-06T10:00"))
    assert winter.changes_ms is not None
    assert summer.changes_ms is not None
    assert (winter.changes_ms - summer.changes_ms) % (24 * 60 * 60 * 1000) == 60 * 60 * 1000
