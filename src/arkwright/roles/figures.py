"""Figures for Prometheus on a listener of their own, for operators alone: requests of each face, and the lanes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from granian.constants import Interfaces
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from arkwright.channels.web.metrics import Metrics
from arkwright.journal.lane import Lane
from arkwright.roles.serving import serve


class LaneFigures(Collector):
    """How long each journal is, and how many commands wait."""

    def __init__(self, lanes: Sequence[Lane]) -> None:
        self._lanes = lanes

    def collect(self) -> Iterable[Metric]:
        """One gauge a figure, one sample a lane."""
        entries = GaugeMetricFamily("arkwright_journal_entries", "Entries in the journal", labels=["lane"])
        waiting = GaugeMetricFamily("arkwright_lane_waiting", "Commands that wait for the writer", labels=["lane"])
        for lane in self._lanes:
            entries.add_metric([lane.name], lane.head.sequence)
            waiting.add_metric([lane.name], lane.waiting)
        return [entries, waiting]


def figures_app(metrics: Metrics, lanes: Sequence[Lane]) -> Any:
    """An ASGI application that answers GET /metrics and nothing else."""
    metrics.registry.register(LaneFigures(lanes))

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        found = scope["path"] == "/metrics" and scope["method"] == "GET"
        body = metrics.text().encode() if found else b"Only /metrics is here.\n"
        headers = [(b"content-type", b"text/plain; version=0.0.4; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


async def serve_figures(app: Any, host: str, port: int | None, stop: asyncio.Event) -> None:
    """Answer on the operators' port until `stop`; without a port there is no such listener."""
    if port is None:
        await stop.wait()
    else:
        await serve(app, host, port, Interfaces.ASGI, stop=stop)
