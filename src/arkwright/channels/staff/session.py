"""Who is signed in to a request, and guards that let in only those who may."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.response import Response

from arkwright.channels.staff.door import Colleague, StaffDoor
from arkwright.channels.staff.permissions import Permission
from arkwright.channels.web.application import Application
from arkwright.channels.web.noes import SignInFirst
from arkwright.channels.web.origins import SAFE
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import answer
from arkwright.channels.web.site import AnyRequest, Site

Connection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]

TEMPLATES = Path(__file__).parent / "templates"  # for `environment(...)` of a role whose staff sign in
DOOR, COLLEAGUE = "staff_door", "colleague"
HERE_ONLY = re.compile(r"/(?![/\\])[!-~]{0,500}")
BEARER = "Bearer "


def with_staff(app: Application, door: StaffDoor) -> Application:
    """The application, whose guards and staff pages ask this door from now on."""
    app.state[DOOR] = door
    return app


def door_of(connection: Connection) -> StaffDoor:
    """The door that the application was given."""
    door: StaffDoor = connection.app.state[DOOR]
    return door


def requires(permission: Permission) -> Guard:
    """A guard: `SignInFirst` for a stranger, `NotPermitted` (403, one sentence) for a colleague whose roles do not allow it."""

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        door_of(connection).demand(await signed_in(connection), permission)

    return guard


async def staff_only(connection: Connection, _handler: BaseRouteHandler) -> None:
    """A guard: any colleague, whatever their roles."""
    await signed_in(connection)


async def signed_in(connection: Connection) -> Colleague:
    """The colleague; asks the session, its account's generation and whether it is suspended, once a request. `SignInFirst` for nobody."""
    known = connection.scope["state"].get(COLLEAGUE)
    found: Colleague | None = known or await door_of(connection).who(token_of(connection))
    if found is None:
        raise SignInFirst()
    connection.scope["state"][COLLEAGUE] = found
    connection.scope["state"]["visit"].account = found.account
    return found


def token_of(connection: Connection) -> str | None:
    """The session's token: for machine paths from Authorization and never from a cookie, for pages the other way round."""
    site: Site = connection.app.state["site"]
    if site.for_machines(connection.url.path):
        header = connection.headers.get("authorization", "")
        return header.removeprefix(BEARER) if header.startswith(BEARER) else None
    return connection.cookies.get(site.cookie)


def to_sign_in(request: AnyRequest, error: Exception) -> Response[Any]:
    """An exception handler for pages: a stranger is shown the sign-in page, and afterwards what they asked for."""
    site: Site = request.app.state["site"]
    if site.for_machines(request.url.path):
        return answer(request, error)
    if request.method not in SAFE:
        return see("/sign-in")
    query = f"?{request.url.query}" if request.url.query else ""
    return see(f"/sign-in?next={quote(request.url.path + query, safe='')}")


def person_of(request: AnyRequest) -> SimpleNamespace | None:
    """What the frame of `office.html` and `desk.html` wants as `person`; None before anybody is signed in."""
    colleague: Colleague | None = request.scope["state"].get(COLLEAGUE)
    if colleague is None:
        return None
    return SimpleNamespace(name=colleague.account, role=", ".join(role.replace("-", " ").capitalize() for role in colleague.roles))


def may(request: AnyRequest, permission: Permission) -> bool:
    """Whether whoever is signed in may; False for nobody. For links and buttons, never instead of a guard."""
    colleague: Colleague | None = request.scope["state"].get(COLLEAGUE)
    return colleague is not None and colleague.may(permission)


def here_only(path: str) -> str:
    """The path to go on to after signing in, if it is one of this site; else the first page."""
    return path if HERE_ONLY.fullmatch(path) else "/"


STRANGERS: dict[int | type[Exception], Any] = {SignInFirst: to_sign_in}  # for `exception_handlers` of every page
