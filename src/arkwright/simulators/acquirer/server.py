"""The acquirer simulator as a process: messages on one port, its page on another."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from arkwright.kit.ending import ended
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.simulators.acquirer.line import framed, read_frame
from arkwright.simulators.acquirer.messages import NotIso8583
from arkwright.simulators.acquirer.simulator import AcquirerSimulator
from arkwright.simulators.serving import SimulatorPortIsTaken, for_ever, not_told, served


async def run(host: str, port: int, *, page_port: int, state_path: Path | None = None, ready: Callable[[str], None] = not_told) -> None:
    """Serve until cancelled; `ready` is told the page's address. Refuses with `SimulatorPortIsTaken` and `AcquirerFileIsUnreadable`."""
    simulator = AcquirerSimulator(RealWorld(AiohttpHttp()), state_path)
    async with answering(simulator, host, port), served(simulator.handle, host, page_port) as address:
        ready(address)
        await for_ever()


@contextlib.asynccontextmanager
async def answering(simulator: AcquirerSimulator, host: str, port: int) -> AsyncIterator[int]:
    """Answer messages while the block runs; gives the port. Cut off, it closes connections; told to be silent, it only holds them."""
    talks: set[asyncio.Task[None]] = set()

    def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(_talk(simulator, reader, writer), name="a talk with a terminal")
        talks.add(task)
        task.add_done_callback(talks.discard)

    try:
        server = await asyncio.start_server(talk, host, port)
    except OSError:
        raise SimulatorPortIsTaken(host, port) from None
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await ended(list(talks))
        await server.wait_closed()


async def _talk(simulator: AcquirerSimulator, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while not simulator.books.trouble.cut_off:
            answered = simulator.answer(await read_frame(reader))
            if answered is not None:
                writer.write(framed(answered))
                await writer.drain()
    except (EOFError, OSError, NotIso8583):
        pass  # the other side has gone, or speaks another language: the connection ends, and nothing else
    finally:
        writer.transport.abort()
