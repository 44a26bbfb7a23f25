"""Refunding part of an order: on the books, then at the provider; a reaction tells the customer."""

from __future__ import annotations

from arkwright.compartments.payments import queries as payments
from arkwright.compartments.payments.commands import BeginRefund
from arkwright.compartments.payments.refusals import NoSuchPayment
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
                await give_back(shop, begun)
            except ProviderUnknown:
                return
