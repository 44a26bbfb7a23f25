"""The rules of refunds: never more than was sold, a line or a tender, and back to what it was paid with; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.card_rules import TOOK_NOTHING, nothing_but_four
from arkwright.compartments.tills.checks import at_till, in_session, line_of, open_here, signed, till_of
from arkwright.compartments.tills.completing import receipt_text
from arkwright.compartments.tills.facts import AccountName, RefundedUnits, RefundPart, Tender, TenderKind
from arkwright.compartments.tills.till_rows import CardRefund, CardTender, MemberPoints, Refund, Sale, Session
from arkwright.compartments.tills.totalling import booked, next_movement, vat_back, vat_of
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

FIRST_BACK: tuple[TenderKind, ...] = ("card", "points", "cash")
PAID_FROM: dict[TenderKind, AccountName] = {"card": "card-clearing", "points": "points-spent", "cash": "cash-in-drawer"}
LONGEST_WHY = 200


def begin(rows: Rows, command: ask.BeginRefund, now_ms: int) -> list[Event]:
    """What is given back, and to which tenders; without a card it is completed at once."""
    open_here(rows, command)
    _, session = in_session(rows, command)
    if command.approved_by:
        signed(rows, command.approved_by, now_ms)
    if rows[Refund, command.refund]:
        raise sale_no.TillRefundExists(command.refund)
    sale = rows[Sale, command.sale]
    if sale is None:
        raise sale_no.NoSuchSale(command.sale)
    if sale.status != "completed":
        raise sale_no.SaleIs(sale.status)
    units = tuple(units_back(sale, command.units))
    total_pence = sum(each.pence for each in units)
    parts = tuple(to_tenders(rows, sale, command.refund, total_pence))
    if any(part.kind == "card" for part in parts) and not command.terminal:
        raise sale_no.TerminalIsNeeded()
    if sum(part.amount_pence for part in parts if part.kind == "cash") > session.drawer_pence:
        raise no.NotEnoughInDrawer(session.drawer_pence)
    about = at_till(command, now_ms) | {"session": session.session, "sale": sale.sale, "refund": command.refund}
    begun = did.RefundBegun(
        **about,
        units=units,
        parts=parts,
        total_pence=total_pence,
        reason=command.reason,
        terminal=command.terminal,
        approval=command.approved_by,
        vat=vat_back(sale, units),
    )
    paid = list(paid_at_once(rows, about, sale.member, parts))
    if len(paid) < len(parts):
        return [begun, *paid]
    return [begun, *paid, complete(rows, about, sale, session, begun)]


def units_back(sale: Sale, asked: Sequence[RefundedUnits]) -> Iterator[RefundedUnits]:
    """Each line once, with what is paid back: its share of what the line cost, the last unit bearing what is over."""
    wanted: dict[str, tuple[int, int]] = {}
    for each in asked:
        if each.quantity < 1:
            raise sale_no.NothingToRefund()
        if not 0 <= each.for_sale <= each.quantity:
            raise no.MoreForSaleThanBack(each.quantity)
        quantity, for_sale = wanted.get(each.line, (0, 0))
        wanted[each.line] = (quantity + each.quantity, for_sale + each.for_sale)
    if not wanted:
        raise sale_no.NothingToRefund()
    for key, (quantity, for_sale) in wanted.items():
        line = line_of(sale, key)
        before = sum(back.quantity for back in sale.units_back if back.of == key)
        if before + quantity > line.quantity:
            raise sale_no.NoSuchUnits(line.quantity - before)
        pence = line.paid_pence * (before + quantity) // line.quantity - line.paid_pence * before // line.quantity
        yield RefundedUnits(
            line=key,
            quantity=quantity,
            for_sale=for_sale,
            sku=line.sku,
            name=line.name,
            vat_rate=line.vat_rate,
            category=line.category,
            pence=pence,
        )


def to_tenders(rows: Rows, sale: Sale, refund: str, total_pence: int) -> Iterator[RefundPart]:
    """Cards first, then points, then cash; each at most what it paid and has not back yet. A declined stored sale paid nothing."""
    left_pence = total_pence
    for number, tender in enumerate(sorted(sale.tenders, key=lambda each: FIRST_BACK.index(each.kind)), start=1):
        back = sum(each.pence for each in sale.tenders_back if each.of == tender.tender)
        card = rows[CardTender, tender.tender] if tender.kind == "card" else None
        if card and card.stored == "declined":
            continue
        pence = min(left_pence, tender.amount_pence - back)
        if not pence:
            continue
        if card and card.stored == "waiting":
            raise sale_no.StoredSaleIsWaiting()
        left_pence -= pence
        yield RefundPart(
            part=f"{refund}.{number}",
            tender=tender.tender,
            kind=tender.kind,
            amount_pence=pence,
            points=points_back(tender, back, pence),
            original=tender.card,
        )
    if left_pence:
        raise sale_no.MoreThanPaid(total_pence - left_pence)


def points_back(tender: Tender, before_pence: int, pence: int) -> int:
    """The share of a tender's points for this part of its pence, the last part bearing what is over."""
    if not tender.points:
        return 0
    return tender.points * (before_pence + pence) // tender.amount_pence - tender.points * before_pence // tender.amount_pence


def paid_at_once(rows: Rows, about: dict[str, Any], member: str, parts: Sequence[RefundPart]) -> Iterator[did.RefundPartPaid]:
    """What needs no terminal; each part in points is a movement of its own."""
    number = next_movement(rows[MemberPoints, member]) if member else 0
    for part in parts:
        if part.kind != "card":
            yield part_paid(about, part, member, number)
            number += 1 if part.points else 0


def part_paid(about: dict[str, Any], part: RefundPart, member: str = "", number: int = 0) -> did.RefundPartPaid:
    """One tender has its part; points go back to the member who spent them."""
    postings = booked("refunds-including-vat", PAID_FROM[part.kind], part.amount_pence)
    if part.points:
        return did.RefundPartPaid(**about, part=part, postings=postings, member=member, number=number)
    return did.RefundPartPaid(**about, part=part, postings=postings)


def complete(
    rows: Rows, about: dict[str, Any], sale: Sale, session: Session | None, refund: did.RefundBegun | Refund
) -> did.RefundCompleted:
    """The refund's own receipt, with the till's next number."""
    number = till_of(rows, about["till"]).receipts + 1
    return did.RefundCompleted(
        **about,
        receipt=receipt_text(about["store"], about["till"], number),
        number=number,
        business_day=session.business_day if session else sale.business_day,
        receipt_of_sale=sale.receipt or "",
        units=refund.units,
        parts=refund.parts,
        total_pence=refund.total_pence,
        vat=refund.vat or vat_of((each.vat_rate, each.pence) for each in refund.units),  # one begun before refunds shared it
        reason=refund.reason,
        member=sale.member,
    )


def note_card(rows: Rows, command: ask.RefundCommand, now_ms: int) -> list[Event]:
    """What the terminal said of a card part; its yes counts also after its no."""
    refund, row = rows[Refund, command.refund], rows[CardRefund, command.part]
    sale = rows[Sale, refund.sale] if refund else None
    if refund is None or sale is None or row is None or row.refund != refund.refund:
        raise sale_no.NoSuchRefundPart(command.part)
    about: dict[str, Any] = {
        "store": command.store,
        "at_ms": now_ms,
        "till": refund.till,
        "by": refund.by,
        "session": refund.session,
        "sale": refund.sale,
        "refund": refund.refund,
    }
    match command:
        case ask.RecordRefunded(amount_pence=given_pence) if given_pence > 0:
            if row.status == "paid":
                return []
            paid = card_paid(about, next(each for each in refund.parts if each.part == command.part), command)
            if refund.open > 1 or paid.part.amount_pence < paid.asked_pence:
                return [paid]
            parts = tuple(paid.part if each.part == paid.part.part else each for each in refund.parts)
            return [paid, complete(rows, about, sale, rows[Session, refund.session], replace(refund, parts=parts))]
        case ask.RecordRefunded():
            return no_to(row, row.attempt, TOOK_NOTHING, about)
        case ask.RecordRefundDeclined(attempt=attempt, why=why):
            return no_to(row, attempt, why, about)
        case ask.AskRefundAgain():
            return [did.RefundAsked(**about, part=command.part, attempt=row.attempt + 1)] if row.status == "declined" else []
        case _:
            raise TypeError(f"{type(command).__name__} is nothing about a refund")


def no_to(row: CardRefund, attempt: int, why: str, about: dict[str, Any]) -> list[Event]:
    """The terminal's no to one asking; one that comes late is no answer to what is asked now."""
    if row.status == "paid":
        raise sale_no.ApprovalStands(row.part)
    if row.status == "declined" or attempt != row.attempt:
        return []
    return [did.RefundDeclined(**about, part=row.part, attempt=attempt, why=why[:LONGEST_WHY])]


def card_paid(about: dict[str, Any], asked: RefundPart, command: ask.RecordRefunded) -> did.RefundPartPaid:
    """As much as the terminal gave, whatever it was asked for; what it gave too much was given for nothing."""
    given_pence, asked_pence = command.amount_pence, asked.amount_pence
    postings = (
        *booked("refunds-including-vat", "card-clearing", min(given_pence, asked_pence)),
        *booked("over-and-short", "card-clearing", max(0, given_pence - asked_pence)),
    )
    return did.RefundPartPaid(
        **about,
        part=replace(asked, amount_pence=given_pence, card=nothing_but_four(command.card)),
        postings=postings,
        asked_pence=asked_pence if given_pence != asked_pence else 0,
    )
