"""Real PostgreSQL servers that keep what they confirm, and a proxy before one that cuts connections at the worst moment."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from tests.postgres import Server

DURABLE = ("fsync=on", "synchronous_commit=on")


@contextlib.contextmanager
def made() -> Iterator[Server]:
    """A cluster in a folder of its own, not running yet; it is crashed and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="arkwright-postgres-") as folder:
        Path(folder).chmod(0o711)
        server = Server(Path(folder))
        server.make()
        yield server
        with contextlib.suppress(AssertionError):
            server.stop()


class Cutting:
    """A proxy before the server that cuts the connection at a COMMIT: before it is sent, or before its answer comes back."""

    def __init__(self, port: int, when: str) -> None:
        self.port = 0
        self.cuts = 0
        self._server_port = port
        self._when = when
        self._armed = False
        self._connections: list[asyncio.Task[None]] = []

    def arm(self) -> None:
        """Cut at the next COMMIT."""
        self._armed = True

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = listener.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            listener.close()
            await asyncio.gather(*self._connections)

    async def _serve(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        self._connections.append(asyncio.create_task(self._connected(near_in, near_out)))

    async def _connected(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        far_in, far_out = await asyncio.open_connection("127.0.0.1", self._server_port)
        back = asyncio.create_task(pass_on(far_in, near_out))
        with contextlib.suppress(ConnectionError):
            while data := await near_in.read(65536):
                cutting = self._armed and b"COMMIT" in data
                if not (cutting and self._when == "before"):
                    far_out.write(data)
                    await far_out.drain()
                if cutting:
                    self._armed = False
                    self.cuts += 1
                    break
        back.cancel()
        near_out.transport.abort()
        far_out.close()  # what was sent is carried out
        await asyncio.gather(back, far_out.wait_closed(), near_out.wait_closed(), return_exceptions=True)


async def pass_on(far_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
    """What the server says, until it says no more."""
    while data := await far_in.read(65536):
        near_out.write(data)
    near_out.transport.abort()
