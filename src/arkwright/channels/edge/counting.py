"""Counting the edge's answers for operators: by what was asked for, never by whom or by address."""

from __future__ import annotations

from arkwright.channels.edge.app import Answering, Edge, Request, is_of_office
from arkwright.channels.edge.table import Headers
from arkwright.channels.web.metrics import Metrics
from arkwright.kit.world import World

METHODS = ("GET", "HEAD", "POST", "PUT")


class Noting:
    """RSGI's protocol of one request, noting the status that is answered."""

    def __init__(self, inner: Answering) -> None:
        self._inner = inner
        self.status = 0

    def __aiter__(self) -> Answering:
        """The body, piece by piece."""
        return self._inner.__aiter__()

    async def __anext__(self) -> bytes:
        """One piece."""
        return await self._inner.__anext__()

    def response_empty(self, status: int, headers: Headers) -> None:
        """Headers alone."""
        self.status = status
        self._inner.response_empty(status, headers)

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Headers and body."""
        self.status = status
        self._inner.response_bytes(status, headers, body)

    def response_file(self, status: int, headers: Headers, file: str) -> None:
        """Headers and a file."""
        self.status = status
        self._inner.response_file(status, headers, file)


class CountingEdge:
    """An edge whose answers are counted."""

    def __init__(self, edge: Edge, world: World, metrics: Metrics) -> None:
        self._edge = edge
        self._world = world
        self._metrics = metrics

    async def __rsgi__(self, scope: Request, protocol: Answering) -> None:
        """One request."""
        began_ms, noting = self._world.now_ms(), Noting(protocol)
        await self._edge.__rsgi__(scope, noting)
        method = scope.method if scope.method in METHODS else "other"
        asked_for = "office" if is_of_office(scope.path) else self._edge.part_of(scope.path)
        self._metrics.answered("edge", method, asked_for, noting.status, self._world.now_ms() - began_ms)
