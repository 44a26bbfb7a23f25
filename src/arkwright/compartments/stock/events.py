"""What happened in stock; colleagues are named by their account, shoppers not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.stock.commands import Reason
from arkwright.kit.messages import Event


class LocationSaved(Event, frozen=True):
    """A location has this name, and sells online or not."""

    location: str
    name: str
    sells_online: bool
    by: str
    saved_ms: int


class DeliveryReceived(Event, frozen=True):
    """Units came in."""

    sku: str
    location: str
    quantity: int
    reference: str
    by: str
    received_ms: int


class StockCounted(Event, frozen=True):
    """So many were counted; `change` is the difference from what was shown."""

    sku: str
    location: str
    counted: int
    change: int
    by: str
    counted_ms: int


class StockAdjusted(Event, frozen=True):
    """Units came or went for a reason."""

    sku: str
    location: str
    change: int
    reason: Reason
    by: str
    adjusted_ms: int


class StockMoved(Event, frozen=True):
    """Units changed their location."""

    sku: str
    source: str
    destination: str
    quantity: int
    by: str
    moved_ms: int


class StockSold(Event, frozen=True):
    """Units left in a parcel, on hand and granted no more."""

    sku: str
    location: str
    quantity: int
    parcel: str
    sold_ms: int


class TillStockSold(Event, frozen=True):
    """Units left a store over its tills."""

    sku: str
    location: str
    quantity: int
    receipt: str
    sold_ms: int


class TillStockReturned(Event, frozen=True):
    """Units came back over a store's tills, to be sold again; `returned` names what came back."""

    returned: str
    sku: str
    location: str
    quantity: int
    returned_ms: int


class AllowanceGranted(Event, frozen=True):
    """Ordering may promise this many more: all that was available."""

    sku: str
    quantity: int


class AllowanceRecalled(Event, frozen=True):
    """Fewer are on hand than granted: ordering is asked to return this many if they are free."""

    sku: str
    quantity: int


class AllowanceTakenBack(Event, frozen=True):
    """Of `asked` units ordering returned `quantity`; the others were promised."""

    sku: str
    quantity: int
    asked: int


class OversellRecorded(Event, frozen=True):
    """A case is open: shoppers were promised `units` more than are on hand."""

    case: str
    sku: str
    units: int
    recorded_ms: int


class OversellEnded(Event, frozen=True):
    """What is on hand covers what is promised again."""

    case: str
    sku: str
    ended_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
