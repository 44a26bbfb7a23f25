"""Bank holidays of the United Kingdom by nation: on these days, on Sundays and at Christmas nothing is delivered.

Source: www.gov.uk/bank-holidays, which lists what follows from the Banking and Financial Dealings Act 1971, schedule 1, and
from the yearly proclamations under its section 1. `tests/kit/test_bank_holidays.py` derives every date from those rules anew.
A single holiday proclaimed later is added here; until then a colleague closes that day in the back office.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

FIRST_DAY = date(2026, 8, 1)
LAST_DAY = date(2028, 12, 31)  # beyond it the holidays are not known here, and no day is promised

NEW_YEAR_CHRISTMAS_BOXING = ((1, 1), (12, 25), (12, 26))  # the days themselves, also when their holiday is moved to a weekday

_ENGLAND_AND_WALES = (
    "2026-08-31 2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28 "
    "2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26"
)
_SCOTLAND = (
    "2026-08-03 2026-11-30 2026-12-25 2026-12-28 2027-01-01 2027-01-04 2027-03-26 2027-05-03 2027-05-31 2027-08-02 2027-11-30 "
    "2027-12-27 2027-12-28 2028-01-03 2028-01-04 2028-04-14 2028-05-01 2028-05-29 2028-08-07 2028-11-30 2028-12-25 2028-12-26"
)
_NORTHERN_IRELAND = (
    "2026-08-31 2026-12-25 2026-12-28 2027-01-01 2027-03-17 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-07-12 2027-08-30 "
    "2027-12-27 2027-12-28 2028-01-03 2028-03-17 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-07-12 2028-08-28 2028-12-25 2028-12-26"
)


def _days(text: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(each) for each in text.split())


BY_NATION: Mapping[str, frozenset[date]] = {
    "England": _days(_ENGLAND_AND_WALES),
    "Wales": _days(_ENGLAND_AND_WALES),
    "Scotland": _days(_SCOTLAND),
    "Northern Ireland": _days(_NORTHERN_IRELAND),
}


def is_holiday(nation: str, day: date) -> bool:
    """Whether that day is a bank holiday there, Christmas Day, Boxing Day or New Year's Day; every day is where none are known."""
    known = BY_NATION.get(nation)
    if known is None or not FIRST_DAY <= day <= LAST_DAY:
        return True
    return day in known or (day.month, day.day) in NEW_YEAR_CHRISTMAS_BOXING
