"""Premises to measure on: an office with a range of plain goods, a provider that answers at once, and crowds of shoppers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from arkwright.compartments.catalogue.commands import SaveProduct
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import databases_of
from arkwright.roles.node import write_config
from arkwright.roles.range_at_rest import lane_at_rest, receive
from arkwright.roles.serving import free_port
from bench.measuring.programs import said
from bench.measuring.shoppers import Seen, Trip
from tests.processes.premises import HOOK_KEY, PRICE_PENCE, Premises, Process, on_sale, prepared, started
from tests.roles.offices import a_product

Preparing = Callable[[Premises], Awaitable[None]]

VAR = Path(__file__).parents[2] / "var"
CATEGORY, DELIVERY_PENCE, UNITS = "kitchen", 3_95, 100_000


@contextlib.contextmanager
def a_folder() -> Iterator[Path]:
    """A folder on the disk that is measured, gone afterwards."""
    VAR.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=VAR))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@dataclass
class Shop:
    """An office at work, what stands around it, and how far its orders are counted."""

    place: Premises
    office: Process
    cards: Process
    skus: tuple[str, ...]
    ordered: int = 0

    async def filled(self, orders: int, skus: tuple[str, ...]) -> None:
        """Baskets for the next so many orders."""
        await self._sent(orders, 64, skus, fill_only=True)

    async def shopped(self, orders: int, shoppers: int, skus: tuple[str, ...]) -> Seen:
        """So many orders of filled baskets, each placed, paid and confirmed."""
        seen = await self._sent(orders, shoppers, skus, fill_only=False)
        self.ordered += orders
        return seen

    async def _sent(self, orders: int, shoppers: int, skus: tuple[str, ...], *, fill_only: bool) -> Seen:
        trip = Trip(
            port=self.place.config.shop_port,
            hook_key=HOOK_KEY,
            shoppers=shoppers,
            first=self.ordered,
            orders=orders,
            skus=skus,
            price_pence=PRICE_PENCE,
            category=CATEGORY,
            delivery_pence=DELIVERY_PENCE,
            fill_only=fill_only,
        )
        seen = msgspec.json.decode(await said("-m", "bench.measuring.shoppers", msgspec.json.encode(trip).decode()), type=Seen)
        assert not seen.refused, f"{seen.refused} of {orders} were refused, the first: {seen.first_no}\n{self.office.last_lines()}"
        return seen


@contextlib.asynccontextmanager
async def shop_at_work(
    folder: Path,
    products: int,
    *,
    samples: Path | None = None,
    desk_url: str = "",
    before: Preparing | None = None,
    servers: str | None = None,
    processes: int = 1,
) -> AsyncIterator[Shop]:
    """A shop that sells so many products, at work while the block runs.

    `samples` has its office looked at between two SIGUSR2; `before` is done to its files before it starts; `desk_url` is the desk it
    follows; `servers` is where PostgreSQL is, by its owner's URL, for so many `processes` of the office.
    """
    place = await prepared(folder, servers=servers, processes=processes)
    place.config = msgspec.structs.replace(place.config, smtp_port=free_port(), desk_url=desk_url or place.config.desk_url)
    write_config(place.config_file, place.config)
    skus = await stocked(place, products)
    if before is not None:
        await before(place)
    try:
        cards = await started(place, "cards", "-m", "bench.measuring.cards", str(place.cards_port), str(place.config.smtp_port))
        office = await office_started(place, samples)
        await on_sale(place, skus[-1])
        yield Shop(place, office, cards, skus)
    finally:
        await asyncio.gather(*(process.kill() for process in place.processes))


async def office_started(place: Premises, samples: Path | None = None) -> Process:
    """The office, once it sells the range and has published it."""
    words = ("-m", "arkwright") if samples is None else ("-m", "bench.measuring.sampling", str(samples))
    office = await started(place, "office", *words, "run", "office", "--config", str(place.config_file))
    await office.answers(f"{place.shop}/readyz")
    await office.answers(f"{place.shop}/publication/newest", below=400)
    return office


async def stocked(place: Premises, products: int) -> tuple[str, ...]:
    """So many more products on sale, with units of each; their SKUs."""
    world, databases = RealWorld(AiohttpHttp()), databases_of(place.config)
    skus = tuple(f"POT-{number}" for number in range(products))
    async with lane_at_rest(world, databases, "catalogue") as catalogue:
        for start in range(0, products, 200):
            await asyncio.gather(*(catalogue.submit(SaveProduct(**plain(sku))) for sku in skus[start : start + 200]))  # type: ignore[arg-type]
    await receive(world, databases, place.config.online_location, [(sku, UNITS) for sku in skus], "for the figures")
    return skus


def plain(sku: str) -> dict[str, object]:
    """A product without a picture."""
    return a_product(sku.lower(), sku, PRICE_PENCE, CATEGORY) | {"picture": ""}


def processor_s(pid: int) -> float:
    """Processor seconds that a process and its children have used, their threads together (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text("utf-8").split()]
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(map(processor_s, children))


def resident_mib(pid: int) -> float:
    """Resident memory of a process (proc(5))."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def peak_mib(pid: int) -> float:
    """The most that was ever resident of a process (VmHWM in proc(5))."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024
