"""The rules of loyalty: what a command leads to."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.loyalty import commands as ask
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.compartments.loyalty.expiring import decide_expiry, expiry_keys
from arkwright.compartments.loyalty.expiry_rows import Lots, MemberPauses
from arkwright.compartments.loyalty.points import points_of
from arkwright.compartments.loyalty.spending import MOST_POINTS, counted, end_spend, in_range, known, spend, spending_keys
from arkwright.compartments.loyalty.state import (
    RULES,
    AdjustedBy,
    Counted,
    Look,
    Member,
    NumberTaken,
    Rule,
    RuleBook,
    Source,
    adjusted_on,
    unheard,
    with_units,
)
from arkwright.compartments.loyalty.tender_terms import TERMS, TermsBook, set_terms
from arkwright.compartments.loyalty.treats import TREATS, TreatBook, Treated, give_treat, set_treat
from arkwright.kit import london, membership
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

MOST_A_POUND = 100
MOST_REFUNDED_PENCE = 99_999_999


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.JoinLoyalty(member=member, number=number):
            yield from ((Member, member), (NumberTaken, number))
        case ask.EarnPoints(member=member, source=source):
            yield from ((Member, member), (Source, source), (RuleBook, RULES))
        case ask.ClawBack(source=source) | ask.ClawBackMoney(source=source):
            yield from ((Source, source), (RuleBook, RULES))
        case ask.SpendPoints() | ask.EndSpend():
            yield from spending_keys(command)
        case ask.RecordSpend(member=member, spend=what):
            yield from ((Member, member), (Counted, what))
        case ask.GiveBackPoints(member=member, refund=what) | ask.AdjustPoints(member=member, adjustment=what):
            yield from ((Member, member), (Counted, what))
            if isinstance(command, ask.AdjustPoints):
                yield (AdjustedBy, command.by)
        case ask.SetTenderTerms():
            yield (TermsBook, TERMS)
        case ask.ExpiryCommand():
            yield from expiry_keys(command)
        case ask.SetPointsRule() | ask.EndPointsRule():
            yield (RuleBook, RULES)
        case ask.SetTreat():
            yield (TreatBook, TREATS)
        case ask.GiveTreat(member=member):
            yield from ((Member, member), (TreatBook, TREATS), (Treated, member))
        case ask.RecordLook(member=member, look=look):
            yield from ((Member, member), (Look, look))
        case ask.MemberCommand(member=member):
            yield from ((Member, member), (MemberPauses, member))
    yield from lots_of(command)


def lots_of(command: Command) -> Iterable[Key]:
    """The lots of the member whose balance may change."""
    member = getattr(command, "member", "")
    if member:
        yield (Lots, member)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.JoinLoyalty():
            return join(rows, command, now_ms)
        case ask.EarnPoints():
            return earn(rows, command, now_ms)
        case ask.ClawBack():
            return claw_back(rows, command, now_ms)
        case ask.ClawBackMoney():
            return claw_back_money(rows, command, now_ms)
        case ask.SpendPoints():
            return spend(rows, command, now_ms)
        case ask.EndSpend():
            return end_spend(rows, command, now_ms)
        case ask.RecordSpend() | ask.GiveBackPoints() | ask.AdjustPoints():
            return count(rows, command, now_ms)
        case ask.SetPointsRule() | ask.EndPointsRule() | ask.SetTenderTerms() | ask.SetTreat() | ask.ExpiryCommand():
            return dated(rows, command, now_ms)
        case ask.GiveTreat(member=member):
            known(rows, member)
            return give_treat(rows, command, now_ms)
        case ask.RecordLook(look=look, member=member, by=by):
            known(rows, member)
            return [] if rows[Look, look] else [did.MemberShown(look=look, member=member, by=by, shown_ms=now_ms)]
        case ask.MemberCommand():
            return stand(rows, command, now_ms)
        case _:
            raise TypeError(f"loyalty does not know the command {type(command).__name__}")


def join(rows: Rows, command: ask.JoinLoyalty, now_ms: int) -> list[Event]:
    """A number of one's own, once."""
    if not membership.valid(command.number):
        raise no.MembershipNumberIsWrong()
    if rows[Member, command.member]:
        return []
    if rows[NumberTaken, command.number]:
        raise no.MembershipNumberIsTaken()
    return [did.MemberJoined(member=command.member, number=command.number, joined_ms=now_ms)]


def earn(rows: Rows, command: ask.EarnPoints, now_ms: int) -> list[Event]:
    """What these goods add to what the rest of the receipt or order has made; a part that counted is nothing to do."""
    known(rows, command.member)
    if any(line.quantity < 1 or line.paid_pence < 0 for line in command.lines):
        raise no.GoodsAreWrong()
    before = rows[Source, command.source] or unheard(command.source)
    if before.member and before.member != command.member:
        raise no.BoughtByAnother()
    if command.part in before.parts:
        return []
    sold_ms = before.sold_ms if before.parts else command.sold_ms
    lines = (*before.lines, *command.lines)
    points = points_of(lines, before.returned, book(rows), sold_ms, before.refunded_pence) - before.points
    return [
        did.PointsEarned(
            source=command.source,
            part=command.part,
            kind=command.kind,
            member=command.member,
            store=command.store,
            lines=command.lines,
            points=points,
            sold_ms=sold_ms,
            recorded_ms=now_ms,
        )
    ]


def claw_back(rows: Rows, command: ask.ClawBack, now_ms: int) -> list[Event]:
    """The points of exactly these units, once a return; before the goods are known it waits for them."""
    if any(each.quantity < 1 for each in command.units):
        raise no.GoodsAreWrong()
    before = rows[Source, command.source] or unheard(command.source)
    if command.returned in before.returns:
        return []
    member = before.member if before.member and rows[Member, before.member] else ""
    returned = with_units(before.returned, command.units)
    points = points_of(before.lines, returned, book(rows), before.sold_ms, before.refunded_pence) - before.points
    return [
        did.PointsClawedBack(
            source=command.source,
            returned=command.returned,
            member=member,
            store=command.store,
            units=command.units,
            points=points,
            at_ms=command.at_ms,
            recorded_ms=now_ms,
        )
    ]


def claw_back_money(rows: Rows, command: ask.ClawBackMoney, now_ms: int) -> list[Event]:
    """The points of exactly this money, once a refund; before the goods are known it waits for them."""
    in_range(command.pence, MOST_REFUNDED_PENCE)
    before = rows[Source, command.source] or unheard(command.source)
    if command.returned in before.returns:
        return []
    refunded_pence = before.refunded_pence + command.pence
    points = points_of(before.lines, before.returned, book(rows), before.sold_ms, refunded_pence) - before.points
    return [
        did.MoneyClawedBack(
            source=command.source,
            returned=command.returned,
            member=before.member if before.member and rows[Member, before.member] else "",
            pence=command.pence,
            points=points,
            at_ms=command.at_ms,
            recorded_ms=now_ms,
        )
    ]


def count(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """What is named by an id of its own and counts once: spends at tills, their refunds, adjustments."""
    match command:
        case ask.RecordSpend(spend=what):
            return [] if counted(rows, what) else record_spend(rows, command, now_ms)
        case ask.GiveBackPoints(refund=what, member=member, points=points, at_ms=at_ms):
            if counted(rows, what):
                return []
            known(rows, member)
            in_range(points, MOST_POINTS)
            return [did.PointsGivenBack(refund=what, member=member, store=command.store, points=points, at_ms=at_ms, recorded_ms=now_ms)]
        case ask.AdjustPoints(adjustment=what, member=member, points=points, why=why, by=by):
            if counted(rows, what):
                return []
            known(rows, member)
            in_range(abs(points), command.most_points)
            left = command.most_points - adjusted_on(rows, by, london.days_after(now_ms, 0))
            if abs(points) > left:
                raise no.AdjustedEnoughToday(max(0, left))
            return [did.PointsAdjusted(adjustment=what, member=member, points=points, why=why, by=by, recorded_ms=now_ms)]
        case _:
            raise TypeError(f"loyalty does not know the command {type(command).__name__}")


def record_spend(rows: Rows, command: ask.RecordSpend, now_ms: int) -> list[Event]:
    """It stands; where there were fewer points, or they were frozen, a colleague learns of it with the signed sale."""
    row = known(rows, command.member)
    in_range(command.points, MOST_POINTS)
    spent = did.PointsSpent(
        spend=command.spend,
        member=row.member,
        store=command.store,
        points=-command.points,
        at_ms=command.at_ms,
        recorded_ms=now_ms,
    )
    short = min(command.points, max(0, command.points - row.balance))
    if not short and not row.frozen:
        return [spent]
    over = did.OverspendRecorded(
        spend=command.spend,
        sale=command.sale,
        member=row.member,
        store=command.store,
        short_points=short,
        frozen=row.frozen,
        recorded_ms=now_ms,
    )
    return [spent, over]


def dated(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """Rules of points, of treats, of what points pay, and of when they expire."""
    match command:
        case ask.SetPointsRule():
            if command.from_ms < now_ms or command.until_ms <= command.from_ms:
                raise no.RuleIsInThePast()
            if not 1 <= command.points_a_pound <= MOST_A_POUND:
                raise no.PointsAPoundAreWrong(MOST_A_POUND)
            fields = {name: getattr(command, name) for name in ("rule", "category", "points_a_pound", "from_ms", "until_ms", "by")}
            return [did.PointsRuleSet(**fields, set_ms=now_ms)]
        case ask.EndPointsRule(rule=name, by=by):
            return end_rule(rows, name, by, now_ms)
        case ask.SetTenderTerms():
            return set_terms(command, now_ms)
        case ask.SetTreat():
            return set_treat(command, now_ms)
        case ask.ExpiryCommand():
            return decide_expiry(rows, command, now_ms)
        case _:
            raise TypeError(f"loyalty does not know the command {type(command).__name__}")


def end_rule(rows: Rows, name: str, by: str, now_ms: int) -> list[Event]:
    """Now is its end; one that is to come ends where it begins."""
    rule = next((each for each in book(rows) if each.rule == name), None)
    if rule is None:
        raise no.NoSuchPointsRule()
    until_ms = max(now_ms, rule.from_ms)
    return [did.PointsRuleEnded(rule=name, until_ms=until_ms, by=by, ended_ms=now_ms)] if until_ms < rule.until_ms else []


def stand(rows: Rows, command: ask.MemberCommand, now_ms: int) -> list[Event]:
    """What happened to the account; an account without a membership is nothing to do."""
    row = rows[Member, command.member]
    match command:
        case ask.FreezeMember() if row and not row.frozen:
            return [did.MemberFrozen(member=row.member, frozen_ms=now_ms)]
        case ask.ThawMember() if row and row.frozen:
            return [did.MemberThawed(member=row.member, thawed_ms=now_ms)]
        case ask.ForgetMember() if row:
            return [did.MemberForgotten(member=row.member, number=row.number, forgotten_ms=now_ms)]
    return []


def book(rows: Rows) -> tuple[Rule, ...]:
    """Every rule there was."""
    row = rows[RuleBook, RULES]
    return row.rules if row else ()
