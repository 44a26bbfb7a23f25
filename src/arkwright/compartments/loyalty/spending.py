"""The rules of what is paid with points: taken within the balance, given back within what was taken, and over once and for all."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.loyalty import commands as ask
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.compartments.loyalty.spend_rows import Spend
from arkwright.compartments.loyalty.state import Counted, Member
from arkwright.kit.messages import Event
from arkwright.kit.rows import Key, Rows

MOST_POINTS = 1_000_000  # at once


def spending_keys(command: ask.SpendPoints | ask.EndSpend) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    yield (Spend, command.spend)
    match command:
        case ask.SpendPoints(member=member, spend=what):
            yield from ((Member, member), (Counted, what))
        case ask.GiveBackSpent(refund=what):
            yield (Counted, what)


def spend(rows: Rows, command: ask.SpendPoints, now_ms: int) -> list[Event]:
    """Within the balance, once; a spend that was released before it came is refused for ever."""
    what = command.spend
    if counted(rows, what):
        return []
    if (before := rows[Spend, what]) and before.ended:
        raise no.SpendIsOver()
    row = spendable(rows, command.member, command.points)
    return [did.PointsSpent(spend=what, member=row.member, store=command.store, points=-command.points, at_ms=now_ms, recorded_ms=now_ms)]


def end_spend(rows: Rows, command: ask.EndSpend, now_ms: int) -> list[Event]:
    """Give back part of a spend, or all that is left of it; to a member who is gone there is nothing to give."""
    row = rows[Spend, command.spend]
    match command:
        case ask.GiveBackSpent(refund=refund, points=points):
            if counted(rows, refund):
                return []
            if row is None:
                raise no.NoSuchSpend()
            known(rows, row.member)
            in_range(points, MOST_POINTS)
            if points > row.left:
                raise no.MorePointsThanWereSpent(row.left)
            return [given_back(command, row, refund, points, now_ms)]
        case _:
            if row and row.ended:
                return []
            back: list[Event] = []
            if row and row.left and rows[Member, row.member]:
                back.append(given_back(command, row, f"{row.spend}.released", row.left, now_ms))
            return [*back, did.SpendReleased(spend=command.spend, released_ms=now_ms)]


def given_back(command: ask.EndSpend, row: Spend, refund: str, points: int, now_ms: int) -> did.PointsGivenBack:
    """The event that points of this spend came back."""
    return did.PointsGivenBack(
        refund=refund, member=row.member, store="", points=points, at_ms=command.at_ms, recorded_ms=now_ms, spend=row.spend
    )


def spendable(rows: Rows, member: str, points: int) -> Member:
    """The member, who has so many points and may spend them, or a refusal."""
    row = known(rows, member)
    in_range(points, MOST_POINTS)
    if row.frozen:
        raise no.PointsAreFrozen()
    if row.balance < points:
        raise no.FewerPointsThanThat(max(0, row.balance))
    return row


def known(rows: Rows, member: str) -> Member:
    """The member, or a refusal."""
    row = rows[Member, member]
    if row is None:
        raise no.NoSuchMembership()
    return row


def counted(rows: Rows, what: str) -> bool:
    """Whether it counted before."""
    return rows[Counted, what] is not None


def in_range(points: int, most: int) -> None:
    """Refuse none, and too many."""
    if not 1 <= points <= most:
        raise no.PointsOutOfRange(most)
