"""Stores: their details and hours as shoppers see them; close one with a sentence, open it again."""

from __future__ import annotations

import re
from decimal import Decimal

from litestar import get, post

from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Page, done, sent
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.back_office.words import WEEK
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.stores import queries as directory
from arkwright.compartments.stores.commands import CloseStore, Hours, OpenStore, SaveStore, StoreDetails
from arkwright.compartments.stores.state import Store

CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-4])[:.](?P<minute>[0-5][0-9])")
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,12})?")
MILLIONTHS = 1_000_000


@get("/stores", **permitted("stores.view"))
async def stores(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Every store."""
    return office.show(request, colleague, "stores.html", found=await directory.all_stores(office.shop.stores.reader))


@get("/new-store", **permitted("stores.edit"))
async def new_store(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """An empty form."""
    return store_page(request, office, colleague, Entry({}), None)


@post("/new-store", **permitted("stores.edit"))
async def add_store(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Add a store."""
    entry = await sent(request)
    return await save(request, office, colleague, entry, entry.text("store"), None)


@get("/stores/{store_id:str}", **permitted("stores.view"))
async def store(request: AnyRequest, office: Here, colleague: Who, store_id: Part) -> Page:
    """One store."""
    row = await known(office, store_id)
    return store_page(request, office, colleague, shown(row), row)


@post("/stores/{store_id:str}", **permitted("stores.edit"))
async def save_store(request: AnyRequest, office: Here, colleague: Who, store_id: Part) -> Page:
    """Give all its details anew."""
    row = await known(office, store_id)
    return await save(request, office, colleague, await sent(request), row.store, row)


@post("/stores/{store_id:str}/close", **permitted("stores.edit"))
async def close_store(request: AnyRequest, office: Here, colleague: Who, store_id: Part) -> Page:
    """Closed until further notice, with a sentence for shoppers."""
    row, entry = await known(office, store_id), await sent(request)
    command = CloseStore(id=office.command_id("close-store", entry), store=row.store, say=entry.text("say"), by=colleague.account)
    if await entry.attempt(lambda: office.shop.stores.submit(command)) is None:
        return store_page(request, office, colleague, shown(row).with_(entry), row)
    return done(f"/stores/{row.store}", "store-closed")


@post("/stores/{store_id:str}/open", **permitted("stores.edit"))
async def open_store(request: AnyRequest, office: Here, colleague: Who, store_id: Part) -> Page:
    """Open again, by its hours."""
    row, entry = await known(office, store_id), await sent(request)
    command = OpenStore(id=office.command_id("open-store", entry), store=row.store, by=colleague.account)
    if await entry.attempt(lambda: office.shop.stores.submit(command)) is None:
        return store_page(request, office, colleague, shown(row).with_(entry), row)
    return done(f"/stores/{row.store}", "store-opened")


async def save(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry, store_id: str, row: Store | None) -> Page:
    """Save what was typed."""
    command = SaveStore(id=office.command_id("store", entry), store=store_id, details=details_of(entry), by=colleague.account)
    if row is None and not entry.problems and await taken(office, command):
        entry.wrong("store", f"There is a store {store_id} already. Choose another id, or edit that store.")
    if await entry.attempt(lambda: office.shop.stores.submit(command), lambda no: "opens-0" if no.field == "hours" else no.field) is None:
        return store_page(request, office, colleague, entry, row)
    return done(f"/stores/{store_id}", "store-saved")


async def taken(office: BackOffice, command: SaveStore) -> bool:
    """Whether another store has this id; the same form sent twice is no other."""
    row = await directory.store(office.shop.stores.reader, command.store)
    compared = [name for name in command.details.__struct_fields__ if name != "postcode"]  # which the directory brings into its usual form
    return row is not None and any(getattr(row, name) != getattr(command.details, name) for name in compared)


async def known(office: BackOffice, store_id: str) -> Store:
    """The store, or no such page."""
    row = await directory.store(office.shop.stores.reader, store_id)
    if row is None:
        raise NoSuchPage()
    return row


def store_page(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry, row: Store | None) -> Page:
    """The form."""
    return office.show(request, colleague, "store.html", entry, store=row, week=WEEK)


def shown(row: Store) -> Entry:
    """The form as it is shown first."""
    hours: dict[str, str] = {}
    for day, spell in enumerate(row.hours):
        hours |= {f"opens-{day}": clock(spell.opens_minute), f"closes-{day}": clock(spell.closes_minute)} if spell else {}
    return Entry.of(
        store=row.store,
        name=row.name,
        address="\n".join(row.address),
        town=row.town,
        postcode=row.postcode,
        phone=row.phone,
        latitude=degrees(row.latitude_millionths),
        longitude=degrees(row.longitude_millionths),
        services="\n".join(row.services),
        say=row.closed_say,
        **hours,
    )


def details_of(entry: Entry) -> StoreDetails:
    """What the form says; what is wrong stands in its problems."""
    return StoreDetails(
        name=entry.text("name"),
        address=entry.lines("address"),
        town=entry.text("town"),
        postcode=entry.text("postcode").upper(),
        phone=" ".join(entry.text("phone").split()),
        hours=tuple(hours_of(entry, day) for day in range(len(WEEK))),
        latitude_millionths=millionths(entry, "latitude"),
        longitude_millionths=millionths(entry, "longitude"),
        services=tuple(sorted(entry.lines("services"))),
    )


def hours_of(entry: Entry, day: int) -> Hours | None:
    """One day's hours; both fields empty on a day on which it is closed."""
    if not entry.text(f"opens-{day}") and not entry.text(f"closes-{day}"):
        return None
    opens, closes = minute(entry, f"opens-{day}", day), minute(entry, f"closes-{day}", day)
    if opens is None or closes is None:
        return None
    if closes <= opens:
        entry.wrong(f"closes-{day}", f"On {WEEK[day]} the store must close after it opens.")
    return Hours(opens_minute=opens, closes_minute=closes)


def minute(entry: Entry, field: str, day: int) -> int | None:
    """Minutes after midnight of a time such as 09:30; 24:00 is the end of the day."""
    match = CLOCK.fullmatch(entry.text(field))
    minutes = int(match["hour"]) * 60 + int(match["minute"]) if match else None
    if minutes is None or minutes > 24 * 60:
        entry.wrong(field, f"Enter both times of {WEEK[day]} such as 09:30, or leave both empty.")
        return None
    return minutes


def clock(minutes: int) -> str:
    """'09:30'."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def millionths(entry: Entry, field: str) -> int:
    """Degrees typed as a decimal number, in millionths; 0 and a problem for anything else."""
    if not DEGREES.fullmatch(entry.text(field)):
        entry.wrong(field, f"Enter the {field} in degrees, such as {'53.796' if field == 'latitude' else '-1.547'}.")
        return 0
    return round(Decimal(entry.text(field)) * MILLIONTHS)


def degrees(of_millionths: int) -> str:
    """'53.796', without zeros at its end."""
    return f"{Decimal(of_millionths) / MILLIONTHS:f}"


ROUTES = [stores, new_store, add_store, store, save_store, close_store, open_store]
