"""Dispatch: what is to be sent, by the day it is promised for; pick it, record short picks, send parcels, close short."""

from __future__ import annotations

from urllib.parse import urlencode

from litestar import get, post

from arkwright.channels.back_office import words
from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, done, query, sent
from arkwright.channels.back_office.orders import options
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.dispatch import queries as dispatch
from arkwright.compartments.dispatch.commands import CloseConsignmentShort, DispatchParcel, RecordPicked, StartPicking, Units
from arkwright.compartments.dispatch.queries import ConsignmentView
from arkwright.compartments.ordering import queries as ordering
from arkwright.journeys import contact as guests

A_PAGE = 50
Sent = StartPicking | RecordPicked | DispatchParcel | CloseConsignmentShort

TO_BE_SENT = {"waiting", "picking", "packed", "part-dispatched"}


@get("/dispatch", **permitted("orders.dispatch"))
async def worklist(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """What is to be sent: by the day it is promised for, then the oldest."""
    reader, status = office.shop.dispatch.reader, query(request, "status", 20)
    statuses = (status,) if status in words.CONSIGNMENT_STATES else dispatch.TO_DO
    after = await dispatch.consignment(reader, query(request, "after", 60))
    found = await dispatch.worklist(reader, statuses, after.consignment if after else None, A_PAGE + 1)
    shown = found[:A_PAGE]
    further = urlencode({"status": status, "after": shown[-1].order}) if len(found) > A_PAGE else ""
    states = [Option("", "Everything to be sent"), *(Option(value, label) for value, label in words.CONSIGNMENT_STATES.items())]
    return office.show(request, colleague, "dispatch.html", found=shown, states=states, state=status, further=further, words=words)


@get("/dispatch/{order_id:str}", **permitted("orders.dispatch"))
async def one(request: AnyRequest, office: Here, colleague: Who, order_id: Part) -> Page:
    """One consignment with what can be done now."""
    return await consignment_page(request, office, colleague, await known(office, order_id), Entry({}))


@post("/dispatch/{order_id:str}/pick", **permitted("orders.dispatch"))
async def start_picking(request: AnyRequest, office: Here, colleague: Who, order_id: Part) -> Page:
    """A colleague goes for it; another is told to take the next one."""
    view, entry = await known(office, order_id), await sent(request)
    row = view.consignment
    command = StartPicking(
        id=office.command_id("pick", entry),
        order=row.order,
        channel=row.channel,
        region=row.region,
        method=row.method,
        by=colleague.account,
    )
    return await submitted(request, office, colleague, entry, command, said="picking")


@post("/dispatch/{order_id:str}/picked", **permitted("orders.dispatch"))
async def record_picked(request: AnyRequest, office: Here, colleague: Who, order_id: Part) -> Page:
    """How many of each were found; fewer than ordered is allowed."""
    view, entry = await known(office, order_id), await sent(request)
    lines = tuple(
        Units(sku=line.sku, quantity=entry.whole(f"picked-{number}", f"how many of {line.sku} you picked", 0, line.quantity))
        for number, line in enumerate(view.consignment.lines, start=1)
        if entry.raw(f"picked-{number}") or line.missing
    )
    command = RecordPicked(id=office.command_id("picked", entry), order=view.consignment.order, lines=lines, by=colleague.account)
    return await submitted(request, office, colleague, entry, command, said="picked")


@post("/dispatch/{order_id:str}/send", **permitted("orders.dispatch"))
async def send_parcel(request: AnyRequest, office: Here, colleague: Who, order_id: Part) -> Page:
    """A parcel has left: with everything picked, or with some of it."""
    view, entry = await known(office, order_id), await sent(request)
    row = view.consignment
    quantities = [
        (line.sku, entry.whole(f"send-{number}", f"how many of {line.sku} are in the parcel", 0, line.quantity))
        for number, line in enumerate(row.lines, start=1)
        if entry.text(f"send-{number}")
    ]
    if quantities and not entry.problems and not any(quantity for _, quantity in quantities):
        entry.wrong("send-1", "A parcel holds at least one thing. Enter how many of what it holds.")
    command = DispatchParcel(
        id=office.command_id("send", entry),
        order=row.order,
        channel=row.channel,
        region=row.region,
        method=row.method,
        by=colleague.account,
        parcel=f"parcel-{entry.command or office.shop.world.new_id()}",
        tracking=entry.text("tracking"),
        lines=tuple(Units(sku=sku, quantity=quantity) for sku, quantity in quantities if quantity),
    )
    return await submitted(request, office, colleague, entry, command, said="dispatched")


@post("/dispatch/{order_id:str}/close", **permitted("orders.dispatch"))
async def close_short(request: AnyRequest, office: Here, colleague: Who, order_id: Part) -> Page:
    """Send no more of an order of which something has left; the rest is not charged."""
    view, entry = await known(office, order_id), await sent(request)
    command = CloseConsignmentShort(
        id=office.command_id("close", entry),
        order=view.consignment.order,
        why=entry.choice("why", "a reason", list(words.SHORT_REASONS)),
        by=colleague.account,
    )
    return await submitted(request, office, colleague, entry, command, said="closed-short")


async def submitted(request: AnyRequest, office: BackOffice, colleague: Colleague, entry: Entry, command: Sent, *, said: str) -> Page:
    """Send the command, and go on to the consignment as it is then; a refusal is shown with everything typed."""
    if await entry.attempt(lambda: office.shop.dispatch.submit(command)) is None:
        return await consignment_page(request, office, colleague, await known(office, command.order), entry)
    return done(f"/dispatch/{command.order}", said)


async def known(office: BackOffice, order_id: str) -> ConsignmentView:
    """The consignment of an order, or no such page."""
    view = await dispatch.consignment(office.shop.dispatch.reader, order_id)
    if view is None:
        raise NoSuchPage()
    return view


async def consignment_page(request: AnyRequest, office: BackOffice, colleague: Colleague, view: ConsignmentView, entry: Entry) -> Page:
    """The lines, the forms that fit its state, the parcels that left, and of the guest's details the gift message alone."""
    row, shop = view.consignment, office.shop
    order = await ordering.order(shop.ordering.reader, row.order)
    contact = await guests.opened(shop.vault, order.person, order.contact) if order else None
    return office.show(
        request,
        colleague,
        "consignment.html",
        entry,
        row=row,
        parcels=view.parcels,
        gift_message=contact.gift_message if contact else "",
        to_send=row.status in TO_BE_SENT,
        packed=any(line.packed for line in row.lines),
        anything_sent=any(line.sent for line in row.lines),
        words=words,
        reasons=options(words.SHORT_REASONS),
    )


ROUTES = [worklist, one, start_picking, record_picked, send_parcel, close_short]
