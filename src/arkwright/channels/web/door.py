"""The door: every request passes it, whether or not a route fits; it names, checks, counts and logs it."""

from __future__ import annotations

from typing import Any

import structlog
from litestar import Litestar, Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import HttpMethod
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Send

from arkwright.channels.web import noes as no
from arkwright.channels.web.headers import security_headers
from arkwright.channels.web.origins import ASKED_BY_PROBES, check_host, check_origin
from arkwright.channels.web.rates import Buckets
from arkwright.channels.web.refusals import answer
from arkwright.channels.web.site import AnyRequest, Site, Visit

MOST_HEADER_BYTES = 32 * 1024
FORWARDED = {b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"}
UNANSWERED = 499
SHUT = frozenset({401, 403, 421, 429})  # what somebody may try who should not: one line each that stands out
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

log = structlog.get_logger("arkwright.access")


class Door:
    """Stands before the application of one site."""

    def __init__(self, site: Site, app: Litestar, inner: ASGIApp) -> None:
        self._site = site
        self._app = app
        self._inner = inner
        self._headers = [(name.encode(), value.encode()) for name, value in security_headers(site).items()]
        self.buckets = Buckets(site.world, site.rates)

    async def enter(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer it here; one line of log and one count for each."""
        site = self._site
        if site.trusted_proxy:
            believe(scope)
        visit = Visit(request_id=site.world.new_id(), client=client_of(scope), began_ms=site.world.now_ms())
        scope["app"] = scope["litestar_app"] = self._app
        scope.setdefault("state", {})["visit"] = visit
        sent = {"status": UNANSWERED}
        sending = self._dressed(send, visit, sent)
        if scope["method"] == "HEAD":
            # Every page that can be got can be asked about (RFC 9110, 9.1): the same answer without its body.
            scope["method"], sending = HttpMethod.GET, without_body(sending)
        try:
            try:
                self._check(scope, visit)
            except Exception as error:  # noqa: BLE001  whatever it is, refusals.py finds the words
                return await self._refuse(scope, receive, sending, error)
            await self._inner(scope, receive, sending)
        finally:
            self._note(scope, visit, sent["status"])

    def _check(self, scope: HTTPScope, visit: Visit) -> None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADER_BYTES:
            raise no.HeadersAreTooLarge()
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        check_host(self._site, scope["path"], headers.get("host", ""))
        unmetered = scope["path"] in ASKED_BY_PROBES or scope["path"].startswith(self._site.unmetered_paths)
        wait_s = 0 if unmetered else self.buckets.take("all", visit.client)
        if wait_s:
            raise no.TooOften(wait_s)
        check_origin(self._site, scope["method"], scope["path"], headers)

    async def _refuse(self, scope: HTTPScope, receive: Receive, send: Send, error: Exception) -> None:
        request: AnyRequest = Request(scope, receive, send)
        reply = answer(request, error).to_asgi_response(app=None, request=request)
        await reply(scope, receive, send)

    def _dressed(self, send: Send, visit: Visit, sent: dict[str, int]) -> Send:
        """Sends with our headers, where the answer has none of its own by that name."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
                headers = MutableScopeHeaders.from_message(message)
                said = {name.lower() for name in headers}
                headers.headers.extend((name, value) for name, value in self._headers if name.decode() not in said)
                headers.headers.append((b"x-request-id", visit.request_id.encode()))
            await send(message)

        return dressed

    def _note(self, scope: HTTPScope, visit: Visit, status: int) -> None:
        matched: Any = scope
        route = matched.get("path_template") or "unmatched"
        method = scope["method"] if scope["method"] in METHODS else "other"
        took_ms = self._site.world.now_ms() - visit.began_ms
        self._site.metrics.answered(self._site.name, method, route, status, took_ms)
        known = {name: value for name, value in (("account", visit.account), ("refusal", visit.refusal)) if value}
        handler = matched.get("route_handler")
        quiet = status < 400 and handler is not None and handler.opt.get("quiet")  # asked for again every few seconds by every page
        tell = log.warning if status in SHUT else log.debug if quiet else log.info
        tell("request", site=self._site.name, method=method, route=route, status=status, ms=took_ms, request_id=visit.request_id, **known)


def without_body(send: Send) -> Send:
    """Sends headers alone."""

    async def bare(message: Message) -> None:
        if message["type"] == "http.response.body":
            message["body"] = b""
        await send(message)

    return bare


def believe(scope: HTTPScope) -> None:
    """Take over what our edge says of the client, so that everything behind sees the request as the shopper sent it."""
    given = dict(scope["headers"])
    said = {name: value for name, value in given.items() if name in FORWARDED}
    headers = [(name, value) for name, value in scope["headers"] if name not in FORWARDED]
    if b"x-forwarded-host" in said:
        headers = [(name, value) for name, value in headers if name != b"host"]
        headers.append((b"host", said[b"x-forwarded-host"]))
    if b"x-forwarded-for" in said:
        scope["client"] = (said[b"x-forwarded-for"].decode("latin-1").split(",")[-1].strip(), 0)
    scope["headers"] = headers


def client_of(scope: HTTPScope) -> str:
    """The client's address."""
    client = scope.get("client")
    return client[0] if client else ""
