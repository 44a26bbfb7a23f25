"""Reactions: at least once, in order, with exactly-once effect; a paused target waits without losing its place."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from arkwright.compartments.ordering import queries
from arkwright.compartments.ordering.commands import GrantAllowance
from arkwright.compartments.ordering.events import OrderPlaced
from arkwright.compartments.ordering.refusals import SoldOut
from arkwright.journal.lane import Lane
from arkwright.journal.pump import Pump
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Busy
from tests.journal.lanes import ordering_lane, place, real_world, stocked


def granted(event: Event, command: str) -> Iterable[Command]:
    """Each order placed in one lane grants a unit in the other."""
    match event:
        case OrderPlaced():
            yield GrantAllowance(id=command, sku="MUG-1", quantity=1)


async def free(lane: Lane) -> int:
    """Units free in a lane."""
    return (await queries.free_of(lane.reader, ["MUG-1"])).get("MUG-1", 0)


async def two_lanes(folder: Path) -> tuple[Lane, Lane]:
    """A source that sells and a target that is granted."""
    source, target = await ordering_lane(folder / "source"), await ordering_lane(folder / "target")
    await stocked(source, quantity=2)
    return source, target


async def test_what_happened_is_carried_once_however_often_it_is_read(tmp_path: Path) -> None:
    source, target = await two_lanes(tmp_path)
    for order in "abc":
        await asyncio.gather(source.submit(place(order)), return_exceptions=True)
    for _ in range(3):
        pump = Pump(real_world(), source, target, granted)
        while await pump.carry():
            continue
    assert await free(target) == 2
    await source.stop()
    await target.stop()


async def test_a_reader_goes_on_where_it_was_after_a_restart(tmp_path: Path) -> None:
    source, target = await two_lanes(tmp_path)
    await source.submit(place("a"))
    pump = Pump(real_world(), source, target, granted)
    while await pump.carry():
        continue
    await source.stop()
    source = await ordering_lane(tmp_path / "source")
    assert await source.noted("ordering to ordering") == pump.place > 0
    await source.stop()
    await target.stop()


async def test_busy_is_waited_out_and_a_refusal_holds_nobody_up(tmp_path: Path) -> None:
    source, target = await two_lanes(tmp_path)
    await source.submit(place("a"))
    await source.submit(place("b"))
    asked: list[str] = []
    real = target.submit

    async def reluctant(command: Command) -> object:
        asked.append(command.id)
        if len(asked) == 1:
            raise Busy()
        if len(asked) == 2:
            raise SoldOut("MUG-1", "Blue mug", 0)
        return await real(command)

    target.submit = reluctant  # type: ignore[method-assign, assignment]
    world = real_world()

    async def no_wait(_: float) -> None:
        await asyncio.sleep(0)

    world.sleep = no_wait  # type: ignore[method-assign, assignment]
    await Pump(world, source, target, granted).carry()
    assert len(asked) == 3
    assert await free(target) == 1
    await source.stop()
    await target.stop()
