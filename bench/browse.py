"""Product pages a second: from an edge, and from nginx as we ship it, against nginx that serves the same file and nothing else."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from arkwright.roles.node import write_config
from arkwright.roles.serving import free_port
from bench.measuring import wrk
from bench.measuring.figure import Figure, Section, middle, missing, sized
from bench.measuring.premises import Shop, a_folder, shop_at_work
from bench.measuring.results import show
from tests.processes import nginx
from tests.processes.edges import PRODUCT, RunningEdge
from tests.processes.premises import started

ABOUT = (
    "wrk asks for one product page, compressed, over 32 connections that are kept open, in turn from each. The limit is nginx serving the "
    "same compressed file from the same disk without any of our headers and rules. What the office answers is measured the same way."
)
ROUNDS = sized(3, 1)
EDGE_TARGET, SHIPPED_TARGET = 0.25, 0.95
OFFICE_PATHS = {"Availability of a product, office": "/availability?sku=POT-1", "Search, office": "/search?q=blue+mug"}
PLAIN = """
worker_processes auto;
pid {folder}/plain.pid;
error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
    types {{ text/html html; }}
    access_log off;
    sendfile on;
    keepalive_requests 10000;
    gzip_static on;
    server {{ listen 127.0.0.1:{port}; root {root}; index index.html; }}
}}
"""


async def measure() -> AsyncIterator[Section]:
    """All of it, or which program is missing."""
    absent = [name for name in ("wrk", "nginx") if shutil.which(name) is None]
    if absent:
        why = f"{' and '.join(absent)} is not installed"
        names = (
            ("Product page, edge", EDGE_TARGET),
            ("Product page, nginx as we ship it", SHIPPED_TARGET),
            ("Availability of a product", None),
        )
        yield Section(title="Browse", about=ABOUT, figures=[missing(name, "a second", why, target) for name, target in names])
        return
    with a_folder() as folder:
        async with shop_at_work(folder / "shop", sized(200, 5)) as shop:
            figures = await pages(shop, folder)
            yield Section(title="Browse", about=ABOUT, figures=figures)
            yield Section(title="Browse", about=ABOUT, figures=[*figures, *await from_the_office(shop)])


async def pages(shop: Shop, folder: Path) -> list[Figure]:
    """Edge, shipped nginx and plain nginx, in turn."""
    async with edge_at_work(shop) as edge:
        current = shop.place.folder / "edge" / "files" / "current"
        while not (current / "page").exists():  # noqa: ASYNC110 - the edge lays it, a process of its own
            await asyncio.sleep(0.1)
        async with served_plainly(folder, current / "page") as plain, served_as_shipped(folder, current, edge.port) as shipped:
            urls = [f"http://127.0.0.1:{port}{PRODUCT}" for port in (edge.port, shipped, plain)]
            runs = [[await wrk.requests_a_second(url, accept_encoding="gzip") for url in urls] for _ in range(ROUNDS)]
    ours, as_shipped, limit = (middle(values) for values in zip(*runs, strict=True))
    beside = "nginx with the same file"
    return [
        Figure(name="Product page, edge", unit="a second", value=ours, limit=limit, beside=beside, target=EDGE_TARGET),
        Figure(
            name="Product page, nginx as we ship it", unit="a second", value=as_shipped, limit=limit, beside=beside, target=SHIPPED_TARGET
        ),
    ]


async def from_the_office(shop: Shop) -> list[Figure]:
    """What pages ask of the office while somebody browses."""
    found = []
    for name, path in OFFICE_PATHS.items():
        url = f"http://127.0.0.1:{shop.place.config.shop_port}{path}"
        runs = [await wrk.requests_a_second(url, many_addresses=True, host="shop.localhost:1") for _ in range(ROUNDS)]
        found.append(Figure(name=name, unit="a second", value=middle(runs)))
    return found


@asynccontextmanager
async def edge_at_work(shop: Shop) -> AsyncIterator[RunningEdge]:
    """An edge that lays its files out, once it serves."""
    config = msgspec.structs.replace(shop.place.edge_config(), lay_files=True, trusted_proxy="127.0.0.1", look_every_s=1.0)
    file = shop.place.folder / "edge.toml"
    write_config(file, config)
    process = await started(shop.place, "edge", "-m", "arkwright", "run", "edge", "--config", str(file))
    edge = RunningEdge(process, config.port, "shop.localhost:1")
    await edge.serves()
    yield edge
    await process.end()


@asynccontextmanager
async def served_as_shipped(folder: Path, current: Path, edge_port: int) -> AsyncIterator[int]:
    """nginx with the configuration that we ship; its port."""
    place, port = folder / "shipped", free_port()
    place.mkdir()
    async with nginx.running(nginx.shipped(place, current, edge_port, port), port):
        yield port


@asynccontextmanager
async def served_plainly(folder: Path, root: Path) -> AsyncIterator[int]:
    """nginx with the same files; its port."""
    place, port = folder / "plain", free_port()
    place.mkdir()
    async with nginx.running(nginx.adapted(place / "nginx.conf", PLAIN.format(folder=place, port=port, root=root)), port):
        yield port


if __name__ == "__main__":
    asyncio.run(show(measure()))
