"""The switchboard as JSON, for the command line and other tools: a session by account and password, then the same as the pages."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from arkwright.channels.desk.board import age_of
from arkwright.channels.desk.room import Desk
from arkwright.channels.desk.wanted import Wanted
from arkwright.channels.staff.session import door_of, requires, signed_in, staff_only
from arkwright.channels.web.noes import InputIsWrong, JsonIsUnreadable
from arkwright.channels.web.plain import check_body
from arkwright.channels.web.site import AnyRequest
from arkwright.kit.switches import Setting

T = TypeVar("T")

JSON = "application/json"


class Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who wants to sign in."""

    account: str
    password: str


class Opened(msgspec.Struct, frozen=True):
    """Send it as `Authorization: Bearer <token>`; end it with DELETE /api/session."""

    token: str


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A switch to move; `id` is made by the client, so that sending it again moves it once."""

    id: str
    setting: Setting
    reason: str


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """It stands; `version` is that of the switches now."""

    version: int
    proposal: str | None = None


@post("/api/session", include_in_schema=False, status_code=201)
async def open_session(request: AnyRequest) -> Response[bytes]:
    """A token for the right password. The command line signs in for each command: the account's own lock throttles guessing."""
    given = await read(request, Credentials)
    return as_json(Opened(await door_of(request).sign_in(given.account, given.password)), 201)


@delete("/api/session", include_in_schema=False, status_code=204, guards=[staff_only])
async def close_session(request: AnyRequest) -> None:
    """Sign out."""
    await door_of(request).sign_out(await signed_in(request))


@get("/api/switches", include_in_schema=False, guards=[requires("switch.view")])
async def switches(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[bytes]:
    """The board."""
    return as_json(await desk.board((await signed_in(request)).account))


@post("/api/switches/tighten", include_in_schema=False, guards=[requires("switch.pause")])
async def tighten(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[bytes]:
    """Limit, pause or seal."""
    move = await read(request, Move)
    await desk.tighten(move.id, Wanted(setting=move.setting, reason=move.reason), (await signed_in(request)).account)
    return await done(desk)


@post("/api/switches/propose", include_in_schema=False, guards=[requires("switch.restart.propose")])
async def propose(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[bytes]:
    """Propose to let more through; the proposal's id is the move's."""
    move = await read(request, Move)
    await desk.propose(move.id, Wanted(setting=move.setting, reason=move.reason), (await signed_in(request)).account)
    return await done(desk, move.id)


@post("/api/proposals/{proposal:str}/approve", include_in_schema=False, guards=[requires("switch.restart.approve")])
async def approve(request: AnyRequest, desk: NamedDependency[Desk], proposal: FromPath[str]) -> Response[bytes]:
    """The second person agrees."""
    await desk.approve(proposal, (await signed_in(request)).account)
    return await done(desk, proposal)


@post("/api/proposals/{proposal:str}/withdraw", include_in_schema=False, guards=[requires("switch.restart.propose")])
async def withdraw(request: AnyRequest, desk: NamedDependency[Desk], proposal: FromPath[str]) -> Response[bytes]:
    """It shall not be done after all."""
    await desk.withdraw(proposal, (await signed_in(request)).account)
    return await done(desk, proposal)


async def read(request: AnyRequest, type: type[T]) -> T:
    """The body as this type; `InputIsWrong` names the field that is not, `JsonIsUnreadable` is for what is no JSON."""
    try:
        body = msgspec.json.decode(await request.body(), type=type)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$.")
        raise InputIsWrong(((path.strip("`"), f"{message}."),)) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise JsonIsUnreadable() from error
    check_body(body)
    return body


async def done(desk: Desk, proposal: str | None = None) -> Response[bytes]:
    """The version that the switches have now."""
    return as_json(Done(version=(await age_of(desk.switchboard))[1], proposal=proposal))


def as_json(value: Any, status: int = 200) -> Response[bytes]:
    """The value as JSON."""
    return Response(msgspec.json.encode(value), status_code=status, media_type=JSON)


DESK_API: list[HTTPRouteHandler] = [open_session, close_session, switches, tighten, propose, approve, withdraw]
