"""The rules of dispatch: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from arkwright.compartments.dispatch import commands as ask
from arkwright.compartments.dispatch import events as did
from arkwright.compartments.dispatch import refusals as no
from arkwright.compartments.dispatch.state import Consignment, Line, Parcel, StoppedBeforehand, summed, with_picked
from arkwright.kit import london
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows

DAYS_TAKEN = {"next-day": 1}
SLOWEST_DAYS = 5
TRACKING = re.compile(r"[A-Za-z0-9-]{6,40}")


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.OpenConsignment(order=order) | ask.StopConsignment(order=order):
            yield from ((Consignment, order), (StoppedBeforehand, order))
        case ask.DispatchParcel(order=order, parcel=parcel):
            yield from ((Consignment, order), (Parcel, parcel))
        case ask.StartPicking(order=order) | ask.RecordPicked(order=order) | ask.CloseConsignmentShort(order=order):
            yield (Consignment, order)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.OpenConsignment():
            return open_consignment(rows, command, now_ms)
        case ask.StartPicking():
            return start_picking(rows, command, now_ms)
        case ask.RecordPicked():
            return record_picked(rows, command, now_ms)
        case ask.DispatchParcel():
            return dispatch(rows, command, now_ms)
        case ask.StopConsignment():
            return stop(rows, command, now_ms)
        case ask.CloseConsignmentShort():
            return close_short(rows, command, now_ms)
        case _:
            raise TypeError(f"dispatch does not know the command {type(command).__name__}")


def open_consignment(rows: Rows, command: ask.OpenConsignment, now_ms: int) -> list[Event]:
    """Once an order; not at all when the order's cancelling arrived first."""
    if not command.lines or any(line.quantity < 1 for line in command.lines):
        raise no.NothingToSend()
    if rows[StoppedBeforehand, command.order]:
        return []
    lines = merged(command.lines)
    before = rows[Consignment, command.order]
    if before:
        if before.number != command.number or ordered(before.lines) != lines:
            raise no.ConsignmentExists(command.order)
        return []
    return [
        did.ConsignmentOpened(
            order=command.order,
            number=command.number,
            channel=command.channel,
            person=command.person,
            method=command.method,
            region=command.region,
            lines=lines,
            opened_ms=now_ms,
            promised=promised(command, now_ms),
        )
    ]


def promised(command: ask.OpenConsignment, now_ms: int) -> str:
    """The day by which the shopper expects it: the one they named, or as many days from now as their delivery takes."""
    return command.day or london.days_after(now_ms, DAYS_TAKEN.get(command.method, SLOWEST_DAYS))


def start_picking(rows: Rows, command: ask.StartPicking, now_ms: int) -> list[Event]:
    """One colleague at a time; after a parcel, the remainder may be fetched."""
    row = deliverable(rows, command)
    if row.status == "picking":
        if row.picker != command.by:
            raise no.SomebodyElseIsPicking(row.order)
        return []
    if row.status not in ("waiting", "part-dispatched"):
        raise no.ConsignmentIs(row.order, row.status)
    return [did.PickingStarted(order=row.order, by=command.by, started_ms=now_ms)]


def record_picked(rows: Rows, command: ask.RecordPicked, now_ms: int) -> list[Event]:
    """What lies on the packing table now; may be put right until the parcel leaves."""
    row = known(rows, command.order)
    if row.status not in ("picking", "packed", "part-dispatched"):
        raise no.ConsignmentIs(row.order, row.status)
    to_send = {line.sku: line.missing for line in row.lines}
    for sku, quantity in summed(command.lines).items():
        if sku not in to_send:
            raise no.NotOnThisOrder(sku)
        if not 0 <= quantity <= to_send[sku]:
            raise no.PickedQuantityWrong(sku, to_send[sku])
    if with_picked(row.lines, command.lines) == row.lines:
        return []
    return [did.LinesPicked(order=row.order, lines=command.lines, by=command.by, picked_ms=now_ms)]


def dispatch(rows: Rows, command: ask.DispatchParcel, now_ms: int) -> list[Event]:
    """Of what is picked and not sent yet, all or the lines named."""
    row = deliverable(rows, command)
    if not 1 <= len(command.parcel.strip()) <= 60:
        raise no.NotAParcel()
    if rows[Parcel, command.parcel]:
        raise no.ParcelExists(command.parcel)
    if not TRACKING.fullmatch(command.tracking):
        raise no.NotATracking()
    packed = {line.sku: line.packed for line in row.lines if line.packed}
    if not packed:
        raise no.NothingPicked(row.order)
    for line in command.lines:
        if line.quantity < 1:
            raise no.NotPicked(line.sku, packed.get(line.sku, 0))
    leaving = summed(command.lines) or packed
    for sku, quantity in leaving.items():
        if quantity > packed.get(sku, 0):
            raise no.NotPicked(sku, packed.get(sku, 0))
    return [
        did.ParcelDispatched(
            order=row.order,
            number=row.number,
            channel=row.channel,
            person=row.person,
            parcel=command.parcel,
            tracking=command.tracking.upper(),
            lines=tuple(ask.Units(sku=sku, quantity=quantity) for sku, quantity in leaving.items()),
            complete=all(line.missing == leaving.get(line.sku, 0) for line in row.lines),
            by=command.by,
            dispatched_ms=now_ms,
        )
    ]


def stop(rows: Rows, command: ask.StopConsignment, now_ms: int) -> list[Event]:
    """As long as nothing is picked; also of an order that dispatch has not heard of yet, since messages overtake each other."""
    row = rows[Consignment, command.order]
    if rows[StoppedBeforehand, command.order] or (row and row.status == "stopped"):
        return []
    if row and row.under_way:
        raise no.ParcelIsBeingPacked(row.order)
    return [did.ConsignmentStopped(order=command.order, why=command.why, stopped_ms=now_ms)]


def close_short(rows: Rows, command: ask.CloseConsignmentShort, now_ms: int) -> list[Event]:
    """After a parcel, of what nobody has packed."""
    row = known(rows, command.order)
    if row.status not in ("picking", "packed", "part-dispatched") or not any(line.sent for line in row.lines):
        raise no.ConsignmentIs(row.order, row.status)
    if any(line.packed for line in row.lines):
        raise no.ParcelIsBeingPacked(row.order)
    return [did.ConsignmentClosedShort(order=row.order, channel=row.channel, why=command.why, by=command.by, closed_ms=now_ms)]


def deliverable(rows: Rows, command: ask.DeliveryCommand) -> Consignment:
    """The consignment, if the scope that the gate saw is its own."""
    row = known(rows, command.order)
    if (row.channel, row.region, row.method) != (command.channel, command.region, command.method):
        raise no.ConsignmentDiffers(row.order)
    return row


def known(rows: Rows, order: str) -> Consignment:
    """The consignment, not stopped, or a refusal."""
    row = rows[Consignment, order]
    if row is None:
        raise no.NoSuchConsignment(order)
    if row.status == "stopped":
        raise no.ConsignmentIsStopped(order)
    return row


def merged(lines: Iterable[ask.OrderedLine]) -> tuple[ask.OrderedLine, ...]:
    """One line a SKU, in the order of their first mention."""
    first: dict[str, ask.OrderedLine] = {}
    for line in lines:
        before = first.get(line.sku)
        first[line.sku] = replace(before, quantity=before.quantity + line.quantity) if before else line
    return tuple(first.values())


def ordered(lines: Iterable[Line]) -> tuple[ask.OrderedLine, ...]:
    """The lines as they were ordered."""
    return tuple(ask.OrderedLine(sku=line.sku, name=line.name, quantity=line.quantity) for line in lines)
