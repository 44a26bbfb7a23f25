"""Requests between parts in one process: each address leads to an application, and the line can be cut, or an answer lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import Answer, NetworkError, RealWorld


class NearHttp:
    """`Http` of the world over applications instead of sockets."""

    def __init__(self) -> None:
        self.apps: dict[str, Any] = {}
        self.cut = False
        self.lose_answers = 0
        self.asked: list[str] = []

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", timeout_s: float = 10.0) -> Answer:
        parts = urlsplit(url)
        if self.cut or parts.netloc not in self.apps:
            raise NetworkError(f"{method} {parts.path}: cut")
        self.asked.append(f"{method} {parts.path}")
        transport = httpx.ASGITransport(app=self.apps[parts.netloc], raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"{parts.scheme}://{parts.netloc}") as client:
            answer = await client.request(method, url, headers=dict(headers), content=body)
        if self.lose_answers:
            self.lose_answers -= 1
            raise NetworkError(f"{method} {parts.path}: the answer was lost")
        return Answer(
            status=answer.status_code, headers={name.lower(): value for name, value in answer.headers.items()}, body=answer.content
        )

    async def close(self) -> None:
        """Nothing to close."""


class NearWorld(RealWorld):
    """The real world, whose network is in this process, later by as much as a test says; nobody really sleeps."""

    def __init__(self) -> None:
        super().__init__(AiohttpHttp())
        self.near = NearHttp()
        self.http = self.near
        self.later_ms = 0
        self.slept: list[float] = []

    def now_ms(self) -> int:
        return super().now_ms() + self.later_ms

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.later_ms += int(seconds * 1000)
        await super().sleep(0)
