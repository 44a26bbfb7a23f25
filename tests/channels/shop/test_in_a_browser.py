"""The shop's pages in a real browser: no axe violation, no sideways scrolling, nothing against the policy, and a whole purchase."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from granian.constants import Interfaces
from playwright.async_api import Browser, Page, expect

from arkwright.roles.serving import free_port, serve
from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.channels.finding.kept import KeptFinder, kept_finder
from tests.channels.shop.counter import HOME, shop_of
from tests.channels.shop.test_promotions import promote
from tests.roles.offices import Premises, a_switch, premises
from tests.simulators.shop import on_a_socket

pytestmark = pytest.mark.browser


@dataclass
class Window:
    """A browser's window on the shop, and what it complained about."""

    page: Page
    place: Premises
    address: str
    finder: KeptFinder
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def is_well(self) -> None:
        """On a narrow and on a wide window."""
        for width in (320, 1280):
            await self.page.set_viewport_size({"width": width, "height": 900})
            assert await overflow_px(self.page) == 0, self.page.url
            assert await axe_violations(self.page) == []
        assert self.complaints == []

    async def fill(self, **typed: str) -> None:
        """The address form."""
        for name, value in {**HOME, **typed}.items():
            if name != "delivery":
                await self.page.locator(f"#{name}").fill(value)


@asynccontextmanager
async def window(browser: Browser, folder: Path) -> AsyncIterator[Window]:
    """A shop and a card company that really listen, and a window on them."""
    place = await premises(folder)
    await place.stock()
    try:
        async with on_a_socket(place.cards) as cards_address, shop_window(browser, place, cards_address, folder) as opened:
            yield opened
    finally:
        await place.office.stop()


@asynccontextmanager
async def shop_window(browser: Browser, place: Premises, cards_address: str, folder: Path) -> AsyncIterator[Window]:
    """The shop's part of it."""
    port, stop, ready = free_port(), asyncio.Event(), asyncio.Event()
    address = f"http://shop.localhost:{port}"
    finder = await kept_finder(place, folder)
    app = shop_of(place, finder, address, form_action_origins=(cards_address,))
    serving = asyncio.ensure_future(serve(app, "127.0.0.1", port, Interfaces.ASGI, stop=stop, ready=ready))
    await asyncio.wait_for(ready.wait(), 20)
    page = await browser.new_page(reduced_motion="reduce")
    opened = Window(page, place, address, finder)
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.on("console", lambda message: opened.complaints.append(message.text) if "Content Security" in message.text else None)
    await page.route("**/banner", lambda route: route.fulfill(status=204))
    # What a published page would hold: this form, without a token.
    form = '<form method="post" action="/basket/lines"><input type="hidden" name="id" value=""><input name="sku" value="MUG-1">'
    document = f'{form}<input name="quantity" value="2"><button>Add to basket</button></form>'
    await page.route("**/products/mug/", lambda route: route.fulfill(body=document, content_type="text/html"))
    try:
        yield opened
    finally:
        await page.close()
        stop.set()
        await serving
        await finder.index.close()


async def test_a_purchase_by_keyboard_and_mouse(tmp_path: Path) -> None:
    async with launch() as browser, window(browser, tmp_path) as shop:
        page = shop.page
        await shop.open("/products/mug/")
        await page.get_by_role("button", name="Add to basket").click()
        await expect(page.get_by_role("heading", name="2 items")).to_be_visible()
        await expect(page.locator("[data-basket-count]")).to_contain_text("2")
        await shop.is_well()
        await page.get_by_role("link", name="Go to the checkout").click()
        await shop.is_well()
        await page.get_by_role("button", name="Check your order").click()
        await expect(page.locator("#errors")).to_be_focused()
        assert (await page.title()).startswith("Error: ")
        await shop.is_well()
        await shop.fill()
        await page.locator("#postcode").press("Enter")
        await expect(page.get_by_role("heading", name="Check your order")).to_be_visible()
        await shop.is_well()
        await page.get_by_role("button", name="Order and pay £27.95").dblclick()
        await page.get_by_role("button", name="Pay", exact=False).first.click()
        await page.wait_for_url(f"{shop.address}/order/**")
        await shop.place.at_rest()
        await page.reload()
        await expect(page.get_by_role("heading", name="Received and paid")).to_be_visible()
        await shop.is_well()
        await page.get_by_role("button", name="Cancel this order").click()
        await expect(page.get_by_role("heading", name="Cancelled", level=1)).to_be_visible()
        await shop.is_well()


async def test_a_promotion_and_a_code_are_seen_before_ordering(tmp_path: Path) -> None:
    async with launch() as browser, window(browser, tmp_path) as shop:
        page = shop.page
        await promote(shop.place, "two", "bundle", buy=2, price_pence=20_00, name="Two mugs for £20")
        await promote(shop.place, "club", "percent", percent=60, name="mugs", members_only=True)
        await promote(shop.place, "sun", "code", code="SUN5", percent=10, name="10% off everything")
        await shop.open("/products/mug/")
        await page.get_by_role("button", name="Add to basket").click()
        await expect(page.get_by_text("Member price: £4.80")).to_be_visible()
        await page.get_by_label("Promotion code").fill("moon")
        await page.get_by_role("button", name="Use the code").click()
        await expect(page.locator("#errors")).to_be_focused()
        await shop.is_well()
        await page.get_by_label("Promotion code").fill("sun5")
        await page.get_by_role("button", name="Use the code").click()
        await expect(page.get_by_text("-£2.00")).to_be_visible()
        await shop.is_well()
        await page.get_by_role("link", name="Go to the checkout").click()
        await shop.fill(gift_message="Happy birthday, Grace!")
        await page.locator("#postcode").press("Enter")
        await expect(page.get_by_role("button", name="Order and pay £21.95")).to_be_visible()
        await shop.is_well()
        await page.get_by_role("button", name="Order and pay £21.95").click()
        await page.get_by_role("button", name="Pay", exact=False).first.click()
        await page.wait_for_url(f"{shop.address}/order/**")
        await expect(page.get_by_text("Happy birthday, Grace!")).to_be_visible()
        await expect(page.get_by_text("Two mugs for £20")).to_be_visible()
        await shop.is_well()


async def test_a_pause_and_pages_without_much_on_them(tmp_path: Path) -> None:
    async with launch() as browser, window(browser, tmp_path) as shop:
        page = shop.page
        await shop.place.stock("pot", category="garden")
        found = ("/search?q=blue", "/search?q=caldre&category=garden", "/search?q=purple+caldre", "/search?q=nothing")
        for path in ("/basket", "/search", *found, "/order/AW-1?key=2", "/nowhere", "/tell-me"):
            await shop.open(path)
            await page.keyboard.press("Tab")
            await expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
            await shop.is_well()
        await shop.open("/products/mug/")
        await page.get_by_role("button", name="Add to basket").click()
        now_ms = shop.place.world.now_ms()
        await shop.place.switch(1, a_switch("paused", now_ms=now_ms, fallback="Our stores are open as usual."))
        for path in ("/basket", "/checkout"):
            await shop.open(path)
            await expect(page.get_by_text("We have paused orders on our website.")).to_be_visible()
            await shop.is_well()
        await page.get_by_role("button", name="Tell me", exact=True).click()
        await expect(page.locator("#errors")).to_be_focused()
        await shop.is_well()
        await page.locator("#email").fill("ada@example.com")
        await page.get_by_role("button", name="Tell me", exact=True).click()
        await expect(page.get_by_role("heading", name="We will tell you")).to_be_visible()
        await shop.is_well()
