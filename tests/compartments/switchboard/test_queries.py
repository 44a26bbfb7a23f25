"""What others may ask of the switchboard, on a real database; each row comes back as it went."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from arkwright.compartments.switchboard import commands as ask
from arkwright.compartments.switchboard import queries, state
from arkwright.compartments.switchboard.records import METADATA, MIGRATIONS, RECORDS
from arkwright.compartments.switchboard.rules import PROPOSAL_LASTS_MS
from arkwright.kit import signing
from arkwright.kit.database.port import Database
from arkwright.kit.database.record import Record
from arkwright.kit.database.schema import Schema
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.rows import LoadedRows
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import EVERYWHERE, NOTHING_SWITCHED, accept, read_table
from arkwright.kit.trust import TrustRoot
from arkwright.kit.world import RealWorld
from tests.compartments.switchboard.orders import HOUR_MS, WEB, approve, events_of, propose, tighten
from tests.compartments.table import NOW_MS, after
from tests.databases import database as database_at

ALL: tuple[Record[Any], ...] = RECORDS
DESK = SigningKey("desk", bytes(32))
TRUST = TrustRoot(generation=1, desk=DESK.public.text, recovery=(), needed=2)


@pytest.fixture
def rows() -> LoadedRows:
    history = events_of(
        tighten(),  # 1
        propose("limited"),
        approve(),  # 2
        tighten("paused", in_flight="hold", fallback="Visit a store."),  # 3
        tighten("sealed", capability="loyalty", place=WEB),  # 4
        propose(proposal="p2", by="cat"),
        (propose(proposal="p3"), NOW_MS - PROPOSAL_LASTS_MS - 1),
        (propose(proposal="p0"), NOW_MS - HOUR_MS),
        ask.RecordHeld(id="h", node="store-leeds", generation=1, version=2, seen_ms=NOW_MS),
        ask.RecordHeld(id="h", node="office", generation=1, version=4, seen_ms=NOW_MS),
    )
    return after(state, history)


@pytest.fixture
async def database(tmp_path: Path, rows: LoadedRows) -> AsyncIterator[Database]:
    opened = await database_at(RealWorld(AiohttpHttp()), tmp_path / "switchboard.db", Schema("switchboard", METADATA, MIGRATIONS))
    await opened.writer.begin()
    for record in ALL:
        await opened.writer.save(record.change([row for key in rows.changed if key[0] is record.type and (row := rows[key])]))
    await opened.writer.commit()
    yield opened
    await opened.close()


async def test_each_row_comes_back_as_it_went(database: Database, rows: LoadedRows) -> None:
    records = {record.type: record for record in ALL}
    assert {kind for kind, _ in rows.changed} == set(records)
    for kind, key in rows.changed:
        assert await database.reader.get(records[kind], key) == rows[kind, key]


async def test_the_table_is_one_that_a_node_takes_over(database: Database) -> None:
    table = await queries.table(database.reader, 1, NOW_MS)
    assert (table.generation, table.version, table.as_at_ms) == (1, 4, NOW_MS)
    assert [(order.title, order.mode, order.number) for order in table.orders] == [
        ("loyalty (channel web)", "sealed", 4),
        ("orders (everywhere)", "paused", 3),
    ]
    assert [(order.mode, order.number) for order in table.restarts] == [("limited", 2)]
    envelope = signing.sign("arkwright/switches/1", table, DESK)
    assert accept(NOTHING_SWITCHED, read_table(signing.read_envelope(envelope.text), TRUST)) == table


async def test_an_untouched_switchboard(tmp_path: Path) -> None:
    empty = await database_at(RealWorld(AiohttpHttp()), tmp_path / "empty.db", Schema("switchboard", METADATA, MIGRATIONS))
    assert (await queries.table(empty.reader, 3, 5)) == state.as_table(state.Counter(), [], 3, 5)
    assert await queries.switch(empty.reader, "orders", EVERYWHERE) is None
    assert await queries.proposal(empty.reader, "p1") is None
    await empty.close()


async def test_switches(database: Database) -> None:
    found = await queries.switch(database.reader, "loyalty", WEB)
    assert found is not None
    assert (found.order.mode, found.reason, found.by) == ("sealed", "Intruders were seen.", "ann")
    assert await queries.switch(database.reader, "loyalty", EVERYWHERE) is None
    assert [row.switch for row in await queries.switches(database.reader)] == ["loyalty|channel=web", "orders"]


async def test_proposals(database: Database) -> None:
    assert [row.proposal for row in await queries.waiting(database.reader, NOW_MS)] == ["p0", "p2"]
    assert [row.proposal for row in await queries.lapsed(database.reader, NOW_MS)] == ["p3"]
    assert await queries.lapsed(database.reader, NOW_MS, most=0) == []
    approved = await queries.proposal(database.reader, "p1")
    assert approved is not None
    assert (approved.status, approved.ended_by) == ("approved", "bob")


async def test_history_pages_from_the_newest(database: Database) -> None:
    first = await queries.history(database.reader, most=3)
    assert [(row.order.number, row.was, row.by, row.proposal) for row in first] == [
        (4, "open", "ann", None),
        (3, "limited", "ann", None),
        (2, "paused", "bob", "p1"),
    ]
    assert [row.order.number for row in await queries.history(database.reader, before=first[-1].change)] == [1]


async def test_nodes_and_counter(database: Database) -> None:
    assert [(row.node, row.version) for row in await queries.nodes(database.reader)] == [("office", 4), ("store-leeds", 2)]
    assert (await queries.counter(database.reader)).version == 4
