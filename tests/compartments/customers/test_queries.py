"""What others may ask of customers, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from arkwright.compartments.customers import queries
from arkwright.compartments.customers.records import METADATA, MIGRATIONS, PEOPLE
from arkwright.compartments.customers.state import Person
from arkwright.kit.database.port import Database
from arkwright.kit.database.schema import Schema
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from tests.databases import database as database_at


def person(name: str, opened_ms: int = 1, erased_ms: int | None = None) -> Person:
    return Person(person=name, kind="staff" if name.startswith("s") else "guest", opened_ms=opened_ms, erased_ms=erased_ms)


PEOPLE_HELD = [
    person("a"),
    person("b", 2, 10),
    person("c", 3, 10),
    person("d", 4, 20),
    person("e", 5),
    person("s1", 1),
    person("s2", 1, 20),
]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await database_at(RealWorld(AiohttpHttp()), tmp_path / "customers.db", Schema("customers", METADATA, MIGRATIONS))
    await opened.writer.begin()
    await opened.writer.save(PEOPLE.change(PEOPLE_HELD))
    await opened.writer.commit()
    yield opened
    await opened.close()


@pytest.mark.parametrize("row", PEOPLE_HELD, ids=lambda row: row.person)
async def test_a_person_comes_back_as_it_went(database: Database, row: Person) -> None:
    assert await queries.person(database.reader, row.person) == row


async def test_an_unknown_person_is_none(database: Database) -> None:
    assert await queries.person(database.reader, "nobody") is None


@pytest.mark.parametrize(
    ("since_ms", "after", "most", "found"),
    [
        (0, "", 9, ["b", "c", "d", "s2"]),
        (0, "", 2, ["b", "c"]),
        (10, "", 9, ["b", "c", "d", "s2"]),
        (10, "b", 9, ["c", "d", "s2"]),
        (10, "c", 9, ["d", "s2"]),
        (20, "s2", 9, []),
    ],
)
async def test_the_erased_are_listed_in_steps(database: Database, since_ms: int, after: str, most: int, found: list[str]) -> None:
    assert [row.person for row in await queries.erased_since(database.reader, since_ms, after, most)] == found


async def test_old_guests_are_found_but_not_the_erased(database: Database) -> None:
    assert [row.person for row in await queries.guests_opened_until(database.reader, 4)] == ["a"]
    assert [row.person for row in await queries.guests_opened_until(database.reader, 5)] == ["a", "e"]


async def test_people_are_counted(database: Database) -> None:
    assert await queries.counts(database.reader) == {"guest": (5, 3), "staff": (2, 1)}
