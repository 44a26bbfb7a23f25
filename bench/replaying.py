"""Events a second of a rebuild, and rows a second of an import."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter

from arkwright.demo.range import csv_files
from arkwright.journal import tables
from arkwright.journal.rebuild import rebuild
from arkwright.journeys.range_import.mapping import built_in
from arkwright.journeys.range_import.saving import read_range
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import Files
from arkwright.roles.range_at_rest import bring_range
from bench.measuring.figure import Figure, Section, middle, sized
from bench.measuring.past import EVENTS_AN_ORDER, ORDERING, replayed
from bench.measuring.premises import a_folder
from bench.measuring.progress import say
from bench.measuring.results import show

ABOUT = (
    "A rebuild reads ordering's journal, checks every hash, replays it into a fresh database and compares digests with the live one. An "
    "import reads the demo's range, rows of products and their variants, into an empty catalogue."
)
ORDERS, ROUNDS = sized(10_000, 100), sized(3, 1)


async def measure() -> AsyncIterator[Section]:
    """Each on fresh files."""
    with a_folder() as folder:
        rebuilt, imported = [], []
        for number in range(ROUNDS):
            say(f"rebuild and import: round {number + 1} of {ROUNDS}")
            rebuilt.append(await events_a_second(folder / f"rebuild-{number}"))
            imported.append(await rows_a_second(folder / f"import-{number}"))
    figures = [
        Figure(name="Rebuild", unit="events a second", value=middle(rebuilt)),
        Figure(name="Import", unit="rows a second", value=middle(imported)),
    ]
    yield Section(title="Rebuild and import", about=ABOUT, figures=figures)


async def events_a_second(folder: Path) -> float:
    """Of a whole rebuild; the past that it reads is made beforehand."""
    world, schema = RealWorld(AiohttpHttp()), tables.schema(ORDERING)
    live, fresh = [await Files(folder / name, "office-1").open(world, schema) for name in ("live", "fresh")]
    await replayed(live, ORDERS)
    began = perf_counter()
    found = await rebuild(ORDERING, live.reader, fresh)
    took = perf_counter() - began
    assert found.same
    for database in (live, fresh):
        await database.close()
    return ORDERS * EVENTS_AN_ORDER / took


async def rows_a_second(folder: Path) -> float:
    """Of all files of the demo's range, read and saved."""
    world, files = RealWorld(AiohttpHttp()), Files(folder, "office-1")
    rows, began = 0, perf_counter()
    for _, content in csv_files():
        reading = read_range(content, built_in("arkwright"))
        await bring_range(world, files, reading, lambda done, total: None)
        rows += content.count(b"\n") - 1
    return rows / (perf_counter() - began)


if __name__ == "__main__":
    asyncio.run(show(measure()))
