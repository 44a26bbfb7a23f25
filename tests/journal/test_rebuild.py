"""Rebuild makes the same state from the journal alone, and finds the first entry that was touched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from arkwright.compartments.ordering.commands import CancelOrder, ConfirmOrder
from arkwright.compartments.ordering.refusals import SoldOut
from arkwright.journal import tables
from arkwright.journal.checkpoints import check_checkpoints, checkpoint_signer
from arkwright.journal.reading import JournalBroken
from arkwright.journal.rebuild import Rebuilt, rebuild
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import Gate, SwitchTable
from tests.databases import database as database_at
from tests.databases import touched
from tests.journal.lanes import ORDERING, add, ordering_lane, place, real_world, stocked

KEY = SigningKey("office", bytes(32))


async def traded(folder: Path) -> None:
    """A journal with everything in it: rows changed twice, a refusal, a no-op, switches obeyed."""
    lane = await ordering_lane(folder)
    await stocked(lane, quantity=3)
    await lane.submit(add("basket-a"))
    await lane.submit(place("a"))
    await lane.obey("{}", Gate(SwitchTable(generation=1, version=1, as_at_ms=0), {}))
    confirm = ConfirmOrder(id="a.confirm", order="a", channel="web", payment="a", authorised_pence=15_95)
    await lane.submit(confirm)
    await lane.mark(checkpoint_signer("office", KEY))
    await lane.submit(place("b"))
    await lane.submit(CancelOrder(id="b.cancel", order="b", channel="web", by="payment", why="not-paid"))
    with pytest.raises(SoldOut):
        await lane.submit(place("c", quantity=9))
    await lane.mark(checkpoint_signer("office", KEY))
    await lane.stop()


async def rebuilt(folder: Path) -> Rebuilt:
    """The comparison of live and fresh."""
    world = real_world()
    live = await database_at(world, folder / "ordering.db", tables.schema(ORDERING), "office")
    fresh = await database_at(world, folder / "fresh.db", tables.schema(ORDERING))
    try:
        return await rebuild(ORDERING, live.reader, fresh)
    finally:
        await live.close()
        await fresh.close()


async def test_the_same_state_comes_of_the_journal_alone(tmp_path: Path) -> None:
    await traded(tmp_path)
    found = await rebuilt(tmp_path)
    assert (found.same, found.entries) == (True, 9)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE promises SET granted = granted + 1",
        "UPDATE orders SET status = 'placed' WHERE \"order\" = 'a'",
        "DELETE FROM baskets",
        "UPDATE outcomes SET first = first + 1 WHERE command = 'a.place'",
        "DELETE FROM outcomes WHERE command = 'c.place'",
    ],
)
async def test_state_that_the_journal_does_not_tell_of_is_found(tmp_path: Path, change: str) -> None:
    await traded(tmp_path)
    assert await touched(tmp_path / "ordering.db", f"{change} RETURNING 1")
    assert not (await rebuilt(tmp_path)).same


async def edited(journal: Path) -> int:
    """One entry says something else."""
    ((entry,),) = await touched(journal, "SELECT entry FROM journal WHERE sequence = 4")
    assert isinstance(entry, bytes)
    await touched(journal, "UPDATE journal SET entry = ? WHERE sequence = 4", entry.replace(b"web", b"app"))
    return 4


async def removed(journal: Path) -> int:
    """One entry is gone."""
    await touched(journal, "DELETE FROM journal WHERE sequence = 5")
    return 5


async def swapped(journal: Path) -> int:
    """Two entries stand in each other's place."""
    await touched(journal, "UPDATE journal SET sequence = -sequence WHERE sequence IN (3, 4)")
    await touched(journal, "UPDATE journal SET sequence = 7 + sequence WHERE sequence < 0")
    return 3


async def rehashed(journal: Path) -> int:
    """A chain digest was made to fit something else."""
    await touched(journal, "UPDATE journal SET chain = ? WHERE sequence = 2", bytes(32))
    return 2


@pytest.mark.parametrize("harm", [edited, removed, swapped, rehashed])
async def test_a_journal_that_was_touched_is_found_with_its_first_bad_entry(tmp_path: Path, harm: Callable[[Path], Awaitable[int]]) -> None:
    await traded(tmp_path)
    first_bad = await harm(tmp_path / "ordering.db")
    with pytest.raises(JournalBroken) as broken:
        await rebuilt(tmp_path)
    assert broken.value.sequence == first_bad


async def test_a_journal_cut_off_or_rewritten_whole_does_not_agree_with_its_checkpoints(tmp_path: Path) -> None:
    await traded(tmp_path)
    world = real_world()
    database = await database_at(world, tmp_path / "ordering.db", tables.schema(ORDERING), "office")
    assert await check_checkpoints("ordering", database.reader, KEY.public) == 2
    with pytest.raises(JournalBroken, match="not this node's"):
        await check_checkpoints("ordering", database.reader, SigningKey("office", b"1" * 32).public)
    await database.close()
    await touched(tmp_path / "ordering.db", "DELETE FROM journal WHERE sequence > 8")
    database = await database_at(world, tmp_path / "ordering.db", tables.schema(ORDERING), "office")
    with pytest.raises(JournalBroken, match="cut off") as broken:
        await check_checkpoints("ordering", database.reader, KEY.public)
    assert broken.value.sequence == 9
    await database.close()


async def test_a_checkpoint_that_stands_is_not_signed_anew_after_a_restart(tmp_path: Path) -> None:
    await traded(tmp_path)
    lane = await ordering_lane(tmp_path)
    before = await lane.reader.all(tables.ALL_CHECKPOINTS)
    assert (await lane.mark(checkpoint_signer("office", KEY))).sequence == before[-1][0]
    assert await lane.reader.all(tables.ALL_CHECKPOINTS) == before
    await lane.submit(add("basket-b"))
    await lane.mark(checkpoint_signer("office", KEY))
    assert len(await lane.reader.all(tables.ALL_CHECKPOINTS)) == len(before) + 1
    await lane.stop()
