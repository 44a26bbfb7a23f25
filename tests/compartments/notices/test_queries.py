"""What others may ask of notices, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from arkwright.compartments.notices import queries
from arkwright.compartments.notices.records import CODES, MESSAGES, METADATA, MIGRATIONS, PLACES, WAITERS
from arkwright.compartments.notices.state import CodeTaken, Message, Status, Waiter, WaiterTaken
from arkwright.kit.database.port import Database
from arkwright.kit.database.schema import Schema
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from tests.databases import database as database_at


def message(key: str, status: Status, queued_ms: int, next_attempt_ms: int = 0, person: str = "p1", facts: str | None = "facts") -> Message:
    return Message(
        message=key,
        kind="order-received",
        person=person,
        address="sealed",
        facts=facts,
        code=key.upper(),
        status=status,
        attempts=1,
        next_attempt_ms=next_attempt_ms,
        queued_ms=queued_ms,
        sent_ms=9 if status == "sent" else None,
        why="busy" if status == "failed" else None,
    )


def waiter(key: str, left_ms: int, capability: str = "orders", channel: str = "web", told: str | None = None) -> Waiter:
    return Waiter(
        waiter=key,
        capability=capability,
        channel=channel,
        person=f"p.{key}",
        address="sealed",
        address_digest=key,
        left_ms=left_ms,
        told=told,
    )


HELD = [
    message("m1", "queued", 1, 20),
    message("m2", "queued", 2, 10, person="p2", facts=None),
    message("m3", "sent", 3),
    message("m4", "failed", 3),
    message("m5", "queued", 4, 30),
]
WAITING = [waiter("w1", 2), waiter("w2", 1), waiter("w3", 1, channel="app"), waiter("w4", 1, "returns"), waiter("w5", 1, told="m3")]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await database_at(RealWorld(AiohttpHttp()), tmp_path / "notices.db", Schema("notices", METADATA, MIGRATIONS))
    writer = opened.writer
    await writer.begin()
    await writer.save(MESSAGES.change(HELD))
    await writer.save(CODES.change([CodeTaken(code="M3", message="m3")]))
    await writer.save(WAITERS.change(WAITING))
    await writer.save(PLACES.change([WaiterTaken(place="orders/web/w1", waiter="w1")]))
    await writer.commit()
    yield opened
    await opened.close()


@pytest.mark.parametrize("row", HELD, ids=lambda row: row.message)
async def test_a_message_comes_back_as_it_went(database: Database, row: Message) -> None:
    assert await queries.message(database.reader, row.message) == row


async def test_claims_come_back_as_they_went(database: Database) -> None:
    assert await database.reader.get(PLACES, "orders/web/w1") == WaiterTaken(place="orders/web/w1", waiter="w1")
    assert await queries.message_by_code(database.reader, "M3") == HELD[2]
    assert await queries.message_by_code(database.reader, "M9") is None
    assert await queries.message(database.reader, "m9") is None


@pytest.mark.parametrize(
    ("now_ms", "most", "found"),
    [(9, 9, []), (10, 9, ["m2"]), (20, 9, ["m2", "m1"]), (99, 9, ["m2", "m1", "m5"]), (99, 1, ["m2"])],
)
async def test_what_is_due_comes_in_order(database: Database, now_ms: int, most: int, found: list[str]) -> None:
    assert [row.message for row in await queries.due(database.reader, now_ms, most)] == found


@pytest.mark.parametrize(
    ("capability", "channel", "found"),
    [("orders", "web", ["w2", "w1"]), ("orders", "app", ["w3"]), ("returns", "web", ["w4"]), ("returns", "app", [])],
)
async def test_who_waits_is_found_until_told(database: Database, capability: str, channel: str, found: list[str]) -> None:
    assert [row.waiter for row in await queries.waiting(database.reader, capability, channel)] == found


async def test_who_waits_is_counted(database: Database) -> None:
    assert await queries.waiting_counts(database.reader) == {("orders", "app"): 1, ("orders", "web"): 2, ("returns", "web"): 1}


async def test_what_one_person_waits_for(database: Database) -> None:
    assert await queries.waiting_of(database.reader, "p.w1") == [WAITING[0]]
    assert await queries.waiting_of(database.reader, "p.w5") == []


async def test_the_history_of_a_person(database: Database) -> None:
    assert [row.message for row in await queries.history_of(database.reader, "p1")] == ["m5", "m4", "m3", "m1"]


async def test_a_page_is_turned(database: Database) -> None:
    first = await queries.newest(database.reader, most=2)
    assert [row.message for row in first] == ["m5", "m4"]
    second = await queries.newest(database.reader, before_ms=first[-1].queued_ms, before=first[-1].message)
    assert [row.message for row in second] == ["m3", "m2", "m1"]
    assert [row.message for row in await queries.newest(database.reader, ("failed",))] == ["m4"]


async def test_messages_are_counted(database: Database) -> None:
    assert await queries.counts(database.reader) == {"queued": 3, "sent": 1, "failed": 1}
