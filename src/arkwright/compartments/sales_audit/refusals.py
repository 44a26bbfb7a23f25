"""The noes of sales audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class EntriesAreMissing(Conflict):
    """A batch that begins too late."""

    expected: int
    sentence: ClassVar[str] = "Entries are missing before these. Send from entry {expected} on."
    field: ClassVar[str | None] = "first"


@dataclass
class NoEntries(Invalid):
    """An empty batch."""

    sentence: ClassVar[str] = "A batch holds at least one entry, and the first has a number from 1 on."
    field: ClassVar[str | None] = "entries"


@dataclass
class NoSuchCase(NotFound):
    """Not known here."""

    sentence: ClassVar[str] = "There is no such case. Look at the list of cases."
    field: ClassVar[str | None] = "case"


@dataclass
class CaseIsClosed(Conflict):
    """Settled already."""

    by: str
    sentence: ClassVar[str] = "{by} has closed this case. Look at it again: nothing was changed."
    field: ClassVar[str | None] = "case"


@dataclass
class CaseIsAnothers(Conflict):
    """Somebody looks after it."""

    by: str
    sentence: ClassVar[str] = "{by} looks after this case. Ask them, or take it first."
    field: ClassVar[str | None] = "case"


@dataclass
class NoteDoesNotFit(Invalid):
    """Not how such a case ends."""

    allowed: str
    sentence: ClassVar[str] = "Choose how this case was settled: {allowed}."
    field: ClassVar[str | None] = "note"
