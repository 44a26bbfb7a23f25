"""The state of stock: its rows, and how an event changes them."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from arkwright.compartments.stock import events as did
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows


class Location(Row, frozen=True):
    """A place where stock lies; `stocked` counts its positions that are not nought."""

    location: str
    name: str
    sells_online: bool
    stocked: int = 0


class Position(Row, frozen=True):
    """Units of a SKU at a location, keyed "sku@location".

    `on_hand` falls below nought only when more left in parcels than was shown: then it wants counting.
    """

    position: str
    sku: str
    location: str
    on_hand: int = 0
    counted_ms: int | None = None


class Returned(Row, frozen=True):
    """What came back over a till, once."""

    returned: str
    sku: str


class Supply(Row, frozen=True):
    """A SKU over all locations that sell online.

    `granted` is the allowance outstanding with ordering (granted - returned - sold), `recalled` how many of it are asked back
    and not yet answered, `oversold` the units of the open case, `cases` how many cases there ever were.
    """

    sku: str
    on_hand: int = 0
    granted: int = 0
    recalled: int = 0
    oversold: int = 0
    cases: int = 0

    @property
    def available(self) -> int:
        """Available to promise and not granted yet."""
        return max(0, self.on_hand - self.granted)

    @property
    def short(self) -> int:
        """Granted units that are not on hand."""
        return max(0, self.granted - max(0, self.on_hand))

    @property
    def case(self) -> str:
        """The id of the latest case."""
        return f"{self.sku}#{self.cases}"


class OversellCase(Row, frozen=True):
    """Shoppers were promised units that are not there: `units` now, `most_units` at worst; nought once it is over."""

    case: str
    sku: str
    status: Literal["open", "ended"]
    units: int
    most_units: int
    opened_ms: int
    changed_ms: int


def evolve(rows: Rows, event: Event) -> None:
    """The only place where stock's rows change."""
    match event:
        case did.LocationSaved(location=location):
            before = rows[Location, location]
            stocked = before.stocked if before else 0
            rows[Location, location] = Location(location=location, name=event.name, sells_online=event.sells_online, stocked=stocked)
        case did.DeliveryReceived(sku=sku, location=location, quantity=quantity):
            shift(rows, sku, location, quantity)
        case did.StockCounted(sku=sku, location=location, change=change):
            shift(rows, sku, location, change, event.counted_ms)
        case did.StockAdjusted(sku=sku, location=location, change=change):
            shift(rows, sku, location, change)
        case did.StockMoved(sku=sku, source=source, destination=destination, quantity=quantity):
            shift(rows, sku, source, -quantity)
            shift(rows, sku, destination, quantity)
        case did.StockSold(sku=sku, location=location, quantity=quantity):
            shift(rows, sku, location, -quantity)
            rows[Supply, sku] = replace(supply(rows, sku), granted=supply(rows, sku).granted - quantity)
        case did.TillStockSold(sku=sku, location=location, quantity=quantity):
            shift(rows, sku, location, -quantity)
        case did.TillStockReturned(returned=returned, sku=sku, location=location, quantity=quantity):
            shift(rows, sku, location, quantity)
            rows[Returned, returned] = Returned(returned=returned, sku=sku)
        case _:
            evolve_allowance(rows, event)


def evolve_allowance(rows: Rows, event: Event) -> None:
    """What ordering holds, and what is missing."""
    match event:
        case did.AllowanceGranted(sku=sku, quantity=quantity):
            rows[Supply, sku] = replace(supply(rows, sku), granted=supply(rows, sku).granted + quantity)
        case did.AllowanceRecalled(sku=sku, quantity=quantity):
            rows[Supply, sku] = replace(supply(rows, sku), recalled=supply(rows, sku).recalled + quantity)
        case did.AllowanceTakenBack(sku=sku, quantity=quantity, asked=asked):
            row = supply(rows, sku)
            rows[Supply, sku] = replace(row, granted=row.granted - quantity, recalled=row.recalled - asked)
        case did.OversellRecorded(sku=sku, units=units):
            evolve_oversell(rows, event)
            row = supply(rows, sku)
            rows[Supply, sku] = replace(row, oversold=units, cases=row.cases if row.oversold else row.cases + 1)
        case did.OversellEnded(sku=sku, case=case):
            ended = rows[OversellCase, case]
            if ended is None:
                raise LookupError(f"no oversell case {case} for an event about it")
            rows[OversellCase, case] = replace(ended, status="ended", units=0, changed_ms=event.ended_ms)
            rows[Supply, sku] = replace(supply(rows, sku), oversold=0)
        case _:
            raise TypeError(f"stock does not know the event {type(event).__name__}")


def evolve_oversell(rows: Rows, event: did.OversellRecorded) -> None:
    """A case opens, or its units change."""
    before = rows[OversellCase, event.case]
    rows[OversellCase, event.case] = OversellCase(
        case=event.case,
        sku=event.sku,
        status="open",
        units=event.units,
        most_units=max(event.units, before.most_units if before else 0),
        opened_ms=before.opened_ms if before else event.recorded_ms,
        changed_ms=event.recorded_ms,
    )


def shift(rows: Rows, sku: str, location: str, change: int, counted_ms: int | None = None) -> None:
    """Move the position's count, and with it the location's and the SKU's."""
    at = standing(rows, location)
    before = position(rows, sku, location)
    now = replace(before, on_hand=before.on_hand + change, counted_ms=counted_ms or before.counted_ms)
    rows[Position, now.position] = now
    rows[Location, location] = replace(at, stocked=at.stocked + (now.on_hand != 0) - (before.on_hand != 0))
    total = supply(rows, sku)
    rows[Supply, sku] = replace(total, on_hand=total.on_hand + (change if at.sells_online else 0))


def standing(rows: Rows, location: str) -> Location:
    """The location that an event speaks of; a journal without it is broken."""
    row = rows[Location, location]
    if row is None:
        raise LookupError(f"no location {location} for an event about it")
    return row


def position(rows: Rows, sku: str, location: str) -> Position:
    """What is shown there; nothing where there is no row."""
    key = f"{sku}@{location}"
    return rows[Position, key] or Position(position=key, sku=sku, location=location)


def supply(rows: Rows, sku: str) -> Supply:
    """The SKU over all locations; nothing where there is no row."""
    return rows[Supply, sku] or Supply(sku=sku)
