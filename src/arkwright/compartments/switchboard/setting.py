"""Whether a setting is one that people can be told and nodes can obey; pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

from msgspec.structs import replace

from arkwright.compartments.switchboard import refusals as no
from arkwright.kit import postcode
from arkwright.kit.switches import CAPABILITY_IDS, Limits, Place, Setting

SAY = (10, 280)
REASON = (5, 1000)
LONGEST_NAME = 100
MOST_IN_A_LIMIT = 200
LARGEST_TOTAL_PENCE = 1_000_000_00
LATEST_REVIEW_MS = 30 * 24 * 60 * 60 * 1000
NAMED = "one name of 1 to 100 characters of plain text, without < > |"
REGION = f"a nation ({', '.join(get_args(postcode.Nation))}) or the letters of a postcode area, such as EH"


def checked(setting: Setting, now_ms: int) -> Setting:
    """The setting with its limits sorted and each named once; refused, by the field at fault, if it cannot stand.

    Everything but open needs a sentence for customers and a time for review, from now up to 30 days.
    """
    if setting.capability not in CAPABILITY_IDS:
        raise no.NoSuchCapability(setting.capability, ", ".join(CAPABILITY_IDS))
    check_place(setting.place)
    check_in_flight(setting, now_ms)
    shortest, longest = SAY
    if (setting.mode != "open" or setting.say) and not (shortest <= len(setting.say.strip()) <= longest and plain(setting.say)):
        raise no.SayIsWrong(shortest, longest)
    if len(setting.fallback) > longest or not plain(setting.fallback):
        raise no.FallbackIsWrong(longest)
    check_review(setting, now_ms)
    return replace(setting, limits=checked_limits(setting), say=setting.say.strip(), fallback=setting.fallback.strip())


def check_reason(reason: str) -> None:
    """A reason that colleagues can read later, or a refusal."""
    shortest, longest = REASON
    if not shortest <= len(reason.strip()) <= longest:
        raise no.ReasonIsWrong(shortest, longest)


def check_place(place: Place) -> None:
    """Every name in the place is one that a command can have."""
    for part, value in place.named.items():
        if part == "region":
            if not is_region(value):
                raise no.PlaceIsWrong(part, REGION)
        elif not is_name(value):
            raise no.PlaceIsWrong(part.replace("_", " "), NAMED)


def check_in_flight(setting: Setting, now_ms: int) -> None:
    """Holding and cancelling go with a pause; cancelling has a cut-off time that has been."""
    if setting.in_flight != "finish" and setting.mode != "paused":
        raise no.InFlightIsWrong("Hold and cancel go with the mode paused; use finish with any other")
    if setting.in_flight == "cancel":
        if setting.cancel_from_ms is None or not 0 < setting.cancel_from_ms <= now_ms:
            raise no.InFlightIsWrong(f"Cancel needs the time from which orders are cancelled, not after {moment(now_ms)}")
    elif setting.cancel_from_ms is not None:
        raise no.InFlightIsWrong("A time from which to cancel goes with cancel only")


def check_review(setting: Setting, now_ms: int) -> None:
    """In the time to come, and soon enough."""
    if setting.mode == "open" and setting.review_ms is None:
        return
    latest_ms = now_ms + LATEST_REVIEW_MS
    if setting.review_ms is None or not now_ms < setting.review_ms <= latest_ms:
        raise no.ReviewIsWrong(moment(now_ms), moment(latest_ms))


def checked_limits(setting: Setting) -> Limits:
    """Limits with the mode limited, at least one, each of them possible; none with another mode."""
    limits = setting.limits
    if setting.mode != "limited":
        if limits.named:
            raise no.LimitsAreWrong(limits.named[0].replace("_", " "), "Limits go with the mode limited only")
        return limits
    if not limits.named:
        raise no.LimitsAreWrong("something", "Name at least one: categories, regions, delivery methods, total or share of shoppers")
    if limits.max_total_pence is not None and not 1 <= limits.max_total_pence <= LARGEST_TOTAL_PENCE:
        raise no.LimitsAreWrong("the total", f"It lies between 1 and {LARGEST_TOTAL_PENCE} pence")
    if limits.share_per_mille is not None and not 0 <= limits.share_per_mille <= 1000:
        raise no.LimitsAreWrong("the share of shoppers", "It lies between 0 and 1000 of each thousand")
    if not all(is_region(region) for region in limits.regions or ()):
        raise no.LimitsAreWrong("regions", f"Each is {REGION}")
    return replace(
        limits,
        categories=checked_names("categories", limits.categories),
        regions=checked_names("regions", limits.regions),
        delivery_methods=checked_names("delivery methods", limits.delivery_methods),
    )


def checked_names(limit: str, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The names sorted, each once; a set that is given is not empty."""
    if names is not None and not (1 <= len(names) <= MOST_IN_A_LIMIT and all(is_name(name) for name in names)):
        raise no.LimitsAreWrong(limit, f"Name 1 to {MOST_IN_A_LIMIT}, each {NAMED}")
    return None if names is None else tuple(sorted(set(names)))


def is_name(value: str) -> bool:
    """Plain text without white space at its ends, and without the bar that parts the names in a key."""
    return 1 <= len(value) <= LONGEST_NAME and value == value.strip() and plain(value) and "|" not in value


def is_region(value: str) -> bool:
    """A nation, or the letters of a postcode area that exists: the gate compares them letter by letter."""
    if value in get_args(postcode.Nation):
        return True
    try:
        return postcode.area(postcode.normalise(f"{value}1 1AA")) == value
    except postcode.NotAPostcode:
        return False


def plain(text: str) -> bool:
    """No markup and no control characters."""
    return text.isprintable() and not set(text) & set("<>")


def moment(at_ms: int) -> str:
    """'5 May 2026, 14:05 UTC'."""
    when = datetime.fromtimestamp(at_ms // 1000, tz=UTC)
    return f"{when.day} {when:%B %Y, %H:%M} UTC"
