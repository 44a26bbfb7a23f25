"""Keeping the index in step with the catalogue: from its journal, and from its rows where the journal does not tell."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

import structlog

from arkwright.compartments.catalogue import events as did
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.catalogue.state import Product
from arkwright.journal.lane import Lane
from arkwright.journal.reading import Stored, entries
from arkwright.journal.work import head_of
from arkwright.kit.chain import GENESIS
from arkwright.kit.text_search.index import MARK, TextIndex, item
from arkwright.kit.text_search.tables import Item, Mark
from arkwright.kit.text_search.words import ANALYSIS
from arkwright.kit.world import World

log = structlog.get_logger("search")

AT_ONCE = 50  # few enough that shoppers who search meanwhile do not notice
FURTHEST_BEHIND = 5_000  # entries; beyond this the rows are read instead
AFTER_A_CHANGE_S = 1.0
LOOK_AGAIN_S = 15.0
AGAIN_AFTER_S = 30.0


class IndexKeeper:
    """Follows one catalogue; `run` for ever, or `catch_up` once. Never on the way of a write: the catalogue does not wait for it."""

    def __init__(self, world: World, lane: Lane, index: TextIndex) -> None:
        self._world = world
        self._lane = lane
        self._reader = lane.reader
        self._index = index

    async def run(self) -> None:
        """Build it where it is missing or of another catalogue, then follow each change; cancel to stop."""
        while True:
            sequence = self._lane.head.sequence
            try:
                await self.catch_up()
            except Exception:
                log.exception("the search index was not brought up to date; it is tried again")
                await self._world.sleep(AGAIN_AFTER_S)
                continue
            waits = [asyncio.ensure_future(self._lane.beyond(sequence)), asyncio.ensure_future(self._world.sleep(LOOK_AGAIN_S))]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
            await self._world.sleep(AFTER_A_CHANGE_S)

    async def catch_up(self) -> None:
        """The index is as the catalogue was when this was called, or later."""
        mark = await self._index.mark()
        head = await head_of(self._reader)
        if mark is None or mark.analysis != ANALYSIS or head.sequence - mark.sequence > FURTHEST_BEHIND or not await self._holds(mark):
            return await self._build()
        while page := await entries(self._reader, mark.sequence, AT_ONCE):
            mark = Mark(name=MARK, analysis=ANALYSIS, sequence=page[-1].entry.sequence, chain=page[-1].chain)
            await self._follow(page, mark)
            await self._world.sleep(0)

    async def _holds(self, mark: Mark) -> bool:
        """Whether this journal is the one that the index was made of, which a restored backup may not be."""
        if mark.sequence == 0:
            return mark.chain == GENESIS
        at = await entries(self._reader, mark.sequence - 1, 1)
        return bool(at) and at[0].chain == mark.chain

    async def _follow(self, page: Sequence[Stored], mark: Mark) -> None:
        events = [self._lane.decode(bytes(stored.entry.event)) for stored in page]
        for category in dict.fromkeys(event.category for event in events if isinstance(event, did.CategorySaved)):
            await self._put_category(category)
        told = (did.ProductSaved, did.PriceChanged, did.ProductWithdrawn, did.ProductRestored)
        changed = list(dict.fromkeys(event.product for event in events if isinstance(event, told)))
        await self._put((await catalogue.products_of(self._reader, changed)).values(), mark)

    async def _build(self) -> None:
        """Everything from the rows, then the mark of the journal as it stood before: what changed meanwhile is followed next time."""
        head, live = await head_of(self._reader), set[str]()
        log.info("building the search index")
        for row in await catalogue.categories(self._reader):
            live |= await self._put_category(row.category.category)
        after = ""
        while known := await self._index.products(after, AT_ONCE):
            after = known[-1]
            await self._index.put((), (), gone=[each for each in known if each not in live])
        await self._index.put((), (), mark=Mark(name=MARK, analysis=ANALYSIS, sequence=head.sequence, chain=head.chain))
        log.info("the search index is complete", products=len(live))

    async def _put_category(self, category: str) -> set[str]:
        """Every live product of a category, whose name is among their words; their ids."""
        ids, after = set[str](), catalogue.FIRST
        while page := await catalogue.live_in_category(self._reader, category, after, AT_ONCE):
            await self._put(page)
            after = page[-1].product
            ids |= {product.product for product in page}
            await self._world.sleep(0)
        return ids

    async def _put(self, products: Iterable[Product], mark: Mark | None = None) -> None:
        names = {row.category.category: row.category.name for row in await catalogue.categories(self._reader)}
        items, words, gone = list[Item](), set[str](), list[str]()
        for product in products:
            if product.live:
                made, new = item_of(product, names.get(product.category, ""))
                items.append(made)
                words |= new
            else:
                gone.append(product.product)
        await self._index.put(items, words, gone, mark)


def item_of(product: Product, category_name: str) -> tuple[Item, set[str]]:
    """What a product can be found by: name, brand, department, options, codes and barcodes, description; no price and no stock."""
    options = dict.fromkeys(variant.option for variant in product.variants if variant.option)
    codes = [code for variant in product.variants for code in (variant.sku, variant.gtin or "")]
    return item(
        product=product.product,
        category=product.category,
        name=product.name,
        head=[product.brand, category_name, *options],
        codes=[product.product, *codes],
        text=product.description,
    )
