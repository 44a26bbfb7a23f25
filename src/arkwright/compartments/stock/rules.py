"""The rules of stock: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from arkwright.compartments.stock import commands as ask
from arkwright.compartments.stock import events as did
from arkwright.compartments.stock import refusals as no
from arkwright.compartments.stock.state import Location, OversellCase, Position, Returned, Supply, position, supply
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

MOST_UNITS = 1_000_000
LOCATION_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LEAVES: tuple[ask.Reason, ...] = ("damaged", "lost", "sample")
COMES: tuple[ask.Reason, ...] = ("found", "customer-return")


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.SaveLocation(location=location):
            yield (Location, location)
        case ask.MoveStock(sku=sku, source=source, destination=destination):
            yield from ((Supply, sku), (Location, source), (Location, destination))
            yield from ((Position, f"{sku}@{source}"), (Position, f"{sku}@{destination}"))
        case ask.RecordAllowanceReturned(sku=sku) | ask.RecallShortfall(sku=sku):
            yield from ((Supply, sku), (OversellCase, f"{sku}#1"))
        case (
            ask.ReceiveDelivery(sku=sku, location=location)
            | ask.CountStock(sku=sku, location=location)
            | ask.AdjustStock(sku=sku, location=location)
            | ask.RecordSold(sku=sku, location=location)
            | ask.RecordTillSale(sku=sku, location=location)
            | ask.RecordTillReturn(sku=sku, location=location)
        ):
            yield from ((Supply, sku), (Location, location), (Position, f"{sku}@{location}"))
            if isinstance(command, ask.RecordTillReturn):
                yield (Returned, command.returned)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.SaveLocation():
            return save_location(rows, command, now_ms)
        case ask.ReceiveDelivery():
            return receive(rows, command, now_ms)
        case ask.CountStock():
            return count(rows, command, now_ms)
        case ask.AdjustStock():
            return adjust(rows, command, now_ms)
        case ask.MoveStock():
            return move(rows, command, now_ms)
        case ask.RecordSold():
            return record_sold(rows, command, now_ms)
        case ask.RecordTillSale() | ask.RecordTillReturn():
            return at_tills(rows, command, now_ms)
        case ask.RecordAllowanceReturned():
            return take_back(rows, command, now_ms)
        case ask.RecallShortfall(sku=sku):
            short = supply(rows, sku).short
            return [did.AllowanceRecalled(sku=sku, quantity=short)] if short else []
        case _:
            raise TypeError(f"stock does not know the command {type(command).__name__}")


def save_location(rows: Rows, command: ask.SaveLocation, now_ms: int) -> list[Event]:
    """Whether it sells online changes only while nothing lies there: else what was granted would change unseen."""
    if not LOCATION_ID.fullmatch(command.location):
        raise no.NotALocation()
    if not 1 <= len(command.name.strip()) <= 80:
        raise no.LocationNeedsAName()
    before = rows[Location, command.location]
    if before and (before.name, before.sells_online) == (command.name.strip(), command.sells_online):
        return []
    if before and before.stocked and before.sells_online != command.sells_online:
        raise no.LocationHoldsStock(before.location, before.stocked)
    return [
        did.LocationSaved(
            location=command.location, name=command.name.strip(), sells_online=command.sells_online, by=command.by, saved_ms=now_ms
        )
    ]


def receive(rows: Rows, command: ask.ReceiveDelivery, now_ms: int) -> list[Event]:
    """Units came in; what is available now is granted."""
    at = place(rows, command.sku, command.location)
    units(command.quantity)
    if not 1 <= len(command.reference.strip()) <= 60:
        raise no.ReferenceMissing()
    received = did.DeliveryReceived(
        sku=command.sku,
        location=command.location,
        quantity=command.quantity,
        reference=command.reference.strip(),
        by=command.by,
        received_ms=now_ms,
    )
    return [received, *settled(shifted(rows, command.sku, at, command.quantity), now_ms)]


def count(rows: Rows, command: ask.CountStock, now_ms: int) -> list[Event]:
    """What was counted is what is on hand; a count that changes nothing is remembered too."""
    at = place(rows, command.sku, command.location)
    if not 0 <= command.counted <= MOST_UNITS:
        raise no.CountOutOfRange(command.counted, MOST_UNITS)
    change = command.counted - position(rows, command.sku, command.location).on_hand
    counted = did.StockCounted(
        sku=command.sku, location=command.location, counted=command.counted, change=change, by=command.by, counted_ms=now_ms
    )
    return [counted, *settled(shifted(rows, command.sku, at, change), now_ms)]


def adjust(rows: Rows, command: ask.AdjustStock, now_ms: int) -> list[Event]:
    """For a reason that fits the change; never below nought."""
    at = place(rows, command.sku, command.location)
    change = command.change
    if change == 0 or abs(change) > MOST_UNITS:
        raise no.ChangeDoesNotFitReason(command.reason, f"from -{MOST_UNITS} to {MOST_UNITS} and not 0")
    if command.reason in LEAVES and change > 0:
        raise no.ChangeDoesNotFitReason(command.reason, "below 0, because units went")
    if command.reason in COMES and change < 0:
        raise no.ChangeDoesNotFitReason(command.reason, "above 0, because units came")
    if change < 0:
        enough(rows, command.sku, command.location, -change)
    adjusted = did.StockAdjusted(
        sku=command.sku, location=command.location, change=change, reason=command.reason, by=command.by, adjusted_ms=now_ms
    )
    return [adjusted, *settled(shifted(rows, command.sku, at, change), now_ms)]


def move(rows: Rows, command: ask.MoveStock, now_ms: int) -> list[Event]:
    """From one location to another, of what lies there."""
    source = place(rows, command.sku, command.source)
    destination = place(rows, command.sku, command.destination)
    units(command.quantity)
    if source.location == destination.location:
        raise no.SameLocation()
    enough(rows, command.sku, command.source, command.quantity)
    moved = did.StockMoved(
        sku=command.sku,
        source=command.source,
        destination=command.destination,
        quantity=command.quantity,
        by=command.by,
        moved_ms=now_ms,
    )
    change = command.quantity * (destination.sells_online - source.sells_online)
    now = supply(rows, command.sku)
    return [moved, *settled(replace(now, on_hand=now.on_hand + change), now_ms)]


def record_sold(rows: Rows, command: ask.RecordSold, now_ms: int) -> list[Event]:
    """A parcel has left, whatever was shown: what happened is recorded, even below nought."""
    at = place(rows, command.sku, command.location)
    units(command.quantity)
    after = shifted(rows, command.sku, at, -command.quantity)
    if command.quantity > after.granted:
        raise no.MoreThanGranted(command.sku, after.granted)
    sold = did.StockSold(sku=command.sku, location=command.location, quantity=command.quantity, parcel=command.parcel, sold_ms=now_ms)
    return [sold, *settled(replace(after, granted=after.granted - command.quantity), now_ms)]


def at_tills(rows: Rows, command: ask.RecordTillSale | ask.RecordTillReturn, now_ms: int) -> list[Event]:
    """Sold or come back over a till: recorded even below nought, and even where the location was never named; what came back, once."""
    if isinstance(command, ask.RecordTillReturn) and rows[Returned, command.returned]:
        return []
    units(command.quantity)
    proper(command.sku)
    made: list[Event] = []
    at = rows[Location, command.location]
    if at is None:
        if not LOCATION_ID.fullmatch(command.location):
            raise no.NotALocation()
        at = Location(location=command.location, name=command.location, sells_online=False)
        made.append(did.LocationSaved(location=at.location, name=at.name, sells_online=False, by="tills", saved_ms=now_ms))
    of: dict[str, Any] = {"sku": command.sku, "location": command.location, "quantity": command.quantity}
    if isinstance(command, ask.RecordTillReturn):
        back = did.TillStockReturned(**of, returned=command.returned, returned_ms=now_ms)
        return [*made, back, *settled(shifted(rows, command.sku, at, command.quantity), now_ms)]
    sold = did.TillStockSold(**of, receipt=command.receipt, sold_ms=now_ms)
    return [*made, sold, *settled(shifted(rows, command.sku, at, -command.quantity), now_ms)]


def take_back(rows: Rows, command: ask.RecordAllowanceReturned, now_ms: int) -> list[Event]:
    """Ordering gave what was free; what is missing still was promised, and becomes a case instead of a further recall."""
    now = supply(rows, command.sku)
    if not 0 <= command.quantity <= command.asked <= now.recalled:
        raise no.NotAskedBack(command.sku, now.recalled)
    taken = did.AllowanceTakenBack(sku=command.sku, quantity=command.quantity, asked=command.asked)
    after = replace(now, granted=now.granted - command.quantity, recalled=now.recalled - command.asked)
    units_missing = min(after.short, max(after.oversold, after.short - after.recalled))
    return [taken, *granted(after), *oversold(after, units_missing, now_ms)]


def settled(after: Supply, now_ms: int) -> list[Event]:
    """What a change of stock leads to: all that is available is granted, all that is missing is asked back (once)."""
    events = granted(after)
    if after.short > after.recalled:
        events.append(did.AllowanceRecalled(sku=after.sku, quantity=after.short - after.recalled))
    return [*events, *oversold(after, min(after.oversold, after.short), now_ms)]


def granted(after: Supply) -> list[Event]:
    """Everything available goes to ordering, but only once no recall is unanswered.

    A grant that follows a recall could arrive after ordering has answered it: its units would then be free to sell while others
    are missing, and nobody would ask for them.
    """
    return [did.AllowanceGranted(sku=after.sku, quantity=after.available)] if after.available and not after.recalled else []


def oversold(after: Supply, units: int, now_ms: int) -> list[Event]:
    """The case follows the units that are promised and not there."""
    if units == after.oversold:
        return []
    if units == 0:
        return [did.OversellEnded(case=after.case, sku=after.sku, ended_ms=now_ms)]
    case = after.case if after.oversold else replace(after, cases=after.cases + 1).case
    return [did.OversellRecorded(case=case, sku=after.sku, units=units, recorded_ms=now_ms)]


def place(rows: Rows, sku: str, location: str) -> Location:
    """The location, for a SKU of the right form, or a refusal."""
    proper(sku)
    row = rows[Location, location]
    if row is None:
        raise no.NoSuchLocation(location)
    return row


def proper(sku: str) -> None:
    """A SKU of the right form, or a refusal."""
    if not 1 <= len(sku) <= 64 or sku != sku.strip() or not sku.isprintable() or "@" in sku:
        raise no.NotASku()


def units(quantity: int) -> None:
    """A quantity that can be moved, or a refusal."""
    if not 1 <= quantity <= MOST_UNITS:
        raise no.StockQuantityOutOfRange(quantity, MOST_UNITS)


def enough(rows: Rows, sku: str, location: str, quantity: int) -> None:
    """As many as that lie there, or a refusal."""
    on_hand = position(rows, sku, location).on_hand
    if on_hand < quantity:
        raise no.NotEnoughThere(sku, location, on_hand)


def shifted(rows: Rows, sku: str, at: Location, change: int) -> Supply:
    """The SKU's supply once this many more (or fewer) lie there."""
    now = supply(rows, sku)
    return replace(now, on_hand=now.on_hand + change) if at.sells_online else now
