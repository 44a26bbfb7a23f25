"""A PostgreSQL schema as a SQLite file of the same tables, and back: what a backup holds is the same wherever the data lay."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import apsw
import asyncpg
import sqlalchemy as sa

from arkwright.kit.database.change import Change
from arkwright.kit.database.copying import settle
from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.database.postgres_session import CONNECT_S, Address, explained, quoted, settings
from arkwright.kit.database.postgres_texts import DIALECT
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.database.sqlite import explained as explained_sqlite
from arkwright.kit.world import World

PAGE = 1000


async def copy_schema(world: World, address: Address, schema: Schema, node: str, target: Path) -> None:
    """The compartment as it stands at one moment, in a new SQLite file, while others write. Raises `DatabaseUnusable`, `DatabaseAway`."""
    async with session(address) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        await expect(connection, address, schema, node)
        file = SqliteDatabase(world, target, schema, node)
        try:
            await file.writer.begin()
            for table in schema.tables:
                cursor = await connection.cursor(everything(table))
                while rows := await cursor.fetch(PAGE):
                    await file.writer.save(Change(table, [tuple(row) for row in rows]))
            await file.writer.commit()
        finally:
            await file.close()
    settle(target)


async def fill_schema(source: Path, address: Address, schema: Schema, node: str) -> None:
    """Put a copy into a schema that was prepared and holds nothing yet; all of it or nothing. Raises `DatabaseUnusable`, `DatabaseAway`."""
    settle(source)
    async with session(address) as connection, connection.transaction():
        await connection.execute(f"SELECT pg_advisory_xact_lock({address.lock})")
        await expect_empty(connection, address, schema, node)
        for table in schema.tables:
            names = [column.name for column in table.columns]
            await connection.copy_records_to_table(table.name, schema_name=address.namespace, columns=names, records=rows_of(source, table))


async def check_empty(address: Address, schema: Schema, node: str) -> None:
    """Refuse, with `DatabaseUnusable`, a schema that holds something, or is not prepared by this release."""
    async with session(address) as connection:
        await expect_empty(connection, address, schema, node)


@asynccontextmanager
async def session(address: Address) -> AsyncIterator[Any]:
    """A connection as the schema's owner where the node has that login (a sealed compartment is backed up too), else as its own."""
    with explained(address.namespace):
        url = address.owner_url or address.url
        connection = await asyncpg.connect(url, timeout=CONNECT_S, server_settings=settings(address))
        try:
            yield connection
        except asyncpg.UndefinedTableError:
            raise DatabaseUnusable(f"{address.namespace} is not prepared; run 'arkwright database prepare'.") from None
        finally:
            await connection.close(timeout=CONNECT_S)


async def expect(connection: Any, address: Address, schema: Schema, node: str) -> None:
    """The compartment and the node that were named, at today's version."""
    about = {str(name): str(value) for name, value in await connection.fetch("SELECT name, value FROM about")}
    if about != {"database": schema.name, "node": node, "schema": str(schema.version)}:
        raise DatabaseUnusable(
            f"{address.namespace} is {about.get('database')} of {about.get('node')} at schema {about.get('schema')}, not {schema.name} "
            f"of {node} at {schema.version}; run 'arkwright database prepare' with this release, or name another database."
        )


async def expect_empty(connection: Any, address: Address, schema: Schema, node: str) -> None:
    """As `expect`, and without a row."""
    await expect(connection, address, schema, node)
    for table in schema.tables:
        if await connection.fetchval(f"SELECT EXISTS (SELECT 1 FROM {quoted(table.name)})"):
            raise DatabaseUnusable(
                f"{address.namespace} holds data, and nothing is written over it. Name another database, or drop that schema and run "
                "'arkwright database prepare'."
            )


def everything(table: sa.Table) -> str:
    """The SELECT of every row, columns in the table's order."""
    return str(sa.select(*table.columns).compile(dialect=DIALECT))


def rows_of(source: Path, table: sa.Table) -> Iterator[tuple[Any, ...]]:
    """Every row of a table of the copy."""
    with explained_sqlite(source):
        connection = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            columns = ", ".join(quoted(column.name) for column in table.columns)
            yield from connection.execute(f"SELECT {columns} FROM {quoted(table.name)}")
        finally:
            connection.close()
