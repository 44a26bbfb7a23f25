"""Cancelling an order: ask, stop the parcel, close the payment page, end the order; a reaction releases the money."""

from __future__ import annotations

from dataclasses import dataclass

from arkwright.compartments.dispatch.commands import StopConsignment
from arkwright.compartments.ordering.commands import BeginCancellation, CancelledBy, CancelOrder, GiveUpCancellation
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import queries as payments
from arkwright.journeys import paying
from arkwright.journeys.checkout import known
from arkwright.journeys.shop import Shop
from arkwright.journeys.steps import Step, run


@dataclass
class Cancelling:
    """A cancellation under way; each attempt has its own command ids, since one given up may be tried again."""

    shop: Shop
    order: Order
    by: CancelledBy
    why: str
    attempt: str


async def cancel(shop: Shop, order_id: str, by: CancelledBy, why: str) -> Order:
    """End an order of which nothing has left. Refuses what ordering and dispatch refuse; the order then goes on.

    Raises `ProviderUnknown` when its payment page could not be closed: the cancellation stands, and the resolver ends it.
    """
    order = await known(shop, order_id)
    if order.status != "cancelled":
        cancelling = Cancelling(shop, order, by, why, f"{order_id}.cancel.{shop.world.new_id()}")
        if order.cancelling and order.status not in ("placed", "confirmed"):
            await give_up(cancelling)  # a parcel left before it could be stopped
        else:
            await run(shop.world, "cancel", STEPS, cancelling)
    return await known(shop, order_id)


async def ask(cancelling: Cancelling) -> None:
    """Whether it may be cancelled is decided here, once."""
    order = cancelling.order
    begin = BeginCancellation(
        id=f"{cancelling.attempt}.ask", order=order.order, channel=order.channel, by=cancelling.by, why=cancelling.why
    )
    await cancelling.shop.ordering.submit(begin)


async def give_up(cancelling: Cancelling) -> None:
    """Undo: the order goes on."""
    order = cancelling.order
    command = GiveUpCancellation(id=f"{cancelling.attempt}.give-up", order=order.order, channel=order.channel, why="could-not-be-stopped")
    await cancelling.shop.ordering.submit(command)


async def stop_parcel(cancelling: Cancelling) -> None:
    """Nothing may leave any more."""
    await cancelling.shop.dispatch.submit(StopConsignment(id=f"{cancelling.attempt}.stop", order=cancelling.order.order, why="cancelled"))


async def close_page(cancelling: Cancelling) -> None:
    """Nobody can pay for it any more; what was paid until now is on the books."""
    shop, order = cancelling.shop, cancelling.order
    payment = await payments.payment_of_order(shop.payments.reader, order.order)
    evidence = await paying.seen(shop, order, payment, close=True) if payment else None
    if payment and evidence:
        await paying.record(shop, payment, evidence)


async def end(cancelling: Cancelling) -> None:
    """The order is cancelled; where a double click or the resolver was quicker, it is already."""
    order = await known(cancelling.shop, cancelling.order.order)
    if order.status != "cancelled":
        command = CancelOrder(
            id=f"{order.order}.cancelled.{order.changed_ms}",
            order=order.order,
            channel=order.channel,
            by=order.cancelling or cancelling.by,
            why=order.cancelling_why or cancelling.why,
        )
        await cancelling.shop.ordering.submit(command)


STEPS = [
    Step("ask", ask, undo=give_up),
    Step("parcel", stop_parcel),
    Step("page", close_page, outside=True),
    Step("end", end),
]
