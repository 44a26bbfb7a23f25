"""Stock: where a SKU lies; receive, count, adjust and move; locations; and what was promised and is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from litestar import get, post

from arkwright.channels.back_office import words
from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, query, sent
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.stock import queries as stock
from arkwright.compartments.stock.commands import AdjustStock, CountStock, MoveStock, Reason, ReceiveDelivery, SaveLocation
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal

MOST_UNITS = 1_000_000
A_PAGE = 50
LOW = 5
MOST_LOW = 200

Reader = Callable[[Entry, str, str, str], Command]


@get("/stock", **permitted("stock.view"))
async def all_stock(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """SKUs that begin with what was typed, or those of which few are left."""
    reader, text, low = office.shop.stock.reader, query(request, "q", 64), query(request, "show") == "low"
    found = await (stock.low(reader, LOW, MOST_LOW) if low else stock.page(reader, text, query(request, "after"), A_PAGE + 1))
    shown = found if low else found[:A_PAGE]
    further = urlencode({"q": text, "after": shown[-1].sku}) if len(found) > len(shown) else ""
    cases = await stock.open_cases(reader)
    return office.show(request, colleague, "stock.html", found=shown, text=text, low=low, most_low=LOW, further=further, cases=cases)


@get("/find-stock", **permitted("stock.view"))
async def find_sku(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Straight to a SKU that the catalogue or stock knows, or to the list."""
    text = query(request, "q", 64)
    if text and "/" not in text and await name_of(office, text) is not None:
        return see(f"/stock/{text}")
    return see(f"/stock?{urlencode({'q': text})}")


@get("/stock/{sku:str}", **permitted("stock.view"))
async def one_sku(request: AnyRequest, office: Here, colleague: Who, sku: Part) -> Page:
    """Where it lies, with the forms to change that."""
    usual = office.online_location
    return await sku_page(request, office, colleague, sku, Entry.of(to=usual, counted_at=usual, adjusted_at=usual, source=usual))


async def sku_page(request: AnyRequest, office: BackOffice, colleague: Colleague, sku: str, entry: Entry) -> Page:
    """A SKU that neither the catalogue nor stock knows has no page."""
    reader = office.shop.stock.reader
    name = await name_of(office, sku)
    if name is None:
        raise NoSuchPage()
    places = await stock.all_locations(reader)
    return office.show(
        request,
        colleague,
        "stock_one.html",
        entry,
        sku=sku,
        name=name,
        supply=(await stock.supplies_of(reader, [sku])).get(sku),
        positions=await stock.positions_of(reader, sku),
        names={place.location: place.name for place in places},
        locations=[Option("", "Choose a location"), *(Option(place.location, place.name) for place in places)],
        reasons=[Option("", "Choose a reason"), *(Option(value, label) for value, label in words.ADJUST_REASONS.items())],
        case=next((case for case in await stock.open_cases(reader) if case.sku == sku), None),
    )


async def name_of(office: BackOffice, sku: str) -> str | None:
    """What the catalogue calls it; an empty name where only stock knows it, None where nobody does."""
    product = await catalogue.product_of_sku(office.shop.catalogue.reader, sku)
    if product is not None:
        return product.name
    return (
        "" if await stock.supplies_of(office.shop.stock.reader, [sku]) or await stock.positions_of(office.shop.stock.reader, sku) else None
    )


def receive(entry: Entry, sku: str, command: str, by: str) -> ReceiveDelivery:
    """Units came in."""
    return ReceiveDelivery(
        id=command,
        sku=sku,
        location=entry.filled("to", "a location from the list", 40),
        quantity=entry.whole("received", "how many came", 1, MOST_UNITS),
        reference=entry.text("reference"),
        by=by,
    )


def count(entry: Entry, sku: str, command: str, by: str) -> CountStock:
    """A colleague counted."""
    counted = entry.whole("counted", "how many you counted", 0, MOST_UNITS)
    return CountStock(id=command, sku=sku, location=entry.filled("counted_at", "a location from the list", 40), counted=counted, by=by)


def adjust(entry: Entry, sku: str, command: str, by: str) -> AdjustStock:
    """Units came or went for a reason."""
    return AdjustStock(
        id=command,
        sku=sku,
        location=entry.filled("adjusted_at", "a location from the list", 40),
        change=entry.whole("change", "the change, with a minus sign for fewer,", -MOST_UNITS, MOST_UNITS),
        reason=cast(Reason, entry.choice("reason", "a reason", list(words.ADJUST_REASONS))),
        by=by,
    )


def move(entry: Entry, sku: str, command: str, by: str) -> MoveStock:
    """Units went elsewhere."""
    return MoveStock(
        id=command,
        sku=sku,
        source=entry.filled("source", "the location it leaves", 40),
        destination=entry.filled("destination", "the location it goes to", 40),
        quantity=entry.whole("moved", "how many are moved", 1, MOST_UNITS),
        by=by,
    )


# What each form reads, what the page says afterwards, and which of its fields a refusal of stock is about.
FORMS: dict[str, tuple[Reader, str, dict[str, str]]] = {
    "receive": (receive, "received", {"location": "to", "quantity": "received"}),
    "count": (count, "counted", {"location": "counted_at"}),
    "adjust": (adjust, "adjusted", {"location": "adjusted_at", "quantity": "change"}),
    "move": (move, "moved", {"location": "source", "quantity": "moved"}),
}


@post("/stock/{sku:str}/{change:str}", **permitted("stock.edit"))
async def change_stock(
    request: AnyRequest,
    office: Here,
    colleague: Who,
    sku: Part,
    change: Part,
) -> Page:
    """Receive, count, adjust or move."""
    if change not in FORMS or await name_of(office, sku) is None:
        raise NoSuchPage()
    read, said, fields = FORMS[change]
    entry = await sent(request)
    command = read(entry, sku, office.command_id(change, entry), colleague.account)

    def field_of(refusal: Refusal) -> str | None:
        return fields.get(refusal.field or "", refusal.field)

    if await entry.attempt(lambda: office.shop.stock.submit(command), field_of) is None:
        return await sku_page(request, office, colleague, sku, entry)
    return done(f"/stock/{sku}", said)


@get("/locations", **permitted("stock.view"))
async def locations(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Every location; one of them in the form, when it is asked for."""
    found = await stock.all_locations(office.shop.stock.reader)
    wanted = next((place for place in found if place.location == query(request, "edit")), None)
    entry = Entry.of(location=wanted.location, name=wanted.name, sells_online="yes" if wanted.sells_online else []) if wanted else None
    return office.show(request, colleague, "locations.html", entry, found=found)


@post("/locations", **permitted("stock.edit"))
async def save_location(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """Name a place where stock lies."""
    entry = await sent(request)
    command = SaveLocation(
        id=office.command_id("location", entry),
        location=entry.text("location"),
        name=entry.text("name"),
        sells_online=entry.ticked("sells_online"),
        by=colleague.account,
    )
    if await entry.attempt(lambda: office.shop.stock.submit(command)) is None:
        found = await stock.all_locations(office.shop.stock.reader)
        return office.show(request, colleague, "locations.html", entry, found=found)
    return done("/locations", "location-saved")


ROUTES = [all_stock, find_sku, one_sku, change_stock, locations, save_location]
