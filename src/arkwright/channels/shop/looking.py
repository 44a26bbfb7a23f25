"""Whether something is in stock, for the pages of products."""

from __future__ import annotations

import asyncio

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from arkwright.channels.design.pages import day
from arkwright.channels.shop.basket import LONGEST_SKU
from arkwright.channels.shop.front import Shopfront
from arkwright.compartments.ordering import queries as orders

FEW = 5
PATIENCE_S = 1.0
NOT_TOLD = "Availability is shown in the basket"


@get("/availability", media_type="text/plain")
async def availability(front: NamedDependency[Shopfront], sku: FromQuery[str] = "") -> str:
    """In stock, only so many left, or out of stock, and the promotions of the moment with their last day; never keeps anybody waiting."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await stock_words(front, sku) if 0 < len(sku) <= LONGEST_SKU else NOT_TOLD
    except TimeoutError:
        return NOT_TOLD


async def stock_words(front: Shopfront, sku: str) -> str:
    """For one SKU."""
    reader = front.office.ordering.reader
    offer = (await orders.offers_of(reader, [sku])).get(sku)
    if offer is None or not offer.live:
        return "Not on sale at the moment"
    free = (await orders.free_of(reader, [sku])).get(sku, 0)
    if free <= 0:
        return "Out of stock"
    held = [each for each in await orders.promotions_now(reader, front.now_ms()) if each.covers(offer.sku, offer.product, offer.category)]
    return ". ".join(
        [f"Only {free} left" if free <= FEW else "In stock", *(f"{each.name}, until {day(each.until_ms - 1)}" for each in held)]
    )
