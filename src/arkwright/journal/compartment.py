"""What a lane must know of a compartment: its rules, its state and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol

import sqlalchemy as sa

from arkwright.kit.database.record import Record
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows


class Rules(Protocol):
    """A compartment's `rules` module."""

    def keys(self, command: Any, /) -> Iterable[Key]:
        """Rows worth loading beforehand: a hint, never a promise."""
        ...

    def decide(self, rows: Rows, command: Any, now_ms: int, /) -> Sequence[Event]:
        """The events that a command leads to, or a refusal."""
        ...


class State(Protocol):
    """A compartment's `state` module."""

    def evolve(self, rows: Rows, event: Any, /) -> None:
        """Change the rows as the event says."""
        ...


class Records(Protocol):
    """A compartment's `records` module."""

    @property
    def METADATA(self) -> sa.MetaData:  # noqa: N802 - a module's constant
        """The tables."""
        ...

    @property
    def RECORDS(self) -> Sequence[Record[Any]]:  # noqa: N802
        """How rows stand in them."""
        ...

    @property
    def MIGRATIONS(self) -> Sequence[Sequence[str]]:  # noqa: N802
        """The steps from each version of the schema to the next."""
        ...


@dataclass(frozen=True)
class Compartment:
    """A compartment's modules, mounted by a role; `largest_entry_bytes` where its journal is sent on, and larger entries could not be."""

    name: str
    commands: ModuleType
    events: ModuleType
    rules: Rules
    state: State
    records: Records
    largest_entry_bytes: int | None = None

    def understands(self, command: Command) -> bool:
        """Whether the command is one of this compartment's: its module of commands knows it by name."""
        return vars(self.commands).get(type(command).__name__) is type(command)
