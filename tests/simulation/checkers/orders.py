"""Invariants 1 and 3: what was acknowledged exists exactly once, and orders follow their states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from arkwright.compartments.dispatch.events import ParcelDispatched
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering.state import Order
from tests.simulation.evidence import Evidence

ALLOWED = {
    None: {"placed"},
    "placed": {"confirmed", "cancelled"},
    "confirmed": {"part-dispatched", "dispatched", "cancelled"},
    "part-dispatched": {"part-dispatched", "dispatched", "closed-short"},
    "dispatched": set[str](),
    "closed-short": set[str](),
    "cancelled": set[str](),
}
GONE_ON = {"confirmed", "part-dispatched", "dispatched", "closed-short"}


def acknowledged_orders_exist_once(evidence: Evidence) -> Iterator[str]:
    """Whoever was told of an order finds it, once, and as good as they were told."""
    ordering = evidence.lanes["ordering"]
    placed = Counter(entry.event.order for entry in ordering.events(did.OrderPlaced) if isinstance(entry.event, did.OrderPlaced))
    confirmed = {entry.event.order for entry in ordering.events(did.OrderConfirmed) if isinstance(entry.event, did.OrderConfirmed)}
    rows = ordering.of(Order)
    for order, times in placed.items():
        if times != 1 or order not in rows:
            yield f"1: the order {order} was placed {times} times and {'stands' if order in rows else 'is missing'}"
    for told in evidence.record.told:
        row = rows.get(told.order)
        if told.what == "refused":
            continue
        if row is None:
            yield f"1: the order {told.order} was acknowledged ({told.what}) and does not exist"
        elif told.what == "confirmed" and told.order not in confirmed:
            yield f"1: the order {told.order} was called confirmed and never was"
        elif told.what == "cancelled" and row.status != "cancelled":
            yield f"3: the order {told.order} was called cancelled and is {row.status}"
    parcels = Counter(
        (entry.event.order, entry.event.parcel) for entry in evidence.lanes["dispatch"].events(ParcelDispatched)
        if isinstance(entry.event, ParcelDispatched)
    )  # fmt: skip
    recorded = Counter(
        (entry.event.order, entry.event.parcel) for entry in ordering.events(did.OrderDispatched)
        if isinstance(entry.event, did.OrderDispatched)
    )  # fmt: skip
    if parcels != recorded:
        yield f"1: parcels that left and parcels on orders differ: {dict((parcels - recorded) + (recorded - parcels))}"


def states_follow_the_graph(evidence: Evidence) -> Iterator[str]:
    """Cancelled never revives, and nothing skips a state."""
    status: dict[str, str] = {}
    for entry in evidence.lanes["ordering"].entries:
        match entry.event:
            case did.OrderPlaced(order=order):
                now = "placed"
            case did.OrderConfirmed(order=order):
                now = "confirmed"
            case did.OrderCancelled(order=order):
                now = "cancelled"
            case did.OrderDispatched(order=order, complete=complete):
                now = "dispatched" if complete else "part-dispatched"
            case did.OrderClosedShort(order=order):
                now = "closed-short"
            case _:
                continue
        if now not in ALLOWED[status.get(order)]:
            yield f"3: the order {order} went from {status.get(order)} to {now} at {entry.sequence}"
        status[order] = now
    for order, row in evidence.lanes["ordering"].of(Order).items():
        if status.get(order) != row.status:
            yield f"3: the order {order} is {row.status}, and its events say {status.get(order)}"


def nothing_stays_in_between(evidence: Evidence) -> Iterator[str]:
    """At rest no order waits for a payment that is over, and none is being cancelled."""
    for order, row in evidence.lanes["ordering"].of(Order).items():
        if row.status == "placed" and evidence.now_ms - row.placed_ms > 40 * 60_000:
            yield f"9: the order {order} still waits for its payment"
        if row.cancelling is not None:
            yield f"9: the order {order} is still being cancelled"
