"""The database that tests run on: SQLite files, or PostgreSQL where `--database postgres` says so; a path names a database on either."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import apsw
import asyncpg

from arkwright.journal import tables
from arkwright.kit.database.port import Database, Duty, Value
from arkwright.kit.database.postgres import PostgresDatabase
from arkwright.kit.database.postgres_preparing import prepare
from arkwright.kit.database.postgres_session import Address
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.vault import SCHEMA as VAULT
from arkwright.kit.world import World
from arkwright.roles.databases import Files, OnlyProcess
from arkwright.roles.lanes import COMPARTMENTS

OWNER_URL = "ARKWRIGHT_TEST_POSTGRES"
PASSWORD = "secret"
EMPTY: dict[tuple[str, int, str], bytes] = {}


def on_postgres() -> bool:
    """Whether this run is on PostgreSQL."""
    return OWNER_URL in os.environ


async def database(world: World, path: Path, schema: Schema, node: str = "") -> Database:
    """The database at this path, made if it is not there."""
    if not on_postgres():
        return SqliteDatabase(world, path, schema, node)
    address = address_of(path)
    await prepare(address, PASSWORD, schema, node)
    return await PostgresDatabase.open(address, schema, node)


@dataclass(frozen=True)
class TestDatabases:
    """A node's databases, wherever this run keeps them, copied from one that is prepared once a node: on PostgreSQL a database a folder."""

    __test__ = False
    folder: Path
    node: str

    async def open(self, world: World, schema: Schema) -> Database:
        """Named by where the file would lie. A compartment is sealed in this process alone: its login is other tests' too."""
        if not on_postgres():
            files = Files(self.folder, self.node)
            if not (path := files.path(schema.name)).exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(await empty(world, schema, self.node))
            return await files.open(world, schema)
        url = await copied(f"d{hashed(self.folder)}", self.node)
        opened = await PostgresDatabase.open(login_to(url, self.node, schema), schema, self.node)
        opened.shared = False  # nobody else writes it, and time that stands still would have the lane look out without end
        return opened

    def duty(self, world: World, name: str) -> Duty:
        """The only process of its node."""
        return OnlyProcess()


async def empty(world: World, schema: Schema, node: str) -> bytes:
    """A file with everything prepared for this node and nothing in it; to make one takes three writes that wait for the disk."""
    known = (schema.name, schema.version, node)
    if known not in EMPTY:
        with tempfile.TemporaryDirectory(prefix="arkwright-empty-") as folder:
            path = Path(folder) / "empty.db"
            await SqliteDatabase(world, path, schema, node).close()
            EMPTY[known] = path.read_bytes()
    return EMPTY[known]


async def copied(name: str, node: str) -> str:
    """The owner's URL of a database with everything prepared for this node; made by a copy unless it is there."""
    template = f"pattern_of_{node}".replace("-", "_")
    owner = await asyncpg.connect(os.environ[OWNER_URL])
    try:
        await owner.execute("SELECT pg_advisory_lock(1)")
        known = {row[0] for row in await owner.fetch("SELECT datname FROM pg_database")}
        if template not in known:
            await owner.execute(f"CREATE DATABASE {template}_begun")
            await prepare_all(named(f"{template}_begun"), node)
            await owner.execute(f"ALTER DATABASE {template}_begun RENAME TO {template}")
        if name not in known:
            await owner.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    finally:
        await owner.close()
    return named(name)


async def prepare_all(url: str, node: str) -> None:
    """Every compartment of every kind of node, and the vault."""
    for schema in (*(tables.schema(each) for each in COMPARTMENTS.values()), VAULT):
        await prepare(dataclasses.replace(login_to(url, node, schema), owner_url=url), PASSWORD, schema, node)


def named(database: str) -> str:
    """The owner's URL of a database of this name."""
    return os.environ[OWNER_URL].replace("/postgres?", f"/{database}?")


def login_to(url: str, node: str, schema: Schema) -> Address:
    """A compartment's own login."""
    name = f"{node}_{schema.name}".replace("-", "_")
    return Address(url.replace("postgres@", f"{name}:{PASSWORD}@"), name)


def hashed(path: Path) -> str:
    """A short name for a path."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:20]


def address_of(path: Path) -> Address:
    """The schema that stands for this path."""
    owner, name = os.environ[OWNER_URL], "t" + hashed(path)
    return Address(owner.replace("postgres@", f"{name}:{PASSWORD}@"), name, owner)


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
