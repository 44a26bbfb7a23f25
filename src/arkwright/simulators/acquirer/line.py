"""How a terminal reaches its acquirer: a connection for each message, which has two bytes of length before it."""

from __future__ import annotations

import asyncio
from typing import Protocol

from arkwright.kit.world import NetworkError

LENGTH_BYTES = 2


class AcquirerLine(Protocol):
    """The line to an acquirer."""

    async def exchange(self, message: bytes, timeout_s: float) -> bytes:
        """Send a message and bring its answer; `NetworkError` where none came in time, whether it arrived is then unknown."""
        ...


class TcpLine:
    """The line over TCP."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port

    async def exchange(self, message: bytes, timeout_s: float) -> bytes:
        """Send a message and bring its answer."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._exchange(message)
        except (OSError, TimeoutError, EOFError) as error:
            raise NetworkError(f"acquirer: {type(error).__name__}") from error

    async def _exchange(self, message: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(framed(message))
            await writer.drain()
            return await read_frame(reader)
        finally:
            writer.transport.abort()


def framed(message: bytes) -> bytes:
    """With its length before it."""
    return len(message).to_bytes(LENGTH_BYTES, "big") + message


async def read_frame(reader: asyncio.StreamReader) -> bytes:
    """The next message; EOFError where the other side ended before it was whole."""
    length = int.from_bytes(await reader.readexactly(LENGTH_BYTES), "big")
    return await reader.readexactly(length)
