"""Complete orders a second over HTTP, each placed, authorised by a provider in another process and confirmed, every commit durable."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench.measuring.figure import Figure, Section, middle, missing, p99, sized
from bench.measuring.pgbench import laid_out, new_database, orders_a_second, server_in
from bench.measuring.premises import Shop, a_folder, processor_s, shop_at_work
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
ORDERS = {1: sized(200, 6), 16: sized(800, 16), 64: sized(1200, 64)}
MANY = 64
ON_SERVER = (16, MANY)
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


async def measure() -> list[Section]:
    """Crowds of each size on one office, in turn with the limit; then all after one thing; then a look at where the time goes."""
    with a_folder() as folder:
        async with shop_at_work(folder / "spread", PRODUCTS) as shop:
            rows = await rows_of_orders(shop)

            async def loop(at_once: int) -> float:
                return plain_sqlite(rows, folder / "plain.db", at_once)

            remarks = [f"An order writes {sum(rows.an_order.values()):.0f} rows: {rows.told()}."]
            section = await crowds(shop, "Checkout on SQLite", ABOUT + ABOUT_FILES, tuple(ORDERS), loop, remarks)
            for shoppers in ORDERS:
                remarks.append(f"The loop with {shoppers} orders in a transaction: {await loop(shoppers):,.0f} orders a second.")
        if any(figure.met is False for figure in section.figures):
            remarks.append(await profile(folder / "sampled"))
        return [section, *await on_postgres(folder, rows)]


async def on_postgres(folder: Path, rows: Rows) -> list[Section]:
    """The same on a PostgreSQL server, with one process of the office and with two."""
    titles = {1: "Checkout on PostgreSQL, one process", 2: "Checkout on PostgreSQL, two processes"}
    try:
        server = server_in(folder / "server")
    except (NoPostgres, AssertionError, OSError) as error:
        figure = missing("Orders", "a second", str(error).splitlines()[0], TARGET)
        return [Section(title=title, about=ABOUT + ABOUT_SERVER, figures=[figure]) for title in titles.values()]
    try:
        script = await laid_out(server, rows)

        async def pgbench(_: int) -> float:
            return await orders_a_second(server, script)

        sections = []
        for processes, title in titles.items():
            place = folder / f"on-server-{processes}"
            owner = await new_database(server, f"office_{processes}")
            async with shop_at_work(place, PRODUCTS, servers=owner, processes=processes) as shop:
                sections.append(await crowds(shop, title, ABOUT + ABOUT_SERVER, ON_SERVER, pgbench, []))
        if any(figure.met is False for figure in sections[0].figures):
            sections[0].remarks.append(await profile(folder / "sampled-on-server", await new_database(server, "sampled")))
        return sections
    finally:
        server.stop("fast")


async def crowds(shop: Shop, title: str, about: str, sizes: tuple[int, ...], limit: Limit, remarks: list[str]) -> Section:
    """Every crowd on one office, and the flash sale."""
    figures = []
    for shoppers in sizes:
        measured, said = await spread(shop, shoppers, limit)
        figures += measured
        remarks.append(said)
    return Section(title=title, about=about, figures=[*figures, await flash(shop)], remarks=remarks)


async def rows_of_orders(shop: Shop) -> Rows:
    """What some orders write, all that follows from them included."""
    orders = ORDERS[16]
    await shop.filled(orders, shop.skus)
    before = kept(shop.place.office_folder)
    await shop.shopped(orders, 16, shop.skus)
    await asyncio.sleep(REST_S)
    return written(shop.place.office_folder, before, orders)


async def spread(shop: Shop, shoppers: int, limit: Limit) -> tuple[list[Figure], str]:
    """The figure and its slowest, over all products, in turn with the limit; and what it cost whom."""
    rounds, limits = [], []
    for _ in range(ROUNDS):
        rounds.append(await one_round(shop, shoppers, shop.skus))
        limits.append(await limit(1))
    who = "1 shopper" if shoppers == 1 else f"{shoppers} shoppers"
    figures = [
        Figure(
            name=f"Orders, {who}",
            unit="a second",
            value=middle([each.a_second for each in rounds]),
            limit=middle(limits),
            beside="the same rows, one transaction an order",
            target=TARGET,
        ),
        Figure(name=f"Orders, {who}, p99", unit="ms", value=middle([p99(each.seen.each_ms) for each in rounds])),
    ]
    office, cards, crowd = (middle([getattr(each, name) for each in rounds]) for name in ("office_ms", "cards_ms", "crowd_ms"))
    return figures, (
        f"With {who} an order costs {office:.1f} ms of processor time in the office, {cards:.1f} ms in the provider and {crowd:.1f} ms in "
        "the shoppers."
    )


async def flash(shop: Shop) -> Figure:
    """All want one thing, in turn with all wanting different ones."""
    one, different = [], []
    for _ in range(ROUNDS):
        different.append((await one_round(shop, MANY, shop.skus)).a_second)
        one.append((await one_round(shop, MANY, (PLENTY,))).a_second)
    return Figure(
        name=f"Flash sale, {MANY} shoppers after one product",
        unit="a second",
        value=middle(one),
        limit=middle(different),
        beside="the same shoppers over all products",
        target=FLASH_TARGET,
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


async def profile(folder: Path, servers: str | None = None) -> str:
    """Where an office spends its time meanwhile; a crowd of 16 on an office of its own, since looking costs something."""
    samples = folder.with_suffix(".samples")
    async with shop_at_work(folder, PRODUCTS, samples=samples, servers=servers) as shop:
        await one_round(shop, 16, shop.skus)
    return f"The office's processor time, from its start on: {told(samples)}."


if __name__ == "__main__":
    show(asyncio.run(measure()))
