"""A staff database of the first version is brought to today's tables, and what stood there stays."""

from __future__ import annotations

import apsw

from arkwright.compartments.staff import records
from arkwright.journal.tables import schema
from arkwright.kit.database.sqlite import DIALECT
from arkwright.roles.lanes import COMPARTMENTS


def shapes(connection: apsw.Connection) -> dict[str, list[tuple[object, ...]]]:
    names = [str(row[0]) for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {name: sorted((row[1], row[2], row[3], row[5]) for row in connection.execute(f"PRAGMA table_info({name})")) for name in names}


def test_the_first_version_becomes_todays() -> None:
    today = schema(COMPARTMENTS["staff"])
    fresh, old = apsw.Connection(":memory:"), apsw.Connection(":memory:")
    added = {records.TILL_ACCESS.table.name, records.BADGES.table.name}
    for text in today.create(DIALECT):
        fresh.execute(text)
        if not any(f"TABLE {name} " in text for name in added):
            old.execute(text)
    old.execute("INSERT INTO sessions VALUES ('s', 'bea', 1, 2, 3)")
    for text in today.after(1, DIALECT):
        old.execute(text)
    normal = {name: [(row[0], str(row[1]).replace("BIGINT", "INTEGER"), *row[2:]) for row in rows] for name, rows in shapes(old).items()}
    wanted = {name: [(row[0], str(row[1]).replace("BIGINT", "INTEGER"), *row[2:]) for row in rows] for name, rows in shapes(fresh).items()}
    assert normal == wanted
    assert list(old.execute("SELECT account FROM sessions")) == [("bea",)]
