"""Requests to other processes, for real: `Http` of the world over aiohttp."""

from __future__ import annotations

import socket
from collections.abc import Mapping

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from arkwright.kit.world import Answer, NetworkError

LARGEST_ANSWER_BYTES = 16 * 1024 * 1024


class LocalhostResolver(ThreadedResolver):
    """Names below `localhost` are this machine, whatever its name service knows of them (RFC 6761, section 6.3)."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        """The addresses of a name."""
        return await super().resolve("127.0.0.1" if host.lower().rstrip(".").endswith(".localhost") else host, port, family)


class AiohttpHttp:
    """One connection pool for the whole process; open it inside the event loop, `close` it at the end.

    Follows no redirect, keeps no cookie, reads no proxy settings from the surroundings, and takes at most
    `largest_answer_bytes` of answer. Everything that leaves the outcome open is a `NetworkError`.
    """

    def __init__(self, *, connections: int = 100, connections_per_host: int = 32, largest_answer_bytes: int = LARGEST_ANSWER_BYTES) -> None:
        self._connections = connections
        self._connections_per_host = connections_per_host
        self._largest_bytes = largest_answer_bytes
        self._session: aiohttp.ClientSession | None = None

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", timeout_s: float = 10.0) -> Answer:
        """One request, no redirects followed; raises `NetworkError` when no whole answer came in time."""
        try:
            async with self._pool().request(
                method,
                URL(url, encoded=True),
                headers=headers,
                data=body or None,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=timeout_s),
            ) as response:
                content = bytearray()
                while not response.content.at_eof() and len(content) <= self._largest_bytes:
                    content += await response.content.read(self._largest_bytes + 1 - len(content))
                answered = {name.lower(): value for name, value in response.headers.items()}
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise NetworkError(f"{method} {_without_query(url)}: {type(error).__name__}") from error
        if len(content) > self._largest_bytes:
            raise NetworkError(f"{method} {_without_query(url)}: the answer is longer than {self._largest_bytes} bytes")
        return Answer(status=status, headers=answered, body=bytes(content))

    async def close(self) -> None:
        """Close every connection; a later request opens the pool again."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=LocalhostResolver(), limit=self._connections, limit_per_host=self._connections_per_host
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._session


def _without_query(url: str) -> str:
    """Addresses may carry secrets after the question mark; messages must not."""
    return url.split("?", 1)[0]
