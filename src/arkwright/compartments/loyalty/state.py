"""The state of loyalty: its rows, and how an event changes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty.commands import BoughtLine, ReturnedUnits, SourceKind, of_sku
from arkwright.compartments.loyalty.expiry_rows import evolve_expiry, evolve_frozen, evolve_lots
from arkwright.compartments.loyalty.spend_rows import evolve_spend
from arkwright.compartments.loyalty.tender_terms import evolve_terms
from arkwright.compartments.loyalty.treats import evolve_treat
from arkwright.kit import london
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

EntryKind = Literal["earned", "clawed-back", "spent", "given-back", "adjusted", "treat", "expired"]
RULES = "rules"


class Member(Row, frozen=True):
    """A member; `entries` counts what made the balance."""

    member: str
    number: str
    balance: int
    entries: int
    frozen: bool
    joined_ms: int
    changed_ms: int


class NumberTaken(Row, frozen=True):
    """Claims a membership number."""

    number: str
    member: str


class Entry(Row, frozen=True):
    """One change of a balance: when it happened, and when we heard of it."""

    entry: str
    member: str
    kind: EntryKind
    points: int
    source: str
    store: str
    at_ms: int
    recorded_ms: int


class Source(Row, frozen=True):
    """A receipt or an order: what of it was told, what came back, and the points that it has made."""

    source: str
    kind: SourceKind
    member: str
    store: str
    sold_ms: int
    recorded_ms: int
    parts: tuple[str, ...]
    lines: tuple[BoughtLine, ...]
    returns: tuple[str, ...]
    returned: dict[str, int]
    points: int
    refunded_pence: int = 0


class Counted(Row, frozen=True):
    """Claims a spend, a refund or an adjustment: it counted."""

    what: str
    member: str
    points: int


class AdjustedBy(Row, frozen=True):
    """What a colleague has put right on one day in London, both ways together."""

    by: str
    day: str
    points: int


class Look(Row, frozen=True):
    """A colleague saw a member's points."""

    look: str
    member: str
    by: str
    shown_ms: int


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Points for each whole pound, of one category or of everything (""), between two times."""

    rule: str
    category: str
    points_a_pound: int
    from_ms: int
    until_ms: int


class RuleBook(Row, frozen=True):
    """Every rule there was: what was sold keeps the rules of its day."""

    book: str
    rules: tuple[Rule, ...]


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of loyalty change."""
    match event:
        case did.MemberJoined(member=member, number=number, joined_ms=now_ms):
            rows[Member, member] = Member(
                member=member, number=number, balance=0, entries=0, frozen=False, joined_ms=now_ms, changed_ms=now_ms
            )
            rows[NumberTaken, number] = NumberTaken(number=number, member=member)
        case did.PointsEarned():
            evolve_earned(rows, event)
        case did.PointsClawedBack() | did.MoneyClawedBack():
            evolve_clawed_back(rows, event)
        case did.PointsSpent(spend=what) | did.PointsGivenBack(refund=what):
            rows[Counted, what] = Counted(what=what, member=event.member, points=event.points)
            evolve_spend(rows, event)
            kind: EntryKind = "spent" if isinstance(event, did.PointsSpent) else "given-back"
            booked(rows, event.member, kind, event.points, (what, event.store), (event.at_ms, event.recorded_ms))
        case did.PointsAdjusted(adjustment=what, recorded_ms=now_ms):
            rows[Counted, what] = Counted(what=what, member=event.member, points=event.points)
            booked(rows, event.member, "adjusted", event.points, (event.why, ""), (now_ms, now_ms))
            day, by = london.days_after(now_ms, 0), event.by
            rows[AdjustedBy, by] = AdjustedBy(by=by, day=day, points=adjusted_on(rows, by, day) + abs(event.points))
        case did.SpendReleased():
            evolve_spend(rows, event)
        case did.TreatSet() | did.TreatGiven():
            evolve_treat(rows, event)
            if isinstance(event, did.TreatGiven):
                booked(rows, event.member, "treat", event.points, ("birthday", ""), (event.at_ms, event.recorded_ms))
        case did.OverspendRecorded():
            return
        case did.ExpirySet() | did.UseNoted() | did.UseInterrupted() | did.ExpiryAnnounced():
            evolve_expiry(rows, event)
        case did.PointsExpired(member=member, recorded_ms=now_ms):
            booked(rows, member, "expired", event.points, ("", ""), (now_ms, now_ms), gone=event.lots)
        case did.TenderTermsSet():
            evolve_terms(rows, event)
        case did.PointsRuleSet() | did.PointsRuleEnded():
            evolve_rules(rows, event)
        case _:
            evolve_member(rows, event)


def evolve_member(rows: Rows, event: Event) -> None:
    """What changes no points."""
    if isinstance(event, did.MemberFrozen | did.MemberThawed | did.MemberForgotten):
        evolve_frozen(rows, event)
    match event:
        case did.MemberShown(look=look, member=member, by=by, shown_ms=now_ms):
            rows[Look, look] = Look(look=look, member=member, by=by, shown_ms=now_ms)
        case did.MemberFrozen(member=member, frozen_ms=now_ms):
            rows[Member, member] = replace(the(rows, member), frozen=True, changed_ms=now_ms)
        case did.MemberThawed(member=member, thawed_ms=now_ms):
            rows[Member, member] = replace(the(rows, member), frozen=False, changed_ms=now_ms)
        case did.MemberForgotten(member=member, number=number):
            rows[Member, member] = None
            rows[NumberTaken, number] = None
        case _:
            raise TypeError(f"loyalty does not know the event {type(event).__name__}")


def evolve_earned(rows: Rows, event: did.PointsEarned) -> None:
    """The part is counted, and the source knows its goods."""
    before = rows[Source, event.source] or unheard(event.source)
    rows[Source, event.source] = replace(
        before,
        kind=event.kind,
        member=event.member,
        store=event.store,
        sold_ms=event.sold_ms,
        recorded_ms=max(before.recorded_ms, event.recorded_ms),
        parts=(*before.parts, event.part),
        lines=(*before.lines, *event.lines),
        points=before.points + event.points,
    )
    booked(rows, event.member, "earned", event.points, (event.source, event.store), (event.sold_ms, event.recorded_ms))


def evolve_clawed_back(rows: Rows, event: did.PointsClawedBack | did.MoneyClawedBack) -> None:
    """The return is counted; before the goods are known it waits for them in the source."""
    units, pence = ((), event.pence) if isinstance(event, did.MoneyClawedBack) else (event.units, 0)
    before = rows[Source, event.source] or unheard(event.source)
    rows[Source, event.source] = replace(
        before,
        returns=(*before.returns, event.returned),
        returned=with_units(before.returned, units),
        points=before.points + event.points,
        refunded_pence=before.refunded_pence + pence,
    )
    if event.member and event.points:
        store = "" if isinstance(event, did.MoneyClawedBack) else event.store
        booked(rows, event.member, "clawed-back", event.points, (event.source, store), (event.at_ms, event.recorded_ms))


def evolve_rules(rows: Rows, event: did.PointsRuleSet | did.PointsRuleEnded) -> None:
    """One rule more, or one that ends earlier."""
    book = rows[RuleBook, RULES] or RuleBook(book=RULES, rules=())
    if isinstance(event, did.PointsRuleEnded):
        rules = tuple(replace(each, until_ms=event.until_ms) if each.rule == event.rule else each for each in book.rules)
    else:
        rule = Rule(
            rule=event.rule,
            category=event.category,
            points_a_pound=event.points_a_pound,
            from_ms=event.from_ms,
            until_ms=event.until_ms,
        )
        rules = (*book.rules, rule)
    rows[RuleBook, RULES] = replace(book, rules=rules)


def adjusted_on(rows: Rows, by: str, day: str) -> int:
    """How many points a colleague has put right on this day."""
    row = rows[AdjustedBy, by]
    return row.points if row and row.day == day else 0


def unheard(source: str) -> Source:
    """A source of which nothing was told yet."""
    return Source(
        source=source, kind="receipt", member="", store="", sold_ms=0, recorded_ms=0, parts=(), lines=(), returns=(), returned={}, points=0
    )


def with_units(returned: Mapping[str, int], units: Sequence[ReturnedUnits]) -> dict[str, int]:
    """What has come back, with these."""
    found = dict(returned)
    for each in units:
        for name in (each.line, of_sku(each.sku)) if each.sku else (each.line,):
            found[name] = found.get(name, 0) + each.quantity
    return found


def booked(
    rows: Rows, member: str, kind: EntryKind, points: int, of: tuple[str, str], times: tuple[int, int], *, gone: tuple[int, ...] = ()
) -> None:
    """One entry more, and the balance with it; `of` is its source and store, `times` when it happened and when we heard of it."""
    row = the(rows, member)
    number = row.entries + 1
    key = f"{member}.{number:09}"
    rows[Entry, key] = Entry(
        entry=key, member=member, kind=kind, points=points, source=of[0], store=of[1], at_ms=times[0], recorded_ms=times[1]
    )
    rows[Member, member] = replace(row, balance=row.balance + points, entries=number, changed_ms=times[1])
    evolve_lots(rows, member, row.balance, points, times[1], gone)


def the(rows: Rows, member: str) -> Member:
    """The member that an event speaks of."""
    row = rows[Member, member]
    if row is None:
        raise LookupError(f"no member {member} for an event about them")
    return row
