"""SQLite through APSW: a file a lane, WAL, synchronous=FULL, one writer connection and one reader."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import apsw
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from arkwright.kit.database.port import CommitFailed, DatabaseUnusable, Value, Values
from arkwright.kit.database.record import Record
from arkwright.kit.database.statement import Statement, among
from arkwright.kit.messages import Row
from arkwright.kit.world import World

R = TypeVar("R", bound=Row)

DIALECT = sqlite.dialect(paramstyle="qmark")
APPLICATION_ID = 0x41524B57  # "ARKW": SQLite keeps it in the file's header
OLDEST = (3, 51, 3)  # before it, a WAL database could be corrupted by two connections checkpointing at once

Migrations = Sequence[Sequence[str]]


def assert_version() -> None:
    """Refuse to run on a SQLite that can corrupt a WAL database."""
    have = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if have < OLDEST:
        raise DatabaseUnusable(f"SQLite {apsw.sqlite_lib_version()} is too old; install the apsw that the lock file names.")


class Schema:
    """The tables of one database, by name and version: version 1 is `metadata`, each migration makes the next."""

    def __init__(self, name: str, metadata: sa.MetaData, migrations: Migrations = ()) -> None:
        self.name = name
        self.version = 1 + len(migrations)
        self.migrations = migrations
        self.create = [str(CreateTable(table).compile(dialect=DIALECT)) for table in metadata.sorted_tables]
        indexes = (index for table in metadata.sorted_tables for index in sorted(table.indexes, key=lambda each: str(each.name)))
        self.create += [str(CreateIndex(index).compile(dialect=DIALECT)) for index in indexes]


class SqliteDatabase:
    """One file. Opening it creates or migrates it; a file that is not ours, or newer than we are, is left as it is."""

    def __init__(self, world: World, path: Path, schema: Schema, node: str = "") -> None:
        assert_version()
        self.path = path
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = apsw.Connection(str(path))
            try:
                check_owner(self._connection, path)
                configure(self._connection)
                prepare(self._connection, path, schema, node)
            except BaseException:
                self._connection.close()
                raise
            self._reading = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
            self._reading.set_busy_timeout(5000)
        self.writer = SqliteWriter(world, path, self._connection)
        self.reader = SqliteReader(path, self._reading)

    async def close(self) -> None:
        """Close both connections; the last one folds the WAL into the file."""
        self._reading.close()
        self._connection.close()


class SqliteReader:
    """Reads committed rows on its own connection."""

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        self._path = path
        self._connection = connection

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Every row of the answer."""
        with explained(self._path):
            text = statement.compiled(DIALECT)[0]
            return list(self._connection.execute(text, statement.positional(DIALECT, values)))

    async def rows(self, record: Record[R], statement: Statement, values: Values = {}) -> list[R]:
        """Every row as a struct."""
        return [record.from_values(row) for row in await self.all(statement, values)]

    async def get(self, record: Record[R], key: str) -> R | None:
        """The row with this key, or None."""
        found = await self.rows(record, by_keys(record), {"keys": json.dumps([key])})
        return found[0] if found else None


class SqliteWriter:
    """The lane's one writer; every statement runs inline, only the commit waits for the disk, in a thread."""

    def __init__(self, world: World, path: Path, connection: apsw.Connection) -> None:
        self._world = world
        self._path = path
        self._connection = connection

    async def begin(self) -> None:
        """Take the write lock."""
        with explained(self._path):
            self._connection.execute("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        """Synced to disk when it returns."""
        try:
            await self._world.in_thread(lambda: void(self._connection.execute("COMMIT")))
        except apsw.Error as error:
            raise CommitFailed(f"{self._path.name}: {error}") from error

    async def rollback(self) -> None:
        """Leave nothing behind."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Read inside the transaction."""
        with explained(self._path):
            text = statement.compiled(DIALECT)[0]
            return list(self._connection.execute(text, statement.positional(DIALECT, values)))

    async def run(self, statement: Statement, many: Sequence[Values]) -> None:
        """The statement once for each set of values."""
        with explained(self._path):
            text = statement.compiled(DIALECT)[0]
            self._connection.executemany(text, [statement.positional(DIALECT, values) for values in many])

    async def load(self, record: Record[R], keys: Sequence[str]) -> dict[str, R]:
        """The rows with these keys."""
        found = await self.all(by_keys(record), {"keys": json.dumps(list(keys))})
        rows = [record.from_values(values) for values in found]
        return {record.key(row): row for row in rows}

    async def save(self, record: Record[R], rows: Iterable[R], gone: Iterable[str]) -> None:
        """Insert or replace, and delete."""
        await self.run(upsert(record), [record.to_values(row) for row in rows])
        await self.run(delete(record), [{"key_gone": key} for key in gone])


def check_owner(connection: apsw.Connection, path: Path) -> None:
    """Only a new file, or one of ours."""
    mark = connection.pragma("application_id")
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").get == 0
    if mark != APPLICATION_ID and not (mark == 0 and empty):
        raise DatabaseUnusable(f"{path} is a database of another program; name another folder, or move the file away.")


def configure(connection: apsw.Connection) -> None:
    """WAL and full synchronisation: what is acknowledged is on the disk."""
    connection.set_busy_timeout(5000)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def prepare(connection: apsw.Connection, path: Path, schema: Schema, node: str) -> None:
    """Create the tables, or bring them up to today's version, in one transaction."""
    with connection:
        if connection.pragma("application_id") == 0:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            for text in schema.create:
                connection.execute(text)
            about = {"database": schema.name, "node": node, "schema": str(schema.version)}
            connection.executemany("INSERT INTO about VALUES (?, ?)", list(about.items()))
            return
        about = dict(connection.execute("SELECT name, value FROM about"))
        if about["database"] != schema.name or (node and about["node"] not in ("", node)):
            raise DatabaseUnusable(f"{path} belongs to {about['database']} of node {about['node'] or '?'}, not to {schema.name} of {node}.")
        version = int(about["schema"])
        if version > schema.version:
            raise DatabaseUnusable(
                f"{path} has schema {version}, newer than this Arkwright's {schema.version}; run the newer release, or restore a backup."
            )
        for steps in schema.migrations[version - 1 :]:
            for text in steps:
                connection.execute(text)
        if version < schema.version:
            connection.execute("UPDATE about SET value = ? WHERE name = 'schema'", (str(schema.version),))


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one line that says what to do."""
    try:
        yield
    except (apsw.NotADBError, apsw.CorruptError) as error:
        raise DatabaseUnusable(f"{path} is damaged or no SQLite file ({error}); restore it with 'arkwright restore'.") from error
    except apsw.FullError as error:
        raise DatabaseUnusable(f"The disk of {path} is full; make room and start again. Nothing acknowledged is lost.") from error
    except apsw.BusyError as error:
        raise DatabaseUnusable(f"{path} is in use by another process; stop it first.") from error
    except (apsw.Error, OSError) as error:
        raise DatabaseUnusable(f"{path} cannot be used ({error}); check the folder, its owner and the disk.") from error


def cached(build: Callable[[Record[Any]], Statement]) -> Callable[[Record[Any]], Statement]:
    """Build a record's statement once."""
    built: dict[int, Statement] = {}

    def once(record: Record[Any]) -> Statement:
        return built.setdefault(id(record), build(record)) if id(record) not in built else built[id(record)]

    return once


@cached
def by_keys(record: Record[Any]) -> Statement:
    """The rows of a set of keys."""
    return Statement(sa.select(*record.columns).where(among(record.table.c[record.key_name], "keys")))


@cached
def upsert(record: Record[Any]) -> Statement:
    """Insert a row, or replace the one with its key."""
    insert = sqlite.insert(record.table).values({column.name: sa.bindparam(column.name) for column in record.columns})
    others = {column.name: insert.excluded[column.name] for column in record.columns if column.name != record.key_name}
    key = [record.key_name]
    return Statement(insert.on_conflict_do_update(index_elements=key, set_=others) if others else insert.on_conflict_do_nothing())


@cached
def delete(record: Record[Any]) -> Statement:
    """Delete the row with a key."""
    return Statement(sa.delete(record.table).where(record.table.c[record.key_name] == sa.bindparam("key_gone")))


def void(_: object) -> None:
    """Drop an answer."""
