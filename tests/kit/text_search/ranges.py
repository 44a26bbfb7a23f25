"""Indexes of the tests: of the demo's range, or of a few products."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from arkwright.demo.range import csv_files
from arkwright.kit.text_search import synonyms
from arkwright.kit.text_search.index import TextIndex, item
from arkwright.kit.text_search.seeking import Found, Seeker
from arkwright.kit.text_search.tables import SearchSchema
from tests.databases import database
from tests.simulators.shop import StillWorld

AT_ONCE = 100


class Shelves:
    """An index, and who searches it."""

    def __init__(self, index: TextIndex) -> None:
        self.index = index
        self.seeker = Seeker(index, synonyms.read(None))
        self.categories: set[str] = set()

    async def put(self, products: Iterable[dict[str, Any]]) -> None:
        """Index them."""
        given = list(products)
        self.categories |= {product["category"] for product in given}
        for start in range(0, len(given), AT_ONCE):
            made = [item(**product) for product in given[start : start + AT_ONCE]]
            await self.index.put([one for one, _ in made], {word for _, words in made for word in words})

    async def find(self, text: str, most: int = 24, **more: Any) -> Found:
        """In every category."""
        every = sorted(self.categories)
        return await self.seeker.find(text, **{"every": every, "within": every, "most": most, **more})


@asynccontextmanager
async def shelves_in(folder: Path) -> AsyncIterator[Shelves]:
    """Empty ones, on the database of this run."""
    index = TextIndex(await database(StillWorld(), folder / "search.db", SearchSchema()))
    yield Shelves(index)
    await index.close()


def demo_range() -> list[dict[str, Any]]:
    """The demo's products as they are indexed."""
    found: dict[str, dict[str, Any]] = {}
    for _, content in csv_files():
        for row in csv.DictReader(io.StringIO(content.decode())):
            product = found.setdefault(row["product_id"], a_product(row["product_id"], row["name"], row["brand"], row["category"]))
            product["text"] = row["description"]
            product["head"].append(row["variant"])
            product["codes"] += [row["sku"], row["gtin"]]
    return list(found.values())


def a_product(product: str, name: str, brand: str = "", category: str = "Kitchen") -> dict[str, Any]:
    """One product."""
    return {"product": product, "category": category, "name": name, "head": [brand, category], "codes": [product], "text": ""}
