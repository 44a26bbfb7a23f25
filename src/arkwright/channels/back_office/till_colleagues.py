"""Colleagues at tills: who may sign on in which store, by badge or PIN, and who manages there."""

from __future__ import annotations

from types import SimpleNamespace

from litestar import get, post

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, sent
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.staff.session import door_of
from arkwright.channels.staff.till_access import TillDoor
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.staff import queries
from arkwright.compartments.stores import queries as directory


@get("/till-colleagues", **permitted("tills.staff"))
async def till_colleagues(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Everybody who may sign on at a till, and a form for one more."""
    return await show(request, office, colleague, Entry({}))


@get("/till-colleagues/{number:str}", **permitted("tills.staff"))
async def till_colleague(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """One colleague's access, to be changed."""
    row = await queries.till_access_of(door_of(request).lane.reader, number)
    if row is None or not row.stores:
        raise NoSuchPage()
    known = await door(request, office).secrets(row)
    name, manages = known.name if known else "", ["yes"] if row.manages else []
    entry = Entry.of(colleague=row.colleague, name=name, stores=row.stores, manages=manages)
    return await show(request, office, colleague, entry)


@post("/till-colleagues", **permitted("tills.staff"))
async def give_access(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Access from now on; a new badge is shown once."""
    entry = await sent(request)
    number = entry.text("colleague").lower()
    given = await entry.attempt(
        lambda: door(request, office).give(
            office.command_id("till-access", entry),
            colleague=number,
            name=entry.text("name"),
            pin=entry.text("pin"),
            stores=entry.every("stores"),
            manages=entry.ticked("manages"),
            new_badge=entry.ticked("badge"),
            by=colleague.account,
        )
    )
    if entry.problems:
        return await show(request, office, colleague, entry)
    if given:
        return await show(request, office, colleague, Entry({}), badge=given, badge_of=number)
    return done("/till-colleagues", "till-access-given")


@post("/till-colleagues/{number:str}/end", **permitted("tills.staff"))
async def end_access(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """No till lets them in any more."""
    entry = await sent(request)
    await door(request, office).end(office.command_id("end-till-access", entry), number, colleague.account)
    return done("/till-colleagues", "till-access-ended")


@post("/till-colleagues/{number:str}/erase", **permitted("tills.staff"))
async def erase(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """Nobody can tell any more whose number it was."""
    entry = await sent(request)
    await door(request, office).erase(office.command_id("erase-till-access", entry), number, colleague.account)
    return done("/till-colleagues", "till-access-erased")


async def show(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry, badge: str = "", badge_of: str = "") -> Page:
    """The page, with the form as it was typed."""
    here = door(request, office)
    known = await queries.till_access(here.lane.reader)
    rows = [row for row in known if row.stores]
    return office.show(
        request,
        colleague,
        "till_colleagues.html",
        entry,
        found=[SimpleNamespace(row=row, name=told.name if (told := await here.secrets(row)) else "") for row in rows],
        stores=[Option(store.store, store.name) for store in await directory.all_stores(office.shop.stores.reader)],
        former=[row for row in known if not row.stores and not row.erased],
        badge=badge,
        badge_of=badge_of,
    )


def door(request: AnyRequest, office: BackOffice) -> TillDoor:
    """Where access to tills is given."""
    return TillDoor(office.shop.world, door_of(request).lane, office.shop.vault)


ROUTES = [till_colleagues, till_colleague, give_access, end_access, erase]
