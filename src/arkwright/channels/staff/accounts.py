"""The accounts of a node: who has one, with which roles; and giving, changing and taking them."""

from __future__ import annotations

from collections.abc import Awaitable
from types import SimpleNamespace
from typing import Any

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.staff.door import PasswordsDiffer, StaffDoor
from arkwright.channels.staff.permissions import roles_of
from arkwright.channels.staff.session import STRANGERS, door_of, may, requires, signed_in
from arkwright.channels.web.forms import Form, form
from arkwright.channels.web.pages import render, see
from arkwright.channels.web.site import AnyRequest, site_of
from arkwright.compartments.staff import queries
from arkwright.compartments.staff.refusals import NoSuchAccount
from arkwright.kit.refusal import Conflict, Forbidden, Invalid

VIEW: dict[str, Any] = {"include_in_schema": False, "guards": [requires("accounts.view")], "exception_handlers": STRANGERS}
MANAGE: dict[str, Any] = {"include_in_schema": False, "guards": [requires("accounts.manage")], "exception_handlers": STRANGERS}


@get("/accounts", **VIEW)
async def accounts_page(request: AnyRequest) -> Response[Any]:
    """Every account."""
    found = await queries.accounts(door_of(request).lane.reader)
    now_ms = site_of(request).world.now_ms()
    return render(
        request, "accounts.html", base=site_of(request).base, accounts=found, now_ms=now_ms, can_manage=may(request, "accounts.manage")
    )


@get("/accounts/new", **MANAGE)
async def new_account_page(request: AnyRequest) -> Response[Any]:
    """The form for a new account."""
    return new_page(request, [], "", [])


@post("/accounts/new", **MANAGE)
async def add_account(request: AnyRequest) -> Response[Any]:
    """A new account with its first password."""
    given, colleague = await form(request), await signed_in(request)
    account, roles = given.raw("account").strip(), given.all_of("roles")
    try:
        same(given)
        await door_of(request).add(account, roles, given.raw("password"), by=colleague.account)
    except (Invalid, Conflict) as refusal:
        return new_page(request, [Problem(refusal.field, str(refusal))], account, roles)
    return see(f"/accounts/{account}")


@get("/accounts/{account:str}", **MANAGE)
async def account_page(request: AnyRequest, account: FromPath[str]) -> Response[Any]:
    """One account, and what can be done with it."""
    return await one_page(request, account, [])


@post("/accounts/{account:str}/roles", **MANAGE)
async def set_roles(request: AnyRequest, account: FromPath[str]) -> Response[Any]:
    """From now on exactly the roles that are ticked."""
    given = await form(request)
    return await done(request, account, door_of(request).set_roles(account, given.all_of("roles"), await by(request)))


@post("/accounts/{account:str}/password", **MANAGE)
async def set_password(request: AnyRequest, account: FromPath[str]) -> Response[Any]:
    """A new password for somebody who forgot theirs."""
    return await done(request, account, new_password(door_of(request), account, await form(request), await by(request)))


@post("/accounts/{account:str}/suspend", **MANAGE)
async def suspend(request: AnyRequest, account: FromPath[str]) -> Response[Any]:
    """Nobody comes in by it any more."""
    return await done(request, account, door_of(request).suspend(account, await by(request)))


@post("/accounts/{account:str}/restore", **MANAGE)
async def restore(request: AnyRequest, account: FromPath[str]) -> Response[Any]:
    """End a suspension or a lock."""
    return await done(request, account, door_of(request).restore(account, await by(request)))


@post("/accounts/{account:str}/end-sessions", **MANAGE)
async def end_sessions(request: AnyRequest, account: FromPath[str]) -> Response[Any]:
    """Sign the account out everywhere."""
    return await done(request, account, door_of(request).end_sessions(account, await by(request)))


async def by(request: AnyRequest) -> str:
    """The account of whoever asks."""
    return (await signed_in(request)).account


async def new_password(door: StaffDoor, account: str, given: Form, asked_by: str) -> None:
    """Set it, if it was typed the same way twice."""
    same(given)
    await door.set_password(account, given.raw("password"), asked_by)


def same(given: Form) -> None:
    """Refuse two passwords that differ."""
    if given.raw("password") != given.raw("again"):
        raise PasswordsDiffer()


async def done(request: AnyRequest, account: str, work: Awaitable[None]) -> Response[Any]:
    """The account's page: as it is now, or with the refusal on it."""
    try:
        await work
    except (Invalid, Conflict, Forbidden) as refusal:
        return await one_page(request, account, [Problem(None if refusal.field == "account" else refusal.field, str(refusal))])
    return see(f"/accounts/{account}")


async def one_page(request: AnyRequest, account: str, problems: list[Problem]) -> Response[Any]:
    """One account, with what went wrong last."""
    door, now_ms = door_of(request), site_of(request).world.now_ms()
    row = next((each for each in await queries.accounts(door.lane.reader) if each.account == account), None)
    if row is None:
        raise NoSuchAccount(account)
    return render(
        request,
        "account.html",
        status=422 if problems else 200,
        base=site_of(request).base,
        problems=problems,
        row=row,
        own=account == (await signed_in(request)).account,
        sessions=await queries.sessions_of(door.lane.reader, account, now_ms),
        now_ms=now_ms,
        options=role_options(door),
    )


def new_page(request: AnyRequest, problems: list[Problem], account: str, chosen: list[str]) -> Response[Any]:
    """The form for a new account, with what went wrong last."""
    return render(
        request,
        "new_account.html",
        status=422 if problems else 200,
        base=site_of(request).base,
        problems=problems,
        account=account,
        chosen=chosen,
        options=role_options(door_of(request)),
    )


def role_options(door: StaffDoor) -> list[SimpleNamespace]:
    """The roles of this node, for a form."""
    return [
        SimpleNamespace(value=name, label=name.replace("-", " ").capitalize(), hint=role.says)
        for name, role in sorted(roles_of(door.node).items())
    ]


ACCOUNT_PAGES: list[HTTPRouteHandler] = [
    accounts_page, new_account_page, add_account, account_page, set_roles, set_password, suspend, restore, end_sessions,
]  # fmt: skip
