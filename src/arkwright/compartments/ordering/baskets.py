"""The rules of baskets: what a shopper may put together before ordering."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering.promotion_rows import CodePromotion
from arkwright.compartments.ordering.selling import MOST_OF_ONE, offer, valid, wanted
from arkwright.compartments.ordering.state import Basket, Offer, SavedBasket, summed
from arkwright.kit.messages import Event
from arkwright.kit.promotion import plain_code
from arkwright.kit.rows import Key, Rows

MOST_LINES = 50
LONGEST_CODE = 40
KEPT_FOR_MS = 30 * 24 * 60 * 60 * 1000  # a saved basket


def basket_keys(command: ask.BasketCommand) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    yield (Basket, command.basket)
    match command:
        case ask.AddToBasket(sku=sku) | ask.SetQuantity(sku=sku):
            yield (Offer, sku)
        case ask.EnterCode(code=code):
            yield (CodePromotion, plain_code(code))
        case ask.AddLines(lines=lines):
            yield from ((Offer, line.sku) for line in lines)
        case ask.SaveBasket(saved=saved):
            yield (SavedBasket, saved)


def decide_basket(rows: Rows, command: ask.BasketCommand, now_ms: int) -> list[Event]:
    """What a command about a basket leads to, or a refusal."""
    match command:
        case ask.AddToBasket(basket=basket, sku=sku, quantity=quantity):
            return change_basket(rows, command, sku, in_basket(rows, basket, sku) + wanted(quantity), now_ms)
        case ask.SetQuantity(sku=sku, quantity=quantity):
            return change_basket(rows, command, sku, quantity, now_ms)
        case ask.AcceptPrices():
            return accept_prices(rows, command, now_ms)
        case ask.EnterCode():
            return enter_code(rows, command, now_ms)
        case ask.AddLines(lines=lines):
            return add_lines(rows, command, lines, now_ms)
        case ask.SaveBasket():
            return save_basket(rows, command, now_ms)
        case _:
            raise TypeError(f"ordering does not know the command {type(command).__name__}")


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


def add_lines(rows: Rows, command: ask.AddLines, lines: tuple[ask.WishedLine, ...], now_ms: int) -> list[Event]:
    """Each line that is on sale joins what the basket holds of it, up to what one can buy at once."""
    basket = rows[Basket, command.basket]
    if basket and basket.order:
        raise no.BasketWasOrdered(basket.order)
    changes: list[Event] = []
    for sku, quantity in summed((line.sku, wanted(line.quantity)) for line in lines).items():
        today = rows[Offer, sku]
        if today and today.live:
            most = min(MOST_OF_ONE, in_basket(rows, command.basket, sku) + quantity)
            changes.append(basket_changed(command, sku, most, today.price_pence, now_ms))
    added = {change.sku for change in changes if isinstance(change, did.BasketChanged)}
    if len(added | ({line.sku for line in basket.lines} if basket else set())) > MOST_LINES:
        raise no.BasketIsFull(MOST_LINES)
    return changes


def save_basket(rows: Rows, command: ask.SaveBasket, now_ms: int) -> list[Event]:
    """A copy of the lines, once for each link."""
    basket = rows[Basket, command.basket]
    if basket is None or not basket.lines:
        raise no.BasketIsEmpty()
    if rows[SavedBasket, command.saved]:
        return []
    lines = tuple(did.SavedLine(sku=line.sku, quantity=line.quantity, price_pence=line.price_pence) for line in basket.lines)
    saved = did.BasketSaved(saved=command.saved, channel=command.channel, lines=lines, saved_ms=now_ms, expires_ms=now_ms + KEPT_FOR_MS)
    return [saved]


def forget_saved(rows: Rows, saved: str, now_ms: int) -> list[Event]:
    """Gone once it has expired; not before."""
    row = rows[SavedBasket, saved]
    return [did.SavedBasketForgotten(saved=saved, forgotten_ms=now_ms)] if row and row.expires_ms <= now_ms else []


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


def enter_code(rows: Rows, command: ask.EnterCode, now_ms: int) -> list[Event]:
    """A code that holds now; whether the basket reaches its minimum spend is told beside the basket."""
    basket = rows[Basket, command.basket]
    if basket and basket.order:
        raise no.BasketWasOrdered(basket.order)
    code = plain_code(command.code)[:LONGEST_CODE]
    if code == (basket.code if basket else ""):
        return []
    if code:
        valid(code, rows[CodePromotion, code], now_ms)
    return [did.CodeEntered(basket=command.basket, channel=command.channel, code=code, changed_ms=now_ms)]


def basket_changed(command: ask.BasketCommand, sku: str, quantity: int, price_pence: int, now_ms: int) -> did.BasketChanged:
    """The event for one line."""
    return did.BasketChanged(
        basket=command.basket, channel=command.channel, sku=sku, quantity=quantity, price_pence=price_pence, changed_ms=now_ms
    )


def in_basket(rows: Rows, basket: str, sku: str) -> int:
    """How many of a SKU the basket holds."""
    row = rows[Basket, basket]
    return next((line.quantity for line in row.lines if line.sku == sku), 0) if row else 0
