"""The rules of baskets: what a shopper may put together before ordering."""

from __future__ import annotations

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering.state import Basket, Offer
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

MOST_OF_ONE = 99
MOST_LINES = 50


def change_basket(rows: Rows, command: ask.BasketCommand, sku: str, quantity: int, now_ms: int) -> list[Event]:
    """The line gets this quantity and today's price."""
    basket = rows[Basket, command.basket]
    if basket and basket.order:
        raise no.BasketWasOrdered(basket.order)
    if quantity == 0:
        price_pence = 0
    else:
        wanted(quantity)
        price_pence = offer(rows, sku).price_pence
        others = {line.sku for line in basket.lines} - {sku} if basket else set()
        if len(others) >= MOST_LINES:
            raise no.BasketIsFull(MOST_LINES)
    return [basket_changed(command, sku, quantity, price_pence, now_ms)]


def accept_prices(rows: Rows, command: ask.AcceptPrices, now_ms: int) -> list[Event]:
    """Each line takes today's price; a line no longer on sale leaves."""
    basket = rows[Basket, command.basket]
    changes: list[Event] = []
    for line in basket.lines if basket and not basket.order else ():
        today = rows[Offer, line.sku]
        if not today or not today.live:
            changes.append(basket_changed(command, line.sku, 0, 0, now_ms))
        elif today.price_pence != line.price_pence:
            changes.append(basket_changed(command, line.sku, line.quantity, today.price_pence, now_ms))
    return changes


def basket_changed(command: ask.BasketCommand, sku: str, quantity: int, price_pence: int, now_ms: int) -> did.BasketChanged:
    """The event for one line."""
    return did.BasketChanged(
        basket=command.basket, channel=command.channel, sku=sku, quantity=quantity, price_pence=price_pence, changed_ms=now_ms
    )


def offer(rows: Rows, sku: str) -> Offer:
    """The SKU on sale, or a refusal."""
    row = rows[Offer, sku]
    if row is None or not row.live:
        raise no.NotInRange(sku)
    return row


def in_basket(rows: Rows, basket: str, sku: str) -> int:
    """How many of a SKU the basket holds."""
    row = rows[Basket, basket]
    return next((line.quantity for line in row.lines if line.sku == sku), 0) if row else 0


def wanted(quantity: int) -> int:
    """A quantity one can buy, or a refusal."""
    if not 1 <= quantity <= MOST_OF_ONE:
        raise no.QuantityOutOfRange(quantity, MOST_OF_ONE)
    return quantity
