"""Choosing a till, signing on and off, locking, and opening the day at it."""

from __future__ import annotations

from types import SimpleNamespace

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from arkwright.channels.till import reading
from arkwright.channels.till.door import Known, who
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.till.seats import NoTillOfThatName, must_sit, seated
from arkwright.channels.till.showing import Page, show
from arkwright.channels.till.typed import money
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.till_rows import Till
from arkwright.kit.refusal import Refusal


@get("/", include_in_schema=False)
async def tills_page(request: AnyRequest, room: NamedDependency[Room]) -> Page:
    """Every till of the store."""
    rows = await reading.tills(room)
    names = [SimpleNamespace(till=row.till, words=await till_words(room, row)) for row in rows]
    return show(request, "tills.html", tills=names)


async def till_words(room: Room, row: Till) -> str:
    """'Tess is signed on', 'Free'."""
    if row.colleague is None:
        return "Free"
    found = await room.shelf.colleague(row.colleague)
    name = found.name if found else row.colleague
    return f"Locked by {name}" if row.locked else f"{name} is signed on"


async def sign_on_page(request: AnyRequest, room: Room, row: Till, refusal: Refusal | None = None) -> Page:
    """Who are you? What was being sold stays where it is."""
    heading, words = f"Sign on at till {row.till}", ""
    if row.colleague is not None and row.locked:
        heading, words = f"Till {row.till} is locked", f"{await till_words(room, row)}. The same colleague or a manager unlocks it."
    elif row.colleague is not None:
        words = f"{await till_words(room, row)}. Whoever signs on takes the till over, with what is being sold."
    return show(request, "sign_on.html", refusal=refusal, heading=heading, words=words, action=f"/till/{row.till}/sign-on")


@post("/till/{till:str}/sign-on", include_in_schema=False)
async def sign_on(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Sign on, unlock, or take the till over from whoever is signed on."""
    row = await reading.till(room, till)
    if row is None:
        raise NoTillOfThatName(till)
    given = await form(request)
    try:
        known = await who(room, till, given.raw("badge"), given.raw("pin"))
        await room.tills.submit(signing(room, row, known))
    except Refusal as refusal:
        return await sign_on_page(request, room, row, refusal)
    return see(f"/till/{till}", cookies=[seated(request, till, room.sit(till, known.colleague))])


def signing(room: Room, row: Till, known: Known) -> ask.SignOn:
    """Signing on at a till that is free or locked; taking over one that is neither."""
    kind = ask.SignOn if row.colleague is None or row.locked else ask.HandOver
    return kind(
        id=room.world.new_id(),
        store=room.store,
        till=row.till,
        by=known.colleague.colleague,
        how=known.how,
        manager=known.colleague.manages,
        edition=known.edition,
    )


@post("/till/{till:str}/lock", include_in_schema=False)
async def lock(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Nobody goes on without signing on; the sale stays."""
    seat = await must_sit(request, room, till)
    await room.tills.submit(ask.LockTill(id=room.world.new_id(), store=room.store, till=till, by=seat.colleague))
    room.stand_up(till)
    return see(f"/till/{till}")


@post("/till/{till:str}/sign-off", include_in_schema=False)
async def sign_off(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """The till is free."""
    seat = await must_sit(request, room, till)
    await room.tills.submit(ask.SignOff(id=room.world.new_id(), store=room.store, till=till, by=seat.colleague))
    room.stand_up(till)
    return see(f"/till/{till}")


def begin_page(request: AnyRequest, room: Room, typed: str = "100.00", refusal: Refusal | None = None) -> Page:
    """The float."""
    return show(request, "begin.html", refusal=refusal, at="float", typed=typed, new_id=room.world.new_id())


@post("/till/{till:str}/session", include_in_schema=False)
async def open_session(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Begin trading with what was counted into the drawer."""
    seat: Seat = await must_sit(request, room, till)
    given = await form(request)
    try:
        pence = money(given.raw("float"))
        session = given.identifier()
        await room.tills.submit(
            ask.OpenSession(id=f"{session}.open", store=room.store, till=till, by=seat.colleague, session=session, float_pence=pence)
        )
    except Refusal as refusal:
        return begin_page(request, room, given.raw("float"), refusal)
    return see(f"/till/{till}")


ROUTES = [tills_page, sign_on, lock, sign_off, open_session]
