"""What happened in the directory of stores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.stores.commands import StoreDetails
from arkwright.kit.messages import Event


class StoreSaved(Event, frozen=True):
    """A store has these details."""

    store: str
    details: StoreDetails
    by: str
    revision: int
    changed_ms: int


class StoreClosed(Event, frozen=True):
    """A store is closed until further notice, with this sentence for shoppers."""

    store: str
    say: str
    by: str
    revision: int
    changed_ms: int


class StoreOpened(Event, frozen=True):
    """A store keeps its hours again."""

    store: str
    by: str
    revision: int
    changed_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
