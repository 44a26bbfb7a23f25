"""Product pages a second from one edge process, against the same server answering the same bytes without looking at the request."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from granian.constants import Interfaces

from arkwright.roles.serving import free_port, serve
from tests.processes.edges import PRODUCT, edge_started
from tests.processes.premises import Premises, Process, office_standing_by, opened, started

CONNECTIONS, REQUESTS_EACH, ROUNDS = 32, 150, 3
VAR = Path(__file__).parents[1] / "var"
SERVER = "from bench.browse import same_bytes; same_bytes()"


def same_bytes() -> None:
    """The limit, as a process: a port and a file are its arguments."""
    port, body = int(sys.argv[1]), Path(sys.argv[2]).read_bytes()

    async def app(scope: Any, protocol: Any) -> None:
        protocol.response_bytes(200, [("content-type", "text/html; charset=utf-8")], body)

    async def listen() -> None:
        await serve(app, "127.0.0.1", port, Interfaces.RSGI, stop=asyncio.Event())

    asyncio.run(listen())


async def pages_a_second(port: int, path: str) -> float:
    """Each connection asks again as soon as it has its whole answer."""

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(REQUESTS_EACH):
            writer.write(f"GET {path} HTTP/1.1\r\nHost: shop.localhost\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head.split(b"\r\n", 1)[0], head
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.split(b":")[1]))
        writer.close()

    began = perf_counter()
    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return CONNECTIONS * REQUESTS_EACH / (perf_counter() - began)


async def limit_started(place: Premises, body: bytes) -> tuple[Process, int]:
    """The server of the same bytes."""
    port, file = free_port(), place.folder / "page.html"
    file.write_bytes(body)
    process = await started(place, "limit", "-c", SERVER, str(port), str(file))
    await process.answers(f"http://127.0.0.1:{port}/")
    return process, port


async def main() -> None:
    """Publish, end the office, and ask edge and limit in turn."""
    VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=VAR) as folder:
        async with opened(Path(folder)) as place:
            office = await office_standing_by(place)
            office.go()
            edge = await edge_started(place)
            body = (await edge.serves()).body
            await office.kill()
            _, port = await limit_started(place, body)
            figures, limits = [], []
            for _ in range(ROUNDS):
                figures.append(await pages_a_second(edge.port, PRODUCT))
                limits.append(await pages_a_second(port, PRODUCT))
    figure, limit = max(figures), max(limits)
    print(f"page of {len(body):,} bytes: {figure:,.0f} a second; the same bytes without looking {limit:,.0f}; ratio {figure / limit:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
