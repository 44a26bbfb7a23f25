"""The port: one writer in transactions, many readers; integers, text and bytes only; nothing here is SQLite's alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar

from arkwright.kit.database.change import Change
from arkwright.kit.database.record import Record
from arkwright.kit.database.statement import Statement
from arkwright.kit.messages import Row
from arkwright.kit.refusal import NotTaken

Value = int | str | bytes | None
Values = Mapping[str, Value]
Question = tuple[Statement, Values]
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
        """Open the transaction and take the lane's lock, so that whatever is read after this is the last committed state."""
        ...

    async def commit(self) -> None:
        """Durable when it returns, and so is whatever was read. Raises `SyncFailed` or `PerhapsCommitted` when it cannot be told."""
        ...

    async def rollback(self) -> None:
        """Leave nothing behind."""
        ...

    async def all(self, statement: Statement, values: Values = {}) -> list[tuple[Value, ...]]:
        """Read inside the transaction."""
        ...

    async def read(self, questions: Sequence[Question]) -> list[list[tuple[Value, ...]]]:
        """Several answers, in one round trip."""
        ...

    async def save(self, *changes: Change) -> None:
        """Write the changes, in one round trip; no table stands in two of them."""
        ...

    async def run(self, statement: Statement, values: Values = {}) -> None:
        """One statement that answers nothing."""
        ...


class SyncFailed(Exception):
    """The disk did not confirm a commit. Whether it is durable cannot be told, not even by asking again: acknowledge nothing any more."""


@dataclass
class DatabaseAway(NotTaken):
    """The database does not answer just now: nothing was decided, and the same command may be sent again."""

    sentence: ClassVar[str] = "We cannot reach our records just now. Please try again in a minute; nothing has been lost."


@dataclass
class PerhapsCommitted(DatabaseAway):
    """The database went away during a commit: asking it again, once it is back, tells what became of it."""


@dataclass
class CutOff(NotTaken):
    """The compartment is sealed: cut off from its data until a newer switch table opens it."""

    sentence: ClassVar[str] = "This part of the shop is sealed off at the moment. Please try again later; nothing has been lost."
    retry_after_s: ClassVar[int] = 300


class Database(Protocol):
    """One lane's own database."""

    @property
    def shared(self) -> bool:
        """Whether other processes may write the same lane."""
        ...

    @property
    def writer(self) -> Writer:
        """The one writer."""
        ...

    @property
    def reader(self) -> Reader:
        """Reads what is committed."""
        ...

    async def cut_off(self) -> None:
        """Seal: from when it returns, nothing of it can be read or written until `restore`; a second call does no harm."""
        ...

    async def restore(self) -> None:
        """Give back what `cut_off` took; a second call does no harm."""
        ...

    async def scrub(self) -> None:
        """Let nothing that was overwritten or deleted remain in files of ours. Raises `OldCopyRemains` while that cannot be."""
        ...

    async def close(self) -> None:
        """Let go of it; committed work stays."""
        ...


class Duty(Protocol):
    """What one process of a node does at a time (its reactions, its sweeps), whoever of them it is."""

    async def taken(self) -> None:
        """Wait until this process has the duty."""
        ...

    async def lost(self) -> None:
        """Wait until it may be another's. For a moment both may do it: what is done under a duty must bear being done twice."""
        ...

    async def given_up(self) -> None:
        """Let another process have it."""
        ...


class OldCopyRemains(Exception):
    """What was overwritten may still stand in a file, because another reader held the log: scrub again."""
