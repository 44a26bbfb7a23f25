"""Days and minutes as London's clocks show them: pure, summer time included; the moment comes in as `now_ms`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def wall(now_ms: int) -> datetime:
    """The moment as London's clocks show it."""
    return (EPOCH + timedelta(milliseconds=now_ms)).astimezone(LONDON)


def today(now_ms: int) -> date:
    """The date in London."""
    return wall(now_ms).date()


def minute_of_day(now_ms: int) -> int:
    """Minutes after midnight in London, 0 to 1439."""
    at = wall(now_ms)
    return at.hour * 60 + at.minute


def days_after(now_ms: int, count: int) -> str:
    """The date so many days after today's in London, as `2026-12-01`."""
    return (today(now_ms) + timedelta(days=count)).isoformat()


def read_day(text: str) -> date | None:
    """The date written `2026-12-01`, or None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def day_words(text: str) -> str:
    """'Tuesday 1 December' for `2026-12-01`; anything that is no date stays as it is."""
    day = read_day(text)
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}" if day else text
