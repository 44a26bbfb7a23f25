"""Changing one line of a sale: how many, taking it off, another price, a discount."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from arkwright.channels.till import reading
from arkwright.channels.till.door import approval
from arkwright.channels.till.noes import LineIsGone, SayWhy
from arkwright.channels.till.reasons import PRICE, VOID
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.till.seats import must_sit
from arkwright.channels.till.showing import Page, options, show
from arkwright.channels.till.typed import money, number
from arkwright.channels.web.forms import Form, form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills import commands as ask
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal

# Which fields of the page each form has: what stands before "reason", "badge" and "pin", and where a wrong number is shown.
FORMS = {"quantity": ("", "quantity"), "void": ("", ""), "price": ("price-", "price"), "discount": ("discount-", "percent")}


@get("/till/{till:str}/line/{line:str}", include_in_schema=False)
async def line_page(request: AnyRequest, till: FromPath[str], line: FromPath[str], room: NamedDependency[Room]) -> Page:
    """One line, and what can be done with it."""
    await must_sit(request, room, till)
    return await shown(request, room, till, line)


async def shown(request: AnyRequest, room: Room, till: str, line: str, refusal: Refusal | None = None, what: str = "quantity") -> Page:
    """The page, with what was refused."""
    row = await reading.till(room, till)
    sale = await reading.sale(room, row.sale) if row is not None and row.sale else None
    found = next((each for each in sale.lines if each.line == line), None) if sale is not None else None
    if sale is None or found is None:
        raise LineIsGone()
    prefix, field = FORMS[what]
    numeric = refusal is not None and refusal.field in ("amount", "quantity")
    return show(
        request,
        "line.html",
        refusal=refusal,
        prefix=prefix,
        at=field if numeric else "",
        sale=sale,
        item=found,
        new_id=room.world.new_id(),
        void_reasons=options(VOID),
        price_reasons=options(PRICE),
    )


@post("/till/{till:str}/line/{line:str}/{what:str}", include_in_schema=False)
async def change(request: AnyRequest, till: FromPath[str], line: FromPath[str], what: FromPath[str], room: NamedDependency[Room]) -> Page:
    """One of the four changes."""
    seat = await must_sit(request, room, till)
    if what not in FORMS:
        raise LineIsGone()
    given = await form(request)
    try:
        await room.tills.submit(await command(room, seat, line, what, given))
    except Refusal as refusal:
        return await shown(request, room, till, line, refusal, what)
    return see(f"/till/{till}")


async def command(room: Room, seat: Seat, line: str, what: str, given: Form) -> Command:
    """What the form asks for; a manager's signature is verified first."""
    common: dict[str, Any] = {
        "id": f"{given.identifier()}.{what}",
        "store": room.store,
        "till": seat.till,
        "by": seat.colleague,
        "sale": given.raw("sale"),
        "line": line,
    }
    match what:
        case "quantity":
            return ask.SetQuantity(**common, quantity=number(given.raw("quantity")))
        case "void":
            return ask.VoidLine(**common, reason=chosen(VOID, given.raw("reason")))
        case "price":
            pence, reason = money(given.raw("price")), chosen(PRICE, given.raw("price-reason"))
            by = await approval(room, seat.till, given.raw("price-badge"), given.raw("price-pin"))
            return ask.OverridePrice(**common, price_pence=pence, reason=reason, approved_by=by)
    percent, reason = number(given.raw("percent")), chosen(PRICE, given.raw("discount-reason"))
    by = await approval(room, seat.till, given.raw("discount-badge"), given.raw("discount-pin"))
    return ask.DiscountLine(**common, percent=percent, reason=reason, approved_by=by)


def chosen(words: Any, value: str) -> Any:
    """A reason that the page offered. Refuses with `SayWhy`."""
    if value not in words:
        raise SayWhy()
    return value


ROUTES = [line_page, change]
