"""What others may ask of stock; plain values out."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from arkwright.compartments.stock.records import CASES, LOCATIONS, POSITIONS, SUPPLIES
from arkwright.compartments.stock.state import Location, OversellCase, Position, Supply
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement, among, as_set

locations, positions, supplies, cases = LOCATIONS.table.c, POSITIONS.table.c, SUPPLIES.table.c, CASES.table.c

ALL_LOCATIONS = Statement(sa.select(*LOCATIONS.columns).order_by(locations.location))
POSITIONS_OF = Statement(sa.select(*POSITIONS.columns).where(positions.sku == sa.bindparam("sku")).order_by(positions.location))
SUPPLIES_OF = Statement(sa.select(*SUPPLIES.columns).where(among(supplies.sku, "skus")))
LOW = Statement(
    sa.select(*SUPPLIES.columns)
    .where(supplies.on_hand <= sa.bindparam("at_most"))
    .order_by(supplies.on_hand, supplies.sku)
    .limit(sa.bindparam("most"))
)
OPEN_CASES = Statement(
    sa.select(*CASES.columns).where(cases.status == "open").order_by(cases.opened_ms, cases.case).limit(sa.bindparam("most"))
)
PAGE = Statement(
    sa.select(*SUPPLIES.columns)
    .where(supplies.sku >= sa.bindparam("first"), supplies.sku < sa.bindparam("beyond"), supplies.sku > sa.bindparam("after"))
    .order_by(supplies.sku)
    .limit(sa.bindparam("most"))
)

LAST_CHARACTER = "\U0010ffff"


async def all_locations(reader: Reader) -> list[Location]:
    """Every location, by id."""
    return await reader.rows(LOCATIONS, ALL_LOCATIONS)


async def location(reader: Reader, location_id: str) -> Location | None:
    """The location with this id."""
    return await reader.get(LOCATIONS, location_id)


async def positions_of(reader: Reader, sku: str) -> list[Position]:
    """Where a SKU lies, by location; empty when it never lay anywhere."""
    return await reader.rows(POSITIONS, POSITIONS_OF, {"sku": sku})


async def supplies_of(reader: Reader, skus: Sequence[str]) -> dict[str, Supply]:
    """On hand, granted, asked back and oversold of these SKUs; one that never had stock is left out."""
    return {row.sku: row for row in await reader.rows(SUPPLIES, SUPPLIES_OF, {"skus": as_set(skus)})}


async def low(reader: Reader, at_most: int, most: int = 200) -> list[Supply]:
    """SKUs of which no more than `at_most` units are on hand online, the fewest first; promised units count as on hand."""
    return await reader.rows(SUPPLIES, LOW, {"at_most": at_most, "most": most})


async def open_cases(reader: Reader, most: int = 200) -> list[OversellCase]:
    """Oversell cases that want a decision, the oldest first."""
    return await reader.rows(CASES, OPEN_CASES, {"most": most})


async def page(reader: Reader, prefix: str = "", after: str = "", most: int = 50) -> list[Supply]:
    """SKUs that begin with `prefix`, in order, beyond the SKU `after` (the last of the page before)."""
    return await reader.rows(SUPPLIES, PAGE, {"first": prefix, "beyond": prefix + LAST_CHARACTER, "after": after, "most": most})
