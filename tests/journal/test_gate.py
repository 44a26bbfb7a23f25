"""The gate stands in the lane: a seal is acknowledged only when nothing of it commits any more, and "not taken" leaves no trace."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from arkwright.compartments.ordering.commands import ConfirmOrder
from arkwright.journal import tables
from arkwright.kit.switches import Gate, Mode, Paused, Place, Sealed, SwitchTable
from tests.journal.lanes import add, ordering_lane, place, stocked
from tests.roles.offices import a_switch


def gate(mode: Mode, version: int = 1, **more: Any) -> Gate:
    """A gate with web orders in this mode."""
    return Gate(SwitchTable(generation=1, version=version, as_at_ms=0, orders=(a_switch(mode, place=Place(channel="web"), **more),)), {})


def confirm(order: str) -> ConfirmOrder:
    """The payment of one mug came."""
    return ConfirmOrder(id=f"{order}.confirm", order=order, channel="web", payment=order, authorised_pence=15_95)


async def test_what_is_paused_is_not_taken_and_may_be_sent_again_with_the_same_id(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    await lane.obey("{}", gate("paused"))
    before = lane.head.sequence
    with pytest.raises(Paused):
        await lane.submit(place("a"))
    assert lane.head.sequence == before
    await lane.obey("{}", gate("open", version=2))
    assert (await lane.submit(place("a"))).events
    await lane.stop()


async def test_a_pause_keeps_baskets_and_lets_what_has_begun_finish(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    await lane.submit(place("a"))
    await lane.obey("{}", gate("paused"))
    assert (await lane.submit(confirm("a"))).events
    assert (await lane.submit(add("kept"))).events
    await lane.obey("{}", gate("paused", in_flight="hold"))
    await lane.stop()


async def test_a_held_pause_keeps_what_has_begun_waiting(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    await lane.submit(place("a"))
    await lane.obey("{}", gate("paused", in_flight="hold"))
    with pytest.raises(Paused):
        await lane.submit(confirm("a"))
    await lane.stop()


async def test_after_a_seal_is_acknowledged_nothing_of_the_capability_commits(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane, quantity=500)
    before = [asyncio.ensure_future(lane.submit(place(f"o{n}"))) for n in range(100)]
    await asyncio.sleep(0)
    sealing = asyncio.ensure_future(lane.obey("{}", gate("sealed")))
    await asyncio.sleep(0)
    after = [asyncio.ensure_future(lane.submit(place(f"p{n}"))) for n in range(100)]
    acknowledged = (await sealing).sequence
    answers = await asyncio.gather(*before, *after, return_exceptions=True)
    assert sum(isinstance(answer, Sealed) for answer in answers) == 100
    assert lane.head.sequence == acknowledged
    with pytest.raises(Sealed):
        await lane.submit(add("kept"))
    await lane.stop()


async def test_what_was_obeyed_stands_in_the_lanes_own_database(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    assert await lane.obeyed() is None
    await lane.obey('{"one":1}', gate("paused"))
    await lane.obey('{"two":2}', gate("paused"))
    await lane.stop()
    lane = await ordering_lane(tmp_path)
    assert await lane.obeyed() == '{"two":2}'
    assert len(await lane.reader.all(tables.BETWEEN, {"first": 1, "last": 10})) == 1
    await lane.stop()


async def test_an_older_table_never_replaces_a_newer_one(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    await lane.obey('{"two":2}', gate("paused", version=2))
    await lane.obey('{"one":1}', gate("open", version=1))
    assert await lane.obeyed() == '{"two":2}'
    with pytest.raises(Paused):
        await lane.submit(place("a"))
    await lane.stop()


async def test_what_stands_in_for_a_table_that_cannot_be_read_replaces_any_until_the_next(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    await lane.obey('{"two":2}', gate("open", version=2))
    blind = Gate(SwitchTable(generation=0, version=0, as_at_ms=0, orders=(a_switch("paused"),)), {})
    await lane.obey('{"blind":0}', blind)
    with pytest.raises(Paused):
        await lane.submit(place("a"))
    await lane.obey('{"two":2}', gate("open", version=2))
    assert (await lane.submit(place("a"))).events
    await lane.stop()
