"""What others may ask of promotions, on a real database."""

from __future__ import annotations

from pathlib import Path

from arkwright.compartments.promotions import queries
from arkwright.compartments.promotions.records import METADATA, MIGRATIONS, PROMOTIONS
from arkwright.compartments.promotions.state import Promotion
from arkwright.kit.database.schema import Schema
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.promotion import Terms
from arkwright.kit.world import RealWorld
from tests.databases import database as database_at


def promotion(name: str, from_ms: int, until_ms: int) -> Promotion:
    """Ten per cent off the home."""
    terms = Terms(promotion=name, name=name, kind="percent", percent=10, category="home", from_ms=from_ms, until_ms=until_ms, revision=1)
    return Promotion(promotion=name, terms=terms, from_ms=from_ms, until_ms=until_ms, changed_ms=1, by="bea")


HELD = [promotion("now", 5, 15), promotion("soon", 20, 30), promotion("long", 1, 90), promotion("old", 1, 10), promotion("older", 1, 4)]


async def test_what_is_not_over_and_what_is(tmp_path: Path) -> None:
    opened = await database_at(RealWorld(AiohttpHttp()), tmp_path / "promotions.db", Schema("promotions", METADATA, MIGRATIONS))
    await opened.writer.begin()
    await opened.writer.save(PROMOTIONS.change(HELD))
    await opened.writer.commit()
    assert [row.promotion for row in await queries.current(opened.reader, 10)] == ["long", "now", "soon"]
    assert [row.promotion for row in await queries.over(opened.reader, 10)] == ["old", "older"]
    assert await queries.promotion(opened.reader, "now") == HELD[0]
    assert await queries.promotion(opened.reader, "none") is None
    await opened.close()
