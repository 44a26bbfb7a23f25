"""The edge's figures: by what was asked for, never by address or person."""

from __future__ import annotations

import asyncio

from granian.constants import Interfaces

from arkwright.channels.edge.counting import CountingEdge
from arkwright.channels.web.metrics import Metrics
from arkwright.roles.serving import free_port, serve
from tests.channels.edge.running import Running


async def test_answers_are_counted_by_what_was_asked_for(edge: Running) -> None:
    metrics = Metrics()
    counting = CountingEdge(edge.edge, edge.world, metrics)
    stop, port = asyncio.Event(), free_port()
    serving = asyncio.create_task(serve(counting, "127.0.0.1", port, Interfaces.RSGI, stop=stop, ready=(ready := asyncio.Event())))
    await ready.wait()
    for path in ("/products/blue-mug/", "/products/blue-mug/", "/nowhere/secret", "/healthz"):
        await edge.world.http.request("GET", f"http://127.0.0.1:{port}{path}", {})
    stop.set()
    await serving
    text = metrics.text()
    assert 'arkwright_requests_total{method="GET",route="range",site="edge",status="200"} 2.0' in text
    assert 'route="other",site="edge",status="404"} 1.0' in text
    assert "secret" not in text
