"""Prices for members on published pages: beside the price, with their end, and not where everybody pays as little."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from arkwright.kit.promotion import Terms
from tests.channels.publication.shop import small_range
from tests.channels.publication.test_publish import text


async def test_everybody_reads_the_price_for_members_beside_the_price(tmp_path: Path) -> None:
    dates: dict[str, Any] = {"from_ms": 0, "until_ms": 1_798_156_800_000}  # the end of 24 December 2026
    held = (
        Terms(promotion="a", name="Kitchen", kind="percent", percent=10, category="kitchen", members_only=True, **dates),
        Terms(promotion="b", name="Toys", kind="pay-for", buy=3, pay_for=2, category="toys", members_only=True, **dates),
        Terms(promotion="c", name="Boards for all", kind="percent", percent=20, products=("oak-board",), **dates),
    )
    async with small_range(tmp_path) as shop:
        await shop.publish()
        for page in ("/products/blue-mug/", "/products/bear/", "/products/oak-board/", "/range/kitchen/"):
            assert "member" not in text(shop, page).lower()
        await shop.publish(promotions=held)
        page = text(shop, "/products/blue-mug/")
        for said in (
            "£12.50",
            "Member price: £11.25, until Thursday 24 December.",
            "<dt>Member price</dt><dd>£11.25</dd>",
            'href="/account"',
        ):
            assert said in page
        assert "For members: Buy 3, pay for 2, until Thursday 24 December (Toys)." in text(shop, "/products/bear/")
        assert "ember price" not in text(shop, "/products/oak-board/")
        assert text(shop, "/range/kitchen/").count("Member price: £11.25") == 1
