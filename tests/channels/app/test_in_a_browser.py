"""The app in a real browser: bought by keyboard at 320 pixels, clean under axe, and honest when the line or the office is away."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from arkwright.compartments.ordering import queries as orders
from arkwright.kit.switches import Place
from arkwright.kit.world import Answer
from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.channels.app.place import AppPlace, app_place
from tests.roles.offices import a_switch

pytestmark = pytest.mark.browser

PAUSED = "We have paused orders in the app. Your basket is kept."
AWAY = json.dumps({"type": "about:blank", "title": "The office is away", "status": 503, "detail": "Away."}).encode()
KEPT_PATHS = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = (await Promise.all(caches_.map((cache) => cache.keys()))).flat();
  return requests.map((request) => new URL(request.url).pathname);
}"""
FIELDS = {
    "contact.name": "Ada Byron",
    "contact.email": "ada@example.com",
    "line1": "1 Canal Street",
    "contact.town": "Leeds",
    "contact.postcode": "ls1 4dy",
}


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[tuple[AppPlace, Page, list[str]]]:
    """A narrow window at the shop's address; complaints of the policy and of scripts are gathered."""
    async with app_place(folder) as place, launch() as browser:
        page = await browser.new_page(viewport={"width": 320, "height": 640})
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.route("http://cards.localhost/**", lambda route: route.fulfill(body="<title>Pay</title>", content_type="text/html"))
        yield place, page, complaints


async def ready(page: Page) -> None:
    """The service worker is in charge."""
    await page.evaluate("navigator.serviceWorker.ready")
    await page.wait_for_function("navigator.serviceWorker.controller !== null")


async def well(page: Page) -> None:
    """Nothing that axe finds, nothing wider than the window."""
    assert await axe_violations(page) == []
    assert await overflow_px(page) == 0


async def test_a_shopper_buys_in_the_app_by_keyboard(tmp_path: Path) -> None:
    async with browsing(tmp_path) as (place, page, complaints):
        await page.goto(f"{place.address}/app/")
        await expect(page.get_by_role("heading", name="Our range")).to_be_visible()
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") == "Skip to content"
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Our range")).to_be_visible()
        await well(page)
        await fill_the_basket(page)
        await check_out(page)
        await page.wait_for_url("http://cards.localhost/**")
        placed = await orders.newest(place.line.place.office.shop.ordering.reader)
        assert [(order.channel, order.total_pence) for order in placed] == [("app", 29_95)]
        await page.goto(f"{place.address}/app/#/orders")
        await page.get_by_role("link", name=f"Order {placed[0].number}").click()
        await expect(page.get_by_text("We are waiting for your payment.")).to_be_visible()
        await well(page)
        await page.clock.set_fixed_time(placed[0].placed_ms / 1000)
        await page.reload()
        await page.get_by_role("button", name="Cancel this order").click()
        await expect(page.get_by_text("This order is cancelled.")).to_be_visible()
        assert complaints == []


async def follow(page: Page, link: str, heading: str) -> None:
    """A link by keyboard; the focus goes to the new page's heading, and the page is well."""
    await page.get_by_role("link", name=link).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=heading)).to_be_focused()
    await well(page)


async def fill_the_basket(page: Page) -> None:
    """Two blue mugs."""
    await follow(page, "Kitchen", "Kitchen")
    await follow(page, "Blue mug", "Blue mug")
    await expect(page.get_by_label("Which one")).to_contain_text("£12.00, In stock.")
    await page.get_by_label("Quantity").fill("2")
    await page.keyboard.press("Enter")
    await expect(page.locator("#announcements")).to_have_text("Blue mug is in your basket.")
    await expect(page.locator("#count")).to_have_text("2 items")
    await follow(page, "Go to the basket", "Your basket")
    await expect(page.get_by_text("Goods: £24.00")).to_be_visible()


async def check_out(page: Page) -> None:
    """Delivered tomorrow; then on to the payment page."""
    await follow(page, "Go to checkout", "Checkout")
    for name, value in FIELDS.items():
        await page.locator(f'[id="{name}"]').fill(value)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Delivery to LS1 4DY")).to_be_focused()
    await well(page)
    await page.get_by_label("Standard delivery, £3.95, in all £27.95").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_label("Next-day delivery, £5.95, in all £29.95")).to_be_checked()
    await page.get_by_role("button", name="Pay by card").focus()
    await page.keyboard.press("Enter")


async def test_a_search_says_what_was_done_and_can_be_had_as_typed(tmp_path: Path) -> None:
    async with browsing(tmp_path) as (place, page, complaints):
        await page.goto(f"{place.address}/app/")
        await page.get_by_role("searchbox", name="Search the range").fill("blue mugg")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Showing results for “blue mug”.")).to_be_visible()
        await expect(page.get_by_role("link", name="Blue mug", exact=True)).to_be_visible()
        await well(page)
        await page.get_by_role("link", name="Search instead for “blue mugg”").click()
        await expect(page.get_by_text("We found nothing.")).to_be_visible()
        await well(page)
        assert complaints == []


async def test_what_is_wrong_is_said_where_it_is(tmp_path: Path) -> None:
    async with browsing(tmp_path) as (place, page, complaints):
        await page.goto(f"{place.address}/app/#/product/mug")
        await page.get_by_role("button", name="Add to basket").click()
        await expect(page.locator("#count")).to_have_text("1 item")
        await page.goto(f"{place.address}/app/#/checkout")
        for name, value in {**FIELDS, "contact.postcode": "GIR 0AA"}.items():
            await page.locator(f'[id="{name}"]').fill(value)
        await page.get_by_role("button", name="Choose delivery").click()
        await expect(page.get_by_label("Postcode")).to_be_focused()
        await expect(page.get_by_role("alert")).to_contain_text("Enter a full UK postcode, such as LS1 4AP.")
        await well(page)
        assert complaints == []


async def test_a_pause_is_said_at_the_top_and_at_checkout_and_the_basket_is_kept(tmp_path: Path) -> None:
    async with browsing(tmp_path) as (place, page, complaints):
        await page.goto(f"{place.address}/app/#/product/mug")
        await page.get_by_role("button", name="Add to basket").click()
        await expect(page.locator("#count")).to_have_text("1 item")
        await place.line.place.switch(1, a_switch("paused", place=Place(channel="app"), say=PAUSED))
        await page.goto(f"{place.address}/app/#/works")
        await expect(page.locator("#standing")).to_contain_text(PAUSED)
        await well(page)
        await page.get_by_label("Email address").fill("ada@example.com")
        await page.get_by_role("button", name="Tell me").click()
        await expect(page.locator("#announcements")).to_have_text("Orders: we will send you one message when it is back.")
        await page.goto(f"{place.address}/app/#/checkout")
        for name, value in FIELDS.items():
            await page.locator(f'[id="{name}"]').fill(value)
        await page.get_by_role("button", name="Choose delivery").click()
        await expect(page.get_by_text(f"Standard delivery: {PAUSED}")).to_be_visible()
        await expect(page.get_by_text("Goods: £12.00")).to_be_visible()
        assert complaints == []


async def test_without_a_line_what_was_seen_stays_and_says_so(tmp_path: Path) -> None:
    async with browsing(tmp_path) as (place, page, complaints):
        await page.goto(f"{place.address}/app/")
        await ready(page)
        for path, seen in (("/app/#/range/kitchen", "Blue mug"), ("/range/kitchen/", "Page /range/kitchen/"), ("/basket", "basket")):
            await page.goto(place.address + path)
            await expect(page.get_by_text(seen).first).to_be_visible()
        await page.goto(f"{place.address}/range/kitchen/")
        await expect(page.locator("#banner")).to_contain_text("Next-day delivery is paused.")
        await page.context.set_offline(True)
        await page.reload()
        await expect(page.get_by_role("heading", name="Page /range/kitchen/")).to_be_visible()
        await expect(page.locator("body")).to_contain_text(
            re.compile(r"You are offline\. This page is as of \d\d:\d\d, kept on this device\.")
        )
        await expect(page.locator("#banner")).to_contain_text("Next-day delivery is paused.")
        await expect(page.locator("#banner")).to_contain_text(re.compile(r"As of \d\d:\d\d\. You are offline\."))
        await well(page)
        await page.goto(f"{place.address}/basket")
        await expect(page.locator("body")).to_contain_text("This page is as of")
        await page.goto(f"{place.address}/products/never-seen/")
        await expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
        await page.goto(f"{place.address}/app/#/range/kitchen")
        await expect(page.get_by_role("link", name="Blue mug")).to_be_visible()
        await expect(page.locator("#kept")).to_contain_text(re.compile(r"You are offline\. This page is as of \d\d:\d\d"))
        await well(page)
        await page.context.set_offline(False)
        await page.reload()
        await expect(page.locator("#kept")).to_be_empty()
        assert complaints == []


async def test_with_the_office_away_the_app_shows_what_was_kept(tmp_path: Path) -> None:
    async with browsing(tmp_path) as (place, page, _):
        await page.goto(f"{place.address}/app/")
        await ready(page)
        await page.goto(f"{place.address}/app/#/range/kitchen")
        await expect(page.get_by_role("link", name="Blue mug")).to_be_visible()
        place.away = Answer(503, {"content-type": "application/problem+json", "retry-after": "30", "cache-control": "no-store"}, AWAY)
        await page.reload()
        await expect(page.get_by_role("link", name="Blue mug")).to_be_visible()
        await expect(page.locator("#kept")).to_contain_text("We cannot reach our office just now. Your basket is safe. This page is as of")


async def test_checkout_and_orders_are_never_kept_and_old_caches_go(tmp_path: Path) -> None:
    async with browsing(tmp_path) as (place, page, _):
        await page.goto(f"{place.address}/no-page-of-ours")
        await page.evaluate("caches.open('arkwright-kept-000000000000')")
        await page.goto(f"{place.address}/range/kitchen/")
        await ready(page)
        for path in (
            "/api/v1/availability?sku=MUG-1",
            "/api/v1/orders/AW-00000-0000",
            "/checkout",
            "/order/AW-1?key=secret",
            "/api/v1/products",
        ):
            await page.evaluate("path => fetch(path, {headers: {'Order-Key': '0'}}).then(() => null)", path)
        kept = await page.evaluate(KEPT_PATHS)
        names = await page.evaluate("caches.keys()")
        assert "/api/v1/products" in kept
        assert not [path for path in kept if re.search("order|checkout|availability", path)]
        assert "arkwright-kept-000000000000" not in names


async def test_chromium_would_install_it(tmp_path: Path) -> None:
    async with browsing(tmp_path) as (place, page, _):
        await page.goto(f"{place.address}/app/")
        await ready(page)
        devtools = await page.context.new_cdp_session(page)
        manifest = await devtools.send("Page.getAppManifest")
        assert (manifest["errors"], manifest["url"]) == ([], f"{place.address}/manifest.webmanifest")
        found = await devtools.send("Page.getInstallabilityErrors")
        assert [each["errorId"] for each in found["installabilityErrors"] if each["errorId"] != "in-incognito"] == []


async def test_without_scripts_the_app_sends_people_to_the_shop(tmp_path: Path) -> None:
    async with app_place(tmp_path) as place, launch() as browser:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(f"{place.address}/app/")
        await page.get_by_role("link", name="Go to the shop").click()
        await expect(page.get_by_role("heading", name="Page /")).to_be_visible()
