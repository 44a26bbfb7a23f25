"""What others may ask of loyalty, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from arkwright.compartments.loyalty import queries
from arkwright.compartments.loyalty.commands import BoughtLine
from arkwright.compartments.loyalty.records import ENTRIES, MEMBERS, METADATA, MIGRATIONS, NUMBERS, SOURCES
from arkwright.compartments.loyalty.state import Entry, Member, NumberTaken, Source
from arkwright.kit.database.port import Database
from arkwright.kit.database.schema import Schema
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from tests.databases import database as database_at

ADA = Member(member="ada", number="20001", balance=-4, entries=3, frozen=True, joined_ms=1, changed_ms=2)
BOB = replace(ADA, member="bob", number="20002", balance=40, frozen=False)
MUG = BoughtLine(line="1", name="Blue mug", quantity=2, paid_pence=24_00, category="kitchen")
ENTRY = Entry(entry="ada/000001", member="ada", kind="earned", points=24, source="r1", store="leeds", at_ms=5, recorded_ms=9)
SOURCE = Source(
    source="r1", kind="receipt", member="ada", store="leeds", sold_ms=5, recorded_ms=9, parts=("r1",), lines=(MUG,), returns=("x",),
    returned={"1": 1}, points=12,
)  # fmt: skip


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await database_at(RealWorld(AiohttpHttp()), tmp_path / "loyalty.db", Schema("loyalty", METADATA, MIGRATIONS))
    await opened.writer.begin()
    for change in (
        MEMBERS.change([BOB, ADA]),
        NUMBERS.change([NumberTaken(number="20001", member="ada")]),
        ENTRIES.change([ENTRY, replace(ENTRY, entry="ada/000002", points=-12), replace(ENTRY, entry="bob/000001", member="bob")]),
        SOURCES.change([SOURCE, replace(SOURCE, source="r2", sold_ms=6), replace(SOURCE, source="r3", member="bob")]),
    ):
        await opened.writer.save(change)
    await opened.writer.commit()
    yield opened
    await opened.close()


async def test_members_are_found_by_id_and_by_number(database: Database) -> None:
    reader = database.reader
    assert await queries.member(reader, "ada") == ADA
    assert await queries.member_by_number(reader, "20001") == ADA
    assert [await queries.member(reader, "x"), await queries.member_by_number(reader, "20002")] == [None, None]
    assert sorted(row.member for row in await queries.members_of(reader, ["bob", "ada", "x"])) == ["ada", "bob"]


@pytest.mark.parametrize(("after", "most", "found"), [("", 9, ["ada", "bob"]), ("", 1, ["ada"]), ("ada", 9, ["bob"]), ("bob", 9, [])])
async def test_members_come_page_by_page(database: Database, after: str, most: int, found: list[str]) -> None:
    assert [row.member for row in await queries.members_after(database.reader, after, most)] == found


async def test_what_made_a_balance_and_what_was_bought(database: Database) -> None:
    reader = database.reader
    assert [row.points for row in await queries.entries_of(reader, "ada")] == [-12, 24]
    assert [row.source for row in await queries.bought_by(reader, "ada")] == ["r2", "r1"]
    assert (await queries.bought_by(reader, "ada"))[1] == SOURCE
    assert [row.points for row in await queries.entries_of(reader, "ada", 1)] == [-12]
    assert await queries.entries_of(reader, "x") == []


async def test_a_shop_that_has_set_nothing_has_no_rules(database: Database) -> None:
    assert [await queries.points_rules(database.reader), await queries.treat_rules(database.reader)] == [(), ()]
    assert [await queries.looks_at(database.reader, "ada"), await queries.treated(database.reader, ["ada"])] == [[], []]
