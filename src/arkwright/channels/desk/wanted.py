"""What somebody wants of a switch, as typed into a form or a command, read into a setting; each thing that is wrong is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, get_args

import msgspec

from arkwright.channels.design.pages import Problem, in_london, london
from arkwright.compartments.switchboard.refusals import LimitsAreWrong, PlaceIsWrong, ThatWouldReopen
from arkwright.kit.refusal import Refusal
from arkwright.kit.switches import CAPABILITY_IDS, InFlight, Limits, Mode, Place, Setting, SwitchOrder

T = TypeVar("T")

TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2})?")
TIME_ALLOWED = "a date and time in the UK such as 2026-11-24 09:00"
REVIEW_HOURS = 4
PLACE_FIELDS = ("channel", "store", "region", "category", "delivery_method")
FIELD_OF_LIMIT = {
    "categories": "limit_categories", "regions": "limit_regions", "delivery methods": "limit_delivery_methods", "the total": "limit_total",
    "the share of shoppers": "limit_share", "something": "limit_categories",
}  # fmt: skip


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A setting, and why, for colleagues."""

    setting: Setting
    reason: str


class Wrong(Exception):
    """What was typed cannot be a setting; `problems` say what to put right."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class _Reading:
    """The fields of one form; each wrong one is remembered, and the reading goes on."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._values = values

    def text(self, name: str) -> str:
        return " ".join(self._values.get(name, "").split())

    def read(self, name: str, read: Callable[[str], T], allowed: str) -> T | None:
        """What `read` makes of the field; None when it is empty or wrong."""
        typed = self.text(name)
        if not typed:
            return None
        try:
            return read(typed)
        except (ValueError, ArithmeticError):
            self.problems.append(Problem(name, f"{label(name)}: give {allowed}."))
            return None

    def one_of(self, name: str, allowed: tuple[str, ...], default: str = "") -> Any:
        """One of the words that are allowed."""
        typed = self.text(name) or default
        if typed not in allowed:
            self.problems.append(Problem(name, f"{label(name)}: choose {' or '.join((', '.join(allowed[:-1]), allowed[-1]))}."))
        return typed


def read_wanted(values: Mapping[str, str]) -> Wanted:
    """The setting in these fields, or `Wrong`. Whether it may stand is the switchboard's to say."""
    reading = _Reading(values)
    capability = reading.one_of("capability", CAPABILITY_IDS)
    mode: Mode = reading.one_of("mode", get_args(Mode))
    in_flight: InFlight = reading.one_of("in_flight", get_args(InFlight), "finish")
    place = Place(**{name: reading.text(name) or None for name in PLACE_FIELDS})
    limits = Limits(
        categories=reading.read("limit_categories", names, "names with commas between them"),
        regions=reading.read("limit_regions", names, "nations or postcode areas with commas between them"),
        delivery_methods=reading.read("limit_delivery_methods", names, "names with commas between them"),
        max_total_pence=reading.read("limit_total", pence, "an amount in pounds such as 150 or 49.99"),
        share_per_mille=reading.read("limit_share", per_mille, "a percentage from 0 to 100 such as 10 or 2.5"),
    )
    cancel_from_ms = reading.read("cancel_from", moment_ms, TIME_ALLOWED)
    review_ms = reading.read("review", moment_ms, TIME_ALLOWED)
    if reading.problems:
        raise Wrong(reading.problems)
    setting = Setting(
        capability=capability,
        place=place,
        mode=mode,
        limits=limits,
        in_flight=in_flight,
        cancel_from_ms=cancel_from_ms,
        say=reading.text("say"),
        fallback=reading.text("fallback"),
        review_ms=review_ms,
    )
    return Wanted(setting=setting, reason=values.get("reason", "").strip())


def values_of(order: SwitchOrder) -> dict[str, str]:
    """A form that sets what the order sets, for changing it; times and reason begin anew."""
    limits = order.limits
    return {
        "mode": order.mode,
        "limit_categories": ", ".join(limits.categories or ()),
        "limit_regions": ", ".join(limits.regions or ()),
        "limit_delivery_methods": ", ".join(limits.delivery_methods or ()),
        "limit_total": "" if limits.max_total_pence is None else f"{Decimal(limits.max_total_pence) / 100:.2f}",
        "limit_share": "" if limits.share_per_mille is None else f"{Decimal(limits.share_per_mille) / 10:f}",
        "in_flight": order.in_flight,
        "cancel_from": "" if order.cancel_from_ms is None else typed_moment(order.cancel_from_ms),
        "say": order.say,
        "fallback": order.fallback,
    }


def problem_of(refusal: Refusal) -> Problem:
    """The switchboard's no, at the field of the form that it is about."""
    match refusal:
        case PlaceIsWrong(part=part):
            return Problem(part.replace(" ", "_"), str(refusal))
        case LimitsAreWrong(limit=limit):
            return Problem(FIELD_OF_LIMIT.get(limit, f"limit_{limit.replace(' ', '_')}"), str(refusal))
        case ThatWouldReopen():
            return Problem("mode", str(refusal))
        case _:
            field = "review" if refusal.field == "review_ms" else refusal.field
            return Problem(field if field in FORM_FIELDS else None, str(refusal))


def moment_ms(text: str) -> int:
    """'2026-11-24 09:00', as London's clocks show it, in milliseconds UTC; ValueError."""
    found = TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    at = datetime.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H:%M").replace(tzinfo=london())
    return int(at.timestamp()) * 1000


def typed_moment(at_ms: int) -> str:
    """The moment as a field for date and time wants it: '2026-11-24T09:00', in London."""
    return f"{in_london(at_ms):%Y-%m-%dT%H:%M}"


def names(text: str) -> tuple[str, ...]:
    """'food, toys' as a tuple."""
    return tuple(name for name in (part.strip() for part in text.split(",")) if name)


def pence(text: str) -> int:
    """'£1,49.99' is wrong, '149.99' and '£150' are not; ValueError or InvalidOperation."""
    return whole(Decimal(text.removeprefix("£")) * 100)


def per_mille(text: str) -> int:
    """'2.5' or '2.5%' of each hundred as 25 of each thousand; ValueError or InvalidOperation."""
    found = whole(Decimal(text.removesuffix("%")) * 10)
    if not 0 <= found <= 1000:
        raise ValueError(text)
    return found


def whole(number: Decimal) -> int:
    """The number, if it is a whole one that can be meant."""
    if not number.is_finite() or number != int(number) or abs(number) > 10**12:
        raise InvalidOperation(number)
    return int(number)


def label(name: str) -> str:
    """The name of a field as a form shows it."""
    return LABELS.get(name, name.replace("_", " ").capitalize())


LABELS = {
    "in_flight": "What has begun",
    "cancel_from": "Cancel from",
    "say": "Sentence for customers",
    "fallback": "What works instead",
    "review": "Look again at",
    "limit_categories": "Only these departments",
    "limit_regions": "Only these regions",
    "limit_delivery_methods": "Only these delivery methods",
    "limit_total": "Highest order total",
    "limit_share": "Share of shoppers",
}
FORM_FIELDS = frozenset({"capability", "mode", "reason", *PLACE_FIELDS, *LABELS})
