"""Invariants 10 to 12: units received, promised, sold and shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from arkwright.compartments.ordering import events as ordered
from arkwright.compartments.ordering.state import Order, Promise, unsent
from arkwright.compartments.stock import events as did
from arkwright.compartments.stock.state import OversellCase, Position, Supply
from tests.simulation.evidence import Evidence

LIVE = ("placed", "confirmed", "part-dispatched")


def promises_stay_within_the_allowance(evidence: Evidence) -> Iterator[str]:
    """11: at every entry; at rest both sides of the allowance agree, and what is promised and not there is a recorded case."""
    granted: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for entry in evidence.lanes["ordering"].entries:
        match entry.event:
            case ordered.AllowanceGranted(sku=sku, quantity=quantity):
                granted[sku] += quantity
            case ordered.AllowanceReturned(sku=sku, quantity=quantity):
                granted[sku] -= quantity
            case ordered.OrderPlaced(lines=lines):
                used.update({sku: sum(line.quantity for line in lines if line.sku == sku) for sku in {line.sku for line in lines}})
            case ordered.OrderCancelled(lines=lines) if lines:
                used.subtract(Counter({line.sku: line.quantity for line in lines}))
            case ordered.OrderClosedShort(lines=lines):
                used.subtract(Counter({line.sku: line.quantity for line in lines}))
            case _:
                continue
        over = {sku: (used[sku], granted[sku]) for sku in used if used[sku] > granted[sku]}
        if over:
            yield f"11: at {entry.sequence}, more is promised than granted: {over}"
            return
    promises, supplies = evidence.lanes["ordering"].of(Promise), evidence.lanes["stock"].of(Supply)
    cases = {case.sku: case.units for case in evidence.lanes["stock"].of(OversellCase).values() if case.status == "open"}
    for sku, supply in supplies.items():
        promise = promises.get(sku) or Promise(sku=sku)
        if supply.granted != promise.granted - promise.sold:
            yield f"11: stock has {supply.granted} of {sku} granted, and ordering holds {promise.granted - promise.sold}"
        missing = max(0, promise.promised - max(0, supply.on_hand))
        if missing != cases.get(sku, 0):
            yield f"11: {missing} promised units of {sku} are not there, and the case says {cases.get(sku, 0)}"


def reservations_end_once(evidence: Evidence) -> Iterator[str]:
    """12: what is promised at rest is what live orders still wait for; every other unit was sold or released, once."""
    lane = evidence.lanes["ordering"]
    waiting: Counter[str] = Counter()
    sold: Counter[str] = Counter()
    for order in lane.of(Order).values():
        sold.update(order.sent)
        if order.status in LIVE:
            waiting.update(unsent(order))
    for sku, promise in lane.of(Promise).items():
        if (promise.promised, promise.sold) != (waiting[sku], sold[sku]):
            yield f"12: {promise.promised} of {sku} are promised and {promise.sold} sold, and orders say {waiting[sku]} and {sold[sku]}"


def counts_follow_from_events(evidence: Evidence) -> Iterator[str]:
    """10: received, returned and adjusted less sold is what is shown, a SKU and location; each parcel's units are sold once."""
    shown: Counter[str] = Counter()
    sold: Counter[tuple[str, str]] = Counter()
    for entry in evidence.lanes["stock"].entries:
        match entry.event:
            case did.DeliveryReceived(sku=sku, location=location, quantity=quantity):
                shown[f"{sku}@{location}"] += quantity
            case did.StockAdjusted(sku=sku, location=location, change=change) | did.StockCounted(sku=sku, location=location, change=change):
                shown[f"{sku}@{location}"] += change
            case did.StockSold(sku=sku, location=location, quantity=quantity, parcel=parcel):
                shown[f"{sku}@{location}"] -= quantity
                sold[sku, parcel] += quantity
            case did.TillStockSold(sku=sku, location=location, quantity=quantity):
                shown[f"{sku}@{location}"] -= quantity
            case did.TillStockReturned(sku=sku, location=location, quantity=quantity):
                shown[f"{sku}@{location}"] += quantity
    for key, position in evidence.lanes["stock"].of(Position).items():
        if position.on_hand != shown[key]:
            yield f"10: {key} shows {position.on_hand}, and its events say {shown[key]}"
    left: Counter[tuple[str, str]] = Counter()
    for entry in evidence.lanes["ordering"].events(ordered.OrderDispatched):
        assert isinstance(entry.event, ordered.OrderDispatched)
        for line in entry.event.lines:
            left[line.sku, entry.event.parcel] += line.quantity
    if left != sold:
        yield f"10: units that left in parcels and units sold differ: {dict((left - sold) + (sold - left))}"
