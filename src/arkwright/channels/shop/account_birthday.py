"""The day and month of birth that a holder may give for a treat, and may take away again."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.response import Response

from arkwright.channels.shop.account_holder import Front, Holder, Who, holders_only
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.web.forms import Form, form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.commands import SaveBirthday
from arkwright.journeys import accounts as story
from arkwright.kit import birthday, london

NO_SUCH_DAY = "Enter a day from 1 to 31 that the month has, such as 29 and February."


class Month(msgspec.Struct, frozen=True):
    """One choice of the list."""

    value: str
    label: str


MONTHS = [Month("", "Choose a month"), *(Month(str(number), name) for number, name in enumerate(london.MONTHS, 1))]


@get("/account/birthday", **holders_only())
async def show(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """What was given, and the form."""
    return await birthday_page(front, request, holder)


@post("/account/birthday", **holders_only())
async def save(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Keep it sealed, or keep it no longer."""
    sent = await form(request)
    typed = None if sent.raw("remove") else birthday.read(sent.raw("month").strip(), sent.raw("day").strip())
    if typed is None and not sent.raw("remove"):
        sent.wrong("day", NO_SUCH_DAY)
        return await birthday_page(front, request, holder, sent, 422)
    sealed = story.sealed_birthday(holder.key, typed) if typed else ""
    await front.office.accounts.submit(SaveBirthday(id=front.office.world.new_id(), channel=CHANNEL, by=holder.by, sealed=sealed))
    return see("/account/birthday")


async def birthday_page(
    front: Shopfront, request: AnyRequest, holder: Holder, sent: Form | None = None, status: int = 200
) -> Response[Any]:
    """The form, with what is kept or was typed."""
    row = await accounts.birthday(front.office.accounts.reader, holder.account)
    given = story.birthday_of(holder.key, row) if row else None
    return await front.page(
        request,
        "account_birthday.html",
        status=status,
        problems=sent.problems if sent else [],
        given=given,
        months=MONTHS,
        day=sent.raw("day")[:10] if sent else str(given.day) if given else "",
        month=sent.raw("month")[:10] if sent else str(given.month) if given else "",
    )
