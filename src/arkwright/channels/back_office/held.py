"""Files read for import and not brought in yet: a few, in memory; a restart loses nothing but the reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from arkwright.journeys.range_import.reading import Reading, Rejected, Report
from arkwright.kit.refusal import NotFound

MOST_HELD = 4


@dataclass
class NoSuchImport(NotFound):
    """Forgotten, or never here."""

    sentence: ClassVar[str] = "This file is no longer held here. Choose it again; products that were brought in are saved."


@dataclass
class Held:
    """One file as read; `report` once it was brought in."""

    name: str
    file: str
    by: str
    read_ms: int
    reading: Reading
    report: Report | None = None
    stock_received: int | None = None

    @property
    def rejected(self) -> Sequence[Rejected]:
        """The lines that were rejected, those refused while saving among them once it was brought in."""
        return self.report.rejected if self.report else self.reading.rejected


class HeldImports:
    """The last `MOST_HELD` files that were read, by name."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}

    def hold(self, held: Held) -> None:
        """Keep it; the oldest goes where there are too many."""
        self._held[held.name] = held
        for name in list(self._held)[:-MOST_HELD]:
            del self._held[name]

    def get(self, name: str) -> Held:
        """The file of this name; refuses with `NoSuchImport`."""
        if name not in self._held:
            raise NoSuchImport()
        return self._held[name]

    def forget(self, name: str) -> None:
        """Hold it no longer."""
        self._held.pop(name, None)

    def newest_first(self) -> list[Held]:
        """Everything held."""
        return list(reversed(self._held.values()))
