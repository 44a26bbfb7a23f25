"""Rows as rules see them: `rows[Order, "a1"]` is a frozen struct or None; assigning changes it, assigning None removes it."""

from __future__ import annotations

from enum import Enum
from typing import Protocol, TypeVar

from arkwright.kit.messages import Row

R = TypeVar("R", bound=Row)
Key = tuple[type[Row], str]


class Missing(Exception):
    """A rule read a row that was not loaded: the lane loads it and runs the (pure) rule again."""

    def __init__(self, key: Key) -> None:
        super().__init__(key)
        self.key = key


class NotHeld(Enum):
    """What stood in a row's place before, where that was never asked."""

    NOT_HELD = 0


NOT_HELD = NotHeld.NOT_HELD


class Rows(Protocol):
    """What `decide` reads and `evolve` changes."""

    def __getitem__(self, key: tuple[type[R], str]) -> R | None: ...

    def __setitem__(self, key: tuple[type[R], str], row: R | None) -> None: ...


class LoadedRows:
    """Rows held in memory with an undo list, so that a refused command leaves nothing behind.

    `complete=True` means that a row which is not held does not exist (tests); otherwise reading it raises `Missing`. Writing a row that
    nobody read needs no look at what stands there: an entry numbered by a counter that was just raised costs no question of its own.
    """

    def __init__(self, complete: bool = False) -> None:
        self._held: dict[Key, Row | None] = {}
        self._undo: list[tuple[Key, Row | NotHeld | None]] = []
        self._complete = complete
        self.changed: set[Key] = set()

    def __getitem__(self, key: tuple[type[R], str]) -> R | None:
        try:
            return self._held[key]  # type: ignore[return-value]
        except KeyError:
            if self._complete:
                return None
            raise Missing(key) from None

    def __setitem__(self, key: tuple[type[R], str], row: R | None) -> None:
        self._undo.append((key, self._held.get(key, NOT_HELD)))
        self._held[key] = row

    def __contains__(self, key: Key) -> bool:
        return key in self._held

    def loaded(self, key: Key, row: Row | None) -> None:
        """Hold what the database has for this key."""
        self._held[key] = row

    def keep(self) -> None:
        """The command took effect: its changes stay."""
        self.changed.update(key for key, _ in self._undo)
        self._undo.clear()

    def undo(self) -> None:
        """The command did not take effect: put every row back."""
        for key, row in reversed(self._undo):
            if row is NOT_HELD:
                del self._held[key]
            else:
                self._held[key] = row
        self._undo.clear()
