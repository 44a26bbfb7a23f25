"""What happened in loyalty; ids of members, no personal data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.loyalty.commands import AdjustedBecause, BoughtLine, ReturnedUnits, SourceKind
from arkwright.kit.messages import Event


class MemberJoined(Event, frozen=True):
    """An account has a membership number and no points yet."""

    member: str
    number: str
    joined_ms: int


class PointsEarned(Event, frozen=True):
    """Goods were bought; `points` are what they add, less what came back of them before this was heard of."""

    source: str
    part: str
    kind: SourceKind
    member: str
    store: str
    lines: tuple[BoughtLine, ...]
    points: int
    sold_ms: int
    recorded_ms: int


class PointsClawedBack(Event, frozen=True):
    """Goods came back; `points` is nought or less. `member` is "" while nobody has told us who bought them."""

    source: str
    returned: str
    member: str
    store: str
    units: tuple[ReturnedUnits, ...]
    points: int
    at_ms: int
    recorded_ms: int


class MoneyClawedBack(Event, frozen=True):
    """Money of an order was given back; `points` is nought or less. `member` is "" while nobody has told us who bought it."""

    source: str
    returned: str
    member: str
    pence: int
    points: int
    at_ms: int
    recorded_ms: int


class PointsSpent(Event, frozen=True):
    """Paid with points; `points` is below nought."""

    spend: str
    member: str
    store: str
    points: int
    at_ms: int
    recorded_ms: int


class OverspendRecorded(Event, frozen=True):
    """A till took more than there was, or of a frozen member: the signed `sale` says so, and `short_points` are missing."""

    spend: str
    sale: str
    member: str
    store: str
    short_points: int
    frozen: bool
    recorded_ms: int


class PointsGivenBack(Event, frozen=True, omit_defaults=True):
    """A refund of what was paid with points; of the online `spend`, where it was one."""

    refund: str
    member: str
    store: str
    points: int
    at_ms: int
    recorded_ms: int
    spend: str = ""


class SpendReleased(Event, frozen=True):
    """This spend is over, made or not, and nothing of it is left."""

    spend: str
    released_ms: int


class PointsAdjusted(Event, frozen=True):
    """A colleague put them right."""

    adjustment: str
    member: str
    points: int
    why: AdjustedBecause
    by: str
    recorded_ms: int


class ExpirySet(Event, frozen=True):
    """What comes from `from_ms` on expires so many months later; nought: never."""

    months: int
    from_ms: int
    by: str
    set_ms: int


class UseNoted(Event, frozen=True):
    """Points could be used at this time."""

    noted_ms: int


class UseInterrupted(Event, frozen=True):
    """Nobody could use points between these times, or nobody saw that they can: none of it counts towards an expiry."""

    from_ms: int
    until_ms: int


class ExpiryAnnounced(Event, frozen=True):
    """The member is told that so many points expire, the first of them at `first_ms`; told is all that expires up to `until_ms`."""

    member: str
    points: int
    first_ms: int
    until_ms: int
    told_ms: int


class PointsExpired(Event, frozen=True):
    """Points went that had come at these times (`lots`) and were not spent; `points` is below nought."""

    member: str
    points: int
    lots: tuple[int, ...]
    recorded_ms: int


class TenderTermsSet(Event, frozen=True):
    """From `from_ms` on points are worth this as a tender, and stores are told of so many."""

    terms: str
    points: int
    pence: int
    most_points_a_store: int
    from_ms: int
    by: str
    set_ms: int


class PointsRuleSet(Event, frozen=True):
    """From `from_ms` until just before `until_ms` this holds."""

    rule: str
    category: str
    points_a_pound: int
    from_ms: int
    until_ms: int
    by: str
    set_ms: int


class PointsRuleEnded(Event, frozen=True):
    """What is sold from `until_ms` on does not know it."""

    rule: str
    until_ms: int
    by: str
    ended_ms: int


class TreatSet(Event, frozen=True):
    """What birthday treats are worth, for weeks that begin from `from_ms` until just before `until_ms`."""

    points: int
    from_ms: int
    until_ms: int
    by: str
    set_ms: int


class TreatGiven(Event, frozen=True):
    """A member's treat; the next one is for a week that begins a year after `week_ms`."""

    member: str
    week_ms: int
    points: int
    at_ms: int
    recorded_ms: int


class MemberShown(Event, frozen=True):
    """A colleague saw this member's points."""

    look: str
    member: str
    by: str
    shown_ms: int


class MemberFrozen(Event, frozen=True):
    """Nothing may be spent."""

    member: str
    frozen_ms: int


class MemberThawed(Event, frozen=True):
    """It may again."""

    member: str
    thawed_ms: int


class MemberForgotten(Event, frozen=True):
    """Nobody's any more; what they bought stays under an id without a person."""

    member: str
    number: str
    forgotten_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
