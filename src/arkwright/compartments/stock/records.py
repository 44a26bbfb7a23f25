"""How stock's rows stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.stock.state import Location, OversellCase, Position, Returned, Supply
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
LOCATIONS = Record(Location, "locations", METADATA)
POSITIONS = Record(Position, "positions", METADATA, indexes=("sku",))
SUPPLIES = Record(Supply, "supplies", METADATA, indexes=("on_hand",))
CASES = Record(OversellCase, "oversell_cases", METADATA, indexes=("status",))
RETURNED = Record(Returned, "returned", METADATA)

RECORDS = (LOCATIONS, POSITIONS, SUPPLIES, CASES, RETURNED)
MIGRATIONS: tuple[tuple[str, ...], ...] = (("CREATE TABLE returned (returned TEXT NOT NULL, sku TEXT NOT NULL, PRIMARY KEY (returned))",),)
