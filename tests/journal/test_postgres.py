"""A lane on real PostgreSQL servers that lose connections, crash and fail over: what was acknowledged stands once, and the lane goes on."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from arkwright.compartments.ordering.events import OrderPlaced
from arkwright.journal import lane as lanes
from arkwright.journal.batch import Receipt
from arkwright.journal.lane import Lane
from arkwright.journal.reading import checked
from arkwright.journal.rebuild import state_digest
from arkwright.journal.tables import HEAD, schema
from arkwright.kit.database.port import DatabaseAway
from arkwright.kit.database.postgres import PostgresDatabase
from arkwright.kit.database.postgres_preparing import prepare
from arkwright.kit.database.postgres_session import Address
from arkwright.kit.refusal import Unknown
from tests.journal.lanes import ORDERING, OpenGate, ends_the_test, place, real_world, stocked
from tests.journal.servers import DURABLE, Cutting, made
from tests.journal.test_sealing import gate
from tests.postgres import Server

NAME, PASSWORD = "office_1_ordering", "secret"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server for this module's tests; each prepares a schema of its own."""
    with made() as server:
        server.start(*DURABLE)
        yield server


def address_on(server: Server, name: str = NAME, port: int | None = None) -> Address:
    """A compartment's address on this server, impatient."""
    url = f"postgresql://{name}:{PASSWORD}@127.0.0.1:{port or server.port}/postgres?sslmode=disable"
    return Address(url, name, server.url, answer_s=2.0)


async def opened(address: Address) -> Lane:
    """A started lane on a schema that is made if it is not there."""
    await prepare(address, PASSWORD, schema(ORDERING), "office-1")
    return await another(address)


async def another(address: Address) -> Lane:
    """A lane of another process on the same schema."""
    database = await PostgresDatabase.open(address, schema(ORDERING), "office-1")
    lane = Lane(real_world(), database, ORDERING, lambda document: gate("sealed", 1) if document else OpenGate(), ends_the_test)
    await lane.start()
    return lane


async def insist(lane: Lane, order: str) -> Receipt:
    """Ask with the same id until there is an answer; only these two are allowed meanwhile."""
    while True:
        try:
            return await lane.submit(place(order))
        except (DatabaseAway, Unknown):
            continue


async def once_each(lane: Lane, orders: list[str]) -> None:
    """Each order stands in the journal once, and the journal agrees with itself."""
    placed: Counter[str] = Counter()
    async for stored in checked("ordering", lane.reader):
        event = lane.decode(bytes(stored.entry.event))
        placed.update([event.order] if isinstance(event, OrderPlaced) else [])
    assert placed == Counter(orders)


async def test_sessions_that_are_ended_under_load_lose_and_double_nothing(server: Server) -> None:
    lane = await opened(address_on(server, "ended"))
    await stocked(lane, quantity=1000)
    owner = await asyncpg.connect(server.url)
    orders = [f"o{n}" for n in range(200)]
    asking = [asyncio.create_task(insist(lane, order)) for order in orders]
    ended = 0
    for task in asking[::20]:
        await task
        ended += await owner.fetchval("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'ended'")
        asking += [asyncio.create_task(insist(lane, f"more{len(asking)}"))]
    await asyncio.gather(*asking)
    orders += [f"more{number}" for number in range(len(orders), len(asking))]
    assert ended
    await once_each(lane, orders)
    await owner.close()
    await lane.stop()


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_commit_that_nobody_could_tell_is_asked_again_and_told(server: Server, when: str) -> None:
    await (await opened(address_on(server, f"cut_{when}"))).stop()
    proxy = Cutting(server.port, when)
    async with proxy.running():
        lane = await another(address_on(server, f"cut_{when}", proxy.port))
        await stocked(lane, quantity=100)
        for number in range(5):
            proxy.arm()
            assert (await lane.submit(place(f"o{number}"))).events
        assert proxy.cuts == 5
        await once_each(lane, [f"o{number}" for number in range(5)])
        await lane.stop()


async def test_a_server_that_crashes_under_load_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE_MS", 500)
    with made() as server:
        server.start(*DURABLE)
        lane = await opened(address_on(server))
        await stocked(lane, quantity=1000)
        orders = [f"o{n}" for n in range(60)]
        asking = asyncio.gather(*(insist(lane, order) for order in orders))
        await asyncio.sleep(0)
        await asyncio.to_thread(server.stop)
        with pytest.raises((DatabaseAway, Unknown)):
            await lane.submit(place("impatient"))
        with pytest.raises(DatabaseAway):
            await lane.reader.all(HEAD)
        await asyncio.to_thread(server.start, *DURABLE)
        await asking
        await insist(lane, "impatient")
        await once_each(lane, [*orders, "impatient"])
        await lane.stop()


@contextlib.asynccontextmanager
async def pair() -> AsyncIterator[tuple[Server, Server, Address]]:
    """A primary that acknowledges what its replica has, the replica, and an address that names both."""
    with made() as primary, tempfile.TemporaryDirectory(prefix="arkwright-postgres-") as folder:
        Path(folder).chmod(0o711)
        primary.start(*DURABLE)
        replica = Server(Path(folder))
        await asyncio.to_thread(replica.run, "pg_basebackup", "-D", replica.data, "-R", "-X", "stream", "-c", "fast", "-d", primary.url)
        replica.start(*DURABLE)
        await prepare(address_on(primary), PASSWORD, schema(ORDERING), "office-1")
        owner = await asyncpg.connect(primary.url)
        await owner.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        await owner.execute("SELECT pg_reload_conf()")
        await owner.close()
        hosts = f"127.0.0.1:{primary.port},127.0.0.1:{replica.port}"
        url = f"postgresql://{NAME}:{PASSWORD}@{hosts}/postgres?sslmode=disable&target_session_attrs=read-write"
        try:
            yield primary, replica, dataclasses.replace(address_on(primary), url=url)
        finally:
            replica.stop()


async def test_a_fail_over_to_the_replica_loses_nothing_acknowledged() -> None:
    async with pair() as (primary, replica, address):
        lane = await another(address)
        await stocked(lane, quantity=1000)
        orders = [f"o{n}" for n in range(80)]
        acknowledged = [insist(lane, order) for order in orders]
        asking = asyncio.gather(*acknowledged)
        while lane.head.sequence < 4:
            await asyncio.sleep(0)
        await asyncio.to_thread(primary.stop)
        await asyncio.to_thread(replica.run, "pg_ctl", "-D", replica.data, "-w", "promote")
        owner = await asyncpg.connect(replica.url)
        await owner.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
        await owner.execute("SELECT pg_reload_conf()")
        await owner.close()
        await asking
        await once_each(lane, orders)
        await lane.stop()


async def test_what_only_the_primary_has_is_not_acknowledged_not_even_as_a_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE_MS", 500)
    async with pair() as (primary, replica, address):
        lane = await another(address)
        await stocked(lane, quantity=10)
        await asyncio.to_thread(replica.stop, "fast")
        with pytest.raises((Unknown, DatabaseAway)):
            await lane.submit(place("a"))
        owner = await asyncpg.connect(primary.url)
        await owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'office_1_ordering'")
        while not await owner.fetchval("SELECT count(*) FROM office_1_ordering.outcomes WHERE command = 'a.place'"):
            await asyncio.sleep(0.01)  # what was only committed here is seen here now
        await owner.close()
        with pytest.raises((Unknown, DatabaseAway)):
            await lane.submit(place("a"))
        await asyncio.to_thread(replica.start, *DURABLE)
        await insist(lane, "a")
        await once_each(lane, ["a"])
        await lane.stop()


async def test_two_processes_write_one_journal_in_one_order(server: Server) -> None:
    address = address_on(server, "two")
    one, two = await opened(address), await another(address)
    await stocked(one, quantity=1000)
    orders = [f"o{n}" for n in range(200)]
    await asyncio.gather(
        *(insist((one, two)[n % 2], order) for n, order in enumerate(orders)), *(insist(two, order) for order in orders[:50])
    )
    await once_each(one, orders)
    assert await state_digest(ORDERING, one.reader) == await state_digest(ORDERING, two.reader)
    await one.stop()
    await two.stop()


async def test_a_process_frozen_in_the_middle_of_a_batch_is_thrown_out(server: Server) -> None:
    address = address_on(server, "frozen")
    lane = await opened(address)
    await stocked(lane)
    frozen = await PostgresDatabase.open(address, schema(ORDERING), "office-1")
    await frozen.writer.begin()
    await insist(lane, "a")  # as soon as the server has thrown the frozen one out
    with pytest.raises(DatabaseAway):
        await frozen.writer.commit()
    await frozen.close()
    await lane.stop()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET entry = ''",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "DROP TABLE orders",
        "ALTER TABLE orders ADD COLUMN x TEXT",
        "CREATE TABLE mine (x TEXT)",
        "SELECT * FROM other_compartment.orders",
        "ALTER ROLE kept_small SUPERUSER",
        "CREATE ROLE another",
    ],
)
async def test_a_compartments_login_can_do_what_its_lane_does_and_nothing_else(server: Server, statement: str) -> None:
    for name in ("other_compartment", "kept_small"):
        await prepare(address_on(server, name), PASSWORD, schema(ORDERING), "office-1")
    login = await asyncpg.connect(address_on(server, "kept_small").url, server_settings={"search_path": "kept_small"})
    try:
        with pytest.raises(asyncpg.PostgresError, match=r"denied|must be (owner|superuser)|no privileges"):
            await login.execute(statement)
    finally:
        await login.close()
