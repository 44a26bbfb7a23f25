"""Refunding part of an order: on the books, at the provider, and the customer is told."""

from __future__ import annotations

from arkwright.compartments.payments import queries as payments
from arkwright.compartments.payments.commands import BeginRefund
from arkwright.compartments.payments.refusals import NoSuchPayment
from arkwright.compartments.payments.state import Refund
from arkwright.journeys import letters
from arkwright.journeys.card_moves import give_back
from arkwright.journeys.checkout import known
from arkwright.journeys.shop import Shop
from arkwright.kit.provider import ProviderUnknown


async def refund(shop: Shop, refund: str, order_id: str, amount_pence: int, why: str, by: str) -> None:
    """Give back this much; `refund` is the id under which it happens once. Refuses more than is left, and what payments refuses.

    Where the provider does not answer, the refund stays begun and the resolver ends it.
    """
    order = await known(shop, order_id)
    payment = await payments.payment_of_order(shop.payments.reader, order.order)
    if payment is None:
        raise NoSuchPayment(order.order)
    begin = BeginRefund(id=f"{refund}.begin", payment=payment.payment, refund=refund, amount_pence=amount_pence, why=why, by=by)
    await shop.payments.submit(begin)
    for begun in await payments.refunds_of(shop.payments.reader, payment.payment):
        if begun.refund == refund and begun.status == "begun":
            try:
                await finish(shop, begun)
            except ProviderUnknown:
                return


async def finish(shop: Shop, begun: Refund) -> None:
    """Ask the provider, record its answer, tell the customer. Raises `ProviderUnknown`."""
    if await give_back(shop, begun):
        payment = await payments.payment(shop.payments.reader, begun.payment)
        order = await known(shop, payment.order if payment else begun.payment)
        facts = letters.Facts(number=order.number, amount_pence=begun.amount_pence)
        await letters.send(shop, f"{begun.refund}.told", "refund-made", order, facts)
