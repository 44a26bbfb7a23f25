"""For the whole store: what works now and what to say, the manager's page, and pieces that pages ask for again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.response import Response

from arkwright.channels.design.pages import brief_moment, plural
from arkwright.channels.till import reading, reconciled
from arkwright.channels.till.door import NeedsApproval, approval, who
from arkwright.channels.till.line_pages import chosen
from arkwright.channels.till.line_words import age_words
from arkwright.channels.till.owed import by_hand, end_by_hand, owed_here
from arkwright.channels.till.reasons import PAUSABLE
from arkwright.channels.till.room import MANAGER_SEES_MS, Room
from arkwright.channels.till.showing import Page, frame, options, show, told_of_line
from arkwright.channels.till.sign_pages import till_words
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.channels.web.tokens import cookie
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.till_rows import Till
from arkwright.kit.money import pounds
from arkwright.kit.refusal import Refusal

MANAGER = "-manager"
DATASET_WORDS = {
    "range": "Range, prices and bar codes",
    "promotions": "Promotions",
    "members": "Members and their points",
    "colleagues": "Colleagues, badges and PINs",
    "house": "Company, store and limits",
}


@get("/works", include_in_schema=False)
async def works_page(request: AnyRequest, room: NamedDependency[Room]) -> Page:
    """For every colleague: what works now, and what to say to customers."""
    return show(request, "works.html", works=room.works())


@get("/fragments/line", include_in_schema=False, opt={"quiet": True})
async def line_fragment(room: NamedDependency[Room]) -> Response[str]:
    """How the store stands with head office, as every page shows it."""
    told = told_of_line(room)
    return Response(f'<p class="line-state{" cut" if told.cut_off else ""}">{told.words}</p>', media_type="text/html")


@get("/fragments/bar", include_in_schema=False, opt={"quiet": True})
async def bar_fragment(request: AnyRequest, room: NamedDependency[Room]) -> Response[str]:
    """What does not work, as every page shows it."""
    text = site_of(request).environment.get_template("bar.html").render(**frame(room)(request))
    return Response(text, media_type="text/html")


@get("/manager", include_in_schema=False)
async def manager_page(request: AnyRequest, room: NamedDependency[Room]) -> Page:
    """The store at a glance, and its own pauses; for managers, each of whom signs on for an hour."""
    return await shown(request, room) if who_sees(request, room) else sign_on_form(request)


def who_sees(request: AnyRequest, room: Room) -> str | None:
    """The manager who signed on in this browser."""
    return room.sees(request.cookies.get(f"{site_of(request).cookie}{MANAGER}"))


def sign_on_form(request: AnyRequest, refusal: Refusal | None = None) -> Page:
    """Which manager?"""
    return show(request, "sign_on.html", refusal=refusal, heading="Manager", words="", action="/manager/sign-on")


@post("/manager/sign-on", include_in_schema=False, opt={"rate": "sign-in"})
async def manager_sign_on(request: AnyRequest, room: NamedDependency[Room]) -> Page:
    """By a manager's badge, or number and PIN."""
    given = await form(request)
    try:
        known = await who(room, "", given.raw("badge"), given.raw("pin"))
        if not known.colleague.manages:
            raise NeedsApproval()
    except Refusal as refusal:
        return sign_on_form(request, refusal)
    token = room.let_see(known.colleague)
    return see("/manager", cookies=[cookie(site_of(request), token, max_age_s=MANAGER_SEES_MS // 1000, suffix=MANAGER)])


async def shown(
    request: AnyRequest, room: Room, refusal: Refusal | None = None, told: str = "", chosen_one: str = "", say: str = ""
) -> Page:
    """The page, with what was done or refused."""
    now_ms = room.world.now_ms()
    line = room.line
    allowance = await reading.allowance(room)
    stored = await reading.stored_waiting(room)
    figures = [
        SimpleNamespace(
            label="Sales not sent yet", value=line.unsent_sales, note=f"{plural(line.unsent_entries, 'entry', 'entries')} in all"
        ),
        SimpleNamespace(label="Cards without the bank: left", value=pounds(allowance.left_pence) if allowance else "None"),
        SimpleNamespace(label="Such sales left", value=allowance.left if allowance else 0, note=f"{len(stored)} wait for the acquirer"),
    ]
    rows = await reading.tills(room)
    return show(
        request,
        "manager.html",
        refusal=refusal,
        told=told,
        figures=figures,
        pausable=options(PAUSABLE),
        chosen=chosen_one,
        say=say,
        works=room.works(),
        tills=[await till_row(room, row) for row in rows],
        datasets=[
            (DATASET_WORDS.get(each.dataset, each.dataset), each.edition, when(each.as_at_ms), age_words(each.as_at_ms, now_ms))
            for each in await room.shelf.ages()
        ],
        **await owed_here(room, rows),
        stored=[(brief_moment(each.changed_ms), each.till, pounds(each.amount_pence)) for each in stored],
        reconciliations=await reconciled.newest(room),
        node_words=f"Node {room.key.name}, key {room.key.public.id}.",
        new_id=room.world.new_id(),
    )


async def till_row(room: Room, row: Till) -> tuple[str, str, str, str]:
    """One line of the table of tills."""
    session = await reading.session(room, row.session) if row.session else None
    opened = f"Open since {brief_moment(session.opened_ms)}" if session is not None else "Closed"
    return (row.till, await till_words(room, row), opened, "Selling" if row.sale else "None")


def when(at_ms: int | None) -> str:
    """'23 Nov 2026, 14:05', or 'Not yet'."""
    return "Not yet" if at_ms is None else brief_moment(at_ms)


@post("/manager/switch", include_in_schema=False, opt={"rate": "sign-in"})
async def switch(request: AnyRequest, room: NamedDependency[Room]) -> Page:
    """Pause something here, or end our own pause; never more open than head office has it."""
    if not who_sees(request, room):
        return sign_on_form(request)
    given = await form(request)
    name, turn = given.raw("capability"), given.raw("turn")
    say = given.text("say", "what customers are told", most=280, required=False)
    try:
        capability = chosen(PAUSABLE, name)
        by = await approval(room, "", given.raw("badge"), given.raw("pin"))
        words = PAUSABLE[capability]
        common: dict[str, Any] = {
            "id": f"{given.identifier()}.{turn}",
            "store": room.store,
            "capability": capability,
            "by": by.manager,
            "approval": by,
        }
        if turn == "pause":
            say = say or room.known[capability].paused_say
            command: ask.LocalSwitch = ask.PauseHere(**common, say=say)
            told = f"{words} is paused in this store. Every till says so from now on."
        else:
            command = ask.ResumeHere(**common)
            told = f"This store's own pause of {words.lower()} is ended."
        await room.tills.submit(command)
        room.here = await reading.local_pauses(room)
    except Refusal as refusal:
        return await shown(request, room, refusal, chosen_one=name, say=say)
    return await shown(request, room, told=told)


@post("/manager/given-back", include_in_schema=False, opt={"rate": "sign-in"})
async def given_back(request: AnyRequest, room: NamedDependency[Room]) -> Page:
    """Note that money which a terminal would not take back was given back by hand."""
    if not who_sees(request, room):
        return sign_on_form(request)
    given = await form(request)
    try:
        by = await approval(room, "", given.raw("owed-badge"), given.raw("owed-pin"))
        told = await by_hand(room, given, by)
    except Refusal as refusal:
        return await shown(request, room, refusal)
    return await shown(request, room, told=told)


@post("/manager/card-ended", include_in_schema=False, opt={"rate": "sign-in"})
async def card_ended(request: AnyRequest, room: NamedDependency[Room]) -> Page:
    """Say what became of a card payment whose terminal is gone."""
    if not who_sees(request, room):
        return sign_on_form(request)
    given = await form(request)
    try:
        by = await approval(room, "", given.raw("orphan-badge"), given.raw("orphan-pin"))
        told = await end_by_hand(room, given, by)
    except Refusal as refusal:
        return await shown(request, room, refusal)
    return await shown(request, room, told=told)


ROUTES = [works_page, line_fragment, bar_fragment, manager_page, manager_sign_on, switch, given_back, card_ended]
