"""Where datasets come from: a compartment's rows once, then its journal. Others add theirs in the same form."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec

from arkwright.compartments.catalogue import events as range_events
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.catalogue.state import Product
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.tender_terms import TenderTerms
from arkwright.compartments.promotions import queries as promotions
from arkwright.compartments.promotions.events import PromotionEvent
from arkwright.compartments.stores import queries as stores
from arkwright.compartments.stores.state import Store
from arkwright.journal.lane import Lane
from arkwright.kit.measured_code import MeasuredCode
from arkwright.kit.messages import Event
from arkwright.kit.refusal import NotTaken
from arkwright.kit.replica import ContactlessLimit, DatasetName, HouseLine, Item, PointsWorth, PromotionLine, RangeLine, StoredSales

A_PAGE = 200
PROMOTIONS_KEPT_MS = 30 * 24 * 60 * 60 * 1000  # after their end: a till that was cut off may still name one


class DatasetSource(Protocol):
    """One dataset of one compartment. `version_at` changes when lines are made in another way: then all of it is made anew."""

    @property
    def dataset(self) -> DatasetName:
        """Its name."""
        ...

    @property
    def lane(self) -> Lane:
        """Whose journal says what changed."""
        ...

    async def version_at(self, now_ms: int) -> int:
        """How its lines are made now."""
        ...

    def whole(self, now_ms: int) -> AsyncIterator[Sequence[Item]]:
        """Every item as it stands, page by page."""
        ...

    async def changed(self, events: Sequence[Event], now_ms: int) -> Sequence[Item]:
        """The items that these events changed, as they stand now; one without lines is gone."""
        ...


class RangeSource:
    """Products with their SKUs, prices and barcodes; those off sale stay known."""

    dataset: DatasetName = "range"
    version = 1

    def __init__(self, lane: Lane) -> None:
        self.lane = lane

    async def version_at(self, now_ms: int) -> int:
        """The same at all times."""
        return self.version

    async def whole(self, now_ms: int) -> AsyncIterator[Sequence[Item]]:
        """In the order of their last change."""
        after = 0
        while page := await catalogue.changed_since(self.lane.reader, after, A_PAGE):
            after = page[-1].revision
            yield [item_of(product) for product in page]

    async def changed(self, events: Sequence[Event], now_ms: int) -> Sequence[Item]:
        """The products that the events speak of."""
        named = dict.fromkeys(event.product for event in events if isinstance(event, range_events.ProductEvent))
        return [item_of(product) for product in (await catalogue.products_of(self.lane.reader, list(named))).values()]


def item_of(product: Product) -> Item:
    """A product's SKUs as tills sell them."""
    lines = tuple(
        RangeLine(
            sku=variant.sku,
            product=product.product,
            name=range_events.full_name(product.name, variant.option),
            price_pence=variant.price_pence,
            vat_rate=product.vat_rate,
            category=product.category,
            restrictions=product.restrictions,
            gtin=variant.gtin or "",
            live=product.live,
        )
        for variant in product.variants
    )
    return Item(key=product.product, lines=lines)


class PromotionSource:
    """Promotions that hold, will hold, or held lately."""

    dataset: DatasetName = "promotions"
    version = 1

    def __init__(self, lane: Lane) -> None:
        self.lane = lane

    async def version_at(self, now_ms: int) -> int:
        """The same at all times."""
        return self.version

    async def whole(self, now_ms: int) -> AsyncIterator[Sequence[Item]]:
        """All of them, page by page."""
        after = ""
        while page := await promotions.current_after(self.lane.reader, now_ms - PROMOTIONS_KEPT_MS, after, A_PAGE):
            after = page[-1].promotion
            yield [Item(key=row.promotion, lines=(PromotionLine(terms=row.terms),)) for row in page]

    async def changed(self, events: Sequence[Event], now_ms: int) -> Sequence[Item]:
        """Each as it was said last."""
        last = {event.terms.promotion: event.terms for event in events if isinstance(event, PromotionEvent)}
        return [Item(key=name, lines=(PromotionLine(terms=terms),)) for name, terms in last.items()]


class House(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operator says of the company in house.toml, in the office's folder; `stores` narrows the stored sales of single stores.

    `measured_codes` are the patterns of labels that scales and counters print; `measured_codes_of` those of stores with other printers.
    """

    company: str
    company_address: tuple[str, ...]
    vat_number: str
    receipt_words: tuple[str, ...] = ()
    contactless: tuple[ContactlessLimit, ...] = ()
    stored_sales: StoredSales | None = None
    stores: dict[str, StoredSales] = {}
    measured_codes: tuple[MeasuredCode, ...] = ()
    measured_codes_of: dict[str, tuple[MeasuredCode, ...]] = {}


class HouseSource:
    """The company's own words and limits, and each store's details from the directory; another shelf for each store."""

    dataset: DatasetName = "house"

    def __init__(self, lane: Lane, house: House, version: int, points: Lane) -> None:
        """`version` moves with what house.toml says; the lane `points` knows what they are worth at a till."""
        self.lane = lane
        self._version = version
        self._house = house
        self._points = points
        self._worth: TenderTerms | None = None

    async def version_at(self, now_ms: int) -> int:
        """It changes with house.toml, and when points are worth something else; while loyalty is sealed the last that was known holds."""
        with contextlib.suppress(NotTaken):
            self._worth = await loyalty.tender_terms(self._points.reader, now_ms)
        return self._version + (self._worth.from_ms if self._worth else 0)

    async def whole(self, now_ms: int) -> AsyncIterator[Sequence[Item]]:
        """A line for each store."""
        yield [self._item(store) for store in await stores.all_stores(self.lane.reader)]

    async def changed(self, events: Sequence[Event], now_ms: int) -> Sequence[Item]:
        """The stores that the events speak of."""
        named = dict.fromkeys(str(getattr(event, "store", "")) for event in events)
        found = [await stores.store(self.lane.reader, store) for store in named]
        return [self._item(store) for store in found if store is not None]

    def _item(self, store: Store) -> Item:
        house, worth = self._house, self._worth
        line = HouseLine(
            store=store.store,
            company=house.company,
            company_address=house.company_address,
            vat_number=house.vat_number,
            store_name=store.name,
            store_address=(*store.address, store.town, store.postcode),
            store_phone=store.phone,
            receipt_words=house.receipt_words,
            contactless=house.contactless,
            stored_sales=house.stores.get(store.store, house.stored_sales),
            measured_codes=house.measured_codes_of.get(store.store, house.measured_codes),
            points=PointsWorth(points=worth.points, pence=worth.pence, most_points=worth.most_points_a_store) if worth else None,
        )
        return Item(key=store.store, lines=(line,), store=store.store)
