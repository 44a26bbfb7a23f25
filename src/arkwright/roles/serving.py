"""Serving: one listener of a process, that says in one line when its port is taken and stops when it is told."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from typing import Any

import structlog
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

from arkwright.kit.ending import ended

HEADERS_WITHIN_MS = 10_000
STOP_WITHIN_S = 10

log = structlog.get_logger("serving")


class PortTaken(Exception):
    """Another program listens there already; the text is one line that says what to do."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken by another program. Stop that program, or set another port.")
        self.port = port


class CannotListen(Exception):
    """There is no listening on this address; the text is one line that says what to do."""


async def serve(
    app: Any,
    host: str,
    port: int,
    interface: Interfaces,
    *,
    stop: asyncio.Event,
    ready: asyncio.Event | None = None,
    shared: bool = False,
) -> None:
    """Listen on `host`:`port` and hand each request to `app` until `stop` is set; `ready` is set once connections are taken.

    `shared`: several processes listen there, and the kernel gives each of them its share of the connections (SO_REUSEPORT).

    Several may run in one event loop. Requests in work are finished before it returns; those that take longer than 10 seconds are cut
    off. Raises `PortTaken` or `CannotListen`.
    """
    if not shared:
        look_whether_free(host, port)
    server = _server(app, host, port, interface)
    serving = asyncio.ensure_future(_until_it_ends(server, port))
    stopping = asyncio.ensure_future(stop.wait())
    looking = asyncio.ensure_future(_tell_when_ready(host, port, ready or asyncio.Event()))
    try:
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        server.stop()
        await asyncio.wait({serving}, timeout=STOP_WITHIN_S)
        if serving.done():
            return serving.result()
        log.error("requests go on although the process is to end; they are cut off", port=port, after_s=STOP_WITHIN_S)
        await ended([serving])
    finally:
        stopping.cancel()
        looking.cancel()
        server.stop()


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on just now, for whoever wants any port."""
    with socket.socket() as listener:
        listener.bind((host, 0))
        return int(listener.getsockname()[1])


def look_whether_free(host: str, port: int) -> None:
    """Another listener with SO_REUSEPORT would share the port silently, and each would get half of the requests."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise _refusal(error, host, port) from error


def _server(app: Any, host: str, port: int, interface: Interfaces) -> Server:
    return Server(
        app,
        address=host,
        port=port,
        interface=interface,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_MS, keep_alive=True),
    )


async def _tell_when_ready(host: str, port: int, ready: asyncio.Event) -> None:
    """The server listens from a thread of its own and does not say when; so somebody knocks."""
    while True:
        with contextlib.suppress(OSError):
            _, knock = await asyncio.open_connection(host, port)
            knock.close()
            return ready.set()
        await asyncio.sleep(0.01)


async def _until_it_ends(server: Server, port: int) -> None:
    try:
        await server.serve()
    except RuntimeError as error:
        if "in use" in str(error):
            raise PortTaken(port) from error
        raise


def _refusal(error: OSError, host: str, port: int) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(port)
    return CannotListen(f"Cannot listen on {host}:{port}: {error.strerror}. Set another address or port.")
