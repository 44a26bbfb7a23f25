"""How events change the rows of the tills: the day's here, those of baskets and of money in files beside this one."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.compartments.tills import events as did
from arkwright.compartments.tills.basket_state import evolve_basket
from arkwright.compartments.tills.facts import Totals
from arkwright.compartments.tills.ledger import add, book, in_drawer, the
from arkwright.compartments.tills.money_state import evolve_money
from arkwright.compartments.tills.reconciling import evolve_reconciliation
from arkwright.compartments.tills.till_rows import (
    HERE,
    ITEM_PROMOTIONS,
    POINTS,
    STORED,
    CodePromotion,
    Colleague,
    Invoice,
    ItemPromotions,
    LocalPause,
    Place,
    PointsRules,
    Session,
    StoredAllowance,
    Till,
)
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

FOR_EVER_MS = 253_370_764_800_000  # the year 9999


def evolve(rows: Rows, event: Event) -> None:
    """Change the rows as the event says; every posting is booked, whatever else the event does."""
    book(rows, getattr(event, "postings", ()))
    evolve_reconciliation(rows, event)
    match event:
        case did.TenderEvent() | did.RefundEvent() | did.SaleCompleted():
            evolve_money(rows, event)
        case did.SaleEvent():
            evolve_basket(rows, event)
        case did.SessionEvent():
            evolve_session(rows, event)
        case did.InvoiceEvent() | did.InvoiceForgotten():
            evolve_invoice(rows, event)
        case did.TillEvent():
            evolve_till(rows, event)
        case did.StoreEvent():
            evolve_store(rows, event)


def evolve_store(rows: Rows, event: did.StoreEvent) -> None:
    """What head office allows, and the store's own pauses."""
    match event:
        case did.TillSet(store=store, till=till):
            rows[Place, HERE] = Place(name=HERE, store=store)
            rows[Till, till] = Till(till=till)
        case did.PromotionSet(terms=terms, edition=edition, at_ms=at_ms):
            if terms.code:
                rows[CodePromotion, terms.code] = CodePromotion(code=terms.code, terms=terms)
                return
            held = rows[ItemPromotions, ITEM_PROMOTIONS]
            others = [each for each in held.terms if each.promotion != terms.promotion] if held else []
            standing = sorted((each for each in (*others, terms) if each.until_ms > at_ms), key=lambda each: each.promotion)
            newest = max(edition, held.edition if held else 0)
            rows[ItemPromotions, ITEM_PROMOTIONS] = ItemPromotions(name=ITEM_PROMOTIONS, terms=tuple(standing), edition=newest)
        case did.StoredSalesGranted():
            grant(rows, event)
        case did.PointsRulesSet(edition=edition, points=points, pence=pence, most_points=most_points):
            rows[PointsRules, POINTS] = PointsRules(name=POINTS, edition=edition, points=points, pence=pence, most_points=most_points)
        case did.ColleagueRevoked(colleague=colleague, edition=edition, tills=tills):
            for till in tills:
                rows[Till, till] = replace(the(rows, Till, till), colleague=None, manager=False, locked=False)
            before = rows[Colleague, colleague] or Colleague(colleague=colleague)
            rows[Colleague, colleague] = replace(before, revoked_edition=edition, tills=())
        case did.LocallyPaused(capability=capability, say=say, approval=approval, at_ms=at_ms):
            rows[LocalPause, capability] = LocalPause(capability=capability, say=say, manager=approval.manager, since_ms=at_ms)
        case did.LocallyResumed(capability=capability):
            rows[LocalPause, capability] = None


def grant(rows: Rows, event: did.StoredSalesGranted) -> None:
    """A fresh allowance, less what was waiting; what is asked for just now stays set aside."""
    held = rows[StoredAllowance, STORED]
    rows[StoredAllowance, STORED] = StoredAllowance(
        name=STORED,
        grant=event.grant,
        edition=event.edition,
        per_sale_pence=event.per_sale_pence,
        total_pence=event.total_pence,
        count=event.count,
        until_ms=event.until_ms,
        carried_pence=event.waiting_pence,
        carried=event.waiting,
        reserved_pence=held.reserved_pence if held else 0,
        reserved=held.reserved if held else 0,
        waiting_pence=event.waiting_pence,
        waiting=event.waiting,
    )


def evolve_till(rows: Rows, event: did.TillEvent) -> None:
    """Who is signed on."""
    till = the(rows, Till, event.till)
    match event:
        case did.SignedOn(by=by, manager=manager, was=was):
            if was and was != by:
                not_at(rows, was, till.till)
            before = rows[Colleague, by] or Colleague(colleague=by)
            tills = before.tills if till.till in before.tills else (*before.tills, till.till)
            rows[Colleague, by] = replace(before, failures=0, wait_until_ms=0, tills=tills)
            rows[Till, till.till] = replace(till, colleague=by, manager=manager, locked=False, failures=0, wait_until_ms=0)
        case did.SignOnFailed(by=by, failures=failures, wait_until_ms=wait_until_ms):
            if by:
                before = rows[Colleague, by] or Colleague(colleague=by)
                rows[Colleague, by] = replace(
                    before, failures=failures, failed_ms=event.at_ms, wait_until_ms=wait_until_ms or before.wait_until_ms
                )
            else:
                rows[Till, till.till] = replace(
                    till, failures=failures, failed_ms=event.at_ms, wait_until_ms=wait_until_ms or till.wait_until_ms
                )
        case did.PinShown(by=by):
            rows[Colleague, by] = replace(the(rows, Colleague, by), failures=0)
        case did.TillLocked():
            rows[Till, till.till] = replace(till, locked=True)
        case did.SignedOff(by=by):
            not_at(rows, by, till.till)
            rows[Till, till.till] = replace(till, colleague=None, manager=False, locked=False)


def not_at(rows: Rows, colleague: str, till: str) -> None:
    """The colleague is no longer signed on at this till."""
    row = the(rows, Colleague, colleague)
    rows[Colleague, colleague] = replace(row, tills=tuple(each for each in row.tills if each != till))


def evolve_invoice(rows: Rows, event: did.InvoiceEvent | did.InvoiceForgotten) -> None:
    """Full VAT invoices that are kept."""
    match event:
        case did.InvoiceIssued(receipt=receipt):
            rows[Invoice, receipt] = Invoice(
                receipt=receipt,
                person=event.person,
                sealed=event.sealed,
                by=event.by,
                issued_ms=event.at_ms,
                keep_until_ms=event.keep_until_ms,
            )
        case did.InvoiceCopied(receipt=receipt, copy=copy):
            rows[Invoice, receipt] = replace(the(rows, Invoice, receipt), copies=copy)
        case did.InvoiceForgotten(receipt=receipt):
            forgotten = {"person": "", "sealed": "", "by": "", "keep_until_ms": FOR_EVER_MS}  # that there was an original stays
            rows[Invoice, receipt] = replace(the(rows, Invoice, receipt), **forgotten)


def evolve_session(rows: Rows, event: did.SessionEvent) -> None:
    """A till's session and the cash in its drawer."""
    till = the(rows, Till, event.till)
    match event:
        case did.SessionOpened(session=session, by=by, business_day=day, float_pence=float_pence, at_ms=at_ms):
            rows[Till, till.till] = replace(till, session=session)
            rows[Session, session] = Session(
                session=session,
                till=till.till,
                by=by,
                business_day=day,
                status="open",
                opened_ms=at_ms,
                float_pence=float_pence,
                drawer_pence=float_pence,
                totals=Totals(),
            )
        case did.CashMoved(session=session, amount_pence=pence):
            in_drawer(rows, session, pence)
            add(rows, session, cash_in_pence=max(0, pence), cash_out_pence=max(0, -pence))
        case did.CashOutDenied(session=session):
            row = the(rows, Session, session)
            rows[Session, session] = replace(row, denials=row.denials + 1)
        case did.CashCounted(session=session, counted_pence=counted):
            row = the(rows, Session, session)
            rows[Session, session] = replace(row, counted_pence=counted, counts=row.counts + 1)
        case did.SessionClosed(session=session, z=z, at_ms=at_ms):
            rows[Session, session] = replace(the(rows, Session, session), status="closed", closed_ms=at_ms, z=z)
            rows[Till, till.till] = replace(till, session=None, sessions_closed=z)
