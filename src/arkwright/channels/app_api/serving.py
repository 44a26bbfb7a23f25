"""The routes: one for each path of the table, which reads, counts, acts, and answers with an ETag; refusals are worded by channels/web."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

import msgspec
from litestar import route
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from arkwright.channels.app_api import reading
from arkwright.channels.app_api.limits import Limits
from arkwright.channels.app_api.operation import BASE, Api, Call, Operation, Reply
from arkwright.channels.app_api.refusals import KeyWasUsedBefore, NotUnderstood
from arkwright.channels.web.refusals import answer, as_problem
from arkwright.channels.web.site import AnyRequest, visit_of
from arkwright.kit.provider import ProviderRefused, ProviderUnknown
from arkwright.kit.refusal import Refusal, SameIdOtherContent

JSON = "application/json"
CACHING = {"public": "no-cache", "private": "private, no-cache", "never": "no-store"}
HttpMethod = Literal["GET", "HEAD", "POST", "PUT"]


def handlers(api: Api, operations: Sequence[Operation], limits: Limits) -> list[HTTPRouteHandler]:
    """A handler for each path of the table."""
    paths = dict.fromkeys(operation.path for operation in operations)
    return [_handler(api, [each for each in operations if each.path == path], limits) for path in paths]


def _handler(api: Api, operations: Sequence[Operation], limits: Limits) -> HTTPRouteHandler:
    by_method: dict[str, Operation] = {operation.method: operation for operation in operations}
    methods: list[HttpMethod] = [operation.method for operation in operations]
    if "GET" in by_method:
        by_method["HEAD"] = by_method["GET"]
        methods.append("HEAD")
    path = BASE + operations[0].path.replace("}", ":str}")

    # The API keeps its own count (limits.py), so that it can tell what is left.
    @route(path, http_method=methods, include_in_schema=False, status_code=200, opt={"rate": "all", "reads_itself": True})
    async def handle(request: AnyRequest) -> Response[Any]:
        return await counted(request, limits, lambda: served(api, by_method[request.method], request))

    return handle


async def counted(request: AnyRequest, limits: Limits, serve: Callable[[], Awaitable[Response[Any]]]) -> Response[Any]:
    """The answer with what the client has left; a refusal in the words of the web."""
    writing = request.method not in ("GET", "HEAD")
    told = limits.refused(writing)
    try:
        told = limits.take(visit_of(request).client, writing)
        reply = await serve()
    except NotUnderstood as refusal:
        reply = as_problem(request, refusal, refusal.status, "That could not be read", {})
    except SameIdOtherContent:
        reply = answer(request, KeyWasUsedBefore())
    except (Refusal, ProviderUnknown, ProviderRefused) as refusal:
        reply = answer(request, refusal)
    reply.headers.update(told)
    return reply


async def served(api: Api, operation: Operation, request: AnyRequest) -> Response[Any]:
    """Read, act, reply."""
    call = await understood(operation, request)
    return replied(operation, await operation.act(api, call), request.headers.get("if-none-match", ""))


async def understood(operation: Operation, request: AnyRequest) -> Call:
    """The request in its declared parts, or a refusal that names the first that is wrong."""
    path = {name: str(value) for name, value in request.path_params.items()}
    reading.checked(operation.of("path"), path)
    query = reading.query_of(operation, list(request.query_params.multi_items()))
    headers: Mapping[str, str] = {name.lower(): value for name, value in request.headers.items()}
    key = reading.key_of(operation, headers.get("idempotency-key"))
    content = await request.body() if operation.asks else b""
    return Call(path=path, query=query, headers=headers, body=reading.body_of(operation, headers.get("content-type", ""), content), key=key)


def replied(operation: Operation, reply: Reply, if_none_match: str) -> Response[Any]:
    """JSON; what is read has an ETag, and nothing is sent again that the client has."""
    content = msgspec.json.encode(reply.body)
    headers = {"cache-control": CACHING[operation.caching], **reply.headers}
    if operation.method == "GET":
        headers["etag"] = etag_of(content)
        if has(if_none_match, headers["etag"]):
            return Response(b"", status_code=304, headers=headers, media_type=JSON)
    return Response(content, status_code=reply.status, headers=headers, media_type=JSON)


def kept(content: bytes, media_type: str, request: AnyRequest) -> Response[Any]:
    """Content that changes with the program alone."""
    headers = {"cache-control": CACHING["public"], "etag": etag_of(content)}
    if has(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(content, headers=headers, media_type=media_type)


def etag_of(content: bytes) -> str:
    """A strong name for these bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def has(if_none_match: str, etag: str) -> bool:
    """Whether the client has this very content (RFC 9110, 13.1.2: weak comparison)."""
    return if_none_match.strip() == "*" or any(each.strip().removeprefix("W/") == etag for each in if_none_match.split(","))
