"""How the directory's rows stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.stores.state import Store
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
STORES = Record(Store, "stores", METADATA, indexes=("changed_ms",))

RECORDS = (STORES,)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
