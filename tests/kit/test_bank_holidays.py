"""The bank holidays held here are those that the law gives: each is derived again from the Act and the yearly proclamations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from arkwright.kit.bank_holidays import BY_NATION, FIRST_DAY, LAST_DAY, is_holiday


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian algorithm (Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    l = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7  # noqa: E741 - the letter of the source
    m = (a + 11 * h + 22 * l) // 451
    return date(year, (h + l - 7 * m + 114) // 31, (h + l - 7 * m + 114) % 31 + 1)


def first_monday(year: int, month: int) -> date:
    day = date(year, month, 1)
    return day + timedelta(days=-day.weekday() % 7)


def last_monday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=day.weekday())


def moved(days: list[date]) -> Iterator[date]:
    """Each on its day, or on the next weekday that is not taken."""
    taken: set[date] = set()
    for day in days:
        free = day
        while free.weekday() >= 5 or free in taken:
            free += timedelta(days=1)
        taken.add(free)
    yield from taken


def by_law(nation: str, year: int) -> set[date]:
    sunday = easter(year)
    days = {sunday - timedelta(days=2), first_monday(year, 5), last_monday(year, 5)}
    new_year = [date(year, 1, 1), date(year, 1, 2)] if nation == "Scotland" else [date(year, 1, 1)]
    days |= {*moved(new_year), *moved([date(year, 12, 25), date(year, 12, 26)])}
    if nation == "Scotland":
        return days | {first_monday(year, 8), *moved([date(year, 11, 30)])}
    days |= {sunday + timedelta(days=1), last_monday(year, 8)}
    return days | {*moved([date(year, 3, 17)]), *moved([date(year, 7, 12)])} if nation == "Northern Ireland" else days


@pytest.mark.parametrize("nation", BY_NATION)
def test_every_holiday_follows_from_the_law_and_none_is_missing(nation: str) -> None:
    expected = {day for year in range(FIRST_DAY.year, LAST_DAY.year + 1) for day in by_law(nation, year)}
    assert sorted(BY_NATION[nation]) == sorted(day for day in expected if FIRST_DAY <= day <= LAST_DAY)


@pytest.mark.parametrize(
    ("nation", "day", "expected"),
    [
        ("England", date(2026, 11, 30), False),
        ("Scotland", date(2026, 11, 30), True),
        ("Northern Ireland", date(2027, 3, 17), True),
        ("Wales", date(2027, 3, 17), False),
        ("England", date(2027, 12, 25), True),  # a Saturday: its holiday is on the Monday, and nobody delivers on the day either
        ("England", date(2027, 12, 24), False),
        ("England", date(2029, 2, 1), True),
        ("Isle of Man", date(2026, 12, 1), True),
    ],
)
def test_when_nothing_is_delivered(nation: str, day: date, expected: bool) -> None:
    assert is_holiday(nation, day) is expected
