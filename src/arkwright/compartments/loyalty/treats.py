"""Birthday treats: what they are worth by dated rules, and that each member gets one a year, late where it could not be in time."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from arkwright.compartments.loyalty import commands as ask
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

TREATS = "treats"
MOST_POINTS_OF_A_TREAT = 5_000
YEAR_MS = 364 * 24 * 60 * 60 * 1000  # the weeks of one birthday are 52 or 53 weeks apart
AN_HOUR_MS = 60 * 60 * 1000  # by which two midnights of London may differ


class TreatRule(msgspec.Struct, frozen=True, kw_only=True):
    """For birthday weeks that begin between two times; of several the one that was set last counts."""

    points: int
    from_ms: int
    until_ms: int


class TreatBook(Row, frozen=True):
    """Every rule for treats there was."""

    book: str
    rules: tuple[TreatRule, ...]


class Treated(Row, frozen=True):
    """The last treat of a member: for the week that began then."""

    member: str
    week_ms: int
    given_ms: int


def treat_points(rules: Iterable[TreatRule], week_ms: int) -> int:
    """What a treat of the week that begins then is worth; nought where there is none."""
    return next((rule.points for rule in reversed(tuple(rules)) if rule.from_ms <= week_ms < rule.until_ms), 0)


def next_week_ms(last: Treated | None, week_ms: int) -> int:
    """From when a member may have the treat of this week: a year after their last one, whatever they say their birthday is."""
    return week_ms if last is None or week_ms + AN_HOUR_MS >= last.week_ms + YEAR_MS else last.week_ms + YEAR_MS


def set_treat(command: ask.SetTreat, now_ms: int) -> list[Event]:
    """For weeks to come."""
    if command.from_ms < now_ms or command.until_ms <= command.from_ms:
        raise no.RuleIsInThePast()
    if not 0 <= command.points <= MOST_POINTS_OF_A_TREAT:
        raise no.PointsOfATreatAreWrong(MOST_POINTS_OF_A_TREAT)
    return [did.TreatSet(points=command.points, from_ms=command.from_ms, until_ms=command.until_ms, by=command.by, set_ms=now_ms)]


def give_treat(rows: Rows, command: ask.GiveTreat, now_ms: int) -> list[Event]:
    """Once a year; after its week it is late, and good all the same."""
    book, last = rows[TreatBook, TREATS], rows[Treated, command.member]
    points = treat_points(book.rules, command.week_ms) if book else 0
    due_ms = next_week_ms(last, command.week_ms)
    if not points or now_ms < due_ms:
        return []
    at_ms = min(now_ms, command.until_ms - 1)
    return [did.TreatGiven(member=command.member, week_ms=due_ms, points=points, at_ms=at_ms, recorded_ms=now_ms)]


def evolve_treat(rows: Rows, event: did.TreatSet | did.TreatGiven) -> None:
    """One rule more, or a member's last treat."""
    match event:
        case did.TreatSet():
            book = rows[TreatBook, TREATS] or TreatBook(book=TREATS, rules=())
            rule = TreatRule(points=event.points, from_ms=event.from_ms, until_ms=event.until_ms)
            rows[TreatBook, TREATS] = TreatBook(book=TREATS, rules=(*book.rules, rule))
        case did.TreatGiven(member=member, week_ms=week_ms, recorded_ms=now_ms):
            rows[Treated, member] = Treated(member=member, week_ms=week_ms, given_ms=now_ms)
