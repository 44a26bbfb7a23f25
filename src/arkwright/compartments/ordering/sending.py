"""The rules of paid orders on their way out: a parcel that left, and the rest given up."""

from __future__ import annotations

from collections.abc import Mapping

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering.state import Order, summed, unsent
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows


def record_dispatch(rows: Rows, command: ask.RecordDispatch, now_ms: int) -> list[Event]:
    """A parcel of a paid order, with no more than was ordered."""
    order = known(rows, command.order)
    if order.status not in ("confirmed", "part-dispatched"):
        raise no.OrderIs(order.order, order.status)
    if not command.lines or any(line.quantity < 1 for line in command.lines):
        raise no.ParcelIsEmpty()
    ordered = summed((line.sku, line.quantity) for line in order.lines)
    sent = summed([*order.sent.items(), *((line.sku, line.quantity) for line in command.lines)])
    for sku, quantity in sent.items():
        if quantity > ordered.get(sku, 0):
            raise no.NotThatMany(sku)
    before_pence = cost_pence(order, order.sent) + (order.delivery.charge_pence if order.sent else 0)
    until_pence = cost_pence(order, sent) + order.delivery.charge_pence
    return [
        did.OrderDispatched(
            order=order.order,
            number=order.number,
            payment=order.payment or "",
            amount_pence=until_pence - before_pence,
            channel=order.channel,
            person=order.person,
            contact=order.contact,
            parcel=command.parcel,
            tracking=command.tracking,
            lines=command.lines,
            complete=sent == ordered,
            dispatched_ms=now_ms,
            day=order.delivery.day,
            points_pence=min(order.points_pence, until_pence) - min(order.points_pence, before_pence),
        )
    ]


def cost_pence(order: Order, units: Mapping[str, int]) -> int:
    """What these units cost after promotions; a SKU's units share its savings, so that all of them cost exactly what is to be paid."""
    ordered = summed((line.sku, line.quantity) for line in order.lines)
    paid = summed((line.sku, line.paid_pence) for line in order.lines)
    return sum(paid[sku] * quantity // ordered[sku] for sku, quantity in units.items())


def close_short(rows: Rows, command: ask.CloseShort, now_ms: int) -> list[Event]:
    """Give up what was not sent of a part-dispatched order."""
    order = known(rows, command.order)
    if order.status != "part-dispatched":
        raise no.OrderIs(order.order, order.status)
    left = [ask.DispatchedLine(sku=sku, quantity=quantity) for sku, quantity in unsent(order).items()]
    return [
        did.OrderClosedShort(
            order=order.order,
            number=order.number,
            channel=order.channel,
            person=order.person,
            payment=order.payment or "",
            lines=tuple(left),
            why=command.why,
            closed_ms=now_ms,
        )
    ]


def known(rows: Rows, order: str) -> Order:
    """The order, or a refusal."""
    row = rows[Order, order]
    if row is None:
        raise no.NoSuchOrder(order)
    return row
