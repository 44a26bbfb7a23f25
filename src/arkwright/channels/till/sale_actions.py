"""What is done with a whole sale: age, member, discount, parking, taking up, voiding, going back to its lines."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from arkwright.channels.till import reading
from arkwright.channels.till.door import approval
from arkwright.channels.till.line_pages import chosen
from arkwright.channels.till.noes import MemberIsNotOnTheList
from arkwright.channels.till.reasons import PRICE, VOID
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.till.sale_pages import again, identify, sale_of
from arkwright.channels.till.seats import must_sit
from arkwright.channels.till.showing import Page, options, show
from arkwright.channels.till.typed import number
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills import commands as ask
from arkwright.kit.money import pounds
from arkwright.kit.refusal import Refusal


def asked(room: Room, seat: Seat, sale: str, id: str) -> dict[str, Any]:
    """What every command about a sale says."""
    return {"id": id, "store": room.store, "till": seat.till, "by": seat.colleague, "sale": sale}


def field(name: str, label: str, **more: Any) -> SimpleNamespace:
    """One field of a small form."""
    plain = {"value": "", "hint": None, "inputmode": None, "width": "medium", "required": True, "rows": None, "options": None}
    return SimpleNamespace(name=name, label=label, **{**plain, **more})


def small_form(request: AnyRequest, room: Room, refusal: Refusal | None, **names: Any) -> Page:
    """A page with one small form."""
    return show(
        request,
        "ask.html",
        refusal=refusal,
        **{"words": "", "needs_manager": False, "kind": "primary", "sale": "", "new_id": room.world.new_id(), **names},
    )


async def sale_here(room: Room, till: str) -> str:
    """The sale on the till's screen, or a new one's id."""
    row = await reading.till(room, till)
    return row.sale if row is not None and row.sale else room.world.new_id()


@get("/till/{till:str}/member", include_in_schema=False)
async def member_page(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Who buys?"""
    await must_sit(request, room, till)
    return await member_form(request, room, till)


async def member_form(request: AnyRequest, room: Room, till: str, refusal: Refusal | None = None) -> Page:
    """The form, with what was refused."""
    return small_form(
        request,
        room,
        refusal,
        heading="Member",
        words="Ask for the membership card, or the number in the app.",
        action=f"/till/{till}/member",
        sale=await sale_here(room, till),
        fields=[field("number", "Membership number", hint="Scan the card, or type the number.")],
        label="Use this membership",
    )


@post("/till/{till:str}/member", include_in_schema=False)
async def member(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """The sale is a member's, or nobody's any more."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    if given.raw("off"):
        nobody = ask.IdentifyMember(**asked(room, seat, given.raw("sale"), room.world.new_id()), membership="", member="", edition=0)
        return await done(request, room, till, nobody)
    try:
        found = await room.shelf.member(given.raw("number").strip())
        if found is None:
            raise MemberIsNotOnTheList()
        await identify(room, seat, found, sale_of(given.raw("sale"), room), given.identifier())
    except Refusal as refusal:
        return await member_form(request, room, till, refusal)
    return see(f"/till/{till}")


@post("/till/{till:str}/age", include_in_schema=False)
async def age(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Old enough, or not."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    outcome: Any = "passed" if given.raw("outcome") == "passed" else "refused"
    return await done(request, room, till, ask.CheckAge(**asked(room, seat, given.raw("sale"), room.world.new_id()), outcome=outcome))


@post("/till/{till:str}/park", include_in_schema=False)
async def park(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Put it aside."""
    seat = await must_sit(request, room, till)
    sale = (await form(request)).raw("sale")
    return await done(request, room, till, ask.ParkSale(**asked(room, seat, sale, room.world.new_id())))


@get("/till/{till:str}/parked", include_in_schema=False)
async def parked_page(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """What was put aside, at any till of the store."""
    await must_sit(request, room, till)
    found = []
    for sale in await reading.parked(room):
        words = f"{', '.join(line.name for line in sale.lines[:3])}: {pounds(sum(line.paid_pence for line in sale.lines))}"
        found.append(SimpleNamespace(sale=sale.sale, till=sale.till, at_ms=sale.changed_ms, words=words))
    return show(request, "parked.html", parked=found)


@post("/till/{till:str}/resume", include_in_schema=False)
async def resume(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Take it up here."""
    seat = await must_sit(request, room, till)
    sale = (await form(request)).raw("sale")
    return await done(request, room, till, ask.ResumeSale(**asked(room, seat, sale, room.world.new_id())))


@post("/till/{till:str}/open-again", include_in_schema=False)
async def open_again(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """From paying back to the lines."""
    seat = await must_sit(request, room, till)
    sale = (await form(request)).raw("sale")
    return await done(request, room, till, ask.OpenAgain(**asked(room, seat, sale, room.world.new_id())))


@get("/till/{till:str}/void", include_in_schema=False)
async def void_page(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Why is nothing sold?"""
    await must_sit(request, room, till)
    return small_form(
        request,
        room,
        None,
        heading="Void the whole sale",
        action=f"/till/{till}/void",
        sale=await sale_here(room, till),
        fields=[field("reason", "Why", options=options(VOID))],
        label="Void the sale",
        kind="danger",
    )


@post("/till/{till:str}/void", include_in_schema=False)
async def void(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Nothing is sold."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    command = ask.VoidSale(**asked(room, seat, given.raw("sale"), room.world.new_id()), reason=chosen(VOID, given.raw("reason")))
    return await done(request, room, till, command)


@get("/till/{till:str}/discount", include_in_schema=False)
async def discount_page(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """How much off the whole sale?"""
    await must_sit(request, room, till)
    return await discount_form(request, room, till)


async def discount_form(request: AnyRequest, room: Room, till: str, refusal: Refusal | None = None) -> Page:
    """The form, with what was refused."""
    return small_form(
        request,
        room,
        refusal,
        heading="Discount on the whole sale",
        action=f"/till/{till}/discount",
        sale=await sale_here(room, till),
        fields=[field("quantity", "Per cent off", inputmode="numeric", width="short"), field("reason", "Why", options=options(PRICE))],
        label="Take it off",
        needs_manager=True,
    )


@post("/till/{till:str}/discount", include_in_schema=False)
async def discount(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """With a manager's signature."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    try:
        percent, reason = number(given.raw("quantity")), chosen(PRICE, given.raw("reason"))
        by = await approval(room, till, given.raw("badge"), given.raw("pin"))
        common = asked(room, seat, given.raw("sale"), f"{given.identifier()}.discount")
        await room.tills.submit(ask.DiscountSale(**common, percent=percent, reason=reason, approved_by=by))
    except Refusal as refusal:
        return await discount_form(request, room, till, refusal)
    return see(f"/till/{till}")


async def done(request: AnyRequest, room: Room, till: str, command: ask.SaleCommand) -> Page:
    """The till as it is afterwards, or with what was refused."""
    try:
        await room.tills.submit(command)
    except Refusal as refusal:
        return await again(request, room, till, refusal)
    return see(f"/till/{till}")


ROUTES = [member_page, member, age, park, parked_page, resume, open_again, void_page, void, discount_page, discount]
