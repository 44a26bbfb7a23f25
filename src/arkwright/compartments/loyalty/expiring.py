"""The rules of expiry: told before it comes, never while the points cannot be used, and never twice."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.loyalty import commands as ask
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.compartments.loyalty.expiry_rows import EXPIRY, USE, Due, ExpiryBook, Lots, MemberPauses, UseBook, schedule
from arkwright.compartments.loyalty.state import Member
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

LEAST_MONTHS, MOST_MONTHS = 2, 120  # of a single month, which may have 28 days, nobody could be told TOLD_AHEAD_MS before
NOTED_EVERY_MS = 60 * 60 * 1000
AWAY_AFTER_MS = 2 * NOTED_EVERY_MS  # nobody saw for so long that points can be used: then it does not count
TOLD_AHEAD_MS = 30 * 24 * 60 * 60 * 1000


def expiry_keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.SetExpiry():
            yield (ExpiryBook, EXPIRY)
        case ask.NoteUse():
            yield (UseBook, USE)
        case ask.ForetellExpiry(member=member) | ask.ExpirePoints(member=member):
            yield from ((Member, member), (Lots, member), (MemberPauses, member), (ExpiryBook, EXPIRY), (UseBook, USE))


def decide_expiry(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that a command about expiry leads to, or a refusal."""
    match command:
        case ask.SetExpiry(months=months, from_ms=from_ms, by=by):
            if from_ms < now_ms:
                raise no.ExpiryIsInThePast()
            if months and not LEAST_MONTHS <= months <= MOST_MONTHS:
                raise no.MonthsOutOfRange(LEAST_MONTHS, MOST_MONTHS)
            return [did.ExpirySet(months=months, from_ms=from_ms, by=by, set_ms=now_ms)]
        case ask.NoteUse(interrupted=interrupted):
            return note(rows[UseBook, USE], interrupted, now_ms)
        case ask.ForetellExpiry(member=member):
            return foretell(rows, member, now_ms)
        case ask.ExpirePoints(member=member):
            return expire(rows, member, now_ms)
        case _:
            raise TypeError(f"loyalty does not know the command {type(command).__name__}")


def note(use: UseBook | None, interrupted: bool, now_ms: int) -> list[Event]:
    """Points can be used now. Where they could not in between, or nobody saw, the whole time since it was last seen does not count."""
    if use is None:
        return [did.UseNoted(noted_ms=now_ms)]
    since_ms = now_ms - use.noted_ms
    if since_ms > 0 and (interrupted or since_ms > AWAY_AFTER_MS):
        return [did.UseInterrupted(from_ms=use.noted_ms, until_ms=now_ms)]
    return [did.UseNoted(noted_ms=now_ms)] if since_ms >= NOTED_EVERY_MS else []


def foretell(rows: Rows, member: str, now_ms: int) -> list[Event]:
    """What expires within thirty days, and the member was not told of: once."""
    lots = rows[Lots, member]
    until_ms = now_ms + TOLD_AHEAD_MS
    news = [due for due in coming(rows, member) if due.expires_ms <= until_ms and due.expires_ms > (lots.told_ms if lots else 0)]
    if not news:
        return []
    points = sum(due.points for due in news)
    return [did.ExpiryAnnounced(member=member, points=points, first_ms=news[0].expires_ms, until_ms=until_ms, told_ms=now_ms)]


def expire(rows: Rows, member: str, now_ms: int) -> list[Event]:
    """What has come due, if the member was told of it; nothing while they are frozen."""
    lots = rows[Lots, member]
    told_ms = lots.told_ms if lots else 0
    due = [each for each in coming(rows, member) if each.expires_ms <= min(now_ms, told_ms)]
    points, begun = sum(each.points for each in due), tuple(each.begun_ms for each in due)
    return [did.PointsExpired(member=member, points=-points, lots=begun, recorded_ms=now_ms)] if due else []


def coming(rows: Rows, member: str) -> list[Due]:
    """What expires of a member's points; nothing that could be reckoned while they are frozen."""
    row, lots, own, use = rows[Member, member], rows[Lots, member], rows[MemberPauses, member], rows[UseBook, USE]
    book = rows[ExpiryBook, EXPIRY]
    if row is None or row.frozen or lots is None or book is None:
        return []
    return schedule(lots.lots, book.rules, [*(use.pauses if use else ()), *(own.pauses if own else ())])
