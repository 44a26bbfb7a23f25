"""The publisher follows prices for members: there once they hold, and gone when they are over."""

from __future__ import annotations

from pathlib import Path

from arkwright.channels.publication.shelf import Shelf
from arkwright.compartments.promotions.commands import SavePromotion
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.promotion import Terms
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import RealWorld
from arkwright.roles.publisher import RangePublisher
from tests.roles.offices import premises
from tests.simulation.publishing import settings

KEY = SigningKey("office", bytes(32))
HOUR_MS = 60 * 60 * 1000


class Later(RealWorld):
    """A real world whose clock is set by hand."""

    at_ms = 0

    def now_ms(self) -> int:
        return self.at_ms


async def test_pages_have_a_price_for_members_while_it_holds(tmp_path: Path) -> None:
    whole = await premises(tmp_path / "office")
    await whole.stock()
    shop, now_ms = whole.office.shop, whole.world.now_ms()
    terms = Terms(
        promotion="mugs", name="Mugs", kind="percent", percent=25, category="kitchen", members_only=True,
        from_ms=now_ms + HOUR_MS, until_ms=now_ms + 2 * HOUR_MS,
    )  # fmt: skip
    for each in (terms, for_everybody(terms)):
        await shop.promotions.submit(SavePromotion(id=each.promotion, terms=each, by="bea"))
    world = Later(AiohttpHttp())
    publisher, shelf = RangePublisher(world, shop, KEY, tmp_path / "published", settings()), Shelf(world, tmp_path / "published")
    found = []
    for hours in range(3):
        world.at_ms = now_ms + hours * HOUR_MS
        await publisher.publish(lambda done, total: None)
        manifest = shelf.manifest(shelf.newest() or 0, KEY.public)
        assert manifest is not None
        page = shelf.blob(manifest.files["/products/mug/"].blob.sha256)
        found.append((manifest.number, b"Member price: \xc2\xa39.00" in (page or b"")))
    assert found == [(1, False), (2, True), (3, False)]
    await whole.office.stop()


def for_everybody(terms: Terms) -> Terms:
    """One for everybody that takes less off."""
    return Terms(promotion="all", name="All", kind="percent", percent=5, category="kitchen", from_ms=0, until_ms=terms.until_ms)
