"""The tables of the tills."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.tills.state import Place, Till
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
PLACES = Record(Place, "places", METADATA)
TILLS = Record(Till, "tills", METADATA)
RECORDS = (PLACES, TILLS)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
