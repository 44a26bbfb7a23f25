"""The tables of one database, by name and version, and how they are made on each kind of database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

Migrations = Sequence[Sequence[str]]

# Types as SQLite spells them; texts compare byte by byte everywhere, so that "in order of key" is one order.
ON_POSTGRESQL = ((" TEXT", ' TEXT COLLATE "C"'), (" BLOB", " BYTEA"), (" INTEGER", " BIGINT"))


class Schema:
    """Version 1 is `metadata`, each migration makes the next. Migrations are written once, with TEXT, BIGINT and BLOB for types."""

    def __init__(self, name: str, metadata: sa.MetaData, migrations: Migrations = ()) -> None:
        self.name = name
        self.version = 1 + len(migrations)
        self.migrations = migrations
        self.tables: Sequence[sa.Table] = metadata.sorted_tables

    def create(self, dialect: Dialect) -> list[str]:
        """The statements that make every table and index."""
        made = [making(table, dialect) for table in self.tables]
        return [*(table for table, _ in made), *(index for _, indexes in made for index in indexes)]

    def after(self, version: int, dialect: Dialect) -> list[str]:
        """The statements that bring an older version up to today's."""
        return [spelt(text, dialect) for steps in self.migrations[version - 1 :] for text in steps]


@cache
def making(table: sa.Table, dialect: Dialect) -> tuple[str, list[str]]:
    """The statement that makes a table, and those that make its indexes."""
    indexes = sorted(table.indexes, key=lambda each: str(each.name))
    made = str(CreateTable(table).compile(dialect=dialect))
    return spelt(made, dialect), [spelt(str(CreateIndex(index).compile(dialect=dialect)), dialect) for index in indexes]


def spelt(text: str, dialect: Dialect) -> str:
    """The statement in the types of this kind of database."""
    if dialect.name == "postgresql":
        for here, there in ON_POSTGRESQL:
            text = text.replace(here, there) if there not in text else text
    return text
