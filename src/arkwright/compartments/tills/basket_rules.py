"""The rules of baskets: lines, prices, age, members, parking, until a tender is taken; pure."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills import tender_refusals as sale_no
from arkwright.compartments.tills.checks import MOST_PENCE, at_till, changeable, in_session, line_of, of_sale, sale_at, signed
from arkwright.compartments.tills.facts import Off, PriceReason, SaleLine, Seen
from arkwright.compartments.tills.till_rows import CodePromotion, Sale
from arkwright.compartments.tills.totalling import age_needed
from arkwright.kit.messages import Event
from arkwright.kit.promotion import MOST_PERCENT, plain_code
from arkwright.kit.rows import Rows

MOST_UNITS = 999
MOST_LINES = 300


def add_line(rows: Rows, command: ask.AddLine, now_ms: int) -> list[Event]:
    """Onto the sale on this till's screen, or, when none is, as the first line of a new one."""
    till, session = in_session(rows, command)
    sale = rows[Sale, command.sale]
    if till.sale and till.sale != command.sale:
        raise no.SaleIsOnTheTill(till.sale)
    if sale:
        sale = changeable(rows, command)
        if any(line.line == command.line for line in sale.lines):
            raise sale_no.LineExists(command.line)
        if len(sale.lines) >= MOST_LINES:
            raise sale_no.SaleIsFull(MOST_LINES)
    quantity(command.quantity)
    price(command.scanned.price_pence)
    return [
        did.LineAdded(
            **at_till(command, now_ms),
            session=sale.session if sale else session.session,
            sale=command.sale,
            line=command.line,
            scanned=command.scanned,
            quantity=command.quantity,
        )
    ]


def change_line(rows: Rows, command: ask.LineCommand, now_ms: int) -> list[Event]:
    """Another quantity, another price, a discount, or gone."""
    sale = changeable(rows, command)
    line = line_of(sale, command.line)
    about = of_sale(command, sale, now_ms) | {"line": line.line}
    match command:
        case ask.SetQuantity(quantity=units):
            if quantity(units) > signed_for(sale, line):
                raise no.ManagerSignedForFewer(signed_for(sale, line))
            return [] if units == line.quantity else [did.QuantitySet(**about, quantity=units)]
        case ask.VoidLine(reason=reason):
            return [did.LineVoided(**about, pence=line.price_pence * line.quantity, reason=reason)]
        case ask.OverridePrice(price_pence=pence, reason=reason):
            listed = line.price_pence if line.listed_pence is None else line.listed_pence
            approval = signed(rows, command.approved_by, now_ms)
            return [did.PriceOverridden(**about, price_pence=price(pence), listed_pence=listed, reason=reason, approval=approval)]
        case ask.DiscountLine():
            approval = signed(rows, command.approved_by, now_ms)
            value = line.price_pence * line.quantity
            discount = off_for(command.percent, command.pence, command.reason, approval.manager, value)
            return [did.LineDiscounted(**about, discount=discount, approval=approval)]
        case _:
            raise TypeError(f"no line is changed by {type(command).__name__}")


def discount_sale(rows: Rows, command: ask.DiscountSale, now_ms: int) -> list[Event]:
    """Off what the goods that the manager sees cost after promotions, and nothing off what is scanned later; another one replaces it."""
    sale = changeable(rows, command)
    if not sale.lines:
        raise sale_no.SaleIsEmpty()
    approval = signed(rows, command.approved_by, now_ms)
    value = sum(line.price_pence * line.quantity for line in sale.lines)
    seen = tuple(Seen(line=line.line, quantity=line.quantity) for line in sale.lines)
    discount = replace(off_for(command.percent, command.pence, command.reason, approval.manager, value), seen=seen)
    return [did.SaleDiscounted(**of_sale(command, sale, now_ms), discount=discount, approval=approval)]


def enter_code(rows: Rows, command: ask.EnterCode, now_ms: int) -> list[Event]:
    """A code that holds now; one that only so many may use is counted at head office, and so not taken here."""
    sale = changeable(rows, command)
    code = plain_code(command.code)
    if code == sale.code:
        return []
    row = rows[CodePromotion, code] if code else None
    if code and (row is None or not row.terms.holds(now_ms)):
        raise no.CodeDoesNotHold()
    if row and row.terms.uses:
        raise no.CodeIsCountedElsewhere()
    return [did.CodeEntered(**of_sale(command, sale, now_ms), code=code)]


def check_age(rows: Rows, command: ask.CheckAge, now_ms: int) -> list[Event]:
    """What the colleague says of the shopper's age; nothing where no goods ask for it."""
    sale, _ = sale_at(rows, command)
    age = age_needed(sale.lines)
    if not age or (command.outcome == "passed" and sale.age_checked >= age and not sale.age_refused):
        return []
    return [did.AgeChecked(**of_sale(command, sale, now_ms), age=age, outcome=command.outcome)]


def identify(rows: Rows, command: ask.IdentifyMember, now_ms: int) -> list[Event]:
    """The member of the sale; another card replaces the one before and an empty one takes it off, until the total."""
    till, session = in_session(rows, command)
    sale = rows[Sale, command.sale]
    if till.sale and till.sale != command.sale:
        raise no.SaleIsOnTheTill(till.sale)
    if sale:
        sale = changeable(rows, command)
    if not command.member and not (sale and sale.member):
        return []
    return [
        did.MemberIdentified(
            **at_till(command, now_ms),
            session=sale.session if sale else session.session,
            sale=command.sale,
            membership=command.membership,
            member=command.member,
            edition=command.edition,
            spendable_points=max(0, command.spendable_points),
            counted=max(0, command.counted),
        )
    ]


def put_aside(rows: Rows, command: ask.ParkSale | ask.ResumeSale | ask.OpenAgain | ask.VoidSale, now_ms: int) -> list[Event]:
    """Park, resume, back to the goods, void: money that is in must go back first."""
    if isinstance(command, ask.ResumeSale):
        return resume(rows, command, now_ms)
    sale, _ = sale_at(rows, command)
    about = of_sale(command, sale, now_ms)
    if isinstance(command, ask.ParkSale) and sale.pending:
        return [did.SaleParked(**about)]
    if sale.pending:
        raise sale_no.TenderIsPending(sale.pending)
    if sale.paid_pence:
        raise sale_no.MoneyIsIn()
    match command:
        case ask.ParkSale():
            return [did.SaleParked(**about)]
        case ask.OpenAgain():
            return [] if sale.status == "open" else [did.SaleOpened(**about)]
        case ask.VoidSale(reason=reason):
            return [did.SaleVoided(**about, pence=sum(line.price_pence * line.quantity for line in sale.lines), reason=reason)]


def resume(rows: Rows, command: ask.ResumeSale, now_ms: int) -> list[Event]:
    """At any till of the store that has no sale on its screen; a card's answer belongs to the session it was asked in."""
    till, session = in_session(rows, command)
    sale = rows[Sale, command.sale]
    if sale is None:
        raise sale_no.NoSuchSale(command.sale)
    if till.sale == sale.sale:
        return []
    if till.sale:
        raise no.SaleIsOnTheTill(till.sale)
    if sale.status != "parked":
        raise sale_no.SaleIs(sale.status)
    if sale.pending and sale.session != session.session:
        raise sale_no.TenderIsPending(sale.pending)
    return [did.SaleResumed(**at_till(command, now_ms), session=session.session, sale=sale.sale)]


def quantity(units: int) -> int:
    """The quantity, if a line may have it."""
    if not 1 <= units <= MOST_UNITS:
        raise sale_no.QuantityIsOutOfBounds(MOST_UNITS)
    return units


def signed_for(sale: Sale, line: SaleLine) -> int:
    """How many of a line may be sold as it is: where a manager signed for something, as many as stood there then."""
    if line.price_reason or line.discount:
        return line.quantity
    seen = sale.discount.seen if sale.discount else None
    return next((max(each.quantity, line.quantity) for each in seen or () if each.line == line.line), MOST_UNITS)


def price(pence: int) -> int:
    """The price of one, if it is one."""
    if not 1 <= pence <= MOST_PENCE:
        raise sale_no.TillPriceIsWrong()
    return pence


def off_for(percent: int, pence: int, reason: PriceReason, manager: str, value_pence: int) -> Off:
    """The discount, if it is either a percentage or an amount and leaves a tenth of the goods to pay."""
    by_percent = 1 <= percent <= MOST_PERCENT and pence == 0
    by_amount = percent == 0 and 1 <= pence <= value_pence * MOST_PERCENT // 100
    if not (by_percent or by_amount):
        raise sale_no.DiscountIsTooHigh()
    return Off(reason=reason, manager=manager, percent=percent, pence=pence)
