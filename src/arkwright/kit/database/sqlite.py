"""SQLite through APSW: a file a lane, WAL, synchronous=FULL, one writer connection and one reader."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import apsw
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from arkwright.kit.database.change import Change, delete_from, insert_into
from arkwright.kit.database.port import CutOff, DatabaseUnusable, OldCopyRemains, Question, SyncFailed, Value, Values
from arkwright.kit.database.record import Record
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.statement import Statement
from arkwright.kit.messages import Row
from arkwright.kit.world import World

R = TypeVar("R", bound=Row)

DIALECT = sqlite.dialect(paramstyle="qmark")
APPLICATION_ID = 0x41524B57  # "ARKW": SQLite keeps it in the file's header
OLDEST = (3, 51, 3)  # before it, a WAL database could be corrupted by two connections checkpointing at once


def assert_version() -> None:
    """Refuse to run on a SQLite that can corrupt a WAL database."""
    have = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if have < OLDEST:
        raise DatabaseUnusable(f"SQLite {apsw.sqlite_lib_version()} is too old; install the apsw that the lock file names.")


class SqliteDatabase:
    """One file. Opening it creates or migrates it; a file that is not ours, or newer than we are, is left as it is."""

    shared = False

    def __init__(self, world: World, path: Path, schema: Schema, node: str = "") -> None:
        assert_version()
        self.path = path
        self._world = world
        self._schema = schema
        self._node = node
        self.writer = SqliteWriter(world, path)
        self.reader = SqliteReader(path)
        self._open()

    def _open(self) -> None:
        with explained(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            writing = apsw.Connection(str(self.path))
            try:
                check_owner(writing, self.path)
                configure(writing)
                make_lasting(writing)
                prepare(writing, self.path, self._schema, self._node)
            except BaseException:
                writing.close()
                raise
            self.writer.connection = writing
            self.reader.connection = apsw.Connection(str(self.path), flags=apsw.SQLITE_OPEN_READONLY)
            self.reader.connection.set_busy_timeout(5000)

    async def cut_off(self) -> None:
        """Close the file."""
        for held in (self.reader, self.writer):
            if held.connection is not None:
                held.connection.close()
                held.connection = None

    async def restore(self) -> None:
        """Open the file again."""
        if self.writer.connection is None:
            self._open()

    async def scrub(self) -> None:
        """Fold the write-ahead log into the file and cut it to nothing; `secure_delete` overwrote the rest already."""
        await self._world.in_thread(self._empty_log)

    def _empty_log(self) -> None:
        with explained(self.path):
            busy, _, _ = self.writer.opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0]
        if busy:
            raise OldCopyRemains(f"{self.path.name}: another reader holds the log")

    async def close(self) -> None:
        """Close both connections; the last one folds the WAL into the file."""
        await self.cut_off()


class SqliteReader:
    """Reads committed rows on its own connection."""

    def __init__(self, path: Path) -> None:
        self._explained = explained(path)
        self.connection: apsw.Connection | None = None

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Every row of the answer."""
        if self.connection is None:
            raise CutOff()
        with self._explained:
            return list(self.connection.execute(*statement.asked(DIALECT, values)))

    async def rows(self, record: Record[R], statement: Statement, values: Values = {}) -> list[R]:
        """Every row as a struct."""
        return [record.from_values(row) for row in await self.all(statement, values)]

    async def get(self, record: Record[R], key: str) -> R | None:
        """The row with this key, or None."""
        found = await self.rows(record, record.by_key, {"key": key})
        return found[0] if found else None


class SqliteWriter:
    """The lane's one writer; every statement runs inline, only the commit waits for the disk, in a thread."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._path = path
        self._explained = explained(path)
        self.connection: apsw.Connection | None = None

    @property
    def opened(self) -> apsw.Connection:
        """The connection; raises `CutOff` while there is none."""
        if self.connection is None:
            raise CutOff()
        return self.connection

    async def begin(self) -> None:
        """Take the write lock."""
        with self._explained:
            self.opened.execute("BEGIN IMMEDIATE")

    async def commit(self) -> None:
        """Synced to disk when it returns."""
        connection = self.opened
        try:
            await self._world.in_thread(lambda: void(connection.execute("COMMIT")))
        except apsw.Error as error:
            raise SyncFailed(f"{self._path.name}: {error}") from error

    async def rollback(self) -> None:
        """Leave nothing behind."""
        if self.connection is not None and self.connection.in_transaction:
            with self._explained:
                self.connection.execute("ROLLBACK")

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Read inside the transaction."""
        with self._explained:
            return list(self.opened.execute(*statement.asked(DIALECT, values)))

    async def read(self, questions: Sequence[Question]) -> list[list[tuple[Value, ...]]]:
        """One after the other: there is no way to travel."""
        return [await self.all(statement, values) for statement, values in questions]

    async def save(self, *changes: Change) -> None:
        """Insert or replace, and delete."""
        with self._explained:
            for change in changes:
                if change.put:
                    self.opened.executemany(put_text(change.table, change.added), change.put)
                if change.gone:
                    self.opened.executemany(delete_from(change.table, "= ?", DIALECT), [(key,) for key in change.gone])

    async def run(self, statement: Statement, values: Values = {}) -> None:
        """Run it and drop what it answers."""
        await self.all(statement, values)


@functools.cache
def put_text(table: sa.Table, added: bool) -> str:
    """The INSERT of one whole row."""
    return insert_into(table, f"VALUES ({', '.join('?' for _ in table.columns)})", added, DIALECT)


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


def make_lasting(connection: apsw.Connection) -> None:
    """What an earlier process left in the write-ahead log is on the disk before anybody reads it.

    A commit whose sync failed, or which a crash overtook before its sync, stands in the operating system's cache all the same: it is found
    at the start and acted upon, and the next power cut takes it away. Folded into the file and synced, it lasts; where that fails, the
    start fails. (Rebello et al., Can Applications Recover from fsync Failures?, ATC 2020.)
    """
    connection.execute("PRAGMA wal_checkpoint").fetchall()


def prepare(connection: apsw.Connection, path: Path, schema: Schema, node: str) -> None:
    """Create the tables, or bring them up to today's version, in one transaction."""
    with connection:
        if connection.pragma("application_id") == 0:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
            for text in schema.create(DIALECT):
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
        for text in schema.after(version, DIALECT):
            connection.execute(text)
        if version < schema.version:
            connection.execute("UPDATE about SET value = ? WHERE name = 'schema'", (str(schema.version),))


class explained:  # noqa: N801 - reads as what a block is
    """Turn SQLite's errors into one line that says what to do. One may stand around many blocks, one within the other too."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Raises `DatabaseUnusable` in the place of what SQLite or the operating system said."""
        path = self._path
        match error:
            case apsw.NotADBError() | apsw.CorruptError():
                raise DatabaseUnusable(f"{path} is damaged or no SQLite file ({error}); restore it with 'arkwright restore'.") from error
            case apsw.FullError():
                raise DatabaseUnusable(f"The disk of {path} is full; make room and start again. Nothing acknowledged is lost.") from error
            case apsw.BusyError():
                raise DatabaseUnusable(f"{path} is in use by another process; stop it first.") from error
            case apsw.Error() | OSError():
                raise DatabaseUnusable(f"{path} cannot be used ({error}); check the folder, its owner and the disk.") from error


def void(_: object) -> None:
    """Drop an answer."""
