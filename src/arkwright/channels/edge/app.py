"""The edge's requests: files from memory, a few pages filled in here, the rest to the office, and kind words when it is away."""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog
from msgspec import json

from arkwright.channels.edge import shells
from arkwright.channels.edge.held import Held
from arkwright.channels.edge.holding import Holding
from arkwright.channels.edge.office import Back, Office, OfficeAway, Passed
from arkwright.channels.edge.standing import CHANNEL, Browsing, StandingPage, pause_words
from arkwright.channels.edge.table import Entry, Headers, unchanged
from arkwright.kit.switches import Capabilities
from arkwright.kit.world import World

LARGEST_BODY_BYTES = 64 * 1024
BODY_WITHIN_S = 10.0
RETRY_AFTER = ("retry-after", "30")
NO_STORE = ("cache-control", "no-store")
PLAIN: Headers = [("content-type", "text/plain; charset=utf-8"), NO_STORE]
PROBLEM: Headers = [("content-type", "application/problem+json"), NO_STORE]
FRAGMENT: Headers = [("content-type", "text/html; charset=utf-8"), NO_STORE, ("x-content-type-options", "nosniff")]
AWAY_SENTENCE = "Our office does not answer just now. Try again in a few minutes, with the same Idempotency-Key: nothing is done twice."

# Paths of the office: the path itself and everything below it. "/search" is the office's, "/search/" is published.
OFFICE_PATHS = ("/basket", "/checkout", "/order", "/your-orders", "/account", "/availability", "/tell-me", "/api", "/webhooks", "/search")
PUBLISHED_BELOW = "/search/"
# Small comforts on published pages: when the office is away they get nothing, and the page stays as it is.
COMFORTS = ("/availability", "/basket/count")

log = structlog.get_logger("arkwright.edge")


class RequestHeaders(Protocol):
    """The headers of a request as Granian hands them over."""

    def get(self, key: str, default: str = "") -> str:
        """The first value of this name, in lower case."""
        ...

    def items(self) -> list[tuple[str, str]]:
        """Every header, repeated ones apart."""
        ...


class Request(Protocol):
    """RSGI's scope of one request."""

    method: str
    path: str
    query_string: str
    client: str
    scheme: str

    @property
    def headers(self) -> RequestHeaders:
        """As they came."""
        ...


class Answering(Protocol):
    """RSGI's protocol of one request."""

    def __aiter__(self) -> Answering:
        """The body, piece by piece."""
        ...

    async def __anext__(self) -> bytes:
        """One piece."""
        ...

    def response_empty(self, status: int, headers: Headers) -> None:
        """Headers alone."""
        ...

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Headers and body."""
        ...

    def response_file(self, status: int, headers: Headers, file: str) -> None:
        """Headers and a file."""
        ...


class Edge:
    """One edge as an RSGI application (github.com/emmett-framework/granian, RSGI 1.5).

    `trusted_proxy` is the address of a file server in front, which is believed when it says for whom it asks.
    """

    def __init__(
        self, world: World, holding: Holding, held: Held, office: Office, capabilities: Capabilities, trusted_proxy: str = ""
    ) -> None:
        self._world = world
        self._holding = holding
        self._held = held
        self._office = office
        self._browsing = Browsing(world, held)
        self._standing = StandingPage(capabilities)
        self._trusted_proxy = trusted_proxy

    async def __rsgi__(self, scope: Request, protocol: Answering) -> None:
        """One request, answered whatever happens."""
        try:
            entry = self._holding.table.get(scope.path)
            if entry is not None and entry.part != "shell":
                self._published(scope, protocol, entry)
            else:
                await self._other(scope, protocol)
        except Exception:
            log.exception("request failed", place=place(scope.path))
            self._shell(scope, protocol, 500, shells.UNREACHABLE)

    def part_of(self, path: str) -> str:
        """Which part of the publication a path belongs to; "other" for what is not published."""
        entry = self._holding.table.get(path)
        return "other" if entry is None else entry.part

    def _published(self, scope: Request, protocol: Answering, entry: Entry) -> None:
        if scope.method not in ("GET", "HEAD"):
            return protocol.response_bytes(405, [*PLAIN, ("allow", "GET, HEAD")], b"This page can only be read.\n")
        if entry.part == "range" and (refusal := self._browsing.refusal(entry.category)) is not None:
            return self._shell(scope, protocol, 503, shells.PAUSED, pause_words(refusal), ("retry-after", str(refusal.retry_after_s)))
        if scope.path.startswith(shells.STORES) and scope.path != shells.STORES:
            store = scope.path.removeprefix(shells.STORES).strip("/")
            if fragment := self._standing.in_store(self._held.gate, store, self._world.now_ms()):
                return self._shell(scope, protocol, 200, scope.path, fragment)
        asked = scope.headers
        variant = entry.chosen(asked.get("accept-encoding", ""))
        if unchanged(asked.get("if-none-match", ""), variant.etag):
            return protocol.response_empty(304, variant.unchanged)
        if scope.method == "HEAD":
            return protocol.response_empty(200, [*variant.headers, ("content-length", str(variant.size))])
        if variant.body is None:
            return protocol.response_file(200, variant.headers, variant.file)
        return protocol.response_bytes(200, variant.headers, variant.body)

    async def _other(self, scope: Request, protocol: Answering) -> None:
        path = scope.path
        if is_of_office(path):
            await self._pass_on(scope, protocol)
        elif path == "/banner":
            _send(scope, protocol, 200, FRAGMENT, self._held.banner(CHANNEL).encode())
        elif path == shells.WHAT_WORKS_NOW:
            fragment = self._standing.fragment(self._held.gate, self._world.now_ms())
            self._shell(scope, protocol, 200, shells.WHAT_WORKS_NOW, fragment)
        elif path == "/healthz":
            _send(scope, protocol, 200, PLAIN, b"ok\n")
        elif path == "/readyz":
            ready = self._holding.complete
            _send(scope, protocol, 200 if ready else 503, PLAIN, b"ready\n" if ready else b"waiting for a whole publication\n")
        elif f"{path}/" in self._holding.table and path != shells.SEARCH_AWAY:
            query = f"?{scope.query_string}" if scope.query_string else ""
            _send(scope, protocol, 301, [("location", f"{path}/{query}"), ("cache-control", "no-cache")], b"")
        else:
            manifest = self._holding.manifest
            expected = manifest is None or (path in manifest.files and manifest.files[path].part != "shell")
            self._shell(scope, protocol, 503 if expected else 404, shells.UNREACHABLE if expected else shells.NOT_FOUND)

    async def _pass_on(self, scope: Request, protocol: Answering) -> None:
        body = await _body(scope, protocol)
        if body is None:
            return _send(
                scope, protocol, 413, PLAIN, f"Send at most {LARGEST_BODY_BYTES // 1024} KB, within {BODY_WITHIN_S:.0f} s.\n".encode()
            )
        asked, peer = scope.headers, scope.client.rpartition(":")[0]
        told = asked.get if peer == self._trusted_proxy else nothing_told
        request = Passed(
            method=scope.method,
            path=scope.path,
            query=scope.query_string,
            headers=asked.items(),
            body=body,
            client=told("x-forwarded-for", peer).rpartition(",")[2].strip(),
            host=told("x-forwarded-host", asked.get("host", "")),
            scheme=told("x-forwarded-proto", scope.scheme),
        )
        try:
            back = await self._office.ask(request)
        except OfficeAway as away:
            log.warning("office away", place=place(scope.path), error=str(away))
            return self._away(scope, protocol)
        return _pass_back(scope, protocol, back)

    def _away(self, scope: Request, protocol: Answering) -> None:
        path = scope.path
        if path.startswith("/api"):
            problem = {"type": "about:blank", "title": "The office is away", "status": 503, "detail": AWAY_SENTENCE, "retry_after_s": 30}
            return _send(scope, protocol, 503, [*PROBLEM, RETRY_AFTER], json.encode(problem))
        if path in COMFORTS or scope.headers.get("x-fragment", ""):
            return protocol.response_empty(204, [NO_STORE])
        if path.startswith("/webhooks"):
            return _send(scope, protocol, 503, [*PLAIN, RETRY_AFTER], b"Try again later.\n")
        return self._shell(scope, protocol, 503, shells.SEARCH_AWAY if path == "/search" else shells.UNREACHABLE)

    def _shell(
        self, scope: Request, protocol: Answering, status: int, name: str, fill: str = "", retry: tuple[str, str] = RETRY_AFTER
    ) -> None:
        """A page of the publication that is never asked for by itself, or plain words where there is no publication yet."""
        headers, body = shells.filled(self._holding.table, name, fill)
        _send(scope, protocol, status, [*headers, retry] if status >= 500 else headers, body)


def is_of_office(path: str) -> bool:
    """Whether the office answers for this path."""
    return not path.startswith(PUBLISHED_BELOW) and any(path == one or path.startswith(one + "/") for one in OFFICE_PATHS)


def nothing_told(_: str, otherwise: str) -> str:
    """What a peer says that is not our proxy counts for nothing."""
    return otherwise


def place(path: str) -> str:
    """The first step of a path, for logs: what follows may be the secret of somebody's order."""
    return "/" + path[1:].partition("/")[0]


async def _body(scope: Request, protocol: Answering) -> bytes | None:
    """The whole body; None when it is too long or too slow."""
    if scope.method in ("GET", "HEAD"):
        return b""
    body = b""
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for piece in protocol:
                body += piece
                if len(body) > LARGEST_BODY_BYTES:
                    return None
    except TimeoutError:
        return None
    return body


def _pass_back(scope: Request, protocol: Answering, back: Back) -> None:
    if scope.method == "HEAD" and back.length is not None:
        protocol.response_empty(back.status, [*back.headers, ("content-length", back.length)])
    elif back.body:
        protocol.response_bytes(back.status, back.headers, back.body)
    else:
        protocol.response_empty(back.status, back.headers)


def _send(scope: Request, protocol: Answering, status: int, headers: Headers, body: bytes) -> None:
    if scope.method == "HEAD":
        protocol.response_empty(status, [*headers, ("content-length", str(len(body)))])
    elif body:
        protocol.response_bytes(status, headers, body)
    else:
        protocol.response_empty(status, headers)
