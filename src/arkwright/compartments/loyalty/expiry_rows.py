"""When points expire, reckoned from dated facts alone: lots as they came, the rule of that day, and pauses, which do not count."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from arkwright.compartments.loyalty import events as did
from arkwright.kit.london import EPOCH, LONDON, wall
from arkwright.kit.messages import Row
from arkwright.kit.rows import Rows

USE, EXPIRY = "use", "expiry"


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """Points that came into the account at this time: a late receipt's begin when it came, since they could not be used before."""

    begun_ms: int
    points: int


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """Points could not be used from here until just before there."""

    from_ms: int
    until_ms: int


class ExpiryRule(msgspec.Struct, frozen=True, kw_only=True):
    """Points that come from `from_ms` on expire so many months later; nought: never."""

    months: int
    from_ms: int


class Lots(Row, frozen=True):
    """A member's points that are not spent, the oldest first; `told_ms`: of what expires up to then the member was told."""

    member: str
    lots: tuple[Lot, ...]
    told_ms: int = 0


class MemberPauses(Row, frozen=True):
    """When one member could not use theirs; `frozen_ms` is since when, or nought while they can."""

    member: str
    pauses: tuple[Pause, ...]
    frozen_ms: int = 0


class UseBook(Row, frozen=True):
    """When nobody could; `noted_ms` is when it was last seen that they can."""

    book: str
    pauses: tuple[Pause, ...]
    noted_ms: int


class ExpiryBook(Row, frozen=True):
    """Every rule there was and will be, in the order in which they were set."""

    book: str
    rules: tuple[ExpiryRule, ...]


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """So many points expire at this time, if nothing happens until then."""

    expires_ms: int
    points: int
    begun_ms: int


def schedule(lots: Sequence[Lot], rules: Sequence[ExpiryRule], pauses: Iterable[Pause]) -> list[Due]:
    """What expires when, the first to go first; what never expires is left out."""
    apart = merged(pauses)
    found = [
        Due(expires_ms=expires_ms(lot.begun_ms, months, apart), points=lot.points, begun_ms=lot.begun_ms)
        for lot in lots
        if (months := months_of(rules, lot.begun_ms))
    ]
    return sorted(found, key=lambda due: due.expires_ms)


def expires_ms(begun_ms: int, months: int, pauses: Sequence[Pause]) -> int:
    """So many months on London's calendar after that moment, and all the time longer that pauses (apart, in order) took of it."""
    end_ms = months_after(begun_ms, months)
    for pause in pauses:
        if pause.from_ms >= end_ms:
            break
        end_ms += max(0, pause.until_ms - max(pause.from_ms, begun_ms))
    return end_ms


def months_after(at_ms: int, months: int) -> int:
    """The same time of day so many months later; the last day of a month that has no such day."""
    local = wall(at_ms)
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, calendar.monthrange(year, month + 1)[1])
    later = datetime(year, month + 1, day, local.hour, local.minute, local.second, tzinfo=LONDON)
    return (later - EPOCH) // timedelta(milliseconds=1) + at_ms % 1000


def months_of(rules: Iterable[ExpiryRule], begun_ms: int) -> int:
    """Of the rules that had begun then the last, and of those that begin together the one set last; nought where there is none."""
    found = ExpiryRule(months=0, from_ms=0)
    for rule in rules:
        if found.from_ms <= rule.from_ms <= begun_ms:
            found = rule
    return found.months


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """The same time as pauses that are apart, in order: none of it counts twice."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: (each.from_ms, each.until_ms)):
        if found and pause.from_ms <= found[-1].until_ms:
            found[-1] = Pause(from_ms=found[-1].from_ms, until_ms=max(found[-1].until_ms, pause.until_ms))
        else:
            found.append(pause)
    return found


def with_points(lots: Sequence[Lot], balance: int, points: int, at_ms: int) -> tuple[Lot, ...]:
    """The lots once these points came, or (below nought) went: what is owed is made up first, and what goes takes the oldest first."""
    if points > 0:
        gained = points - min(points, max(0, -balance))
        last = lots[-1] if lots else None
        if last and gained and wall(last.begun_ms).date() == wall(at_ms).date():
            return (*lots[:-1], Lot(begun_ms=max(last.begun_ms, at_ms), points=last.points + gained))
        return (*lots, Lot(begun_ms=at_ms, points=gained)) if gained else tuple(lots)
    left, found = -points, list[Lot]()
    for lot in lots:
        taken = min(left, lot.points)
        left -= taken
        if lot.points > taken:
            found.append(Lot(begun_ms=lot.begun_ms, points=lot.points - taken))
    return tuple(found)


def evolve_lots(rows: Rows, member: str, balance: int, points: int, at_ms: int, gone: Sequence[int] = ()) -> None:
    """The member's lots after one entry more; `balance` is what it was before, `gone` names the lots that expired, by when they began."""
    before = rows[Lots, member] or Lots(member=member, lots=())
    left = tuple(lot for lot in before.lots if lot.begun_ms not in gone)
    rows[Lots, member] = replace(before, lots=left if gone else with_points(left, balance, points, at_ms))


Expiry = did.ExpirySet | did.UseNoted | did.UseInterrupted | did.ExpiryAnnounced


def evolve_expiry(rows: Rows, event: Expiry) -> None:
    """Rules, pauses of everybody, and what a member was told."""
    match event:
        case did.ExpirySet(months=months, from_ms=from_ms):
            book = rows[ExpiryBook, EXPIRY] or ExpiryBook(book=EXPIRY, rules=())
            rows[ExpiryBook, EXPIRY] = replace(book, rules=(*book.rules, ExpiryRule(months=months, from_ms=from_ms)))
        case did.UseNoted(noted_ms=now_ms):
            use = rows[UseBook, USE] or UseBook(book=USE, pauses=(), noted_ms=now_ms)
            rows[UseBook, USE] = replace(use, noted_ms=now_ms)
        case did.UseInterrupted(from_ms=from_ms, until_ms=until_ms):
            use = rows[UseBook, USE] or UseBook(book=USE, pauses=(), noted_ms=until_ms)
            pauses = merged((*use.pauses, Pause(from_ms=from_ms, until_ms=until_ms)))
            rows[UseBook, USE] = replace(use, pauses=tuple(pauses), noted_ms=until_ms)
        case did.ExpiryAnnounced(member=member, until_ms=until_ms):
            lots = rows[Lots, member] or Lots(member=member, lots=())
            rows[Lots, member] = replace(lots, told_ms=until_ms)


def evolve_frozen(rows: Rows, event: did.MemberFrozen | did.MemberThawed | did.MemberForgotten) -> None:
    """While a member's points are frozen none of them grows older."""
    match event:
        case did.MemberFrozen(member=member, frozen_ms=now_ms):
            before = rows[MemberPauses, member] or MemberPauses(member=member, pauses=())
            rows[MemberPauses, member] = replace(before, frozen_ms=now_ms)
        case did.MemberThawed(member=member, thawed_ms=now_ms) if (frozen := rows[MemberPauses, member]) and frozen.frozen_ms:
            pause = Pause(from_ms=frozen.frozen_ms, until_ms=now_ms)
            rows[MemberPauses, member] = replace(frozen, pauses=(*frozen.pauses, pause), frozen_ms=0)
        case did.MemberForgotten(member=member):
            rows[Lots, member] = None
            rows[MemberPauses, member] = None
