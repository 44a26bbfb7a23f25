"""How the rows of customers stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.customers.state import Person
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
PEOPLE = Record(Person, "people", METADATA, indexes=("opened_ms", "erased_ms"))

RECORDS = (PEOPLE,)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
