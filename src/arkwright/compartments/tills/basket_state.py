"""How events change a basket's rows."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from arkwright.compartments.tills import basket_events as did
from arkwright.compartments.tills.day_events import SessionEvent
from arkwright.compartments.tills.facts import Off, SaleLine
from arkwright.compartments.tills.ledger import add, forget_counted, the
from arkwright.compartments.tills.till_rows import Sale, Session, Till
from arkwright.kit.rows import Rows


def evolve_basket(rows: Rows, event: did.SaleEvent) -> None:
    """Change the sale as the event says."""
    match event:
        case did.LineAdded() | did.MemberIdentified():
            begin_or_go_on(rows, event)
        case did.QuantitySet() | did.LineVoided() | did.PriceOverridden() | did.LineDiscounted():
            change_line(rows, event)
        case did.SaleDiscounted(discount=discount):
            change(rows, event, lambda sale: replace(sale, discount=discount))
        case did.CodeEntered(code=code):
            change(rows, event, lambda sale: replace(sale, code=code))
        case did.AgeChecked(age=age, outcome=outcome):
            passed = outcome == "passed"
            change(rows, event, lambda sale: replace(sale, age_checked=age if passed else sale.age_checked, age_refused=not passed))
        case did.SaleTotalled(lines=lines, total_pence=total, promotions_edition=edition):
            change(rows, event, lambda sale: replace(sale, status="totalled", lines=lines, total_pence=total, promotions_edition=edition))
        case did.SaleOpened():
            change(rows, event, opened)
        case did.SaleParked() | did.SaleResumed() | did.SaleVoided():
            move(rows, event)


def change(rows: Rows, event: did.SaleEvent, changed: Callable[[Sale], Sale]) -> None:
    """The sale, changed now."""
    rows[Sale, event.sale] = replace(changed(the(rows, Sale, event.sale)), changed_ms=event.at_ms)


def opened(sale: Sale) -> Sale:
    """The sale with its lines as they were before the total."""
    lines = tuple(replace(line, savings=(), off_pence=0) for line in sale.lines)
    return replace(sale, status="open", lines=lines, total_pence=None)


def begin_or_go_on(rows: Rows, event: did.LineAdded | did.MemberIdentified) -> None:
    """The first line, or the member's card, begins the sale on the till's screen."""
    sale = rows[Sale, event.sale] or begun(rows, event)
    match event:
        case did.LineAdded(line=line, scanned=scanned, quantity=quantity):
            added = SaleLine(
                line=line,
                sku=scanned.sku,
                product=scanned.product,
                name=scanned.name,
                quantity=quantity,
                price_pence=scanned.price_pence,
                vat_rate=scanned.vat_rate,
                category=scanned.category,
                edition=scanned.edition,
                code=scanned.code,
                restrictions=scanned.restrictions,
                measured=scanned.measured,
            )
            sale = replace(sale, lines=(*sale.lines, added))
        case did.MemberIdentified():
            sale = replace(
                sale,
                membership=event.membership,
                member=event.member,
                members_edition=event.edition,
                spendable_points=event.spendable_points,
                counted=event.counted,
            )
            if event.member:
                forget_counted(rows, event.member, event.counted)
    rows[Sale, event.sale] = replace(sale, changed_ms=event.at_ms)
    on_screen(rows, event, event.sale)


def begun(rows: Rows, event: SessionEvent) -> Sale:
    """A new sale in this session."""
    return Sale(
        sale=getattr(event, "sale", ""),
        till=event.till,
        session=event.session,
        business_day=the(rows, Session, event.session).business_day,
        by=event.by,
        status="open",
        begun_ms=event.at_ms,
        changed_ms=event.at_ms,
    )


def change_line(rows: Rows, event: did.QuantitySet | did.LineVoided | did.PriceOverridden | did.LineDiscounted) -> None:
    """One line of the sale."""

    def changed(line: SaleLine) -> SaleLine:
        match event:
            case did.QuantitySet(quantity=quantity):
                return replace(line, quantity=quantity)
            case did.PriceOverridden(price_pence=price, listed_pence=listed, reason=reason):
                return replace(line, price_pence=price, listed_pence=listed, price_reason=reason)
            case did.LineDiscounted(discount=discount):
                return replace(line, discount=discount)
            case _:
                return line

    sale = the(rows, Sale, event.sale)
    gone = event.line if isinstance(event, did.LineVoided) else None
    lines = tuple(changed(line) if line.line == event.line else line for line in sale.lines if line.line != gone)
    rows[Sale, event.sale] = replace(sale, lines=lines, discount=without(sale.discount, gone), changed_ms=event.at_ms)
    if isinstance(event, did.LineVoided):
        add(rows, event.session, line_voids=1, line_voids_pence=event.pence)


def without(discount: Off | None, gone: str | None) -> Off | None:
    """The discount on the sale, no longer for a line that is gone: its name may come back with other goods."""
    if discount is None or discount.seen is None or gone is None:
        return discount
    return replace(discount, seen=tuple(each for each in discount.seen if each.line != gone))


def move(rows: Rows, event: did.SaleParked | did.SaleResumed | did.SaleVoided) -> None:
    """Off the screen, onto it, or given up. A parked sale keeps its total only while it waits for a card's answer."""
    match event:
        case did.SaleParked():
            change(rows, event, lambda sale: replace(sale if sale.pending else opened(sale), status="parked"))
            on_screen(rows, event, None)
        case did.SaleResumed():
            change(
                rows,
                event,
                lambda sale: replace(
                    sale,
                    status="open" if sale.total_pence is None else "totalled",
                    till=event.till,
                    session=event.session,
                    business_day=the(rows, Session, event.session).business_day,
                ),
            )
            on_screen(rows, event, event.sale)
        case did.SaleVoided():
            change(rows, event, lambda sale: replace(sale, status="voided"))
            on_screen(rows, event, None)
            add(rows, event.session, sale_voids=1, sale_voids_pence=event.pence)


def on_screen(rows: Rows, event: SessionEvent, sale: str | None) -> None:
    """The till shows this sale, or none."""
    till = the(rows, Till, event.till)
    if till.sale != sale:
        rows[Till, event.till] = replace(till, sale=sale)
