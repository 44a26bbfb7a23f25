"""What a shopper may ask about the range: whether something is in stock, and search without scripts."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response

from arkwright.channels.shop.basket import LONGEST_SKU
from arkwright.channels.shop.front import Shopfront
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.ordering import queries as orders

FEW = 5
PATIENCE_S = 1.0
NOT_TOLD = "Availability is shown in the basket"
LONGEST_SEARCH = 100
ON_A_PAGE = 24


@get("/availability", media_type="text/plain")
async def availability(front: NamedDependency[Shopfront], sku: FromQuery[str] = "") -> str:
    """In stock, only so many left, or out of stock; never keeps anybody waiting."""
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
    return f"Only {free} left" if free <= FEW else "In stock"


@get("/search", opt={"rate": "search"})
async def search(
    request: Request[Any, Any, Any], front: NamedDependency[Shopfront], q: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Response[Any]:
    """Live products whose name, id, product code or barcode holds the words."""
    front.check_browsing()
    words = " ".join("".join(each for each in q if each.isprintable()).split())[:LONGEST_SEARCH]
    found = (
        await catalogue.page(front.office.catalogue.reader, words, live=True, after=after[:LONGEST_SEARCH], most=ON_A_PAGE)
        if words
        else None
    )
    return await front.page(request, "found.html", words=words, found=found, picture=front.picture)
