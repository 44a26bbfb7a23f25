"""Reading single cells: prices, weights, yes and no, dates, and names as ids; a wrong one says what is allowed."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from arkwright.journeys.range_import.mapping import Dates

_POUNDS = re.compile(r"(£|GBP)? ?(?P<whole>[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,9})(\.(?P<part>[0-9]{1,2}))?")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}(\.0+)?")
_DATES: dict[Dates, re.Pattern[str]] = {
    "year-first": re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})([ T].*)?"),
    "month-first": re.compile(r"(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})[-/.](?P<year>[0-9]{4})([ T].*)?"),
    "day-first": re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})([ T].*)?"),
}
_YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False, "": False}


class CellIsWrong(Exception):
    """A cell that cannot be read; the text is the reason, in one sentence."""


def price_pence(text: str, prices_in: str) -> int:
    """Pence of a price as people write it: "2.50", "£2.50", "1,250", or "250" where prices are in pence."""
    if prices_in == "pence":
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise CellIsWrong(f"The price “{text}” is not in whole pence. Write 250 for £2.50.")
        return int(text)
    match = _POUNDS.fullmatch(text)
    if match is None:
        raise CellIsWrong(f"The price “{text}” is not in pounds and pence. Write 2.50, with a full stop and no minus sign.")
    return int(match["whole"].replace(",", "")) * 100 + int((match["part"] or "").ljust(2, "0"))


def unit_price_pence(text: str) -> int:
    """Pence of an invoice's price, which may be negative or finer than a penny: rounded half up to a penny."""
    if not _DECIMAL.fullmatch(text):
        raise CellIsWrong(f"The price “{text}” is not a number of pounds. Write 2.50.")
    return int((Decimal(text) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def whole(text: str, what: str) -> int:
    """A whole number, minus sign allowed."""
    if not _WHOLE.fullmatch(text):
        raise CellIsWrong(f"The {what} “{text}” is not a whole number. Write 12.")
    return int(text.split(".")[0])


def weight_g(text: str) -> int:
    """Grams; nothing means not known, which is 0."""
    if text and not re.fullmatch(r"[0-9]{1,9}", text):
        raise CellIsWrong(f"The weight “{text}” is not in whole grams. Write 350.")
    return int(text or 0)


def yes_or_no(text: str) -> bool:
    """Yes or no; nothing means no."""
    if text.casefold() not in _YES:
        raise CellIsWrong(f"“{text}” is neither yes nor no. Write yes, no or nothing.")
    return _YES[text.casefold()]


def month(text: str, dates: Dates) -> str:
    """The month of a date as "2011-12"; what follows the day (a time) is not looked at."""
    match = _DATES[dates].fullmatch(text)
    if match is None or not 1 <= int(match["month"]) <= 12 or not 1 <= int(match["day"]) <= 31:
        raise CellIsWrong(f"The date “{text}” cannot be read. Write it {dates}, such as {_example(dates)}.")
    return f"{match['year']}-{int(match['month']):02}"


def words(text: str) -> tuple[str, ...]:
    """Words parted by spaces, commas, semicolons or upright strokes; sorted, each once."""
    return tuple(sorted({word for word in re.split(r"[\s,;|]+", text) if word}))


def slug(text: str) -> str:
    """A name as an id: "Café & Bar" is "cafe-and-bar"."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _example(dates: Dates) -> str:
    return {"year-first": "2011-12-09", "month-first": "12/9/2011", "day-first": "9/12/2011"}[dates]
