"""A small shop to publish: its catalogue and its stores in real lanes, its pictures drawn by a line of code."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arkwright.channels.publication.publish import Published, publish
from arkwright.channels.publication.settings import Contact, DeliveryCharge, Extra, Settings, Terms
from arkwright.compartments.catalogue import commands, events, records, rules, state
from arkwright.compartments.catalogue.commands import SaveCategory, SaveProduct, Variant
from arkwright.compartments.stores import commands as store_commands
from arkwright.compartments.stores import events as store_events
from arkwright.compartments.stores import records as store_records
from arkwright.compartments.stores import rules as store_rules
from arkwright.compartments.stores import state as store_state
from arkwright.compartments.stores.commands import Hours, SaveStore, StoreDetails
from arkwright.journal.compartment import Compartment
from arkwright.journal.lane import Lane
from arkwright.journal.tables import schema
from arkwright.kit.search_index import SearchRecord
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import SweepingWorld
from tests.databases import database as database_at
from tests.journal.lanes import OpenGate, real_world

KEY = SigningKey("publisher", b"7" * 32)
CATALOGUE = Compartment("catalogue", commands, events, rules, state, records)
STORES = Compartment("stores", store_commands, store_events, store_rules, store_state, store_records)
TERMS = Terms(
    charges=(
        DeliveryCharge(method="Standard", zone="UK mainland", charge_pence=3_95, note="free from £50.00"),
        DeliveryCharge(method="Next day", zone="UK mainland", charge_pence=5_95),
    ),
    cancel_within_minutes=60,
    contact=Contact(
        email="help@shop.example",
        phone="0113 496 0000",
        phone_hours="daily from 8:00 to 20:00",
        company="Wright & Daughters Ltd",
        address=("1 Quay Street", "Leeds", "LS1 1AA"),
    ),
    check_messages_url="https://status.shop.example/check/",
)


@dataclass
class Range:
    """The two lanes, and the folder that is published into."""

    catalogue: Lane
    stores: Lane
    folder: Path
    number: int = 0

    async def save(self, *products: SaveProduct) -> None:
        """Have these products stand."""
        for product in products:
            self.number += 1
            await self.catalogue.submit(
                SaveProduct(**{**{n: getattr(product, n) for n in product.__struct_fields__}, "id": f"p{self.number}"})
            )

    async def publish(self, world: SweepingWorld | None = None, **changes: Any) -> Published:
        """Publish as it stands."""
        return await publish(world or real_world(), self.catalogue.reader, self.stores.reader, KEY, self.folder, settings(**changes))


@asynccontextmanager
async def small_range(folder: Path) -> AsyncIterator[Range]:
    """Two departments, four products, two stores."""
    catalogue, stores = await _lane(folder, CATALOGUE), await _lane(folder, STORES)
    for position, name in enumerate(("Kitchen", "Toys")):
        await catalogue.submit(SaveCategory(id=name, category=name.lower(), name=name, position=position, by="c"))
    small = Range(catalogue, stores, folder / "published")
    await small.save(
        product("Blue mug", restrictions=("no-islands",), description="Stoneware <b>& glaze</b>.\nDishwasher safe."),
        product("Oak board", prices=(2400, 3200), description="For bread."),
        product("Bear", category="toys", picture="", restrictions=("age-18", "mainland-only")),
        product("Kite", category="toys", picture="pictures/kite.webp", highlight=False),
    )
    await stores.submit(SaveStore(id="s1", store="leeds", details=details("Leeds"), by="c"))
    await stores.submit(SaveStore(id="s2", store="york", details=details("York"), by="c"))
    await stores.submit(store_commands.CloseStore(id="s3", store="york", say="The roof is being mended.", by="c"))
    yield small
    await catalogue.stop()
    await stores.stop()


def settings(**changes: Any) -> Settings:
    """Wright & Daughters, without Pagefind unless it is asked for."""
    given: dict[str, Any] = {
        "shop_name": "Wright & Daughters",
        "address": "https://shop.example",
        "lead": "Things for the house, chosen with care.",
        "terms": TERMS,
        "picture": draw,
        "indexer": no_index,
        "extra_files": {"/manifest.webmanifest": Extra(content=b'{"name": "shop"}', content_type="application/manifest+json")},
    }
    return Settings(**(given | changes))


def draw(picture: str, title: str) -> bytes | None:
    """A plain square; nobody knows how to draw a yeti."""
    if picture.startswith("yeti"):
        return None
    square = f'<!-- {picture} --><rect width="4" height="5" fill="#357"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5">{square}</svg>'.encode()


async def no_index(records: Sequence[SearchRecord]) -> dict[str, bytes]:
    """One file that says what was asked for."""
    return {"pagefind.js": "\n".join(f"{record.title}|{record.words}" for record in records).encode()}


def product(name: str, *, category: str = "kitchen", prices: Sequence[int] = (1250,), **changes: Any) -> SaveProduct:
    """A product with a variant for each price."""
    slug = name.lower().replace(" ", "-")
    options = ("",) if len(prices) == 1 else tuple(f"Size {place}" for place in range(1, len(prices) + 1))
    given: dict[str, Any] = {
        "product": slug,
        "name": name,
        "description": "",
        "brand": "Wright",
        "category": category,
        "vat_rate": "standard",
        "variants": tuple(
            Variant(sku=f"{slug}-{place}", gtin=None, option=option, price_pence=price, weight_g=350)
            for place, (option, price) in enumerate(zip(options, prices, strict=True), 1)
        ),
        "restrictions": (),
        "picture": "mug:blue",
        "highlight": True,
        "by": "c",
    }
    return SaveProduct(id=slug, **(given | changes))


def details(town: str) -> StoreDetails:
    """A store that opens on weekdays."""
    return StoreDetails(
        name=f"Wright & Daughters {town}",
        address=("1 Quay Street",),
        town=town,
        postcode="LS1 1AA",
        phone="0113 496 0001",
        hours=(*[Hours(opens_minute=540, closes_minute=1050)] * 6, None),
        latitude_millionths=53_800_755,
        longitude_millionths=-1_549_077,
        services=("cafe", "returns"),
    )


async def _lane(folder: Path, compartment: Compartment) -> Lane:
    def failed(error: Exception) -> None:
        raise error

    world = real_world()
    lane = Lane(
        world,
        await database_at(world, folder / f"{compartment.name}.db", schema(compartment), "office"),
        compartment,
        lambda _: OpenGate(),
        failed,
    )
    await lane.start()
    return lane
