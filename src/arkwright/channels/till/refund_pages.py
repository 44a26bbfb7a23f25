"""Money back for what this store sold: found by its receipt's number or square, by a manager's leave, to how it was paid."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from arkwright.channels.till import reading
from arkwright.channels.till.door import approval
from arkwright.channels.till.line_pages import chosen
from arkwright.channels.till.noes import NoSuchReceipt, NothingComesBack, SoldInAnotherStore
from arkwright.channels.till.reasons import REFUND
from arkwright.channels.till.room import Room
from arkwright.channels.till.seats import must_sit
from arkwright.channels.till.showing import Page, options, show
from arkwright.channels.till.typed import number
from arkwright.channels.web.forms import Form, form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.facts import RefundedUnits
from arkwright.compartments.tills.till_rows import Refund, Sale
from arkwright.kit.receipt_code import PREFIX, read_receipt_code
from arkwright.kit.refusal import Refusal


@get("/till/{till:str}/refund", include_in_schema=False)
async def refund_page(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Which receipt, then what comes back."""
    await must_sit(request, room, till)
    typed = request.query_params.get("receipt", "")
    if not typed.strip():
        return shown(request, room, None)
    try:
        sale = await found(room, typed)
    except Refusal as refusal:
        return shown(request, room, None, refusal, typed=typed[:60])
    if isinstance(sale, Refund):
        return see(f"/till/{till}/receipt/{sale.refund}")
    return shown(request, room, sale, genuine=typed.startswith(PREFIX))


async def found(room: Room, typed: str) -> Sale | Refund:
    """The sale, or the refund, of a receipt. Refuses with `NoSuchReceipt`, `SoldInAnotherStore`, or as `read_receipt_code` does."""
    text = typed.strip("\r\n\t ")
    number_of = text.lower()
    if text.startswith(PREFIX):
        signed = read_receipt_code(text, room.known_nodes())
        if signed.store != room.store:
            raise SoldInAnotherStore(signed.store)
        number_of = signed.number
    whose = await reading.whose_receipt(room, number_of)
    if whose is None:
        raise NoSuchReceipt()
    sale, refund = whose
    return refund or sale


def shown(
    request: AnyRequest,
    room: Room,
    sale: Sale | None,
    refusal: Refusal | None = None,
    *,
    typed: str = "",
    genuine: bool = False,
    given: Form | None = None,
) -> Page:
    """The page, with what was refused and what had been typed."""
    view = None
    if sale is not None:
        back = Counter[str]()
        for each in sale.units_back:
            back[each.of] += each.quantity
        lines = [
            SimpleNamespace(
                line=line.line,
                name=line.name,
                quantity=line.quantity,
                left=line.quantity - back[line.line],
                units=given.raw(f"units-{line.line}") if given else "0",
                fit=given.raw(f"fit-{line.line}") if given else "0",
            )
            for line in sale.lines
        ]
        view = SimpleNamespace(sale=sale.sale, receipt=sale.receipt, at_ms=sale.changed_ms, total_pence=sale.total_pence, lines=lines)
    at = "receipt" if refusal is not None and sale is None else ""
    return show(
        request,
        "refund.html",
        refusal=refusal,
        at=at,
        sale=view,
        typed=typed,
        genuine=genuine,
        refund_reasons=options(REFUND),
        new_id=room.world.new_id(),
    )


@post("/till/{till:str}/refund", include_in_schema=False)
async def refund(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Begin it: cash at once, cards by the terminal's word."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    sale = await reading.sale(room, given.raw("sale"))
    if sale is None:
        raise NoSuchReceipt()
    refund_id = given.identifier()
    try:
        units, reason = coming_back(sale, given), chosen(REFUND, given.raw("reason"))
        by = await approval(room, till, given.raw("badge"), given.raw("pin"))
        command = ask.BeginRefund(
            id=f"{refund_id}.begin",
            store=room.store,
            till=till,
            by=seat.colleague,
            refund=refund_id,
            sale=sale.sale,
            units=units,
            reason=reason,
            terminal=room.terminals[till].terminal if till in room.terminals else "",
            approved_by=by,
        )
        await room.cards.refund(till, command)
    except Refusal as refusal:
        return shown(request, room, sale, refusal, given=given)
    return see(f"/till/{till}/refunded/{refund_id}")


def coming_back(sale: Sale, given: Form) -> tuple[RefundedUnits, ...]:
    """How many of which line, and how many of these may be sold again. Refuses with `NothingComesBack` or `NoWholeNumber`."""

    def many(what: str, line: str) -> int:
        return number(given.raw(f"{what}-{line}") or "0")

    typed = [RefundedUnits(line=each.line, quantity=many("units", each.line), for_sale=many("fit", each.line)) for each in sale.lines]
    back = tuple(each for each in typed if each.quantity or each.for_sale)
    if not back:
        raise NothingComesBack()
    return back


@get("/till/{till:str}/refunded/{refund:str}", include_in_schema=False)
async def refunded(request: AnyRequest, till: FromPath[str], refund: FromPath[str], room: NamedDependency[Room]) -> Page:
    """How the refund stands: what is paid back, what the terminal has still to say."""
    await must_sit(request, room, till)
    found = await reading.refund(room, refund)
    if found is None:
        raise NoSuchReceipt()
    if found.receipt:
        return see(f"/till/{till}/receipt/{refund}")
    owed = await reading.still_owed(room, found)
    why = " ".join(dict.fromkeys(reading.DECLINED.get(row.why, "") for row in owed))
    parts_owed = {row.part for row in owed}
    owed_pence = sum(part.amount_pence for part in found.parts if part.part in parts_owed)
    return show(request, "refunded.html", refund=found, parts_back=reading.refund_parts(found), owed_pence=owed_pence, why=why)


@post("/till/{till:str}/refunded/{refund:str}/again", include_in_schema=False)
async def ask_again(request: AnyRequest, till: FromPath[str], refund: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Ask the terminal once more for what it declined to pay back: it is still owed, and was signed for."""
    seat = await must_sit(request, room, till)
    found = await reading.refund(room, refund)
    if found is None:
        raise NoSuchReceipt()
    for part in await reading.still_owed(room, found):
        await room.cards.refund_again(till, refund, part.part, seat.colleague)
    return see(f"/till/{till}/refunded/{refund}")


ROUTES = [refund_page, refund, refunded, ask_again]
