"""The memory that a store's node holds with a whole range on its shelf, before and after four tills have sold."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

import httpx

from arkwright.roles.node import write_config
from arkwright.roles.serving import free_port
from arkwright.roles.store_config import StoreConfig
from bench.measuring.figure import Figure, Section, sized
from bench.measuring.premises import a_folder, peak_mib, resident_mib
from bench.measuring.progress import say
from bench.measuring.results import show
from bench.stores import barcode, shelved
from tests.channels.till.stage import HIDDEN, OURS, TESS
from tests.processes.premises import Premises, Process, started
from tests.roles.stores import let_in, real_world, stock_shelf, store_config

PRODUCTS, SALES, TILLS = sized(100_000, 2_000), sized(1_000, 40), ("1", "2", "3", "4")
LINES, ADDRESSES, SETTLES_WITHIN_S = 3, 10, 5.0
LIBRARIES = "import sys, arkwright.__main__, arkwright.roles.store_process; print('loaded', flush=True); sys.stdin.read()"
ABOUT = (
    f"The node is a process of its own, started as in a shop, with {PRODUCTS:,} products on its shelf and nobody else to be reached. Four "
    f"tills sell {SALES:,} times over its pages, {LINES} scanned lines each, in cash, all at once. The limit is a Python process that has "
    "loaded the same libraries and does nothing."
)


async def measure() -> AsyncIterator[Section]:
    """The libraries alone, then the node."""
    with a_folder() as folder:
        place = Premises(folder)
        try:
            bare = await libraries_alone()
            node, config = await opened(place)
            await asyncio.sleep(SETTLES_WITHIN_S)
            idle, started_peak = resident_mib(node.pid), peak_mib(node.pid)
            say(f"four tills: {SALES:,} sales")
            await asyncio.gather(*(sold(config, till, SALES // len(TILLS)) for till in TILLS))
            busy, peak = resident_mib(node.pid), peak_mib(node.pid)
            assert await node.end() == 0
        finally:
            await asyncio.gather(*(process.kill() for process in place.processes))
    found = {
        f"A store's node, {PRODUCTS:,} products, resident when idle": idle,
        "The same, at most while it started": started_peak,
        f"The same, resident after {SALES:,} sales at four tills": busy,
        "The same, at most until then": peak,
    }
    beside = "its libraries alone"
    figures = [Figure(name=name, unit="MiB", value=value, limit=bare, beside=beside) for name, value in found.items()]
    yield Section(title="Memory of a store", about=ABOUT, figures=figures)


async def libraries_alone() -> float:
    """MiB of a process that has imported what a node imports."""
    bare = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LIBRARIES, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert bare.stdout is not None
    assert await bare.stdout.readline() == b"loaded\n"
    found = resident_mib(bare.pid)
    await bare.communicate(b"")
    return found


async def opened(place: Premises) -> tuple[Process, StoreConfig]:
    """A node that was let in, with its range on the shelf, at work."""
    port = free_port()
    config = store_config(place.folder / "store", tills=TILLS, terminals={}, port=port, url=f"http://leeds.localhost:{port}")
    async with real_world() as world:
        let_in(world, config)
        await stock_shelf(world, config)
        say(f"a shelf of {PRODUCTS:,} products")
        await shelved(world, config.folder, config.node, PRODUCTS, edition=2)
    file = place.folder / "store.toml"
    write_config(file, config)
    node = await started(place, "store", "-m", "arkwright", "store", "run", "--config", str(file))
    await node.answers(f"http://127.0.0.1:{port}/readyz")
    return node, config


class FromManyPlaces(httpx.AsyncBaseTransport):
    """Requests from one loopback address after the other: rates are counted by address, and a till here is quicker than a hand."""

    def __init__(self, till: str) -> None:
        self._ways = [httpx.AsyncHTTPTransport(local_address=f"127.0.{till}.{number}") for number in range(1, ADDRESSES + 1)]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """By the next address."""
        self._ways.append(way := self._ways.pop(0))
        return await way.handle_async_request(request)

    async def aclose(self) -> None:
        """All of them."""
        for way in self._ways:
            await way.aclose()


async def sold(config: StoreConfig, till: str, sales: int) -> None:
    """So many sales at one till, each a different part of the range."""
    base = f"http://127.0.0.1:{config.port}"
    async with httpx.AsyncClient(transport=FromManyPlaces(till), base_url=base, timeout=30, follow_redirects=True) as client:
        text = await asked(client, "GET", f"/till/{till}")
        text = await asked(client, "POST", f"/till/{till}/sign-on", text, badge=TESS)
        text = await asked(client, "POST", f"/till/{till}/session", text, float="50")
        for number in range(sales):
            for line in range(LINES):
                scanned = barcode((number * LINES + line) * 97 * int(till) % PRODUCTS)
                text = await asked(client, "POST", f"/till/{till}/enter", text, entry=scanned)
            text = await asked(client, "GET", f"/till/{till}/pay")
            text = await asked(client, "POST", f"/till/{till}/pay/cash", text, given="5000")
            assert f"Receipt {config.store}-{till}-{number + 1:06}" in text, text


async def asked(client: httpx.AsyncClient, method: str, path: str, before: str = "", **fields: str) -> str:
    """The page that comes, with what the one before it kept hidden sent along."""
    data = {**dict(reversed(HIDDEN.findall(before))), **fields} if method == "POST" else None
    answer = await client.request(method, path, data=data, headers=OURS)
    assert answer.status_code == 200, f"{method} {path}: {answer.status_code} {answer.text}"
    return answer.text


if __name__ == "__main__":
    asyncio.run(show(measure()))
