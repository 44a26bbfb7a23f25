"""PostgreSQL through asyncpg: a schema and a login a compartment, one connection that writes, a few that read."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import asyncpg
import sqlalchemy as sa

from arkwright.kit.database.change import Change
from arkwright.kit.database.port import CutOff, DatabaseAway, DatabaseUnusable, PerhapsCommitted, Question, Value, Values
from arkwright.kit.database.postgres_session import CONNECT_S, Address, explained, quoted, settings
from arkwright.kit.database.postgres_texts import DIALECT, grants, saving, together
from arkwright.kit.database.record import Record
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.statement import Statement
from arkwright.kit.messages import Row

R = TypeVar("R", bound=Row)

MOST_READERS = 4
IDLE_S = 300  # a connection that nobody used for so long may have been dropped on its way without a word


class PostgresDatabase:
    """One schema on one server. Opening it looks whether it is ours and of today's version; `arkwright database prepare` makes it."""

    shared: bool = True

    def __init__(self, address: Address, schema: Schema) -> None:
        self.address = address
        self.schema = schema
        self.reader = PostgresReader(address)
        self.writer = PostgresWriter(address)

    @classmethod
    async def open(cls, address: Address, schema: Schema, node: str = "") -> PostgresDatabase:
        """The database, ready; a sealed one is opened cut off. Raises `DatabaseUnusable`, `DatabaseAway`."""
        database = cls(address, schema)
        try:
            about = {str(name): str(value) for name, value in await database.reader.all(ABOUT)}
        except CutOff:
            await database.let_go()
            return database
        except asyncpg.UndefinedTableError:
            await database.close()
            raise DatabaseUnusable(f"{address.namespace} is not prepared; run 'arkwright database prepare'.") from None
        wanted = {"database": schema.name, "schema": str(schema.version), "node": node or about.get("node")}
        if about != wanted:
            await database.close()
            raise DatabaseUnusable(
                f"{address.namespace} is {about.get('database')} of {about.get('node')} at schema {about.get('schema')}, not {schema.name} "
                f"of {node} at {schema.version}; run 'arkwright database prepare' with this release, or name another database."
            )
        return database

    async def cut_off(self) -> None:
        """Take the login's rights away at the server, end its sessions, and let go of our own."""
        name = quoted(self.address.login)
        await self._as_owner(
            f"ALTER ROLE {name} NOLOGIN; REVOKE ALL ON ALL TABLES IN SCHEMA {name} FROM {name}",
            f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{self.address.login}'",
        )
        await self.let_go()

    async def restore(self) -> None:
        """Give the login its rights back."""
        await self._as_owner(f"ALTER ROLE {quoted(self.address.login)} LOGIN", *grants(self.address, self.schema))
        self.reader.cut_off = self.writer.cut_off = False

    async def scrub(self) -> None:
        """Vacuum the tables; the server's write-ahead log and its archive keep what they hold until they are recycled."""
        await self._as_owner(*(f"VACUUM {quoted(self.address.namespace)}.{quoted(table.name)}" for table in self.schema.tables))

    async def close(self) -> None:
        """End the sessions."""
        await self.reader.close()
        await self.writer.close()

    async def let_go(self) -> None:
        """Use nothing of it until `restore`."""
        self.reader.cut_off = self.writer.cut_off = True
        await self.close()

    async def _as_owner(self, *texts: str) -> None:
        """Run each as the owner of the schema, in order; on a node that does not hold the owner's login, nothing happens."""
        if self.address.owner_url is None:
            return
        with explained(self.address.namespace):
            owner = await asyncpg.connect(self.address.owner_url, timeout=CONNECT_S, command_timeout=self.address.answer_s)
            try:
                for text in texts:
                    await owner.execute(text)
            finally:
                await owner.close(timeout=CONNECT_S)


class PostgresReader:
    """Reads committed rows over a few connections of its own; a connection that was lost is replaced and asked once more."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._idle: list[tuple[Any, float]] = []  # each with the loop's time when it was used last
        self._busy: set[Any] = set()
        self._at_once = asyncio.Semaphore(MOST_READERS)
        self.cut_off = False

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Every row of the answer."""
        text, arguments = statement.asked(DIALECT, values)
        try:
            return await self._fetch(text, arguments)
        except DatabaseAway:
            return await self._fetch(text, arguments)

    async def rows(self, record: Record[R], statement: Statement, values: Values = {}) -> list[R]:
        """Every row as a struct."""
        return [record.from_values(row) for row in await self.all(statement, values)]

    async def get(self, record: Record[R], key: str) -> R | None:
        """The row with this key, or None."""
        found = await self.rows(record, record.by_key, {"key": key})
        return found[0] if found else None

    async def close(self) -> None:
        """End its sessions."""
        self._let_go_of_idle()
        for connection in self._busy:
            connection.terminate()
        await asyncio.sleep(0)  # in which their sockets close

    async def _fetch(self, text: str, arguments: Sequence[Any]) -> list[tuple[Value, ...]]:
        if self.cut_off:
            raise CutOff()
        with explained(self._address.namespace):
            async with asyncio.timeout(self._address.answer_s):
                await self._at_once.acquire()
            try:
                return await self._asked(await self._connected(), text, arguments)
            finally:
                self._at_once.release()

    async def _connected(self) -> Any:
        """The connection that was used last, or a new one; asyncpg's own pool makes a task for each use of one."""
        while self._idle:
            connection, used_s = self._idle.pop()
            if not connection.is_closed() and asyncio.get_running_loop().time() - used_s < IDLE_S:
                return connection
            connection.terminate()
        return await asyncpg.connect(
            self._address.url, timeout=CONNECT_S, command_timeout=self._address.answer_s, server_settings=settings(self._address)
        )

    async def _asked(self, connection: Any, text: str, arguments: Sequence[Any]) -> list[tuple[Value, ...]]:
        self._busy.add(connection)
        try:
            if self.cut_off:
                raise CutOff()
            found = await connection.fetch(text, *arguments)
        except BaseException:
            connection.terminate()
            self._let_go_of_idle()
            raise
        finally:
            self._busy.discard(connection)
        self._idle.append((connection, asyncio.get_running_loop().time()))
        return [tuple(row) for row in found]

    def _let_go_of_idle(self) -> None:
        """Where one connection was lost, the others may be too."""
        while self._idle:
            self._idle.pop()[0].terminate()


class PostgresWriter:
    """The writer of a lane: the lane's lock is taken in a statement of its own, so that all that is read after it is the last state."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection: Any = None
        self._wrote = False
        self.cut_off = False

    async def begin(self) -> None:
        """Connect if need be, and take the lane's lock."""
        with self._explained():
            if self._connection is None:
                self._connection = await asyncpg.connect(
                    self._address.url,
                    timeout=CONNECT_S,
                    command_timeout=self._address.answer_s,
                    statement_cache_size=500,
                    server_settings=settings(self._address),
                )
            await self._connection.execute(f"BEGIN; SELECT pg_advisory_xact_lock({self._address.lock})")
        self._wrote = False

    async def commit(self) -> None:
        """Durable when it returns, on the standby too where replication is synchronous.

        A batch that only repeats answers commits a row nevertheless: what it read may be a commit whose replication was never confirmed.
        """
        try:
            with self._explained():
                await self._connection.execute("COMMIT" if self._wrote else CONFIRM)
        except (DatabaseAway, CutOff) as away:
            raise PerhapsCommitted() from away

    async def rollback(self) -> None:
        """Leave nothing behind; a connection that is gone left nothing."""
        if self._connection is not None:
            try:
                with self._explained():
                    await self._connection.execute("ROLLBACK")
            except (DatabaseAway, CutOff):
                self._drop()

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Read inside the transaction."""
        with self._explained():
            text, arguments = statement.asked(DIALECT, values)
            found = await self._connection.fetch(text, *arguments)
        return [tuple(row) for row in found]

    async def read(self, questions: Sequence[Question]) -> list[list[tuple[Value, ...]]]:
        """Every question as a column of one row, which is an array of rows."""
        arguments = [value for statement, values in questions for value in statement.asked(DIALECT, values)[1]]
        with self._explained():
            found = await self._connection.fetchrow(together(tuple(statement for statement, _ in questions)), *arguments)
        return [[tuple(row) for row in answer] for answer in found]

    async def save(self, *changes: Change) -> None:
        """Every change as a part of one statement, its rows as one array a column."""
        real = [change for change in changes if change.put or change.gone]
        if not real:
            return
        arguments: list[Any] = []
        for change in real:
            arguments += zip(*change.put, strict=True)
            arguments += [change.gone] if change.gone else []
        shapes = tuple((change.table, bool(change.put), bool(change.gone), change.added) for change in real)
        self._wrote = True
        with self._explained():
            await self._connection.execute(saving(shapes), *arguments)

    async def run(self, statement: Statement, values: Values = {}) -> None:
        """Run it and drop what it answers."""
        self._wrote = True
        await self.all(statement, values)

    async def close(self) -> None:
        """End the session."""
        self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """A connection on which anything went wrong is not used again."""
        if self.cut_off:
            raise CutOff()
        try:
            with explained(self._address.namespace):
                yield
        except BaseException:
            self._drop()
            raise


ABOUT = Statement(sa.text("SELECT name, value FROM about"))
CONFIRM = "UPDATE about SET value = value WHERE name = 'database'; COMMIT"
