"""Orders a second through a lane on SQLite, against a loop that commits the very same rows on the same disk without any rules."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

import apsw

from arkwright.compartments.ordering.commands import Delivery, GrantAllowance, PlaceOrder, SetOffer, WantedLine
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import NOTHING_SWITCHED, Gate
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import Files
from arkwright.roles.lanes import open_lane

VAR = Path(__file__).parents[1] / "var"
CALLERS = (1, 16, 64)
ORDERS = {1: 150, 16: 1600, 64: 3200}
ROUNDS = 3


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


async def through_the_lane(folder: Path, callers: int, orders: int) -> float:
    """Seconds for so many orders, each caller waiting for its answer before it asks again."""
    lane = await open_lane(RealWorld(AiohttpHttp()), Files(folder, "office-1"), "ordering", lambda _: Gate(NOTHING_SWITCHED, {}), print)
    offer = {"sku": "MUG-1", "product": "mug", "name": "Mug", "price_pence": 12_00, "vat_rate": "standard", "category": "kitchen"}
    await lane.submit(SetOffer(id="offer", restrictions=(), live=True, source=1, **offer))  # type: ignore[arg-type]
    await lane.submit(GrantAllowance(id="grant", sku="MUG-1", quantity=orders))
    numbers = iter(range(orders))

    async def caller() -> None:
        for number in numbers:
            await lane.submit(order(number))

    began = perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    took = perf_counter() - began
    await lane.stop()
    return took


def plain_loop(source: Path, target: Path, orders: int, at_once: int) -> float:
    """Seconds for the same rows, read beforehand, in as many commits as the callers could share at best."""
    reading = apsw.Connection(str(source))
    tables = [(name, sql) for name, sql in reading.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rootpage")]
    rows = {name: list(reading.execute(f'SELECT * FROM "{name}"')) for name, sql in tables if str(sql).startswith("CREATE TABLE")}  # noqa: S608
    reading.close()
    writing = apsw.Connection(str(target))
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        writing.execute(f"PRAGMA {pragma}")
    for _, sql in tables:
        writing.execute(str(sql))
    began = perf_counter()
    for start in range(0, orders, at_once):
        writing.execute("BEGIN IMMEDIATE")
        for name, held in rows.items():
            part = held[start * len(held) // orders : (start + at_once) * len(held) // orders] or (held if name == "promises" else [])
            marks = ", ".join("?" * len(part[0])) if part else ""
            writing.executemany(f'INSERT OR REPLACE INTO "{name}" VALUES ({marks})', part) if part else None  # noqa: S608
        writing.execute("COMMIT")
    took = perf_counter() - began
    writing.close()
    return took


def measure(callers: int) -> None:
    """One line: the figure, its limit, the ratio; the best of a few rounds, taken in turn, since others use the disk too."""
    orders, figures, limits = ORDERS[callers], [], []
    for _ in range(ROUNDS):
        folder = Path(tempfile.mkdtemp(prefix="bench-", dir=VAR))
        try:
            figures.append(orders / asyncio.run(through_the_lane(folder, callers, orders)))
            limits.append(orders / plain_loop(Files(folder, "office-1").path("ordering"), folder / "plain.db", orders, callers))
        finally:
            shutil.rmtree(folder)
    figure, limit = max(figures), max(limits)
    print(f"{callers:3} callers: {figure:7,.0f} orders a second; the same rows without rules {limit:7,.0f}; ratio {figure / limit:.2f}")


def main() -> None:
    """Each number of callers on fresh files."""
    VAR.mkdir(exist_ok=True)
    for callers in CALLERS:
        measure(callers)


if __name__ == "__main__":
    main()
