"""Around each handler, once its route is known: its rate, its time, and the token of its form."""

from __future__ import annotations

import asyncio

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from arkwright.channels.web import noes as no
from arkwright.channels.web.origins import SAFE
from arkwright.channels.web.rates import Buckets
from arkwright.channels.web.site import AnyRequest, site_of, visit_of
from arkwright.channels.web.tokens import FIELD, HEADER, token_is_right

WITHIN_S = 30.0
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def around_handlers(app: ASGIApp) -> ASGIApp:
    """Litestar middleware. A route says `opt={"rate": "checkout", "within_s": 300, "form_token": False}` where it differs."""

    async def handle(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            return await app(scope, receive, send)
        request: AnyRequest = Request(scope, receive, send)
        opt = scope["route_handler"].opt
        take_rate(request, str(opt.get("rate", "all" if request.method in SAFE else "write")))
        try:
            async with asyncio.timeout(float(opt.get("within_s", WITHIN_S))):
                if request.method not in SAFE and opt.get("form_token", True) and not site_of(request).for_machines(request.url.path):
                    await check_token(request)
                await app(scope, receive, send)
        except TimeoutError:
            raise no.TookTooLong() from None

    return handle


def take_rate(request: AnyRequest, group: str) -> None:
    """Count the request in its route's group; "all" was counted at the door."""
    if group == "all":
        return
    buckets: Buckets = request.app.state["buckets"]
    wait_s = buckets.take(group, visit_of(request).client)
    if wait_s:
        raise no.TooOften(wait_s)


async def check_token(request: AnyRequest) -> None:
    """Refuses with `FormIsStale` a change without the token of this browser's session, as a field or a header."""
    token = request.headers.get(HEADER)
    if token is None:
        if not request.headers.get("content-type", "").startswith(FORMS):
            raise no.FormIsMissing()
        given = (await request.form()).get(FIELD)
        token = given if isinstance(given, str) else ""
    if not token_is_right(request, token):
        raise no.FormIsStale()
