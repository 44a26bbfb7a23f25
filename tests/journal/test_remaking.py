"""Members' points from before there were lots: the step to the new schema gives them the lots that a rebuild makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from arkwright.compartments.loyalty.commands import AdjustPoints, ForgetMember, FreezeMember, JoinLoyalty
from arkwright.compartments.loyalty.expiry_rows import Lots
from arkwright.compartments.loyalty.records import LOTS, REMADE
from arkwright.journal import tables
from arkwright.journal.lane import Lane
from arkwright.journal.rebuild import rebuild
from arkwright.kit.database.port import Database, Duty
from arkwright.kit.database.schema import Schema
from arkwright.kit.membership import number_of
from arkwright.kit.world import World
from arkwright.roles.databases import OnlyProcess
from arkwright.roles.lanes import COMPARTMENTS, open_lane
from tests.databases import database as database_at
from tests.databases import touched
from tests.journal.lanes import OpenGate, ends_the_test, real_world

LOYALTY = COMPARTMENTS["loyalty"]
BEFORE_LOTS, BEFORE_REMAKING = 6, 7


@dataclass(frozen=True)
class Lain:
    """A node's databases, brought up to today's schema as they are opened."""

    folder: Path

    async def open(self, world: World, schema: Schema) -> Database:
        return await database_at(world, self.folder / f"{schema.name}.db", schema, "office")

    def duty(self, world: World, name: str) -> Duty:
        return OnlyProcess()


async def opened(folder: Path) -> Lane:
    return await open_lane(real_world(), Lain(folder), "loyalty", lambda _: OpenGate(), ends_the_test)


def given(member: str, points: int, name: str) -> AdjustPoints:
    return AdjustPoints(id=name, adjustment=name, member=member, points=points, why="good-will", by="cleo", most_points=5_000)


async def traded(folder: Path) -> None:
    """One member with points left, one whose points are frozen, one who is gone."""
    lane = await opened(folder)
    for member in ("ada", "bob", "eve"):
        await lane.submit(JoinLoyalty(id=f"{member}.join", member=member, number=number_of(member)))
        await lane.submit(given(member, 500, f"{member}.given"))
    await lane.submit(given("ada", -200, "ada.taken"))
    await lane.submit(FreezeMember(id="freeze", member="bob"))
    await lane.submit(ForgetMember(id="forget", member="eve"))
    await lane.stop()


async def as_it_was(folder: Path, version: int) -> None:
    """The database of an older release."""
    path = folder / "loyalty.db"
    if version == BEFORE_LOTS:
        for record in REMADE:
            await touched(path, f"DROP TABLE {record.table.name}")
    else:
        await touched(path, "DELETE FROM lots WHERE member = 'ada'")
    await touched(path, "UPDATE about SET value = ? WHERE name = 'schema'", str(version))


@pytest.mark.parametrize("version", [BEFORE_LOTS, BEFORE_REMAKING])
async def test_an_older_database_gets_the_rows_of_a_rebuild(tmp_path: Path, version: int) -> None:
    await traded(tmp_path)
    await as_it_was(tmp_path, version)
    lane = await opened(tmp_path)
    found: list[Lots] = await lane.reader.rows(LOTS, LOTS.in_order)
    fresh = await database_at(real_world(), tmp_path / "fresh.db", tables.schema(LOYALTY))
    told = await rebuild(LOYALTY, lane.reader, fresh)
    asked = await lane.noted(tables.REMAKE)
    await fresh.close()
    await lane.stop()
    assert told.same
    assert ({row.member: sum(lot.points for lot in row.lots) for row in found}, asked) == ({"ada": 300, "bob": 500}, 0)
