"""From the start of a process to its first page, and the memory it holds then and after work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import NetworkError
from bench.browse import edge_at_work
from bench.measuring.figure import Figure, Section, middle, sized
from bench.measuring.premises import Shop, a_folder, resident_mib, shop_at_work
from bench.measuring.progress import say
from bench.measuring.results import show
from tests.processes.edges import PRODUCT
from tests.processes.premises import Process, started

ABOUT = (
    "Each process is started anew on the files of one that ran before, with 1,000 products published. The office's first page is the "
    "basket, the edge's a product; memory is what stays resident."
)
PRODUCTS, ORDERS, ROUNDS = sized(1_000, 5), sized(1_000, 10), sized(3, 1)


async def measure() -> AsyncIterator[Section]:
    """An office and an edge, started again and again."""
    with a_folder() as folder:
        async with shop_at_work(folder / "shop", PRODUCTS) as shop:
            async with edge_at_work(shop) as edge:
                await asyncio.sleep(2)
                edge_idle = resident_mib(edge.process.pid)
            idle = resident_mib(shop.office.pid)
            await shop.filled(ORDERS, shop.skus)
            await shop.shopped(ORDERS, 16, shop.skus)
            busy = resident_mib(shop.office.pid)
            office, edges = await starts(shop)
    figures = [
        Figure(name="Office, start to first page", unit="s", value=middle(office)),
        Figure(name="Edge, start to first page", unit="s", value=middle(edges)),
        Figure(name="Office, memory when idle", unit="MiB", value=idle),
        Figure(name=f"Office, memory after {ORDERS:,} orders", unit="MiB", value=busy),
        Figure(name=f"Edge, memory with {PRODUCTS:,} products", unit="MiB", value=edge_idle),
    ]
    yield Section(title="Start and memory", about=ABOUT, figures=figures)


async def starts(shop: Shop) -> tuple[list[float], list[float]]:
    """Seconds of each start."""
    office: list[float] = []
    edges: list[float] = []
    config = shop.place.folder / "edge.toml"
    port = int(next(line for line in config.read_text("utf-8").splitlines() if line.startswith("port")).rpartition(" ")[2])
    for number in range(ROUNDS):
        say(f"start: round {number + 1} of {ROUNDS}")
        await shop.office.end()
        began = perf_counter()
        shop.office = await started(shop.place, "office", "-m", "arkwright", "run", "office", "--config", str(shop.place.config_file))
        office.append(await first_page(shop.place.config.shop_port, "/basket", shop.office, began))
        began = perf_counter()
        edge = await started(shop.place, "edge", "-m", "arkwright", "run", "edge", "--config", str(config))
        edges.append(await first_page(port, PRODUCT, edge, began))
        await edge.end()
    return office, edges


async def first_page(port: int, path: str, process: Process, began: float) -> float:
    """Seconds until the page is answered whole."""
    http = AiohttpHttp()
    try:
        while perf_counter() - began < 60:
            try:
                answer = await http.request("GET", f"http://127.0.0.1:{port}{path}", {"host": "shop.localhost:1"}, timeout_s=5.0)
            except NetworkError:
                await asyncio.sleep(0.005)
                continue
            if answer.status == 200:
                return perf_counter() - began
    finally:
        await http.close()
    raise AssertionError(f"no page within a minute:\n{process.last_lines()}")


if __name__ == "__main__":
    asyncio.run(show(measure()))
