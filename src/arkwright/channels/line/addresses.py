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


def as_json(value: Any) -> Response[bytes]:
    """The value as JSON."""
    return Response(msgspec.json.encode(value), media_type=JSON)


INTAKE: list[HTTPRouteHandler] = [held, entries]
