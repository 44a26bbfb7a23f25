"""Lines of before put into a basket again, from a saved basket or an order; and, plainly, what is not as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import AddLines, WishedLine
from arkwright.compartments.ordering.state import Order, SavedBasket
from arkwright.journeys.shop import Shop
from arkwright.kit.money import pounds

Kind = Literal["same", "price", "stock", "gone"]


class LineOfBefore(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was, beside what it is today: `left` of the quantity can be had, `price_pence` is today's (then's when gone)."""

    sku: str
    product: str
    name: str
    category: str
    quantity: int
    was_pence: int
    price_pence: int
    left: int
    kind: Kind

    @property
    def say(self) -> str:
        """What is not as it was, as a sentence; nothing when all is as it was."""
        match self.kind:
            case "gone":
                return f"{self.name} is not sold any more, so it is left out."
            case "stock":
                return f"We have {self.left} of {self.name} left." if self.left else f"{self.name} is out of stock at the moment."
            case "price":
                return f"{self.name} costs {pounds(self.price_pence)} now; it was {pounds(self.was_pence)}."
            case _:
                return ""


async def compared(shop: Shop, of_before: SavedBasket | Order) -> tuple[LineOfBefore, ...]:
    """Each line beside today's price and availability."""
    names = {line.sku: line.name for line in of_before.lines} if isinstance(of_before, Order) else {}
    skus = [line.sku for line in of_before.lines]
    offers = await orders.offers_of(shop.ordering.reader, skus)
    free = await orders.free_of(shop.ordering.reader, skus)
    found = []
    for line in of_before.lines:
        offer = offers.get(line.sku)
        live, left = offer is not None and offer.live, max(0, free.get(line.sku, 0))
        price_pence = offer.price_pence if offer and live else line.price_pence
        found.append(
            LineOfBefore(
                sku=line.sku,
                product=offer.product if offer and live else "",
                name=offer.name if offer else names.get(line.sku, line.sku),
                category=offer.category if offer else "",
                quantity=line.quantity,
                was_pence=line.price_pence,
                price_pence=price_pence,
                left=left if live else 0,
                kind="gone" if not live else "stock" if left < line.quantity else "price" if price_pence != line.price_pence else "same",
            )
        )
    return tuple(found)


async def put_in(shop: Shop, lines: Sequence[LineOfBefore], *, basket: str, channel: str, command: str) -> None:
    """Put what is still sold into the basket, at today's prices; the same command again changes nothing. The original stays as it is."""
    wishes = tuple(WishedLine(sku=line.sku, quantity=line.quantity) for line in lines)
    await shop.ordering.submit(AddLines(id=command, basket=basket, channel=channel, lines=wishes))
