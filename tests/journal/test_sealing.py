"""A sealed compartment is cut off from its data, at the database as well, until a newer table opens it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import pytest

from arkwright.journal import tables
from arkwright.journal.lane import Lane
from arkwright.journal.tables import schema
from arkwright.kit.database.port import CutOff, Database
from arkwright.kit.database.postgres import PostgresDatabase
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.refusal import NotTaken
from arkwright.kit.switches import Gate, Mode, Place, Sealed, SwitchTable, shipped
from tests.databases import address_of, on_postgres
from tests.journal.lanes import ORDERING, add, ends_the_test, offer, ordering_lane, place, real_world, stocked
from tests.roles.offices import a_switch


def gate(mode: Mode, version: int, where: Place | None = None) -> Gate:
    """A gate with orders in this mode, everywhere unless a place is named."""
    order = a_switch(mode, place=where or Place(), version=version)
    return Gate(SwitchTable(generation=1, version=version, as_at_ms=0, orders=(order,)), shipped())


async def sealed(folder: Path) -> Lane:
    """A lane with something in it, sealed."""
    lane = await ordering_lane(folder)
    await stocked(lane)
    await lane.submit(place("a"))
    await lane.obey("{}", gate("sealed", 1))
    return lane


async def another(folder: Path) -> Lane:
    """The lane of another process, on the same database as it stands."""
    path, whole = folder / "ordering.db", schema(ORDERING)
    database: Database
    if on_postgres():
        database = await PostgresDatabase.open(address_of(path), whole, "office")
    else:
        database = SqliteDatabase(real_world(), path, whole, "office")
    lane = Lane(real_world(), database, ORDERING, lambda document: gate("sealed", 1) if document else gate("open", 0), ends_the_test)
    await lane.start()
    return lane


async def test_nothing_of_a_sealed_compartment_is_read_or_written(tmp_path: Path) -> None:
    lane = await sealed(tmp_path)
    with pytest.raises(Sealed, match="We have paused orders on our website"):
        await lane.submit(add("basket"))
    with pytest.raises(CutOff):
        await lane.submit(offer("CUP-1"))  # a command that no switch would stop
    with pytest.raises(CutOff):
        await lane.obeyed()
    await lane.stop()


async def test_a_restart_gives_everything_back(tmp_path: Path) -> None:
    lane = await sealed(tmp_path)
    head = lane.head.sequence
    await lane.obey("{}", gate("open", 2))
    assert (await lane.submit(place("b"))).sequence > head
    assert (await lane.submit(place("a"))).sequence < head  # what was answered before is answered again
    await lane.stop()


async def test_a_seal_for_one_channel_cuts_nothing_off(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    await lane.obey("{}", gate("sealed", 1, Place(channel="web")))
    assert await lane.obeyed() == "{}"
    await lane.stop()


async def test_a_process_that_starts_while_it_is_sealed_stays_cut_off(tmp_path: Path) -> None:
    await (await sealed(tmp_path)).stop()
    lane = await another(tmp_path)
    await lane.obey("{}", gate("sealed", 1))
    with pytest.raises(Sealed):
        await lane.submit(place("b"))
    await lane.obey("{}", gate("open", 2))
    assert (await lane.submit(place("b"))).events
    await lane.stop()


async def test_the_server_itself_refuses_the_login_of_a_sealed_compartment(tmp_path: Path) -> None:
    """On PostgreSQL; a file has no login, and the test then holds that its file is closed."""
    lane = await sealed(tmp_path)
    if on_postgres():
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await asyncpg.connect(address_of(tmp_path / "ordering.db").url)
    else:
        with pytest.raises(CutOff):
            await lane.reader.all(tables.HEAD)
    await lane.stop()


async def test_another_process_is_cut_off_by_the_same_seal(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    other = await another(tmp_path) if on_postgres() else lane
    assert (await other.submit(place("a"))).events
    await lane.obey("{}", gate("sealed", 1))
    with pytest.raises(NotTaken):
        await other.submit(place("b"))
    await lane.obey("{}", gate("open", 2))
    await other.obey("{}", gate("open", 2))
    assert (await other.submit(place("b"))).events
    for each in {lane, other}:
        await each.stop()


async def test_whoever_waits_to_read_when_it_is_sealed_is_told_so_and_reads_nothing_later(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    waiting = [asyncio.ensure_future(lane.reader.all(tables.HEAD)) for _ in range(20)]
    await asyncio.sleep(0)
    await lane.obey("{}", gate("sealed", 1))
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(each) for each in answers} <= {list, CutOff}
    answers = await asyncio.gather(*(lane.reader.all(tables.HEAD) for _ in range(20)), return_exceptions=True)
    assert [type(each) for each in answers] == [CutOff] * 20
    if on_postgres():
        owner = await asyncpg.connect(address_of(tmp_path / "ordering.db").owner_url)
        try:
            login = address_of(tmp_path / "ordering.db").login
            assert await owner.fetchval("SELECT count(*) FROM pg_stat_activity WHERE usename = $1", login) == 0
        finally:
            await owner.close()
    await lane.stop()
