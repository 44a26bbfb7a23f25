"""The port: one writer in transactions, many readers; integers, text and bytes only; nothing here is SQLite's alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from arkwright.kit.database.record import Record
from arkwright.kit.database.statement import Statement
from arkwright.kit.messages import Row

Value = int | str | bytes | None
Values = Mapping[str, Value]
R = TypeVar("R", bound=Row)


class DatabaseUnusable(Exception):
    """The database cannot be opened or written; the text is one line that says what to do. Nothing was overwritten."""


class Reader(Protocol):
    """Reads what is committed."""

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Every row of the answer."""
        ...

    async def rows(self, record: Record[R], statement: Statement, values: Values = {}) -> list[R]:
        """Every row as a struct; the statement selects `record.columns`."""
        ...

    async def get(self, record: Record[R], key: str) -> R | None:
        """The row with this key, or None."""
        ...


class Writer(Protocol):
    """The one writer of a lane: everything between `begin` and `commit` is one transaction."""

    async def begin(self) -> None:
        """Open the transaction; on PostgreSQL, take the lane's lock first."""
        ...

    async def commit(self) -> None:
        """Durable when it returns. Raises `CommitFailed` when it cannot be told whether it is."""
        ...

    async def rollback(self) -> None:
        """Leave nothing behind."""
        ...

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Read inside the transaction."""
        ...

    async def run(self, statement: Statement, many: Sequence[Values]) -> None:
        """The statement once for each set of values."""
        ...

    async def load(self, record: Record[R], keys: Sequence[str]) -> dict[str, R]:
        """The rows with these keys, in one query."""
        ...

    async def save(self, record: Record[R], rows: Iterable[R], gone: Iterable[str]) -> None:
        """Insert or replace the rows, delete the keys that are gone."""
        ...


class CommitFailed(Exception):
    """The commit's outcome is unknown; a process that sees it must not acknowledge anything any more."""


class Database(Protocol):
    """One lane's own database."""

    @property
    def writer(self) -> Writer:
        """The one writer."""
        ...

    @property
    def reader(self) -> Reader:
        """Reads what is committed."""
        ...

    async def close(self) -> None:
        """Let go of it; committed work stays."""
        ...
