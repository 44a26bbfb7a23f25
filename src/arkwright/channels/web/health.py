"""Probes: alive, ready to work, and the figures of the process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from arkwright.channels.design.pages import ASSETS, asset
from arkwright.channels.web import noes as no
from arkwright.channels.web.site import Site
from arkwright.journal.lane import Lane

PATIENCE_S = 2.0
TEXT = "text/plain"
FOR_EVER = "public, max-age=31536000, immutable"


async def lanes_answer(lanes: Sequence[Lane]) -> bool:
    """Whether the database of each lane answers."""
    for lane in lanes:
        await lane.obeyed()
    return True


def probes(site: Site) -> list[HTTPRouteHandler]:
    """GET /healthz (200 while the loop turns), GET /readyz (200 or 503)."""

    @get("/healthz", include_in_schema=False)
    async def alive() -> Response[str]:
        """The process answers."""
        return Response("alive\n", media_type=TEXT)

    @get("/readyz", include_in_schema=False)
    async def ready() -> Response[str]:
        """It can do its work."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                is_ready = await site.ready()
        except Exception:  # noqa: BLE001  any failure means not ready; the cause is logged where it arose
            is_ready = False
        return Response("ready\n" if is_ready else "not ready\n", status_code=200 if is_ready else 503, media_type=TEXT)

    return [alive, ready]


def figures(site: Site) -> HTTPRouteHandler:
    """GET /metrics, for a listener that only operators reach: a role adds it, the public ones do not have it."""

    @get("/metrics", include_in_schema=False)
    async def metrics() -> Response[str]:
        """Prometheus' text format."""
        return Response(site.metrics.text(), media_type="text/plain; version=0.0.4")

    return metrics


@get("/design/{name:str}", include_in_schema=False)
async def design(name: FromPath[str]) -> Response[bytes]:
    """The style sheet, script and icon of every page; their addresses carry a digest."""
    if name not in ASSETS:
        raise no.NoSuchPage()
    return Response(asset(name), media_type=ASSETS[name], headers={"cache-control": FOR_EVER})
