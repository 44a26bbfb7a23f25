"""What others may ask of the directory of stores; plain values out."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.stores.records import STORES
from arkwright.compartments.stores.state import Store
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement

stores = STORES.table.c

ALL = Statement(sa.select(*STORES.columns).order_by(stores.name, stores.store))
CHANGED = Statement(
    sa.select(*STORES.columns).where(stores.changed_ms >= sa.bindparam("since_ms")).order_by(stores.changed_ms, stores.store)
)


async def all_stores(reader: Reader) -> list[Store]:
    """Every store, by name."""
    return await reader.rows(STORES, ALL)


async def store(reader: Reader, store_id: str) -> Store | None:
    """The store with this id."""
    return await reader.get(STORES, store_id)


async def changed_since(reader: Reader, since_ms: int) -> list[Store]:
    """Stores changed at that moment or later, the earliest change first."""
    return await reader.rows(STORES, CHANGED, {"since_ms": since_ms})
