"""What nodes of stores ask of head office, as HTTP: signed by the node, for machines alone, on a port of its own."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from arkwright.channels.line.forwarder import PATH
from arkwright.channels.line.intake import Intake
from arkwright.channels.line.replica_following import CHUNKS_PATH, INDEX_PATH
from arkwright.channels.line.shipping import LONGEST_WAIT_S, Shipping
from arkwright.channels.web.site import AnyRequest
from arkwright.kit.forwarding import LARGEST_BODY_BYTES
from arkwright.kit.node_requests import Asked

JSON: Final = "application/json"
SIGNED: Final[dict[str, Any]] = {"include_in_schema": False, "opt": {"rate": "all"}}


def asked_of(request: AnyRequest, body: bytes = b"") -> Asked:
    """What the node must have signed."""
    query = f"?{request.url.query}" if request.url.query else ""
    return Asked(request.method, f"{request.url.path}{query}", body)


@get(PATH, **SIGNED)
async def held(request: AnyRequest, intake: NamedDependency[Intake]) -> Response[bytes]:
    """What is held of this node's journal."""
    certificate = intake.who(asked_of(request), request.headers, revoked_too=True)
    return as_json(await intake.held(certificate, request.query_params.get("lane", "")))


@post(PATH, status_code=200, request_max_body_size=LARGEST_BODY_BYTES, **SIGNED)
async def entries(request: AnyRequest, intake: NamedDependency[Intake]) -> Response[bytes]:
    """A batch of this node's journal."""
    intake.expect_room()
    body = await request.body()
    return as_json(await intake.take(intake.who(asked_of(request, body), request.headers, revoked_too=True), body))


@get(INDEX_PATH, include_in_schema=False, opt={"rate": "all", "within_s": LONGEST_WAIT_S + 15})
async def index(request: AnyRequest, intake: NamedDependency[Intake], shipping: NamedDependency[Shipping]) -> Response[bytes]:
    """What this node's store is to hold: at once when it differs from `after`, otherwise on a change or after `wait` seconds."""
    certificate = intake.who(asked_of(request), request.headers)
    wait = request.query_params.get("wait", "0")
    wait_s = min(int(wait), LONGEST_WAIT_S) if wait.isascii() and wait.isdigit() and len(wait) < 4 else 0
    return as_json(await shipping.newer_than(certificate.store, request.query_params.get("after", ""), wait_s))


@post(CHUNKS_PATH, status_code=200, **SIGNED)
async def chunks(request: AnyRequest, intake: NamedDependency[Intake], shipping: NamedDependency[Shipping]) -> Response[bytes]:
    """Pieces by their hashes."""
    body = await request.body()
    intake.who(asked_of(request, body), request.headers)
    return Response(await shipping.pieces(body), media_type="application/octet-stream")


def as_json(value: Any) -> Response[bytes]:
    """The value as JSON."""
    return Response(msgspec.json.encode(value), media_type=JSON)


LINE: list[HTTPRouteHandler] = [held, entries, index, chunks]
