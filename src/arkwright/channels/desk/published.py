"""What nodes ask of the desk: the signed switches, by long polling, and a place to say what they hold. No cookie, no secret."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.response import Response

from arkwright.channels.desk.publishing import read_after, read_wait
from arkwright.channels.desk.room import Desk
from arkwright.channels.following.published import LONGEST_WAIT_S
from arkwright.channels.web.site import AnyRequest
from arkwright.kit.messages import canonical

JSON = "application/json"
LARGEST_REPORT_BYTES = 4096


@get("/published", include_in_schema=False, opt={"within_s": LONGEST_WAIT_S + 15})
async def published(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[bytes]:
    """Everything that is published, signed now: at once when newer than `after`, otherwise on a change or after `wait` seconds."""
    after, wait_s = read_after(request.query_params.get("after", "0.0")), read_wait(request.query_params.get("wait", "0"))
    return Response(canonical(await desk.publisher.newer_than(after, wait_s)), media_type=JSON)


@post("/published/held", include_in_schema=False, status_code=202, request_max_body_size=LARGEST_REPORT_BYTES)
async def held(request: AnyRequest, desk: NamedDependency[Desk]) -> Response[Any]:
    """A node's signed word of what it holds; 403 for a node that is not in the desk's list."""
    await desk.nodes.take(await request.body())
    return Response(b"", status_code=202, media_type=JSON)


PUBLISHED: list[HTTPRouteHandler] = [published, held]
