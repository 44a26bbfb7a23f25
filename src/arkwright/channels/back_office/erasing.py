"""Erasing a guest: their details, and the key under which everything about them is sealed."""

from __future__ import annotations

from typing import cast

from litestar import get, post

from arkwright.channels.back_office import words
from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Page, done, sent
from arkwright.channels.back_office.orders import known, options
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.customers.commands import ErasedBecause, ErasePerson
from arkwright.compartments.ordering.state import Order

UNDER_WAY = {"placed", "confirmed", "part-dispatched"}


@get("/orders/{number:str}/erase", **permitted("people.erase"))
async def ask_to_erase(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """What will be lost, and the question."""
    return await erase_page(request, office, colleague, await known(office, number), Entry({}))


@post("/orders/{number:str}/erase", **permitted("people.erase"))
async def erase(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """Erase the guest of this order for ever. The sweep of the office finishes it where this is cut off."""
    row, entry = await known(office, number), await sent(request)
    why = entry.choice("why", "a reason", list(words.ERASE_REASONS))
    if not entry.ticked("sure"):
        entry.wrong("sure", "Tick the box to say that this may be erased for ever.")
    command = ErasePerson(id=office.command_id("erase", entry), person=row.person, by=colleague.account, why=cast(ErasedBecause, why))
    if await entry.attempt(lambda: office.shop.customers.submit(command)) is None:
        return await erase_page(request, office, colleague, row, entry)
    await office.shop.vault.erase(row.person)
    return done(f"/orders/{row.number}", "erased")


async def erase_page(request: AnyRequest, office: BackOffice, colleague: Colleague, row: Order, entry: Entry) -> Page:
    """The question; while the order is under way it warns that it cannot be delivered any more."""
    return office.show(
        request,
        colleague,
        "erase.html",
        entry,
        order=row,
        under_way=row.status in UNDER_WAY,
        erased=await office.shop.vault.erased(row.person),
        reasons=options(words.ERASE_REASONS),
    )


ROUTES = [ask_to_erase, erase]
