"""The network between simulated processes: each way there and back may lose, delay or double what it carries, or be cut."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from contextvars import Context
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

from arkwright.kit.world import Answer, NetworkError
from arkwright.simulators.serving import Request
from tests.simulation.faults import Trouble
from tests.simulation.meeting import DOING, doing, operation_at_provider

T = TypeVar("T")
Handler = Callable[[Request], Awaitable[Answer]]

SLOWEST_MS = 30
LATEST_S = 15.0


class Network:
    """Requests go to functions by host name. What has left arrives even when the sender dies, as on a real line."""

    def __init__(self, dice: Callable[[str], random.Random], trouble: Trouble, slow: Mapping[str, float] | None = None) -> None:
        """`slow`: ways with this in their name take up to so many seconds."""
        self.hosts: dict[str, Handler] = {}
        self._slow = slow or {}
        self._dice = cache(lambda to: dice(f"network to {to}"))
        self._trouble = trouble
        self._under_way: dict[asyncio.Task[Any], None] = {}

    async def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", timeout_s: float = 10.0, sender: str = ""
    ) -> Answer:
        """One request over HTTP; raises `NetworkError` when no answer came in time. The way has the sender's name too, if any."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        low = {name.lower(): value for name, value in headers.items()}
        asked = Request(method, parts.path, parts.query, low, body)

        async def handled() -> Answer:
            if host not in self.hosts:
                raise NetworkError(f"nobody at {host}")
            return await self.hosts[host](asked)

        with doing(operation_at_provider(method, parts.path)) if host == "pay.localhost" else nullcontext():
            return await self.carry(f"{sender} to {host}" if sender else host, handled, timeout_s)

    async def carry(self, to: str, deliver: Callable[[], Awaitable[T]], timeout_s: float) -> T:
        """Have something done at the other end and bring its answer. Doubled requests and late ones overtake one another."""
        if self._met("cut there", to) or self._met("lose request", to):
            await asyncio.sleep(timeout_s)
            raise NetworkError(f"simulated: the request to {to} was lost")
        if self._met("double", to):
            _ = self._send(to, deliver, self._way_s("late request", to) + self._dice(to).uniform(0.0, 3.0))
        waiting = self._send(to, deliver, self._way_s("late request", to))
        try:
            answer = await asyncio.wait_for(asyncio.shield(waiting), timeout_s)
        except TimeoutError:
            raise NetworkError(f"simulated: {to} was too slow") from None
        if self._met("cut back", to) or self._met("lose answer", to):
            await asyncio.sleep(timeout_s)
            raise NetworkError(f"simulated: the answer of {to} was lost")
        await asyncio.sleep(self._way_s("late answer", to))
        return answer

    def _send(self, to: str, deliver: Callable[[], Awaitable[T]], after_s: float) -> asyncio.Task[T]:
        async def arrive() -> T:
            await asyncio.sleep(after_s)
            return await deliver()

        context = Context()
        context.run(DOING.set, DOING.get())
        task = asyncio.get_running_loop().create_task(arrive(), name=f"network to {to}", context=context)
        self._under_way[task] = None
        task.add_done_callback(self._arrived)
        return task

    def _arrived(self, task: asyncio.Task[Any]) -> None:
        self._under_way.pop(task, None)
        if not task.cancelled():
            task.exception()

    def _way_s(self, late: str, to: str) -> float:
        fault = self._trouble.strikes(late, to)
        if fault is not None:
            return self._trouble.dice(fault).uniform(1.0, LATEST_S)
        slowest_s = next((longest_s for name, longest_s in self._slow.items() if name in to), SLOWEST_MS / 1000)
        return self._dice(to).uniform(0.001, slowest_s)

    def _met(self, kind: str, to: str) -> bool:
        return self._trouble.strikes(kind, to) is not None
