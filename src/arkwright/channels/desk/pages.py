"""The desk's pages: the board, one switch, restarts that wait for a second person, and the history."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.desk.board import change_title, line
from arkwright.channels.desk.room import Desk
from arkwright.channels.desk.wanted import PLACE_FIELDS, REVIEW_HOURS, Wrong, problem_of, read_wanted, typed_moment, values_of
from arkwright.channels.staff.permissions import Permission
from arkwright.channels.staff.session import STRANGERS, may, requires, signed_in
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import render, see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.switchboard import queries
from arkwright.compartments.switchboard.refusals import NoSuchCapability
from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound, Refusal
from arkwright.kit.switches import CAPABILITY_IDS, Place

HOUR_MS = 60 * 60 * 1000
PAGE = 50
FIELDS = ("capability", "mode", *PLACE_FIELDS, "limit_categories", "limit_regions", "limit_delivery_methods", "limit_total",
          "limit_share", "in_flight", "cancel_from", "say", "fallback", "reason", "review")  # fmt: skip
TIGHTEN, PROPOSE = "tighten", "propose"
OPEN = SimpleNamespace(value="open", label="Open", hint="Everything goes on.")
LIMITED = SimpleNamespace(value="limited", label="Limited", hint="New things begin within the limits that you name.")
PAUSED = SimpleNamespace(value="paused", label="Paused", hint="Nothing new begins. The range stays open and baskets are kept.")
SEALED = SimpleNamespace(value="sealed", label="Sealed", hint="Cut off from its data: nothing at all is done.")
IN_FLIGHT = (
    SimpleNamespace(value="finish", label="Finish it"),
    SimpleNamespace(value="hold", label="Hold it", hint="It waits until the switch is moved again."),
    SimpleNamespace(value="cancel", label="Cancel and refund it", hint="Orders placed from the time below on."),
)


def guarded(permission: Permission) -> dict[str, Any]:
    """What every page of the desk has."""
    return {"include_in_schema": False, "guards": [requires(permission)], "exception_handlers": STRANGERS}


@get("/", **guarded("switch.view"))
async def board_page(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """What is open, since when, why."""
    return await show_board(request, desk, [])


@get("/switch", **guarded("switch.view"))
async def switch_page(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """One switch: how it stands, and the forms to move it."""
    given = request.query_params
    capability = given.get("capability", "")
    if capability not in CAPABILITY_IDS:
        raise NoSuchCapability(capability, ", ".join(CAPABILITY_IDS))
    place = Place(**{name: given.get(name) or None for name in PLACE_FIELDS})
    standing = await queries.switch(desk.switchboard.reader, capability, place)
    known = desk.capabilities[capability]
    values = {"mode": "paused", "in_flight": "finish", "say": known.paused_say, "fallback": known.fallback}
    if standing is not None and standing.order.mode != "open":
        values = values_of(standing.order)
    values |= {"capability": capability, **place.named, "review": typed_moment(desk.world.now_ms() + REVIEW_HOURS * HOUR_MS)}
    return await show_switch(request, desk, given.get("form", TIGHTEN), values, [])


@post("/switch", **guarded("switch.pause"))
async def tighten(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Limit, pause or seal."""
    return await move(request, desk, TIGHTEN)


@post("/restart", **guarded("switch.restart.propose"))
async def propose(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Propose to let more through."""
    return await move(request, desk, PROPOSE)


@post("/proposals/{proposal:str}/approve", **guarded("switch.restart.approve"))
async def approve(request: AnyRequest, desk: NamedDependency[Desk], proposal: FromPath[str]) -> Response[Any]:
    """The second person agrees."""
    try:
        await desk.approve(proposal, (await signed_in(request)).account)
    except (Conflict, Forbidden, Invalid, NotFound) as refusal:
        return await show_board(request, desk, [Problem(None, str(refusal))])
    return see("/")


@post("/proposals/{proposal:str}/withdraw", **guarded("switch.restart.propose"))
async def withdraw(request: AnyRequest, desk: NamedDependency[Desk], proposal: FromPath[str]) -> Response[Any]:
    """It shall not be done after all."""
    try:
        await desk.withdraw(proposal, (await signed_in(request)).account)
    except (Conflict, NotFound) as refusal:
        return await show_board(request, desk, [Problem(None, str(refusal))])
    return see("/")


@post("/skip", **guarded("switch.pause"))
async def skip(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Go on above the version that a node holds."""
    given, colleague = await form(request), await signed_in(request)
    to = given.whole("version", "the version that the node holds", least=1, most=2**53 - 1)
    if not given.valid:
        return await show_board(request, desk, given.problems)
    try:
        await desk.skip(to, colleague.account)
    except Refusal as refusal:
        return await show_board(request, desk, [Problem(None, str(refusal))])
    return see("/")


@get("/history", **guarded("switch.history"))
async def history_page(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """Every change, the newest first."""
    before = request.query_params.get("before", "")
    found = await queries.history(desk.switchboard.reader, before if before.isdigit() else queries.LAST, PAGE + 1)
    rows = [SimpleNamespace(change=change, title=change_title(change, desk.capabilities)) for change in found[:PAGE]]
    return render(request, "history.html", rows=rows, older=found[PAGE - 1].change if len(found) > PAGE else None)


async def move(request: AnyRequest, desk: Desk, which: str) -> Response[Any]:
    """What the form asks, or the form again with what is wrong; a form sent twice moves the switch once."""
    given, colleague = await form(request), await signed_in(request)
    values = {name: given.raw(name) for name in FIELDS}
    form_id, problems = given.identifier(), given.problems
    if not problems:
        try:
            wanted = read_wanted(values)
            await (desk.tighten if which == TIGHTEN else desk.propose)(form_id, wanted, colleague.account)
            return see("/")
        except Wrong as wrong:
            problems = wrong.problems
        except (Invalid, Conflict, Forbidden) as refusal:
            problems = [problem_of(refusal)]
    return await show_switch(request, desk, which, values, problems)


async def show_board(request: AnyRequest, desk: Desk, problems: list[Problem]) -> Response[Any]:
    """The board, with what was refused last."""
    colleague = await signed_in(request)
    return render(
        request,
        "board.html",
        status=409 if problems else 200,
        problems=problems,
        board=await desk.board(colleague.account),
        can_pause=may(request, "switch.pause"),
        can_propose=may(request, "switch.restart.propose"),
        can_approve=may(request, "switch.restart.approve"),
    )


async def show_switch(request: AnyRequest, desk: Desk, which: str, values: Mapping[str, str], problems: list[Problem]) -> Response[Any]:
    """The page of one switch, with the fields as they were typed and what is wrong with them."""
    capability = values.get("capability", "")
    place = Place(**{name: values.get(name) or None for name in PLACE_FIELDS})
    standing = await queries.switch(desk.switchboard.reader, capability, place)
    standing = standing if standing is not None and standing.order.mode != "open" else None
    return render(
        request,
        "switch.html",
        status=422 if problems else 200,
        problems=problems,
        which=PROPOSE if which == PROPOSE and standing is not None else TIGHTEN,
        values={name: values.get(name, "") for name in FIELDS},
        id=desk.world.new_id(),
        modes=(OPEN, LIMITED, PAUSED) if which == PROPOSE else (LIMITED, PAUSED, SEALED),
        in_flight=IN_FLIGHT,
        capabilities=desk.capabilities,
        known=desk.capabilities.get(capability),
        standing=line(standing, desk.capabilities, [], desk.world.now_ms()) if standing else None,
        can_pause=may(request, "switch.pause"),
        can_propose=may(request, "switch.restart.propose"),
    )


DESK_PAGES: list[HTTPRouteHandler] = [board_page, switch_page, tighten, propose, approve, withdraw, skip, history_page]
