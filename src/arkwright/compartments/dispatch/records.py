"""How dispatch's rows stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.dispatch.state import Consignment, Parcel, StoppedBeforehand
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
CONSIGNMENTS = Record(Consignment, "consignments", METADATA, indexes=("status", "number", "promised"))
STOPPED_BEFOREHAND = Record(StoppedBeforehand, "stopped_beforehand", METADATA)
PARCELS = Record(Parcel, "parcels", METADATA, indexes=("order", "tracking"))

RECORDS = (CONSIGNMENTS, STOPPED_BEFOREHAND, PARCELS)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "ALTER TABLE consignments ADD COLUMN promised TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX consignments_by_promised ON consignments (promised)",
    ),
)
