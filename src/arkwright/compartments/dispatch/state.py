"""The state of dispatch: its rows, and how an event changes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from arkwright.compartments.dispatch import events as did
from arkwright.compartments.dispatch.commands import OrderedLine, Units
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

Status = Literal["waiting", "picking", "packed", "part-dispatched", "dispatched", "closed-short", "stopped"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU to send: `quantity` ordered, of which `picked` (the sent ones among them), of which `sent`."""

    sku: str
    name: str
    quantity: int
    picked: int = 0
    sent: int = 0

    @property
    def packed(self) -> int:
        """Picked and not sent yet."""
        return self.picked - self.sent

    @property
    def missing(self) -> int:
        """Still to be sent, picked or not."""
        return self.quantity - self.sent


class Consignment(Row, frozen=True):
    """What is to be sent of one order; `picker` is the colleague who went for it last, `promised` the day to be with the shopper."""

    order: str
    number: str
    status: Status
    channel: str
    person: str
    method: str
    region: str
    lines: tuple[Line, ...]
    picker: str | None
    why_stopped: str | None
    opened_ms: int
    changed_ms: int
    promised: str = ""

    @property
    def under_way(self) -> bool:
        """Whether anything is picked or sent."""
        return any(line.picked for line in self.lines)


class StoppedBeforehand(Row, frozen=True):
    """An order cancelled before its consignment was opened: it never will be."""

    order: str
    why: str
    stopped_ms: int


class Parcel(Row, frozen=True):
    """A parcel that left."""

    parcel: str
    order: str
    tracking: str
    lines: tuple[Units, ...]
    by: str
    dispatched_ms: int


def evolve(rows: Rows, event: Event) -> None:
    """The only place where dispatch's rows change."""
    match event:
        case did.ConsignmentOpened(order=order):
            fields = {name: getattr(event, name) for name in event.__struct_fields__ if name != "lines"}
            lines = tuple(Line(sku=line.sku, name=line.name, quantity=line.quantity) for line in event.lines)
            rows[Consignment, order] = Consignment(
                **fields, lines=lines, status="waiting", picker=None, why_stopped=None, changed_ms=event.opened_ms
            )
        case did.PickingStarted(order=order, by=by, started_ms=started_ms):
            rows[Consignment, order] = replace(standing(rows, order), status="picking", picker=by, changed_ms=started_ms)
        case did.LinesPicked(order=order):
            row = standing(rows, order)
            lines = with_picked(row.lines, event.lines)
            status = status_after_picking(lines)
            rows[Consignment, order] = replace(row, lines=lines, status=status, changed_ms=event.picked_ms)
        case did.ParcelDispatched():
            evolve_dispatched(rows, event)
        case did.ConsignmentStopped(order=order, why=why, stopped_ms=stopped_ms):
            before = rows[Consignment, order]
            if before is None:
                rows[StoppedBeforehand, order] = StoppedBeforehand(order=order, why=why, stopped_ms=stopped_ms)
            else:
                rows[Consignment, order] = replace(before, status="stopped", why_stopped=why, changed_ms=stopped_ms)
        case did.ConsignmentClosedShort(order=order, why=why, closed_ms=closed_ms):
            rows[Consignment, order] = replace(standing(rows, order), status="closed-short", why_stopped=why, changed_ms=closed_ms)
        case _:
            raise TypeError(f"dispatch does not know the event {type(event).__name__}")


def evolve_dispatched(rows: Rows, event: did.ParcelDispatched) -> None:
    """The parcel stands, its units are sent."""
    row = standing(rows, event.order)
    sent = summed(event.lines)
    rows[Parcel, event.parcel] = Parcel(
        parcel=event.parcel,
        order=event.order,
        tracking=event.tracking,
        lines=event.lines,
        by=event.by,
        dispatched_ms=event.dispatched_ms,
    )
    rows[Consignment, event.order] = replace(
        row,
        lines=tuple(replace(line, sent=line.sent + sent.get(line.sku, 0)) for line in row.lines),
        status="dispatched" if event.complete else "part-dispatched",
        changed_ms=event.dispatched_ms,
    )


def with_picked(lines: tuple[Line, ...], picked: Iterable[Units]) -> tuple[Line, ...]:
    """The lines with what is picked and unsent of the SKUs named; the others stay as they are."""
    now = summed(picked)
    return tuple(replace(line, picked=line.sent + now.get(line.sku, line.packed)) for line in lines)


def status_after_picking(lines: Iterable[Line]) -> Status:
    """Packed when anything is ready to go; back to picking when all of it was put back."""
    return "packed" if any(line.packed for line in lines) else "picking"


def standing(rows: Rows, order: str) -> Consignment:
    """The consignment that an event speaks of; a journal without it is broken."""
    row = rows[Consignment, order]
    if row is None:
        raise LookupError(f"no consignment for order {order}, for an event about it")
    return row


def summed(units: Iterable[Units | OrderedLine]) -> dict[str, int]:
    """Quantities added up a SKU: one may stand on two lines."""
    totals: dict[str, int] = {}
    for line in units:
        totals[line.sku] = totals.get(line.sku, 0) + line.quantity
    return totals
