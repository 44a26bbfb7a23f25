"""Two partitions of ordering against one: lanes with databases of their own, orders spread by id, each driven by a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

from arkwright.compartments.ordering.commands import Delivery, GrantAllowance, PlaceOrder, SetOffer, WantedLine
from arkwright.journal import tables
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import NOTHING_SWITCHED, Gate
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import Databases, Files, Servers
from arkwright.roles.lanes import COMPARTMENTS, open_lane
from bench.measuring.figure import Figure, Section, middle, missing, sized
from bench.measuring.pgbench import server_in
from bench.measuring.premises import a_folder
from bench.measuring.programs import program
from bench.measuring.progress import say
from bench.measuring.results import show
from tests.postgres import NoPostgres

CALLERS, ORDERS, ROUNDS = 64, sized(6_000, 60), sized(3, 1)
ABOUT = (
    f"{CALLERS} callers place orders straight at lanes of ordering, no HTTP: all at one lane, or half of them at each of two, whose "
    "databases (two files, or two schemas of one server) share the disk and the processors of this machine."
)
LOGINS = bytes(32)


async def measure() -> AsyncIterator[Section]:
    """On SQLite and on PostgreSQL."""
    figures = await on("SQLite", None)
    yield Section(title="Partitions", about=ABOUT, figures=figures)
    with a_folder() as folder:
        try:
            server = server_in(folder / "server")
        except NoPostgres as why:
            figures.append(missing("Two partitions on PostgreSQL", "orders a second", str(why)))
        else:
            try:
                figures += await on("PostgreSQL", server.url)
            finally:
                server.stop()
    yield Section(title="Partitions", about=ABOUT, figures=figures)


async def on(kind: str, owner_url: str | None) -> list[Figure]:
    """The rate of two partitions beside that of one, in turns."""
    with a_folder() as folder:
        rates = []
        for number in range(ROUNDS):
            say(f"partitions: {kind}, round {number + 1} of {ROUNDS}")
            rates.append([await rate(folder / f"{number}-{parts}", owner_url, parts) for parts in (1, 2)])
    one, two = (middle(of) for of in zip(*rates, strict=True))
    return [Figure(name=f"Two partitions on {kind}", unit="orders a second", value=two, limit=one, beside="one partition")]


async def rate(folder: Path, owner_url: str | None, parts: int) -> float:
    """Orders a second of so many partitions together, from when all stand ready to when the last has finished."""
    given = [{"folder": str(folder), "owner_url": owner_url, "part": part, "parts": parts} for part in range(parts)]
    async with AsyncExitStack() as stack:
        words = [(sys.executable, "-m", "bench.partitions", json.dumps(each)) for each in given]
        processes = [await stack.enter_async_context(program(*each, stdin=PIPE)) for each in words]
        lines: list[Any] = [(process.stdin, process.stdout) for process in processes]
        for _, said in lines:
            assert await said.readline() == b"ready\n"
        began = perf_counter()
        for told, _ in lines:
            told.write(b"go\n")
        for _, said in lines:
            assert await said.readline() == b"done\n"
        took = perf_counter() - began
        for process in processes:
            await process.communicate()
    return ORDERS / took


async def one_partition(folder: str, owner_url: str | None, part: int, parts: int) -> None:
    """What a process does: its lane, its share of the callers and of the orders."""
    node = f"{Path(folder).name}-{part}"
    databases: Databases = Files(Path(folder) / str(part), node)
    if owner_url is not None:
        owner, hosts = owner_url.removeprefix("postgresql://").split("@", 1)
        databases = Servers(f"n{node}", f"postgresql://{hosts}", {}, LOGINS, f"{owner}:")
        await databases.prepare(tables.schema(COMPARTMENTS["ordering"]))
    failures: list[Exception] = []
    lane = await open_lane(RealWorld(AiohttpHttp()), databases, "ordering", lambda _: Gate(NOTHING_SWITCHED, {}), failures.append)
    offer: dict[str, Any] = {
        "sku": "MUG-1",
        "product": "mug",
        "name": "Mug",
        "price_pence": 12_00,
        "vat_rate": "standard",
        "category": "kitchen",
    }
    await lane.submit(SetOffer(id="offer", restrictions=(), live=True, source=1, **offer))
    await lane.submit(GrantAllowance(id="grant", sku="MUG-1", quantity=ORDERS))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    numbers = iter(range(part, ORDERS, parts))

    async def caller() -> None:
        for number in numbers:
            await lane.submit(order(number))

    await asyncio.gather(*(caller() for _ in range(CALLERS // parts)))
    print("done", flush=True)
    await lane.stop()
    assert not failures


def order(number: int) -> PlaceOrder:
    """One guest's order of one mug."""
    return PlaceOrder(
        id=f"order-{number:08d}.place",
        order=f"order-{number:08d}",
        number=f"number-{number:08d}",
        basket=f"basket-{number:08d}",
        channel="web",
        person=f"guest-{number:08d}",
        contact="s" * 200,
        secret_digest="d" * 64,
        lines=(WantedLine(sku="MUG-1", quantity=1, price_pence=12_00, category="kitchen"),),
        delivery=Delivery(method="standard", zone="mainland", region="England", postcode_area="LS", charge_pence=3_95),
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(one_partition(**json.loads(sys.argv[1])))
    else:
        asyncio.run(show(measure()))
