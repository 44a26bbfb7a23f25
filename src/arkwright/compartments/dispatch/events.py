"""What happened in dispatch; no personal data in clear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.dispatch.commands import OrderedLine, Units
from arkwright.kit.messages import Event


class ConsignmentOpened(Event, frozen=True, omit_defaults=True):
    """An order waits to be picked, and is promised for a day (`2026-12-01`; "" in old events)."""

    order: str
    number: str
    channel: str
    person: str
    method: str
    region: str
    lines: tuple[OrderedLine, ...]
    opened_ms: int
    promised: str = ""


class PickingStarted(Event, frozen=True):
    """A colleague went to fetch the lines."""

    order: str
    by: str
    started_ms: int


class LinesPicked(Event, frozen=True):
    """So many of each SKU named are picked and not sent yet."""

    order: str
    lines: tuple[Units, ...]
    by: str
    picked_ms: int


class ParcelDispatched(Event, frozen=True):
    """A parcel left; `complete` when nothing is left to send."""

    order: str
    number: str
    channel: str
    person: str
    parcel: str
    tracking: str
    lines: tuple[Units, ...]
    complete: bool
    by: str
    dispatched_ms: int


class ConsignmentStopped(Event, frozen=True):
    """Nothing of the order may leave any more, opened already or not."""

    order: str
    why: str
    stopped_ms: int


class ConsignmentClosedShort(Event, frozen=True):
    """Parcels left, and the rest will not."""

    order: str
    channel: str
    why: str
    by: str
    closed_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
