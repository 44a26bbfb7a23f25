"""Messages: what waits, what failed, and whether one that somebody holds in their hand is ours."""

from __future__ import annotations

from typing import cast, get_args
from urllib.parse import urlencode

import msgspec
from litestar import get

from arkwright.channels.back_office import words
from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, query, whole_query
from arkwright.channels.back_office.permitted import Here, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.notices import queries as notices
from arkwright.compartments.notices.commands import ADDRESS_CONTEXT
from arkwright.compartments.notices.state import Message, Status
from arkwright.kit import order_number

A_PAGE = 50
CODE_LENGTHS = range(8, 13)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The message with a check code; `address` is None for those who may not see it, and once its person was erased."""

    message: Message
    address: str | None
    erased: bool


@get("/messages", **permitted("notices.view"))
async def messages(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """The newest first, in one state or in all; a check code shows its message."""
    reader, typed, status = office.shop.notices.reader, query(request, "code", 40), query(request, "status", 20)
    entry = Entry.of(code=typed)
    found = await by_code(office, colleague, entry) if typed else None
    statuses = (cast(Status, status),) if status in get_args(Status) else notices.ALL_STATUSES
    before_ms, before = whole_query(request, "before_ms", notices.END_OF_TIME_MS), query(request, "before", 100)
    rows = await notices.newest(reader, statuses, before_ms, before, A_PAGE + 1)
    shown = rows[:A_PAGE]
    last = shown[-1] if len(rows) > A_PAGE else None
    further = urlencode({"status": status, "before_ms": last.queued_ms, "before": last.message}) if last else ""
    states = [Option("", "All messages"), *(Option(value, label) for value, label in words.MESSAGE_STATES.items())]
    return office.show(
        request,
        colleague,
        "messages.html",
        entry,
        found=found,
        rows=shown,
        states=states,
        state=status,
        further=further,
        counts=await notices.counts(reader),
        words=words,
    )


async def by_code(office: BackOffice, colleague: Colleague, entry: Entry) -> Found | None:
    """The message with the code typed; a problem where there is none."""
    read = (order_number.read_code(entry.text("code"), length) for length in CODE_LENGTHS)
    code = next((each for each in read if each is not None), None)
    if code is None:
        entry.wrong("code", f"“{entry.text('code')}” is no check code of ours. Compare it with the message, letter by letter.")
        return None
    row = await notices.message_by_code(office.shop.notices.reader, code)
    if row is None:
        entry.wrong("code", f"We sent no message with the code {code}. Treat the message as false, and ask for a copy of it.")
        return None
    erased = await office.shop.vault.erased(row.person)
    address = None
    if colleague.may("orders.contact") and not erased:
        plain = await office.shop.vault.unseal(row.person, ADDRESS_CONTEXT, row.address)
        address = plain.decode() if plain is not None else None
    return Found(message=row, address=address, erased=erased)


ROUTES = [messages]
