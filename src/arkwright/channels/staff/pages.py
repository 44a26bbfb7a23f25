"""Signing in and out, and changing one's own password."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.staff.accounts import ACCOUNT_PAGES
from arkwright.channels.staff.door import Colleague
from arkwright.channels.staff.session import STRANGERS, door_of, here_only, signed_in, staff_only
from arkwright.channels.web.forms import form
from arkwright.channels.web.noes import SignInFirst
from arkwright.channels.web.pages import render, see
from arkwright.channels.web.site import AnyRequest, site_of, visit_of
from arkwright.channels.web.tokens import cookie, removed
from arkwright.kit.passwords import LONGEST
from arkwright.kit.refusal import Busy, Forbidden, Invalid

LEAVE_NOTHING = '"cache", "storage"'  # of what a colleague saw, in a browser that others may use next (W3C Clear Site Data)
SESSION_S = 12 * 60 * 60  # as long as a session of the staff compartment


@get("/sign-in", include_in_schema=False)
async def sign_in_page(request: AnyRequest) -> Response[Any]:
    """The form; whoever is signed in already goes on."""
    onward = here_only(request.query_params.get("next", "/"))
    if await somebody(request):
        return see(onward)
    return render(request, "sign_in.html", base=site_of(request).base, problems=[], account="", onward=onward)


@post("/sign-in", include_in_schema=False, opt={"rate": "sign-in"})
async def sign_in(request: AnyRequest) -> Response[Any]:
    """A session for the right password; the same words for everything else."""
    given = await form(request)
    account, onward = given.text("account", "your account", most=100, required=False), here_only(given.raw("next"))
    try:
        token = await door_of(request).sign_in(account, given.raw("password")[: 4 * LONGEST])
    except (Forbidden, Busy) as refusal:
        visit_of(request).refusal = type(refusal).__name__
        problems = [Problem(refusal.field, str(refusal))]
        site = site_of(request)
        return render(request, "sign_in.html", status=403, base=site.base, problems=problems, account=account, onward=onward)
    return see(onward, cookies=[cookie(site_of(request), token, max_age_s=SESSION_S)])


@post("/sign-out", include_in_schema=False)
async def sign_out(request: AnyRequest) -> Response[Any]:
    """End the session, if there is one; the cookie goes in any case."""
    colleague = await somebody(request)
    if colleague is not None:
        await door_of(request).sign_out(colleague)
    answer = see("/sign-in", cookies=[removed(site_of(request))])
    answer.headers["clear-site-data"] = LEAVE_NOTHING
    return answer


@get("/password", include_in_schema=False, guards=[staff_only], exception_handlers=STRANGERS)
async def password_page(request: AnyRequest) -> Response[Any]:
    """The form for one's own password."""
    return render(request, "password.html", base=site_of(request).base, problems=[])


@post("/password", include_in_schema=False, guards=[staff_only], exception_handlers=STRANGERS, opt={"rate": "sign-in"})
async def change_password(request: AnyRequest) -> Response[Any]:
    """Ends every session of the account, so that one signs in anew."""
    given, colleague = await form(request), await signed_in(request)
    try:
        await door_of(request).change_own_password(colleague, given.raw("present"), given.raw("password"), given.raw("again"))
    except (Invalid, Busy) as refusal:
        problems = [Problem(refusal.field, str(refusal))]
        return render(request, "password.html", status=422, base=site_of(request).base, problems=problems)
    return see("/sign-in", cookies=[removed(site_of(request))])


async def somebody(request: AnyRequest) -> Colleague | None:
    """Who is signed in, if anybody is."""
    try:
        return await signed_in(request)
    except SignInFirst:
        return None


STAFF_PAGES: list[HTTPRouteHandler] = [sign_in_page, sign_in, sign_out, password_page, change_password, *ACCOUNT_PAGES]
