"""Consignments to test with, and a history that leads to each state."""

from __future__ import annotations

from arkwright.compartments.dispatch import commands as ask
from arkwright.compartments.dispatch import events as did
from arkwright.kit.messages import Event
from tests.compartments.table import NOW_MS

LAMP, BOOK = "lamp", "book"
Pairs = tuple[str, int]


def ordered(sku: str, quantity: int) -> ask.OrderedLine:
    """A line of the order."""
    return ask.OrderedLine(sku=sku, name=sku.title(), quantity=quantity)


def units(*pairs: Pairs) -> tuple[ask.Units, ...]:
    """So many of each."""
    return tuple(ask.Units(sku=sku, quantity=quantity) for sku, quantity in pairs)


def open_it(
    *lines: ask.OrderedLine, order: str = "o1", number: str = "AW-1", method: str = "standard", day: str = ""
) -> ask.OpenConsignment:
    """Two lamps and a book unless told otherwise."""
    return ask.OpenConsignment(
        id="1",
        order=order,
        number=number,
        channel="web",
        person="p1",
        method=method,
        region="England",
        lines=lines or (ordered(LAMP, 2), ordered(BOOK, 1)),
        day=day,
    )


def start(by: str = "ann", region: str = "England") -> ask.StartPicking:
    """Ann goes to fetch it."""
    return ask.StartPicking(id="1", order="o1", channel="web", region=region, method="standard", by=by)


def pick(*pairs: Pairs) -> ask.RecordPicked:
    """What lies on the table."""
    return ask.RecordPicked(id="1", order="o1", lines=units(*pairs), by="ann")


def send(*pairs: Pairs, parcel: str = "parcel-2", tracking: str = "TRACK-2", method: str = "standard") -> ask.DispatchParcel:
    """Everything packed unless told otherwise."""
    return ask.DispatchParcel(
        id="1",
        order="o1",
        channel="web",
        region="England",
        method=method,
        by="ann",
        parcel=parcel,
        tracking=tracking,
        lines=units(*pairs),
    )


STOP = ask.StopConsignment(id="1", order="o1", why="cancelled")
CLOSE_SHORT = ask.CloseConsignmentShort(id="1", order="o1", why="lost", by="ann")


def opened(*lines: ask.OrderedLine) -> did.ConsignmentOpened:
    """It waits."""
    return did.ConsignmentOpened(
        order="o1",
        number="AW-1",
        channel="web",
        person="p1",
        method="standard",
        region="England",
        lines=lines or (ordered(LAMP, 2), ordered(BOOK, 1)),
        opened_ms=NOW_MS,
        promised="2026-09-26",
    )


def picked(*pairs: Pairs) -> did.LinesPicked:
    """On the table."""
    return did.LinesPicked(order="o1", lines=units(*pairs), by="ann", picked_ms=NOW_MS)


def sent(*pairs: Pairs, parcel: str = "parcel-1", tracking: str = "TRACK-1", complete: bool = False) -> did.ParcelDispatched:
    """Out of the door."""
    return did.ParcelDispatched(
        order="o1",
        number="AW-1",
        channel="web",
        person="p1",
        parcel=parcel,
        tracking=tracking,
        lines=units(*pairs),
        complete=complete,
        by="ann",
        dispatched_ms=NOW_MS,
    )


STARTED = did.PickingStarted(order="o1", by="ann", started_ms=NOW_MS)
STOPPED = did.ConsignmentStopped(order="o1", why="cancelled", stopped_ms=NOW_MS)
CLOSED_SHORT = did.ConsignmentClosedShort(order="o1", channel="web", why="lost", by="ann", closed_ms=NOW_MS)

WAITING: list[Event] = [opened()]
PICKING: list[Event] = [opened(), STARTED]
PACKED: list[Event] = [opened(), STARTED, picked((LAMP, 1), (BOOK, 1))]
PART: list[Event] = [*PACKED, sent((LAMP, 1), (BOOK, 1))]
STATES: dict[str, list[Event]] = {
    "waiting": WAITING,
    "picking": PICKING,
    "packed": PACKED,
    "part-dispatched": PART,
    "picking the rest": [*PART, STARTED],
    "rest packed": [*PART, STARTED, picked((LAMP, 1))],
    "dispatched": [opened(), STARTED, picked((LAMP, 2), (BOOK, 1)), sent((LAMP, 2), (BOOK, 1), complete=True)],
    "closed-short": [*PART, CLOSED_SHORT],
    "stopped": [opened(), STOPPED],
}
