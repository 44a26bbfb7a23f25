"""Birthdays without a year: the day and the month, and the week from Monday to Sunday in which one falls."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import msgspec

from arkwright.kit.london import EPOCH, LONDON, MONTHS, today

DAYS_OF = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Birthday(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the year."""

    month: int
    day: int

    @property
    def words(self) -> str:
        """'29 February'."""
        return f"{self.day} {MONTHS[self.month - 1]}"


def read(month: str, day: str) -> Birthday | None:
    """The day that was typed, or None for one that no year has."""
    if not (month.isascii() and month.isdigit() and day.isascii() and day.isdigit() and len(month + day) <= 4):
        return None
    typed = Birthday(month=int(month), day=int(day))
    return typed if 1 <= typed.month <= 12 and 1 <= typed.day <= DAYS_OF[typed.month - 1] else None


def week_of(birthday: Birthday, now_ms: int) -> tuple[int, int]:
    """The latest week with this birthday that has begun: from its Monday's midnight in London until just before the next one's.

    Born on 29 February, it is 1 March in other years.
    """
    now = today(now_ms)
    mondays = []
    for year in (now.year - 1, now.year, now.year + 1):
        leaps = birthday.day < 29 or birthday.month != 2 or (date(year, 3, 1) - timedelta(days=1)).day == 29
        at = date(year, birthday.month, birthday.day) if leaps else date(year, 3, 1)
        mondays.append(at - timedelta(days=at.weekday()))
    monday = max(each for each in mondays if each <= now)
    return midnight_ms(monday), midnight_ms(monday + timedelta(days=7))


def midnight_ms(day: date) -> int:
    """The midnight in London with which a day begins."""
    return int((datetime.combine(day, time(), LONDON) - EPOCH).total_seconds()) * 1000
