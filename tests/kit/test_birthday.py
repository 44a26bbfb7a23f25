"""Weeks of birthdays: from Monday to Sunday in London, the latest that has begun."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from arkwright.kit.birthday import Birthday, midnight_ms, read, week_of
from arkwright.kit.london import today

DAY_MS = 24 * 60 * 60 * 1000


@pytest.mark.parametrize(
    ("month", "day", "words"),
    [
        ("2", "29", "29 February"),
        ("12", "1", "1 December"),
        ("2", "30", None),
        ("4", "31", None),
        ("0", "1", None),
        ("13", "1", None),
        ("1", "0", None),
        ("", "1", None),
        ("1", "-1", None),
        ("1", "\u0663", None),
        ("001", "01", None),
    ],
)
def test_a_day_is_one_that_some_year_has(month: str, day: str, words: str | None) -> None:
    found = read(month, day)
    assert (found.words if found else None) == words


@pytest.mark.parametrize(
    ("now", "born", "monday"),
    [
        ("2026-11-23", (11, 29), "2026-11-23"),  # a Monday, and the Sunday of its week
        ("2026-11-22", (11, 29), "2025-11-24"),
        ("2026-11-29", (11, 23), "2026-11-23"),
        ("2026-12-28", (1, 1), "2026-12-28"),  # the week goes into the next year
        ("2027-01-03", (12, 31), "2026-12-28"),
        ("2027-03-01", (2, 29), "2027-03-01"),
        ("2028-02-28", (2, 29), "2028-02-28"),
        ("2028-02-27", (2, 29), "2027-03-01"),
    ],
)
def test_the_week_of_a_birthday(now: str, born: tuple[int, int], monday: str) -> None:
    from_ms, until_ms = week_of(Birthday(month=born[0], day=born[1]), midnight_ms(date.fromisoformat(now)))
    assert today(from_ms).isoformat() == monday
    assert today(until_ms) - today(from_ms) == timedelta(days=7)


def test_weeks_of_a_birthday_are_a_year_apart_whatever_the_day() -> None:
    born = [date(2028, 1, 1) + timedelta(days=offset) for offset in (0, 1, 3, 58, 59, 60, 200, 330, 362, 364, 365)]
    moments = [midnight_ms(date(2026, 1, 1) + timedelta(days=30 * count)) for count in range(130)]
    for day in born:
        weeks = sorted({week_of(Birthday(month=day.month, day=day.day), now_ms)[0] for now_ms in moments})
        assert {round((later - earlier) / DAY_MS) for earlier, later in itertools.pairwise(weeks)} == {364, 371}
