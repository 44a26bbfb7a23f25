"""The rules of tenders: the first one totals the sale, the one that covers the rest completes it; pure."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.checks import MOST_PENCE, money, of_sale, open_here, sale_at
from arkwright.compartments.tills.completing import completed
from arkwright.compartments.tills.facts import Tender
from arkwright.compartments.tills.till_rows import (
    ITEM_PROMOTIONS,
    POINTS,
    STORED,
    CardTender,
    CodePromotion,
    ItemPromotions,
    MemberPoints,
    PointsRules,
    Sale,
    StoredAllowance,
)
from arkwright.compartments.tills.totalling import age_needed, booked, next_movement, points_left, priced_at
from arkwright.kit.messages import Event
from arkwright.kit.promoting import paid_pence
from arkwright.kit.rows import Rows


def take(rows: Rows, command: ask.PayCash | ask.SpendPoints | ask.AskForCard, now_ms: int) -> list[Event]:
    """Total the sale if it is not yet, take the tender, and complete the sale if that was the last of it."""
    open_here(rows, command)
    sale, _ = sale_at(rows, command)
    may_be_paid(sale)
    if any(each.tender == command.tender for each in sale.tenders) or rows[CardTender, command.tender]:
        raise sale_no.TenderExists(command.tender)
    about = of_sale(command, sale, now_ms)
    before: list[Event] = []
    if sale.status == "open":
        totalled = total(rows, sale, about, now_ms)
        before = [totalled]
        sale = with_total(sale, totalled)
    match command:
        case ask.PayCash():
            return [*before, *pay_cash(rows, sale, command, about)]
        case ask.SpendPoints():
            return [*before, *spend_points(rows, sale, command, about)]
        case _:
            return [*before, ask_card(rows, sale, command, about, now_ms)]


def may_be_paid(sale: Sale) -> None:
    """Refuse a tender before the end of another, for nothing, and for goods that the shopper's age was not checked for."""
    if sale.pending:
        raise sale_no.TenderIsPending(sale.pending)
    if not sale.lines:
        raise sale_no.SaleIsEmpty()
    age = age_needed(sale.lines)
    if age and sale.age_refused:
        raise sale_no.AgeWasRefused()
    if age > sale.age_checked:
        raise sale_no.AgeIsNotChecked(age)


def total(rows: Rows, sale: Sale, about: dict[str, Any], now_ms: int) -> did.SaleTotalled:
    """The lines with all that is taken off them now, frozen."""
    held = rows[ItemPromotions, ITEM_PROMOTIONS]
    code = rows[CodePromotion, sale.code] if sale.code else None
    lines = priced_at(sale, held, code, now_ms, sale.member != "")
    return did.SaleTotalled(**about, lines=lines, total_pence=paid_pence(lines), promotions_edition=held.edition if held else 0)


def with_total(sale: Sale, event: did.SaleTotalled) -> Sale:
    """The sale as it stands once totalled."""
    return replace(sale, status="totalled", lines=event.lines, total_pence=event.total_pence, promotions_edition=event.promotions_edition)


def pay_cash(rows: Rows, sale: Sale, command: ask.PayCash, about: dict[str, Any]) -> list[Event]:
    """All that is due, with change, or a part of it."""
    given = money(command.given_pence, least=0 if sale.due_pence == 0 else 1)
    amount = min(given, sale.due_pence)
    taken = did.CashTaken(
        **about,
        tender=command.tender,
        amount_pence=amount,
        given_pence=given,
        postings=booked("cash-in-drawer", "deposits", amount),
    )
    tender = Tender(tender=command.tender, kind="cash", amount_pence=amount, given_pence=given)
    return [taken, *completed(rows, sale, tender, about)]


def spend_points(rows: Rows, sale: Sale, command: ask.SpendPoints, about: dict[str, Any]) -> list[Event]:
    """In whole steps, within what is known of the member less what was spent here since, and within the cap."""
    rules = rows[PointsRules, POINTS]
    if rules is None:
        raise sale_no.PointsAreNotTaken()
    if not sale.member:
        raise sale_no.NoMemberIsKnown()
    if command.points < 1 or command.points % rules.points or command.points > MOST_PENCE:
        raise sale_no.PointsAreWrong(rules.points)
    left = points_left(sale, rules, rows[MemberPoints, sale.member])
    if command.points > left:
        raise sale_no.NotEnoughPoints(left)
    amount = command.points // rules.points * rules.pence
    if amount > sale.due_pence:
        raise sale_no.MoreThanDue(sale.due_pence)
    taken = did.PointsTaken(
        **about,
        tender=command.tender,
        member=sale.member,
        number=next_movement(rows[MemberPoints, sale.member]),
        points=command.points,
        amount_pence=amount,
        postings=booked("points-spent", "deposits", amount),
    )
    return [taken, *completed(rows, sale, Tender(tender=command.tender, kind="points", amount_pence=amount, points=command.points), about)]


def ask_card(rows: Rows, sale: Sale, command: ask.AskForCard, about: dict[str, Any], now_ms: int) -> did.CardAsked:
    """Up to what is due; set aside under the allowance if it has room, so that the terminal may approve alone."""
    if money(command.amount_pence) > sale.due_pence:
        raise sale_no.MoreThanDue(sale.due_pence)
    allowance = rows[StoredAllowance, STORED]
    reserved = "chip-and-pin" in command.entry_modes and allowance is not None and may_store(allowance, command.amount_pence, now_ms)
    return did.CardAsked(
        **about,
        tender=command.tender,
        terminal=command.terminal,
        amount_pence=command.amount_pence,
        entry_modes=command.entry_modes,
        stored_reserved=reserved,
        grant=allowance.grant if allowance and reserved else "",
    )


def may_store(allowance: StoredAllowance, amount_pence: int, now_ms: int) -> bool:
    """Whether the allowance has room for one more sale of this much."""
    return now_ms < allowance.until_ms and amount_pence <= min(allowance.per_sale_pence, allowance.left_pence) and allowance.left >= 1


def give_back(rows: Rows, command: ask.ReturnCash | ask.ReturnPoints, now_ms: int) -> list[Event]:
    """Cash or points of an unfinished sale, whole."""
    sale, session = sale_at(rows, command)
    if sale.pending:
        raise sale_no.TenderIsPending(sale.pending)
    kind = "cash" if isinstance(command, ask.ReturnCash) else "points"
    tender = next((each for each in sale.tenders if each.tender == command.tender and each.kind == kind), None)
    if tender is None:
        raise sale_no.NoSuchTender(command.tender)
    about = of_sale(command, sale, now_ms) | {"tender": tender.tender, "amount_pence": tender.amount_pence}
    if kind == "cash":
        if tender.amount_pence > session.drawer_pence:
            raise no.NotEnoughInDrawer(session.drawer_pence)
        return [did.CashReturned(**about, postings=booked("deposits", "cash-in-drawer", tender.amount_pence))]
    back = booked("deposits", "points-spent", tender.amount_pence)
    return [
        did.PointsReturned(
            **about, member=sale.member, number=next_movement(rows[MemberPoints, sale.member]), points=tender.points, postings=back
        )
    ]
