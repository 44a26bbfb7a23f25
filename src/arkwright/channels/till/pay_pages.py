"""Paying: cash with its change, a card at the terminal, points; each as the switches stand, and any of them for a part."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from arkwright.channels.till import reading
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.till.sale_view import sale_view
from arkwright.channels.till.seats import must_sit
from arkwright.channels.till.showing import Page, show
from arkwright.channels.till.typed import money, number, quick_amounts
from arkwright.channels.till.works import Works
from arkwright.channels.web.forms import Form, form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.totalling import Shown
from arkwright.kit.refusal import NotTaken, Refusal
from arkwright.kit.scope import Scope

CARD_WORDS = {
    ("contactless", "chip-and-pin"): "Card, contactless or chip & PIN",
    ("contactless",): "Card, contactless only",
    ("chip-and-pin",): "Card, chip & PIN only",
}
CARD_COMMANDS: dict[tuple[str, ...], type[ask.AskForCard]] = {
    ("contactless", "chip-and-pin"): ask.AskCard,
    ("contactless",): ask.AskContactless,
    ("chip-and-pin",): ask.AskChipAndPin,
}


@get("/till/{till:str}/pay", include_in_schema=False)
async def pay(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """How does the customer pay?"""
    seat = await must_sit(request, room, till)
    found = await reading.shown(room, till)
    if found is None or not found.lines or found.sale.pending:
        return see(f"/till/{till}")
    return pay_page(request, room, seat, found)


def pay_page(request: AnyRequest, room: Room, seat: Seat, found: Shown, refusal: Refusal | None = None, *, at: str = "") -> Page:
    """The sum, and every way to pay that works now."""
    view = sale_view(found)
    works = {each.capability: each for each in room.works()}
    modes = card_modes(works)
    return show(
        request,
        "pay.html",
        refusal=refusal,
        at=at,
        told=reading.last_card_words(found),
        sale=view,
        works=works,
        quick=quick_amounts(view.due_pence),
        card_modes=modes,
        card_label=CARD_WORDS.get(modes, ""),
        terminal=seat.till in room.terminals,
        new_id=room.world.new_id(),
    )


def card_modes(works: dict[str, Works]) -> tuple[str, ...]:
    """How a card may be read now."""
    return tuple(each for each in ("contactless", "chip-and-pin") if not works[each].stopped)


def within_limits(room: Room, modes: tuple[str, ...], pence: int) -> tuple[str, ...]:
    """Those that a limit of head office leaves open for so much; all of them where it leaves none, so that the lane says why."""
    scope = Scope(channel="till", store=room.store, total_pence=pence)

    def fits(mode: str) -> bool:
        try:
            room.gate().check((mode,), scope, "refuse", room.world.now_ms())
        except NotTaken:
            return False
        return True

    return tuple(filter(fits, modes)) or modes


def tendering(room: Room, seat: Seat, sale: str, tender: str, kind: str) -> dict[str, Any]:
    """What every tender says; the form's id is the tender's, so that sending it twice pays once."""
    return {"id": f"{tender}.{kind}", "store": room.store, "till": seat.till, "by": seat.colleague, "sale": sale, "tender": tender}


@post("/till/{till:str}/pay/cash", include_in_schema=False)
async def pay_cash(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Cash is in the drawer."""
    seat, given = await must_sit(request, room, till), await form(request)
    return await taken(request, room, seat, given, "given", lambda typed, of: ask.PayCash(**of("cash"), given_pence=money(typed)))


@post("/till/{till:str}/pay/points", include_in_schema=False)
async def pay_points(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """The member pays with points."""
    seat, given = await must_sit(request, room, till), await form(request)
    return await taken(request, room, seat, given, "points", lambda typed, of: ask.SpendPoints(**of("points"), points=number(typed)))


async def taken(
    request: AnyRequest,
    room: Room,
    seat: Seat,
    given: Form,
    field: str,
    command: Callable[[str, Callable[[str], dict[str, Any]]], ask.TenderCommand],
) -> Page:
    """A tender that is there and then: what was typed into `field` pays, or the page says at that field why not."""
    sale = given.raw("sale")
    try:
        await room.tills.submit(command(given.raw(field), partial(tendering, room, seat, sale, given.identifier())))
    except Refusal as refusal:
        return await refused(request, room, seat, sale, refusal, field)
    return await onward(room, seat.till, sale)


@post("/till/{till:str}/pay/card", include_in_schema=False)
async def pay_card(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Ask the terminal, and wait for it on the next page."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    sale, modes = given.raw("sale"), card_modes({each.capability: each for each in room.works()})
    try:
        pence = money(given.raw("amount"))
        kind = CARD_COMMANDS.get(within_limits(room, modes, pence), ask.AskCard)
        command = kind(
            **tendering(room, seat, sale, given.identifier(), "card"),
            amount_pence=pence,
            terminal=room.terminals[till].terminal if till in room.terminals else "",
        )
        await room.cards.begin(till, command)
    except Refusal as refusal:
        return await refused(request, room, seat, sale, refusal, "amount")
    return see(f"/till/{till}/waiting/{command.tender}")


@post("/till/{till:str}/pay/return", include_in_schema=False)
async def give_back(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Everything that was paid for the unfinished sale on this till goes back."""
    seat = await must_sit(request, room, till)
    sale_id = (await form(request)).raw("sale")
    row = await reading.till(room, till)
    sale = await reading.sale(room, sale_id) if row is not None and row.sale == sale_id else None
    for tender in sale.tenders if sale is not None else ():
        # A new id each time: a no (too little cash in the drawer) must not be the answer for ever. Rules give each tender back once.
        common = tendering(room, seat, sale_id, tender.tender, "back") | {"id": room.world.new_id()}
        try:
            match tender.kind:
                case "cash":
                    await room.tills.submit(ask.ReturnCash(**common))
                case "points":
                    await room.tills.submit(ask.ReturnPoints(**common))
                case "card":
                    await room.cards.reverse(till, tender.tender)
        except Refusal as refusal:
            return await refused(request, room, seat, sale_id, refusal, "")
    return see(f"/till/{till}")


async def onward(room: Room, till: str, sale: str) -> Page:
    """The receipt of a sale that is paid, or what is still to pay."""
    row = await reading.sale(room, sale)
    paid = row is not None and row.status == "completed"
    if paid:
        room.last_sales[till] = sale
    return see(f"/till/{till}/receipt/{sale}" if paid else f"/till/{till}")


async def refused(request: AnyRequest, room: Room, seat: Seat, sale: str, refusal: Refusal, at: str) -> Page:
    """The page again, with why not."""
    found = await reading.shown(room, seat.till)
    if found is None or found.sale.sale != sale:
        raise refusal
    numeric = refusal.field in ("amount", "quantity", "given", "points")
    return pay_page(request, room, seat, found, refusal, at=at if numeric else "")


ROUTES = [pay, pay_cash, pay_points, pay_card, give_back]
