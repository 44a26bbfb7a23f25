"""The way to the office: requests passed on with bounds, and an honest exception when nobody answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

import aiohttp
from yarl import URL

HOP_BY_HOP = frozenset(
    "connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade".split()
)
# Ours to say; whatever a client claims about itself here goes no further.
SAID_BY_US = frozenset("forwarded host x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip content-length expect".split())
NOT_PASSED_BACK = HOP_BY_HOP | {"content-length", "date", "server"}
PATIENCE_S = 10.0
CONNECTIONS = 100
LARGEST_ANSWER_BYTES = 4 * 1024 * 1024
UNQUOTED = "/~!$&'()*+,;=:@"


class OfficeAway(Exception):
    """Nothing came back: whether the office acted is unknown."""


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A request to pass on; `path` is decoded, `query` as it came."""

    method: str
    path: str
    query: str
    headers: Iterable[tuple[str, str]]
    body: bytes
    client: str
    host: str
    scheme: str


@dataclass(frozen=True, kw_only=True)
class Back:
    """What the office answered, as it is to be passed back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    length: str | None


class Office:
    """One pool of connections; open it inside the event loop, `close` it at the end."""

    def __init__(self, url: str, patience_s: float = PATIENCE_S) -> None:
        self._url = url.rstrip("/")
        self._patience_s = patience_s
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, request: Passed) -> Back:
        """Pass on and wait for the whole answer; `OfficeAway` when none comes in time. Redirects and cookies go to the client."""
        address = f"{self._url}{quote(request.path, safe=UNQUOTED)}{'?' + request.query if request.query else ''}"
        try:
            async with self._pool().request(
                request.method, URL(address, encoded=True), headers=_onward(request), data=request.body or None, allow_redirects=False
            ) as response:
                body = await _whole(response)
                headers = [(name.lower(), value) for name, value in response.headers.items() if name.lower() not in NOT_PASSED_BACK]
                return Back(status=response.status, headers=headers, body=body, length=response.headers.get("content-length"))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise OfficeAway(type(error).__name__) from error

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._patience_s),
                auto_decompress=False,
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
                trust_env=False,
            )
        return self._session


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > LARGEST_ANSWER_BYTES:
            raise ValueError("the answer is too long")
    return body


def _onward(request: Passed) -> list[tuple[str, str]]:
    """The client's headers without those of one connection and those that we say ourselves."""
    given = [(name.lower(), value) for name, value in request.headers]
    named = {token.strip().lower() for name, value in given if name == "connection" for token in value.split(",")}
    dropped = HOP_BY_HOP | SAID_BY_US | named
    onward = [(name, value) for name, value in given if name not in dropped and name != "cookie"]
    # RFC 6265, 5.4: one Cookie header
    if cookies := [value for name, value in given if name == "cookie"]:
        onward.append(("cookie", "; ".join(cookies)))
    return [
        *onward,
        ("x-forwarded-for", request.client),
        ("x-forwarded-host", request.host),
        ("x-forwarded-proto", request.scheme),
    ]
