"""Other ways through the same shop: by keyboard alone, without scripts, and over a thin line."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.demo import Demo
from tests.browser.shopping import ADA, CREAM, give_address, order_number

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MOST_TABS = 80
FIRST_PAGE_BYTES = 50_000


async def test_bought_by_keyboard_alone(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    await page.goto(demo.shop + "/")
    await skip_to_content(page)
    await press_on(page, page.get_by_role("link", name=CREAM), "Enter")
    await expect(page.get_by_role("heading", name=CREAM)).to_be_visible()
    await skip_to_content(page)
    await press_on(page, page.get_by_role("button", name="Add to basket"), "Space")
    await expect(page.get_by_role("heading", name="1 item")).to_be_visible()
    await skip_to_content(page)
    await press_on(page, page.get_by_role("link", name="Go to the checkout"), "Enter")
    await expect(page.get_by_role("heading", name="Where shall we send it?")).to_be_visible()
    await skip_to_content(page)
    for name, value in ADA.items():
        await tab_to(page, page.locator(f"#{name}"))
        await page.keyboard.type(value)
    await choose_next_day_with_the_arrows(page)
    await press_on(page, page.get_by_role("button", name="Check your order"), "Enter")
    await expect(page.get_by_role("heading", name="Check your order")).to_be_visible()
    await skip_to_content(page)
    await press_on(page, page.get_by_role("button", name="Order and pay £16.95"), "Space")
    await page.wait_for_url(demo.ports.cards_url + "/**")
    await skip_to_content(page, "Skip to the content")
    await press_on(page, page.get_by_role("button", name="Pay £16.95"), "Enter")
    await page.wait_for_url(demo.shop + "/order/**")
    await expect(page.get_by_role("heading", name="Received and paid")).to_be_visible()
    await skip_to_content(page)


async def test_bought_without_scripts(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page(java_script_enabled=False)
    await page.goto(demo.shop + "/")
    await page.get_by_role("searchbox", name="Search the range").fill("hand creem")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_text("Showing results for “hand cream”.")).to_be_visible()
    await expect(page.get_by_role("link", name="Search instead for “hand creem”")).to_be_visible()
    await page.get_by_role("link", name=CREAM).click()
    await page.get_by_role("button", name="Add to basket").click()
    await page.get_by_role("link", name="Go to the checkout").click()
    await page.get_by_role("button", name="Check your order").click()
    await expect(page.get_by_role("heading", name="Error: please put these 5 things right")).to_be_visible()
    await give_address(page)
    await page.get_by_role("button", name="Order and pay £14.95").click()
    await page.get_by_role("button", name="Pay £14.95").click()
    await expect(page.get_by_role("heading", name="Received and paid")).to_be_visible()
    await expect(page.get_by_text(order_number(page)).first).to_be_visible()
    await page.get_by_role("button", name="Cancel this order").click()
    await expect(page.get_by_role("heading", name="Cancelled", level=1)).to_be_visible()


async def test_the_first_page_is_light(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    measure = await page.context.new_cdp_session(page)
    await measure.send("Network.enable")
    came: list[float] = []
    measure.on("Network.loadingFinished", lambda loaded: came.append(loaded["encodedDataLength"]))
    await page.goto(demo.shop + "/")
    await page.wait_for_load_state("networkidle")
    assert len(came) > 5
    assert sum(came) < FIRST_PAGE_BYTES


async def skip_to_content(page: Page, name: str = "Skip to content") -> None:
    """The first Tab is on the skip link; following it goes past the header."""
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()


async def press_on(page: Page, wanted: Locator, key: str) -> None:
    """Go there with Tab, then press the key."""
    await tab_to(page, wanted)
    await page.keyboard.press(key)


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    element = await wanted.element_handle()
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await page.evaluate("element => element === document.activeElement", element):
            return
    raise AssertionError(f"{MOST_TABS} times Tab do not lead to {wanted}")


async def choose_next_day_with_the_arrows(page: Page) -> None:
    """Within the two ways of delivery."""
    await tab_to(page, page.get_by_role("radio", name="Standard delivery"))
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("radio", name="Next-day delivery")).to_be_checked()
