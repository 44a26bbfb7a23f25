"""Bringing a range into an office that is not running: its catalogue and stock lanes are opened, fed and closed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

from arkwright.compartments.stock import queries as stock
from arkwright.compartments.stock.commands import ReceiveDelivery, SaveLocation
from arkwright.journal.lane import Lane
from arkwright.journeys.range_import.reading import Reading, Report
from arkwright.journeys.range_import.saving import bring_in
from arkwright.kit.messages import digest
from arkwright.kit.switches import Gate, shipped
from arkwright.kit.world import World
from arkwright.roles.databases import Databases
from arkwright.roles.lanes import open_lane
from arkwright.roles.office import table_of

Progress = Callable[[int, int], None]
BY = "command-line"
AT_ONCE = 200


@contextlib.asynccontextmanager
async def lane_at_rest(world: World, databases: Databases, compartment: str) -> AsyncIterator[Lane]:
    """A lane of a node that is not running, closed afterwards."""
    failures: list[Exception] = []
    lane = await open_lane(world, databases, compartment, lambda document: Gate(table_of(document), shipped()), failures.append)
    try:
        yield lane
    finally:
        await lane.stop()
    if failures:
        raise failures[0]


async def bring_range(world: World, databases: Databases, reading: Reading, progress: Progress) -> Report:
    """Save what differs from the catalogue; the office publishes it when it starts."""
    async with lane_at_rest(world, databases, "catalogue") as lane:
        return await bring_in(world, lane.submit, lane.reader, reading, BY, progress)


async def receive(world: World, databases: Databases, location: str, units: Sequence[tuple[str, int]], reference: str) -> int:
    """Receive so many units of each SKU, once for this reference; how many SKUs there were."""
    async with lane_at_rest(world, databases, "stock") as lane:
        if await stock.location(lane.reader, location) is None:
            save = SaveLocation(id=f"location.{location}", location=location, name=location.title(), sells_online=True, by=BY)
            await lane.submit(save)
        for start in range(0, len(units), AT_ONCE):
            batch = units[start : start + AT_ONCE]
            await asyncio.gather(*(lane.submit(delivery(sku, quantity, location, reference)) for sku, quantity in batch))
    return len(units)


def delivery(sku: str, quantity: int, location: str, reference: str) -> ReceiveDelivery:
    """Units of one SKU, once for this reference."""
    key = digest([reference, sku, location]).hex()[:24]
    return ReceiveDelivery(id=f"receive.{key}", sku=sku, location=location, quantity=quantity, reference=reference, by=BY)
