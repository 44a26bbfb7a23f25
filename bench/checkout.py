"""Complete orders a second over HTTP, each placed, authorised by a provider in another process and confirmed, every commit durable."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench.measuring.figure import Figure, Section, middle, missing, p99, sized
from bench.measuring.pgbench import laid_out, new_database, orders_a_second, server_in
from bench.measuring.premises import Shop, a_folder, processor_s, shop_at_work
from bench.measuring.progress import say
from bench.measuring.results import show
from bench.measuring.rows import Rows, kept, plain_sqlite, written
from bench.measuring.sampling import told
from bench.measuring.shoppers import Seen
from tests.postgres import NoPostgres
from tests.processes.premises import PLENTY

ABOUT = (
    "A shopper orders one unit of a filled basket over the app's API, pays, and the provider's webhook confirms it; only then comes the "
    "next. Office, provider and shoppers are processes of one machine. "
)
ABOUT_FILES = (
    "The limit is a plain loop that commits the same rows, those of everything that follows from an order too, as one transaction an order "
    "on the same disk with the same pragmas."
)
ABOUT_SERVER = (
    "The limit is pgbench with 8 clients, which writes the same rows as one transaction an order on the same server; server and pgbench "
    "share the machine as well."
)
PRODUCTS = sized(200, 5)
ROUNDS = sized(3, 1)
TARGET, FLASH_TARGET = 0.50, 0.90
ORDERS = {1: sized(150, 6), 16: sized(400, 16), 64: sized(640, 64)}
MANY = 64
ON_SERVER = (16, MANY)
TITLES = {1: "Checkout on PostgreSQL, one process", 2: "Checkout on PostgreSQL, two processes"}
BESIDE = "the same rows, one transaction an order"
REST_S = 3.0  # what follows from an order (parcels to pack, letters) is done within seconds
Limit = Callable[[int], Awaitable[float]]  # orders a second, with so many orders in a transaction where that can be


@dataclass(frozen=True, kw_only=True)
class Round:
    """One crowd's orders, and the processor milliseconds that each order cost."""

    orders: int
    seen: Seen
    office_ms: float
    cards_ms: float

    @property
    def a_second(self) -> float:
        """Complete orders a second."""
        return self.orders / self.seen.seconds

    @property
    def crowd_ms(self) -> float:
        """What the shoppers themselves cost."""
        return self.seen.processor_s * 1000 / self.orders


async def measure() -> AsyncIterator[Section]:
    """Crowds of each size on one office, in turn with the limit; then a look at where the time goes; then the same on PostgreSQL."""
    with a_folder() as folder:
        async with shop_at_work(folder / "spread", PRODUCTS) as shop:
            rows = await rows_of_orders(shop)

            async def loop(at_once: int) -> float:
                return plain_sqlite(rows, folder / "plain.db", at_once)

            remarks = [f"An order writes {sum(rows.an_order.values()):.0f} rows: {rows.told()}."]
            section = await crowds(shop, "Checkout on SQLite", ABOUT + ABOUT_FILES, tuple(ORDERS), loop, remarks)
            for shoppers in ORDERS:
                remarks.append(f"The loop with {shoppers} orders in a transaction: {await loop(shoppers):,.0f} orders a second.")
        yield section
        if any(figure.met is False for figure in section.figures):
            remarks += await profile(folder / "sampled")
            yield section
        async for section in on_postgres(folder, rows):
            yield section


async def on_postgres(folder: Path, rows: Rows) -> AsyncIterator[Section]:
    """The same on a PostgreSQL server, with one process of the office and with two."""
    try:
        server = server_in(folder / "server")
    except (NoPostgres, AssertionError, OSError) as error:
        figure = missing("Orders", "a second", str(error).splitlines()[0], TARGET)
        for title in TITLES.values():
            yield Section(title=title, about=ABOUT + ABOUT_SERVER, figures=[figure])
        return
    try:
        script = await laid_out(server, rows)

        async def pgbench(_: int) -> float:
            return await orders_a_second(server, script)

        for processes, title in TITLES.items():
            owner = await new_database(server, f"office_{processes}")
            async with shop_at_work(folder / f"on-server-{processes}", PRODUCTS, servers=owner, processes=processes) as shop:
                section = await crowds(shop, title, ABOUT + ABOUT_SERVER, ON_SERVER, pgbench, [])
            yield section
            if processes == 1 and any(figure.met is False for figure in section.figures):
                section.remarks.extend(await profile(folder / "sampled-on-server", await new_database(server, "sampled")))
                yield section
    finally:
        server.stop("fast")


async def crowds(shop: Shop, title: str, about: str, sizes: tuple[int, ...], limit: Limit, remarks: list[str]) -> Section:
    """Every crowd on one office, the largest also all after one thing."""
    figures = []
    for shoppers in sizes:
        measured, said = await crowd(shop, title, shoppers, limit)
        figures += measured
        remarks.append(said)
    return Section(title=title, about=about, figures=figures, remarks=remarks)


async def rows_of_orders(shop: Shop) -> Rows:
    """What some orders write, all that follows from them included."""
    orders = ORDERS[16]
    await shop.filled(orders, shop.skus)
    before = kept(shop.place.office_folder)
    await shop.shopped(orders, 16, shop.skus)
    await asyncio.sleep(REST_S)
    return written(shop.place.office_folder, before, orders)


async def crowd(shop: Shop, title: str, shoppers: int, limit: Limit) -> tuple[list[Figure], str]:
    """The figure and its slowest, over all products, in turn with the limit and the flash sale; and what it cost whom."""
    rounds, limits, flash = list[Round](), list[float](), list[Round]()
    for number in range(ROUNDS):
        say(f"{title}: {shoppers} shoppers, round {number + 1} of {ROUNDS}")
        for skus, of in [(shop.skus, rounds), ((PLENTY,), flash)][:: 1 if number % 2 else -1]:  # neither always comes first
            if of is rounds or shoppers == MANY:
                of.append(await one_round(shop, shoppers, skus))
        limits.append(await limit(1))
    who = "1 shopper" if shoppers == 1 else f"{shoppers} shoppers"
    rate = middle([each.a_second for each in rounds])
    figures = [
        Figure(name=f"Orders, {who}", unit="a second", value=rate, limit=middle(limits), beside=BESIDE, target=TARGET),
        Figure(name=f"Orders, {who}, p99", unit="ms", value=middle([p99(each.seen.each_ms) for each in rounds])),
    ]
    if flash:
        name, beside = f"Flash sale, {MANY} shoppers after one product", "the same shoppers over all products"
        figures.append(
            Figure(
                name=name, unit="a second", value=middle([each.a_second for each in flash]), limit=rate, beside=beside, target=FLASH_TARGET
            )
        )
    office, cards, themselves = (middle([getattr(each, name) for each in rounds]) for name in ("office_ms", "cards_ms", "crowd_ms"))
    return figures, (
        f"With {who} an order costs {office:.1f} ms of processor time in the office, {cards:.1f} ms in the provider and {themselves:.1f} "
        "ms in the shoppers."
    )


async def one_round(shop: Shop, shoppers: int, skus: tuple[str, ...]) -> Round:
    """One crowd's orders of baskets that were filled beforehand."""
    orders = ORDERS[shoppers]
    await shop.filled(orders, skus)
    before = [processor_s(each.pid) for each in (shop.office, shop.cards)]
    seen = await shop.shopped(orders, shoppers, skus)
    after = [processor_s(each.pid) for each in (shop.office, shop.cards)]
    office, cards = [(now - was) * 1000 / orders for was, now in zip(before, after, strict=True)]
    return Round(orders=orders, seen=seen, office_ms=office, cards_ms=cards)


async def profile(folder: Path, servers: str | None = None) -> list[str]:
    """Where an office spends its time while the largest crowd orders; on an office of its own, since looking costs something."""
    samples, orders = folder.with_suffix(".samples"), ORDERS[MANY]
    async with shop_at_work(folder, PRODUCTS, samples=samples, servers=servers) as shop:
        say("where the time goes")
        await shop.filled(orders, shop.skus)
        os.kill(shop.office.pid, signal.SIGUSR2)
        before = processor_s(shop.office.pid)
        await shop.shopped(orders, MANY, shop.skus)
        order_ms = (processor_s(shop.office.pid) - before) * 1000 / orders
        os.kill(shop.office.pid, signal.SIGUSR2)
        while not samples.exists():  # noqa: ASYNC110 - the office writes it, a process of its own
            await asyncio.sleep(0.05)
    found = told(samples, order_ms)
    return [
        f"The office's processor time while {MANY} shoppers order, by what is at work: {found.parts}.",
        f"The same by step, in milliseconds of an order, {order_ms:.1f} with the looking: {found.steps}.",
    ]


if __name__ == "__main__":
    asyncio.run(show(measure()))
