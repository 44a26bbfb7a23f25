"""The database that tests run on: SQLite files, or PostgreSQL where `--database postgres` says so; a path names a database on either."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import apsw
import asyncpg

from arkwright.kit.database.port import Database, Duty, Value
from arkwright.kit.database.postgres import PostgresDatabase
from arkwright.kit.database.postgres_preparing import prepare
from arkwright.kit.database.postgres_session import Address
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.world import World
from arkwright.roles.databases import Files, OnlyProcess

OWNER_URL = "ARKWRIGHT_TEST_POSTGRES"


def on_postgres() -> bool:
    """Whether this run is on PostgreSQL."""
    return OWNER_URL in os.environ


async def database(world: World, path: Path, schema: Schema, node: str = "") -> Database:
    """The database at this path, made if it is not there."""
    if not on_postgres():
        return SqliteDatabase(world, path, schema, node)
    address = address_of(path)
    await prepare(address, "a password", schema, node)
    return await PostgresDatabase.open(address, schema, node)


@dataclass(frozen=True)
class TestDatabases:
    """A node's databases, wherever this run keeps them."""

    __test__ = False
    folder: Path
    node: str

    async def open(self, world: World, schema: Schema) -> Database:
        """Named by where the file would lie."""
        return await database(world, Files(self.folder, self.node).path(schema.name), schema, self.node)

    def duty(self, world: World, name: str) -> Duty:
        """The only process of its node."""
        return OnlyProcess()


def address_of(path: Path) -> Address:
    """The schema that stands for this path."""
    owner, name = os.environ[OWNER_URL], "t" + hashlib.sha256(str(path).encode()).hexdigest()[:20]
    return Address(owner.replace("postgres@", f"{name}:a%20password@"), name, owner)


async def touched(path: Path, text: str, *values: Value) -> list[tuple[Value, ...]]:
    """Run a statement behind the product's back, as somebody who got in; marks are `?`. What it answers."""
    if not on_postgres():
        connection = apsw.Connection(str(path))
        try:
            return list(connection.execute(text, values))
        finally:
            connection.close()
    owner = await asyncpg.connect(os.environ[OWNER_URL], server_settings={"search_path": address_of(path).namespace})
    try:
        numbers = iter(range(1, len(values) + 1))
        return [tuple(row) for row in await owner.fetch(re.sub(r"\?", lambda _: f"${next(numbers)}", text), *values)]
    finally:
        await owner.close()
