"""Stock's queries, against what its lane has written."""

from __future__ import annotations

import pytest

from arkwright.compartments.stock import commands as ask
from arkwright.compartments.stock import queries
from arkwright.compartments.stock.state import Location, Position, Supply
from arkwright.journal.lane import Lane

DELIVERIES = [
    ("MUG-1", "leeds", 10),
    ("MUG-1", "shop", 2),
    ("MUG-2", "leeds", 5),
    ("mug-3", "leeds", 7),
    ("BOWL", "annexe", 1),
    ("M", "leeds", 90),
]


async def fill(lane: Lane) -> None:
    """Three locations, five SKUs, and one of which three units are missing that were promised."""
    for location in ("leeds", "annexe", "shop"):
        await lane.submit(ask.SaveLocation(id=location, location=location, name=location.title(), sells_online=location != "shop", by="c"))
    for sku, location, quantity in DELIVERIES:
        await lane.submit(ask.ReceiveDelivery(id=f"{sku}.{location}", sku=sku, location=location, quantity=quantity, reference="D", by="c"))
    await lane.submit(ask.CountStock(id="count", sku="MUG-2", location="leeds", counted=0, by="c"))
    await lane.submit(ask.RecordAllowanceReturned(id="answer", sku="MUG-2", quantity=2, asked=5))


async def test_where_things_lie(lane: Lane) -> None:
    await fill(lane)
    assert [row.location for row in await queries.all_locations(lane.reader)] == ["annexe", "leeds", "shop"]
    assert await queries.location(lane.reader, "shop") == Location(location="shop", name="Shop", sells_online=False, stocked=1)
    assert await queries.location(lane.reader, "moon") is None
    assert await queries.positions_of(lane.reader, "MUG-1") == [
        Position(position="MUG-1@leeds", sku="MUG-1", location="leeds", on_hand=10),
        Position(position="MUG-1@shop", sku="MUG-1", location="shop", on_hand=2),
    ]
    assert await queries.positions_of(lane.reader, "MUG-9") == []


async def test_supplies(lane: Lane) -> None:
    await fill(lane)
    assert await queries.supplies_of(lane.reader, ["MUG-1", "MUG-2", "MUG-9"]) == {
        "MUG-1": Supply(sku="MUG-1", on_hand=10, granted=10),
        "MUG-2": Supply(sku="MUG-2", on_hand=0, granted=3, oversold=3, cases=1),
    }
    assert [row.sku for row in await queries.low(lane.reader, at_most=7)] == ["MUG-2", "BOWL", "mug-3"]
    assert [row.sku for row in await queries.low(lane.reader, at_most=7, most=1)] == ["MUG-2"]


@pytest.mark.parametrize(
    ("prefix", "after", "most", "expected"),
    [
        ("", "", 50, ["BOWL", "M", "MUG-1", "MUG-2", "mug-3"]),
        ("", "", 2, ["BOWL", "M"]),
        ("", "M", 2, ["MUG-1", "MUG-2"]),
        ("MUG", "", 50, ["MUG-1", "MUG-2"]),
        ("MUG", "MUG-1", 50, ["MUG-2"]),
        ("MUG%", "", 50, []),
        ("Z", "", 50, []),
    ],
)
async def test_pages(lane: Lane, prefix: str, after: str, most: int, expected: list[str]) -> None:
    await fill(lane)
    assert [row.sku for row in await queries.page(lane.reader, prefix, after, most)] == expected


async def test_oversell_cases(lane: Lane) -> None:
    assert await queries.open_cases(lane.reader) == []
    await fill(lane)
    (case,) = await queries.open_cases(lane.reader)
    assert (case.case, case.sku, case.status, case.units, case.most_units) == ("MUG-2#1", "MUG-2", "open", 3, 3)
    await lane.submit(ask.ReceiveDelivery(id="more", sku="MUG-2", location="leeds", quantity=3, reference="D", by="c"))
    assert await queries.open_cases(lane.reader) == []
