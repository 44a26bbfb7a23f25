"""The network between simulated processes: requests and answers may be lost, late or doubled, by the seed's dice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextvars import Context
from urllib.parse import urlsplit

import msgspec

from arkwright.kit.world import Answer, NetworkError
from arkwright.simulators.serving import Request

Handler = Callable[[Request], Awaitable[Answer]]


class Weather(msgspec.Struct, kw_only=True):
    """Chances in a thousand for one request; `slowest_ms` is the longest ordinary way there or back."""

    lose_request: int = 0
    lose_answer: int = 0
    double: int = 0
    crawl: int = 0
    slowest_ms: int = 30


class Network:
    """Requests go to functions by host name. What has left arrives even when the sender dies, as on a real line."""

    def __init__(self, dice: random.Random, weather: Weather, met: Counter[str]) -> None:
        self.hosts: dict[str, Handler] = {}
        self.weather = weather
        self._dice = dice
        self._met = met
        self._under_way: dict[asyncio.Task[Answer], None] = {}

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", timeout_s: float = 10.0) -> Answer:
        parts = urlsplit(url)
        host = parts.hostname or ""
        low = {name.lower(): value for name, value in headers.items()}
        asked = Request(method, parts.path, parts.query, low, body)
        if self._chance("lose_request", host):
            await asyncio.sleep(timeout_s)
            raise NetworkError(f"simulated: the request to {host} was lost")
        if self._chance("double", host):
            _ = self._send(host, asked, self._latency_s() + 1.0)
        waiting = self._send(host, asked, self._latency_s())
        try:
            answer = await asyncio.wait_for(asyncio.shield(waiting), timeout_s)
        except TimeoutError:
            raise NetworkError(f"simulated: {host} was too slow") from None
        if self._chance("lose_answer", host):
            await asyncio.sleep(timeout_s)
            raise NetworkError(f"simulated: the answer of {host} was lost")
        await asyncio.sleep(self._latency_s())
        return answer

    def _send(self, host: str, asked: Request, after_s: float) -> asyncio.Task[Answer]:
        async def arrive() -> Answer:
            await asyncio.sleep(after_s)
            if host not in self.hosts:
                raise NetworkError(f"nobody at {host}")
            return await self.hosts[host](asked)

        task = asyncio.get_running_loop().create_task(arrive(), name=f"network to {host}", context=Context())
        self._under_way[task] = None
        task.add_done_callback(self._arrived)
        return task

    def _arrived(self, task: asyncio.Task[Answer]) -> None:
        self._under_way.pop(task, None)
        if not task.cancelled():
            task.exception()

    def _latency_s(self) -> float:
        if self._chance("crawl", "line"):
            return self._dice.uniform(1.0, 15.0)
        return self._dice.uniform(0.001, self.weather.slowest_ms / 1000)

    def _chance(self, fault: str, host: str) -> bool:
        hit = self._dice.randrange(1000) < int(getattr(self.weather, fault))
        if hit:
            self._met[f"network {fault.replace('_', ' ')} {host}"] += 1
        return hit
