"""The rows that orders left behind, and how fast SQLite takes the very same rows without any rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import apsw

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")  # as kit/database/sqlite.py has them
Kept = dict[tuple[str, str], set[tuple[Any, ...]]]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What so many orders wrote: by table its rows, new or changed, in their last form; `create` makes the tables."""

    orders: int
    create: list[str] = field(default_factory=list)
    tables: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)

    @property
    def an_order(self) -> dict[str, float]:
        """Rows per table per order."""
        return {name: len(rows) / self.orders for name, rows in self.tables.items()}

    def told(self) -> str:
        """Rows of one order, the largest tables first."""
        shares = sorted(self.an_order.items(), key=lambda each: -each[1])
        return ", ".join(f"{name} {count:.2g}" for name, count in shares if count >= 0.01)

    def share(self, number: int, at_once: int) -> list[tuple[str, list[tuple[Any, ...]]]]:
        """The rows of the orders from `number` on."""
        orders = self.orders
        parts = [
            (name, rows[number * len(rows) // orders : (number + at_once) * len(rows) // orders]) for name, rows in self.tables.items()
        ]
        return [(name, part) for name, part in parts if part]


def kept(folder: Path) -> Kept:
    """Every row of every database below an office's folder; nothing is changed."""
    found: Kept = {}
    for path in sorted(folder.rglob("*.db")):
        with apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY) as connection:
            for (name,) in tables_of(connection):
                found[path.stem, name] = set(connection.execute(f'SELECT * FROM "{name}"'))  # noqa: S608
        connection.close()
    return found


def tables_of(connection: apsw.Connection) -> list[tuple[str]]:
    """The names of the tables with rows of ours."""
    return list(connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL AND name NOT LIKE 'sqlite%'"))


def written(folder: Path, before: Kept, orders: int) -> Rows:
    """What stands there now and did not stand there before, with the tables' and indexes' own definitions."""
    rows = Rows(orders=orders)
    for path in sorted(folder.rglob("*.db")):
        with apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY) as connection:
            for (name,) in tables_of(connection):
                new = [row for row in connection.execute(f'SELECT * FROM "{name}"') if row not in before.get((path.stem, name), set())]  # noqa: S608
                if new:
                    definitions = connection.execute(
                        "SELECT sql FROM sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY rootpage", (name,)
                    )
                    # One file for all: the tables of a lane get its name in front.
                    both = f"{path.stem}_{name}"
                    rows.create.extend(renamed(str(sql), name, path.stem) for (sql,) in definitions)
                    rows.tables[both] = new
        connection.close()
    return rows


def renamed(sql: str, table: str, lane: str) -> str:
    """The definition of a table or an index, with the lane's name before the table's."""
    if sql.startswith("CREATE TABLE"):
        head, _, rest = sql.partition("(")
        return f'CREATE TABLE "{lane}_{table}" ({rest}' if head else sql
    head, _, rest = sql.partition(" ON ")
    index = head.split()[-1].strip('"')
    return f'CREATE INDEX "{lane}_{index}" ON "{lane}_{table}" {rest[rest.index("(") :]}'


def plain_sqlite(rows: Rows, file: Path, at_once: int) -> float:
    """Orders a second: a loop that commits these rows on this disk, so many orders in a transaction."""
    connection = apsw.Connection(str(file))
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for sql in rows.create:
        connection.execute(sql)
    texts = {name: f'INSERT OR REPLACE INTO "{name}" VALUES ({", ".join("?" * len(held[0]))})' for name, held in rows.tables.items()}  # noqa: S608
    began = perf_counter()
    for number in range(0, rows.orders, at_once):
        connection.execute("BEGIN IMMEDIATE")
        for name, part in rows.share(number, at_once):
            connection.executemany(texts[name], part)
        connection.execute("COMMIT")
    took = perf_counter() - began
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    return rows.orders / took
