"""An edge and an office that only hands out publications and echoes what is passed on, both on real sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from granian.constants import Interfaces
from litestar import Litestar, Request, route
from litestar.response import Response

from arkwright.channels.edge.app import Edge
from arkwright.channels.edge.holding import Holding
from arkwright.channels.edge.office import Office
from arkwright.channels.publication.serving import handlers
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, SwitchTable, shipped
from arkwright.kit.world import Answer, RealWorld
from arkwright.roles.serving import free_port, serve
from tests.channels.publication.shop import KEY


class FixedSwitches:
    """Switches that a test sets."""

    def __init__(self) -> None:
        self.gate = Gate(NOTHING_SWITCHED, shipped())
        self.words = ""

    def set(self, table: SwitchTable) -> None:
        """Another table, another gate."""
        self.gate = Gate(table, shipped())

    def banner(self, channel: str) -> str:
        """What the test says."""
        return self.words


@dataclass
class Running:
    """The edge as a client meets it."""

    url: str
    edge: Edge
    world: RealWorld
    holding: Holding
    switches: FixedSwitches
    office_stop: asyncio.Event
    office: asyncio.Task[None]
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def get(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """One request to the edge."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.world.http.request(method, self.url + path, named, body)

    async def end_office(self) -> None:
        """The office is dead from now on."""
        self.office_stop.set()
        await self.office


def echoing(world: RealWorld, folder: Path, seen: list[dict[str, Any]]) -> Litestar:
    """An office: publications as in earnest; everything else is written down and answered with two cookies."""

    @route(["/basket", "/basket/lines", "/api/v1/orders", "/search"], http_method=["GET", "POST"])
    async def echo(request: Request[Any, Any, Any]) -> Response[bytes]:
        seen.append(
            {"path": request.url.path, "query": request.url.query, **dict(request.headers), "body": (await request.body()).decode()}
        )
        response = Response(json.dumps(seen[-1]).encode(), status_code=200, media_type="application/json")
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")
        return response

    return Litestar([*handlers(world, folder), echo], openapi_config=None)


@asynccontextmanager
async def running(published: Path, folder: Path, trusted_proxy: str = "") -> AsyncIterator[Running]:
    """An office that hands out `published`, and an edge with its own `folder`."""
    http = AiohttpHttp()
    world = RealWorld(http)
    office_port, edge_port = free_port(), free_port()
    seen: list[dict[str, Any]] = []
    office_stop, edge_stop, ready, edge_ready = asyncio.Event(), asyncio.Event(), asyncio.Event(), asyncio.Event()
    office = asyncio.create_task(
        serve(echoing(world, published, seen), "127.0.0.1", office_port, Interfaces.ASGI, stop=office_stop, ready=ready)
    )
    await ready.wait()
    url = f"http://127.0.0.1:{office_port}"
    holding, switches, way = Holding(world, folder, KEY.public, url), FixedSwitches(), Office(url, patience_s=2.0)
    app = Edge(world, holding, switches, way, shipped(), trusted_proxy)
    edge = asyncio.create_task(serve(app, "127.0.0.1", edge_port, Interfaces.RSGI, stop=edge_stop, ready=edge_ready))
    await edge_ready.wait()
    yield Running(f"http://127.0.0.1:{edge_port}", app, world, holding, switches, office_stop, office, seen)
    office_stop.set()
    edge_stop.set()
    await asyncio.gather(office, edge)
    await way.close()
    await http.close()
