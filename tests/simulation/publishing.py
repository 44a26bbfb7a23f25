"""The publisher of the simulated office, with plain words, no pictures and an index that is one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from arkwright.channels.publication.publish import publish
from arkwright.channels.publication.settings import Contact, Settings, Terms
from arkwright.journeys.shop import Shop
from arkwright.kit.search_index import SearchRecord
from arkwright.kit.signing import SigningKey
from arkwright.roles.publisher import RangePublisher
from tests.simulation.world import SimulatedWorld

KEY = SigningKey("office", bytes(32))


async def one_file(records: Sequence[SearchRecord]) -> dict[str, bytes]:
    """What can be found, by its title."""
    return {"pagefind.js": "\n".join(record.title for record in records).encode()}


def settings() -> Settings:
    """What is published besides the range."""
    contact = Contact(email="help@example.com", phone="01632 960000", phone_hours="Always", company="Arkwright", address=("1 High Street",))
    terms = Terms(charges=(), cancel_within_minutes=30, contact=contact, check_messages_url="/check/")
    return Settings(
        shop_name="Arkwright",
        address="http://shop.localhost",
        lead="Things.",
        terms=terms,
        picture=lambda _name, _title: None,
        indexer=one_file,
    )


def publisher(world: SimulatedWorld, shop: Shop, folder: Path) -> RangePublisher:
    """As the office's process has it."""
    return RangePublisher(world, shop, KEY, folder / "publication", settings())


async def behind(world: SimulatedWorld, shop: Shop, folder: Path) -> int:
    """How many files of what is published are not as the range is."""
    done = await publish(world, shop.catalogue.reader, shop.stores.reader, KEY, folder / "publication", settings())
    return done.rendered
