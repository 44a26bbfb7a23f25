"""A full disk: nothing acknowledged is lost, everybody waiting hears "unknown", and the node is told in one line what to do."""

from __future__ import annotations

import asyncio
from pathlib import Path

from arkwright.compartments.ordering import queries
from arkwright.journal.tables import schema
from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.database.sqlite import SqliteDatabase, SqliteWriter
from tests.journal.lanes import ORDERING, ordering_lane, place, real_world, stocked


def file(folder: Path) -> SqliteDatabase:
    """A lane's file."""
    return SqliteDatabase(real_world(), folder / "ordering.db", schema(ORDERING), "office")


async def test_a_full_disk_ends_the_lane_and_loses_nothing_acknowledged(tmp_path: Path) -> None:
    failures: list[Exception] = []
    lane = await ordering_lane(tmp_path, failed=failures.append, database=file(tmp_path))
    await stocked(lane, quantity=5000)
    writer = lane._writer
    assert isinstance(writer, SqliteWriter)
    pages = writer.opened.pragma("page_count")
    writer.opened.pragma("max_page_count", pages + 20)
    acknowledged: list[str] = []
    answers: list[object] = []
    for batch in range(100):
        orders = [f"o{batch}-{n}" for n in range(10)]
        answers = list(await asyncio.gather(*(lane.submit(place(order)) for order in orders), return_exceptions=True))
        acknowledged += [order for order, answer in zip(orders, answers, strict=True) if not isinstance(answer, Exception)]
        if failures:
            break
    assert {type(answer).__name__ for answer in answers} == {"Unknown"}
    assert isinstance(failures[0], DatabaseUnusable)
    assert "is full; make room" in str(failures[0])
    await lane.stop()
    lane = await ordering_lane(tmp_path, database=file(tmp_path))
    assert acknowledged
    assert await queries.counts(lane.reader) == {"placed": len(acknowledged)}
    await lane.stop()
