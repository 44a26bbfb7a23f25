"""How the rows of promotions stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.promotions.state import CodeTaken, Ends, Promotion
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
PROMOTIONS = Record(Promotion, "promotions", METADATA, indexes=("until_ms",))
CODES = Record(CodeTaken, "codes", METADATA)
ENDS = Record(Ends, "ends", METADATA)

RECORDS = (PROMOTIONS, CODES, ENDS)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
