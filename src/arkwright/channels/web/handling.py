"""Around each handler, once its route is known: its rate, its time, the token of its form, and text that can be kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from arkwright.channels.web import noes as no
from arkwright.channels.web.origins import SAFE
from arkwright.channels.web.plain import check_address, check_form
from arkwright.channels.web.rates import Buckets
from arkwright.channels.web.site import AnyRequest, site_of, visit_of
from arkwright.channels.web.tokens import FIELD, HEADER, token_is_right

WITHIN_S = 30.0
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def around_handlers(app: ASGIApp) -> ASGIApp:
    """Litestar middleware. A route says `opt={"rate": "checkout", "within_s": 300, "form_token": False}` where it differs.

    `opt={"reads_itself": True}` is for routes that look at address and body themselves, and answer in their own way.
    """

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            return await app(scope, receive, send)
        request: AnyRequest = Request(scope, receive, send)
        opt = scope["route_handler"].opt
        take_rate(request, str(opt.get("rate", "all" if request.method in SAFE else "write")))
        try:
            async with asyncio.timeout(float(opt.get("within_s", WITHIN_S))):
                await check_request(request, opt)
                await app(scope, receive, send)
        except TimeoutError:
            raise no.TookTooLong() from None

    return handle


async def check_request(request: AnyRequest, opt: Mapping[str, Any]) -> None:
    """What is asked of every request before its handler sees it; forms are for people, so machine paths have none."""
    if not opt.get("reads_itself"):
        check_address(request)
    if request.method in SAFE or site_of(request).for_machines(request.url.path):
        return
    is_form = request.headers.get("content-type", "").lower().startswith(FORMS)
    if is_form:
        await check_form(request)
    if opt.get("form_token", True):
        await check_token(request, is_form)


def take_rate(request: AnyRequest, group: str) -> None:
    """Count the request in its route's group; "all" was counted at the door."""
    if group == "all":
        return
    buckets: Buckets = request.app.state["buckets"]
    wait_s = buckets.take(group, visit_of(request).client)
    if wait_s:
        raise no.TooOften(wait_s)


async def check_token(request: AnyRequest, is_form: bool) -> None:
    """Refuses with `FormIsStale` a change without the token of this browser's session, as a field or a header."""
    token = request.headers.get(HEADER)
    if token is None:
        if not is_form:
            raise no.FormIsMissing()
        given = (await request.form()).get(FIELD)
        token = given if isinstance(given, str) else ""
    if not token_is_right(request, token):
        raise no.FormIsStale()
