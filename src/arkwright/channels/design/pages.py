"""The Jinja environment of every page: base templates, macros, and filters for money, time and counts in plain English."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import CodeType
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from arkwright.kit import money

ASSETS = {
    "arkwright.css": "text/css; charset=utf-8",
    "arkwright.js": "text/javascript; charset=utf-8",
    "passkeys.js": "text/javascript; charset=utf-8",
    "arkwright.svg": "image/svg+xml",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Link(msgspec.Struct, frozen=True):
    """A link in a list: its words and where it goes."""

    label: str
    href: str


class Shop(msgspec.Struct, frozen=True, kw_only=True):
    """What `base.html` wants as `shop`: the sign over the door, the departments, and the information pages at the foot."""

    name: str
    navigation: Sequence[Link]
    information: Sequence[Link]
    basket_href: str = "/basket"


class Workplace(msgspec.Struct, frozen=True, kw_only=True):
    """What `office.html` and `desk.html` want as `workplace`: whose it is, and its pages."""

    shop_name: str
    navigation: Sequence[Link]
    sign_out_href: str = "/sign-out"


class CompiledOnce(BytecodeCache):
    """What this process has compiled, by name and content: the faces of one process have many templates in common."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code, if the same template was compiled before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._codes[bucket.key, bucket.checksum] = bucket.code


COMPILED = CompiledOnce()


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right: the field at fault, or None for the page as a whole, and the sentence that says what to do."""

    field: str | None
    sentence: str


def environment(*folders: Path, asset_prefix: str = "/design/") -> Environment:
    """Templates from `folders`, first found first, then those of the design; everything is escaped, an unknown name is an error.

    `asset_prefix` is where the caller serves `ASSETS`; the address carries a digest, so that they may be cached for ever.
    """
    pages = Environment(
        loader=ChoiceLoader([FileSystemLoader([str(folder) for folder in folders]), PackageLoader("arkwright.channels.design")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED,
    )
    pages.filters |= {
        "pounds": money.pounds,
        "day": day,
        "clock": clock,
        "moment": moment,
        "brief_moment": brief_moment,
        "iso_utc": iso_utc,
        "plural": plural,
        "sentence_for": sentence_for,
    }
    pages.globals["asset_url"] = lambda name: asset_url(name, asset_prefix)
    return pages


@cache
def asset_url(name: str, asset_prefix: str = "/design/") -> str:
    """The address of one of `ASSETS`: the digest of its content follows the question mark."""
    return f"{asset_prefix}{name}?v={hashlib.sha256(asset(name)).hexdigest()[:12]}"


@cache
def asset(name: str) -> bytes:
    """The bytes of one of `ASSETS`; any other name is a KeyError."""
    if name not in ASSETS:
        raise KeyError(name)
    return files("arkwright.channels.design").joinpath(name).read_bytes()


def day(at_ms: int) -> str:
    """'Monday 23 November 2026', the date in London."""
    at = in_london(at_ms)
    return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"


def clock(at_ms: int) -> str:
    """'14:05', the time in London."""
    return f"{in_london(at_ms):%H:%M}"


def moment(at_ms: int) -> str:
    """'Monday 23 November 2026 at 14:05', in London."""
    return f"{day(at_ms)} at {clock(at_ms)}"


def brief_moment(at_ms: int) -> str:
    """'23 Nov 2026, 14:05', in London, for dense tables."""
    at = in_london(at_ms)
    return f"{at.day} {MONTHS[at.month - 1][:3]} {at.year}, {clock(at_ms)}"


def iso_utc(at_ms: int) -> str:
    """'2026-11-23T14:05:00Z', for the `datetime` attribute of `<time>`."""
    return f"{datetime.fromtimestamp(at_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def in_london(at_ms: int) -> datetime:
    """The moment as London's clocks show it."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(london())


@cache
def london() -> ZoneInfo:
    """The time zone of the shop: Greenwich in winter, British Summer Time in summer."""
    return ZoneInfo("Europe/London")


def plural(count: int, one: str, many: str | None = None) -> str:
    """'1 item', '2 items', '1,200 boxes': `many` where adding an s is not enough."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def sentence_for(problems: Iterable[Problem], field: str) -> str | None:
    """The first sentence about `field`, or None."""
    return next((problem.sentence for problem in problems if problem.field == field), None)
