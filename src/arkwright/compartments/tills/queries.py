"""What others may ask of the tills; plain values out."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.tills.records import TILLS
from arkwright.compartments.tills.state import Till
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement

ALL_TILLS = Statement(sa.select(*TILLS.columns).order_by(TILLS.table.c.till))


async def tills(reader: Reader) -> list[Till]:
    """The tills of the store."""
    return await reader.rows(TILLS, ALL_TILLS)
