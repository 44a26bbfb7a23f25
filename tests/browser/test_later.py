"""What shoppers come back for, without scripts and then looked at with them: a named day, the same again, a saved basket, their orders."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import colleagues
from tests.browser.demo import Demo, comes
from tests.browser.shopping import ADA, CREAM, pay, put_cream_in_basket
from tests.browser.wellness import is_well

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MAILBOX = "later@example.com"


async def choose_a_day(page: Page) -> str:
    """By keyboard, the first day that is offered, and on to the bill; the day."""
    first = page.get_by_role("radio").first
    words = (await page.locator("label[for=day]").inner_text()).partition(":")[0]
    await first.focus()
    await page.keyboard.press("Space")
    await page.get_by_role("button", name="Check your order").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Check your order")).to_be_visible()
    return words


async def to_the_days(page: Page, demo: Demo) -> None:
    """From a product to the question which day."""
    await put_cream_in_basket(page, demo)
    await page.get_by_role("link", name="Go to the checkout").click()
    await page.get_by_text("Named-day delivery").click()
    for name, value in {**ADA, "email": MAILBOX}.items():
        await page.locator(f"#{name}").fill(value)
    await page.get_by_role("button", name="Check your order").click()
    await expect(page.get_by_role("heading", name="Which day shall it come?")).to_be_visible()


async def test_a_named_day_then_the_same_again_saved_and_found_by_address(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page(java_script_enabled=False)
    await to_the_days(page, demo)
    day = await choose_a_day(page)
    number = await pay(page, demo)
    await expect(page.get_by_text(f"Named-day delivery on {day}").first).to_be_visible()
    await page.get_by_role("button", name="Order these again").click()
    await expect(page.get_by_text("Everything is still sold, at the same price.")).to_be_visible()
    await page.get_by_role("link", name="Save this basket for later").click()
    await page.get_by_role("button", name="Save this basket").click()
    link = page.url.partition("&new")[0]
    other = await (await browser.new_context(java_script_enabled=False)).new_page()
    await other.goto(link)
    await other.get_by_role("button", name="Put these into my basket").click()
    await expect(other.get_by_role("heading", name="1 item")).to_be_visible()
    await other.get_by_role("link", name="Find orders that you made before").click()
    await other.get_by_label("Email address").fill(MAILBOX.upper())
    await other.get_by_role("button", name="Send me the link").click()
    await expect(other.get_by_text("If we hold orders for that address")).to_be_visible()

    async def sent() -> str:
        letters = [str(letter) for letter in await demo.letters(MAILBOX)]
        found = [re.search(r"http://[^\s\\]+/your-orders/list\?key=[\w-]+", text) for text in letters]
        return next((match[0] for match in found if match), "")

    await other.goto(await comes(sent))
    await other.get_by_role("link", name=number).click()
    await expect(other.get_by_role("link", name=CREAM).or_(other.get_by_text(CREAM)).first).to_be_visible()


async def test_the_new_pages_are_well(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page(reduced_motion="reduce")
    await to_the_days(page, demo)
    await is_well(page)
    await page.get_by_role("button", name="Check your order").click()
    await expect(page.locator("#errors")).to_be_visible()
    await is_well(page)
    await page.goto(demo.shop + "/basket/save")
    await is_well(page)
    await page.get_by_role("button", name="Save this basket").click()
    await is_well(page)
    for path in ("/your-orders", "/your-orders/asked", "/your-orders/list?key=x"):
        await page.goto(demo.shop + path)
        await is_well(page)
    dot = await colleagues.signed_in(browser, demo, "office", "dot")
    await dot.goto(demo.office + "/delivery-days")
    await is_well(dot)
