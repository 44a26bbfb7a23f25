"""How events change the rows of tenders, completed sales and refunds."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from arkwright.compartments.tills import events as did
from arkwright.compartments.tills.facts import Tender
from arkwright.compartments.tills.ledger import add, add_vat, in_drawer, move_points, the
from arkwright.compartments.tills.till_rows import (
    STORED,
    Back,
    CardRefund,
    CardTender,
    ReceiptNumber,
    Refund,
    Sale,
    StoredAllowance,
    Till,
)
from arkwright.kit.rows import Rows

PAID_LESS = "paid-less"


def evolve_money(rows: Rows, event: did.TenderEvent | did.RefundEvent | did.SaleCompleted) -> None:
    """Change the rows as the event says."""
    match event:
        case did.CardEvent():
            evolve_card(rows, event)
        case did.TenderEvent():
            evolve_tender(rows, event)
        case did.RefundEvent():
            evolve_refund(rows, event)
        case did.SaleCompleted():
            complete(rows, event)


def evolve_tender(rows: Rows, event: did.TenderEvent) -> None:
    """Cash and points, in and out."""
    match event:
        case did.CashTaken(tender=tender, amount_pence=pence, given_pence=given):
            money_in(rows, event, Tender(tender=tender, kind="cash", amount_pence=pence, given_pence=given))
            in_drawer(rows, event.session, pence)
            add(rows, event.session, cash_pence=pence)
        case did.CashReturned(amount_pence=pence):
            money_out(rows, event, pence)
            in_drawer(rows, event.session, -pence)
            add(rows, event.session, cash_pence=-pence)
        case did.PointsTaken(tender=tender, amount_pence=pence, points=points, member=member, number=number):
            money_in(rows, event, Tender(tender=tender, kind="points", amount_pence=pence, points=points))
            move_points(rows, member, number, points)
            add(rows, event.session, points_pence=pence)
        case did.PointsReturned(amount_pence=pence, points=points, member=member, number=number):
            money_out(rows, event, pence)
            move_points(rows, member, number, -points)
            add(rows, event.session, points_pence=-pence)


def money_in(rows: Rows, event: did.TenderEvent, tender: Tender) -> None:
    """The sale has this tender."""
    sale = the(rows, Sale, event.sale)
    paid_pence = sale.paid_pence + tender.amount_pence
    pending = None if sale.pending == tender.tender else sale.pending
    rows[Sale, event.sale] = replace(sale, tenders=(*sale.tenders, tender), paid_pence=paid_pence, pending=pending, changed_ms=event.at_ms)


def money_out(rows: Rows, event: did.TenderEvent, pence: int) -> None:
    """The sale no longer has the event's tender."""
    sale = the(rows, Sale, event.sale)
    tenders = tuple(each for each in sale.tenders if each.tender != event.tender)
    pending = None if sale.pending == event.tender else sale.pending
    rows[Sale, event.sale] = replace(sale, tenders=tenders, paid_pence=sale.paid_pence - pence, pending=pending, changed_ms=event.at_ms)


def evolve_card(rows: Rows, event: did.CardEvent) -> None:
    """A card tender from being asked to its end."""
    match event:
        case did.CardAsked():
            ask(rows, event)
        case did.CardApproved():
            approve(rows, event)
        case did.CardDeclined(why=why) | did.CardAborted(why=why):
            release(rows, the(rows, CardTender, event.tender))
            note(rows, event, status="declined" if isinstance(event, did.CardDeclined) else "aborted", why=why)
            wait_for(rows, event, None)
        case did.CardAnswerLost() | did.CardManuallyEnded():
            note(rows, event, status="unknown")
        case did.ReversalBegun():
            tender = note(rows, event, status="reversing")
            if not tender.surplus:
                wait_for(rows, event, event.tender)
        case did.ReversalRefused(attempt=attempt, why=why):
            note(rows, event, refusals=attempt, why=why)
        case did.CardOwed() | did.OwedGivenBack():
            owe(rows, event)
        case did.CardReversed(amount_pence=pence, stored=stored):
            tender = note(rows, event, status="reversed")
            if stored == "waiting":
                allowance(rows, waiting_pence=-pence, waiting=-1)
            if not tender.surplus:
                money_out(rows, event, pence)
                book_card(rows, event.session, tender, -pence)
        case did.StoredCardTaken(amount_pence=pence):
            if the(rows, CardTender, event.tender).stored == "declined":
                add(rows, event.session, late_declines_pence=-pence)
            else:
                allowance(rows, waiting_pence=-pence, waiting=-1)
            note(rows, event, stored="taken")
        case did.StoredCardDeclined(amount_pence=pence):
            allowance(rows, waiting_pence=-pence, waiting=-1)
            note(rows, event, stored="declined")
            add(rows, event.session, late_declines_pence=pence)


def ask(rows: Rows, event: did.CardAsked) -> None:
    """The tender stands, and what it may need of the allowance is set aside."""
    rows[CardTender, event.tender] = CardTender(
        tender=event.tender,
        sale=event.sale,
        till=event.till,
        session=event.session,
        by=event.by,
        terminal=event.terminal,
        amount_pence=event.amount_pence,
        entry_modes=event.entry_modes,
        stored_reserved=event.stored_reserved,
        grant=event.grant,
        status="asked",
        stored="none",
        surplus=False,
        asked_ms=event.at_ms,
        changed_ms=event.at_ms,
    )
    if event.stored_reserved:
        allowance(rows, reserved_pence=event.amount_pence, reserved=1)
    wait_for(rows, event, event.tender)


def approve(rows: Rows, event: did.CardApproved) -> None:
    """Money is in; what the terminal approved alone is spent of the allowance."""
    before = the(rows, CardTender, event.tender)
    if before.status in ("asked", "unknown"):
        release(rows, before)
    if event.card.stored:
        allowance(rows, spent_pence=event.amount_pence, spent=1, waiting_pence=event.amount_pence, waiting=1)
    stored = "waiting" if event.card.stored else "none"
    tender = note(
        rows,
        event,
        status="approved",
        card=event.card,
        surplus=event.surplus,
        stored=stored,
        amount_pence=event.amount_pence,
        asked_pence=event.asked_pence,
    )
    if event.surplus:
        wait_for(rows, event, None)
    else:
        money_in(rows, event, Tender(tender=event.tender, kind="card", amount_pence=event.amount_pence, card=event.card))
        book_card(rows, event.session, tender, event.amount_pence)


def owe(rows: Rows, event: did.CardOwed | did.OwedGivenBack) -> None:
    """No sale stands on the payment any more; or what was owed went back, in cash from a drawer if it did."""
    match event:
        case did.CardOwed(amount_pence=pence):
            before = the(rows, CardTender, event.tender)
            note(rows, event, status="owed", surplus=True)
            if not before.surplus:
                money_out(rows, event, pence)
                book_card(rows, event.session, before, -pence)
        case did.OwedGivenBack(how=how, amount_pence=pence):
            note(rows, event, status="settled")
            if how == "cash":
                in_drawer(rows, event.session, -pence)
                add(rows, event.session, cash_out_pence=pence)


def book_card(rows: Rows, session: str, tender: CardTender, pence: int) -> None:
    """Onto the session's card sales, of which stored ones are a part."""
    add(rows, session, card_pence=pence, stored_card_pence=pence if tender.card and tender.card.stored else 0)


def note(rows: Rows, event: did.CardEvent, **changes: Any) -> CardTender:
    """The card tender, changed now."""
    tender = replace(the(rows, CardTender, event.tender), changed_ms=event.at_ms, **changes)
    rows[CardTender, event.tender] = tender
    return tender


def wait_for(rows: Rows, event: did.CardEvent, tender: str | None) -> None:
    """The sale waits for this card, or no longer for the event's."""
    sale = the(rows, Sale, event.sale)
    if tender or sale.pending == event.tender:
        rows[Sale, event.sale] = replace(sale, pending=tender, changed_ms=event.at_ms)


def release(rows: Rows, tender: CardTender) -> None:
    """What was set aside under the allowance for a tender whose end is known."""
    if tender.stored_reserved:
        allowance(rows, reserved_pence=-tender.amount_pence, reserved=-1)


def allowance(rows: Rows, **more: int) -> None:
    """Onto what is counted of the allowance; where a terminal stored a sale with no allowance at all, there is nothing to count on."""
    row = rows[StoredAllowance, STORED]
    if row is not None:
        rows[StoredAllowance, STORED] = replace(row, **{name: getattr(row, name) + each for name, each in more.items()})


def complete(rows: Rows, event: did.SaleCompleted) -> None:
    """The sale is done, off the screen, numbered, and in its session's totals."""
    sale = the(rows, Sale, event.sale)
    till = the(rows, Till, event.till)
    rows[Till, event.till] = replace(till, receipts=event.number, sale=None if till.sale == event.sale else till.sale)
    rows[Sale, event.sale] = replace(sale, status="completed", receipt=event.receipt, changed_ms=event.at_ms)
    rows[ReceiptNumber, event.receipt] = ReceiptNumber(receipt=event.receipt, sale=event.sale, refund=None)
    add(
        rows,
        event.session,
        sales=1,
        sales_pence=event.total_pence,
        savings_pence=sum(line.saved_pence for line in event.lines),
        discounts_pence=sum(line.off_pence for line in event.lines),
        overrides_pence=sum(line.overridden_pence for line in event.lines),
    )
    add_vat(rows, event.session, event.vat, 1)


def evolve_refund(rows: Rows, event: did.RefundEvent) -> None:
    """A refund from being begun to its receipt."""
    match event:
        case did.RefundBegun():
            begin_refund(rows, event)
        case did.RefundPartPaid():
            pay_part(rows, event)
        case did.RefundDeclined(part=part, why=why):
            rows[CardRefund, part] = replace(the(rows, CardRefund, part), status="declined", why=why, changed_ms=event.at_ms)
        case did.RefundAsked(part=part, attempt=attempt):
            rows[CardRefund, part] = replace(the(rows, CardRefund, part), status="asked", attempt=attempt, changed_ms=event.at_ms)
        case did.RefundCompleted(refund=refund_id, receipt=receipt, number=number, session=session):
            rows[Till, event.till] = replace(the(rows, Till, event.till), receipts=number)
            rows[Refund, refund_id] = replace(the(rows, Refund, refund_id), receipt=receipt, completed_ms=event.at_ms)
            rows[ReceiptNumber, receipt] = ReceiptNumber(receipt=receipt, sale=event.sale, refund=refund_id)
            add(rows, session, refunds=1, refunds_pence=event.total_pence)
            add_vat(rows, session, event.vat, -1)


def pay_part(rows: Rows, event: did.RefundPartPaid) -> None:
    """One part is paid; what a terminal gave too little is another part, which it is asked for again."""
    part, refund = event.part, the(rows, Refund, event.refund)
    parts = tuple(part if each.part == part.part else each for each in refund.parts)
    rest_pence = max(0, event.asked_pence - part.amount_pence)
    if part.kind == "card":
        row = replace(the(rows, CardRefund, part.part), status="paid", changed_ms=event.at_ms)
        rows[CardRefund, part.part] = row
        if rest_pence:
            number = max(int(each.part.rpartition(".")[2]) for each in parts) + 1
            rest = replace(part, part=f"{event.refund}.{number}", amount_pence=rest_pence, card=None)
            rows[CardRefund, rest.part] = replace(row, part=rest.part, status="declined", attempt=1, why=PAID_LESS)
            parts = (*parts, rest)
    ended = part.kind == "card" and not rest_pence
    rows[Refund, event.refund] = replace(refund, parts=parts, open=refund.open - ended)
    if part.kind == "cash":
        in_drawer(rows, event.session, -part.amount_pence)
    if event.member:
        move_points(rows, event.member, event.number, -part.points)
    add(rows, event.session, **{f"{part.kind}_refunds_pence": part.amount_pence})


def begin_refund(rows: Rows, event: did.RefundBegun) -> None:
    """Units and tenders are spoken for, so that no other refund can have them."""
    sale = the(rows, Sale, event.sale)
    units = tuple(Back(of=each.line, quantity=each.quantity, pence=each.pence) for each in event.units)
    tenders = tuple(Back(of=each.tender, quantity=1, pence=each.amount_pence) for each in event.parts)
    rows[Sale, event.sale] = replace(sale, units_back=(*sale.units_back, *units), tenders_back=(*sale.tenders_back, *tenders))
    cards = [part for part in event.parts if part.kind == "card"]
    for part in cards:
        rows[CardRefund, part.part] = CardRefund(
            part=part.part, refund=event.refund, status="asked", attempt=1, terminal=event.terminal, changed_ms=event.at_ms
        )
    rows[Refund, event.refund] = Refund(
        refund=event.refund,
        sale=event.sale,
        till=event.till,
        session=event.session,
        by=event.by,
        units=event.units,
        parts=event.parts,
        total_pence=event.total_pence,
        reason=event.reason,
        open=len(cards),
        begun_ms=event.at_ms,
        vat=event.vat,
    )
