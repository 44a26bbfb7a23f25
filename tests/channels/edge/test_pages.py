"""The published pages in a real browser, served by the edge: they fit, axe finds nothing, and search runs under the policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from arkwright.kit.search_index import pagefind_index
from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.channels.edge.running import running
from tests.channels.publication.shop import small_range

pytestmark = pytest.mark.browser

PATHS = (
    *("/", "/range/", "/range/kitchen/", "/products/blue-mug/", "/products/oak-board/", "/search/", "/search/?q=mug", "/stores/"),
    *("/stores/leeds/", "/stores/york/", "/what-works-now/", "/delivery/", "/returns/", "/privacy/", "/accessibility/", "/contact/"),
    *("/how-we-tell-you/", "/offline/", "/nowhere"),
)


async def test_every_page_fits_and_is_accessible(tmp_path: Path) -> None:
    async with small_range(tmp_path) as shop, running(shop.folder, tmp_path / "edge") as edge, launch() as browser:
        await shop.publish(indexer=pagefind_index)
        await edge.holding.refresh()
        page = await browser.new_page(reduced_motion="reduce")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for path in PATHS:
            await page.goto(edge.url + path)
            for width in (320, 1280):
                await page.set_viewport_size({"width": width, "height": 900})
                assert (path, width, await overflow_px(page)) == (path, width, 0)
                assert (path, width, await axe_violations(page)) == (path, width, [])
        assert complaints == []


async def test_search_runs_in_the_browser_when_the_office_is_dead(tmp_path: Path) -> None:
    async with small_range(tmp_path) as shop, running(shop.folder, tmp_path / "edge") as edge, launch() as browser:
        await shop.publish(indexer=pagefind_index)
        await edge.holding.refresh()
        await edge.end_office()
        page = await browser.new_page()
        await page.goto(edge.url + "/")
        await page.get_by_role("searchbox").fill("stoneware")
        await page.keyboard.press("Enter")
        await expect(page.locator("#found-status")).to_have_text("1 product found for “stoneware”.")
        await page.get_by_role("link", name="Blue mug").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Blue mug")
        await page.get_by_role("searchbox").fill("wright")  # a brand
        await page.keyboard.press("Enter")
        await expect(page.locator("#found-status")).to_have_text("4 products found for “wright”.")
        quiet = await browser.new_context(java_script_enabled=False)
        page = await quiet.new_page()
        await page.goto(edge.url + "/")
        await page.get_by_role("searchbox").fill("stoneware")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Search is away for the moment")
        await expect(page.locator("main").get_by_role("link", name="Kitchen")).to_be_visible()
