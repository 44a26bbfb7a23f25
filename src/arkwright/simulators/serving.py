"""What the simulators share: a request as plain data, and a small web server for a function from request to answer."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec
from aiohttp import web

from arkwright.kit.refusal import Conflict
from arkwright.kit.world import Answer, NetworkError

LARGEST_REQUEST_BYTES = 1024 * 1024


class Request(msgspec.Struct, frozen=True):
    """What came in; header names are lower case, `path` has no query."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = {}
    body: bytes = b""


Handler = Callable[[Request], Awaitable[Answer]]


@dataclass
class SimulatorPortIsTaken(Conflict):
    """Another program listens there."""

    host: str
    port: int
    sentence = "Port {port} on {host} is in use by another program. Stop that program, or choose another port."


@asynccontextmanager
async def served(handler: Handler, host: str, port: int) -> AsyncIterator[str]:
    """Serve `handler` while the block runs; gives the base address. Port 0 takes a free one.

    A handler that raises `NetworkError` gets its connection cut without an answer, which is what the caller of a
    provider in trouble sees; that is why this is not Granian, whose applications cannot cut a connection.
    Refuses with `SimulatorPortIsTaken`.
    """
    application = web.Application(client_max_size=LARGEST_REQUEST_BYTES)
    application.router.add_route("*", "/{path:.*}", _route(handler))
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SimulatorPortIsTaken(host, port) from None
            raise
        bound_port = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{bound_port}"
    finally:
        await runner.cleanup()


async def for_ever() -> None:
    """Wait until cancelled."""
    await asyncio.Event().wait()


def not_told(_address: str) -> None:
    """The `ready` of a caller who does not want to know."""


def _route(handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def route(request: web.Request) -> web.StreamResponse:
        asked = Request(
            method=request.method,
            path=request.path,
            query=request.rel_url.raw_query_string,
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
        )
        try:
            answer = await handler(asked)
        except NetworkError:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        return web.Response(status=answer.status, headers=answer.headers, body=answer.body)

    return route
