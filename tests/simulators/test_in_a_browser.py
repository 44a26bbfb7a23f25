"""The simulators' pages in a real browser: axe, first Tab, 320 pixels, and the way through the payment page by keyboard alone."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec
import pytest
from playwright.async_api import Page, expect

from arkwright.kit.mail import SmtpMail
from arkwright.kit.world import Answer
from arkwright.simulators.mailbox.server import mailbox
from arkwright.simulators.serving import Request, served
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.simulators.shop import StillWorld, cards, on_a_socket
from tests.simulators.test_serving import letter
from tests.simulators.test_stripe_model import TERMS, post

pytestmark = pytest.mark.browser


async def opened(simulator: CardSimulator, shop: str) -> str:
    """The address of a fresh payment page."""
    terms = TERMS | {"success_url": f"{shop}/paid?session={{CHECKOUT_SESSION_ID}}", "cancel_url": f"{shop}/basket"}
    url: str = msgspec.json.decode((await post(simulator, "/v1/checkout/sessions", terms)).body)["url"]
    return url


async def check(page: Page) -> None:
    """What every page must be."""
    assert await axe_violations(page) == []
    await page.set_viewport_size({"width": 320, "height": 600})
    assert await overflow_px(page) <= 0


async def first_tab_skips(page: Page) -> None:
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("main")).to_be_focused()


async def shop_page(request: Request) -> Answer:
    return Answer(200, {"content-type": "text/plain"}, f"{request.path}?{urlencode({'q': request.query})}".encode())


async def test_paying_in_a_browser() -> None:
    simulator = cards(StillWorld())
    async with served(shop_page, "127.0.0.1", 0) as shop, on_a_socket(simulator), launch() as browser:
        context = await browser.new_context(java_script_enabled=True)
        page = await context.new_page()
        await page.goto(await opened(simulator, shop))
        await check(page)
        await page.reload()
        await first_tab_skips(page)
        await page.get_by_label("The card is declined").check()
        await page.get_by_role("button", name="Pay £10.00").press("Enter")
        await expect(page.get_by_role("alert")).to_be_focused()
        await expect(page.get_by_role("alert")).to_contain_text("declined")
        await check(page)
        await page.get_by_label("The bank asks first (3-D Secure)").check()
        await page.get_by_label("Test card").select_option(label="Mastercard ending 4444")
        await page.get_by_role("button", name="Pay £10.00").press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("is it you")
        await check(page)
        await page.get_by_role("button", name="Yes, approve").press("Enter")
        await page.wait_for_url(f"{shop}/paid?session=*")
        await context.close()
    charge = next(charge for charge in simulator.books.charges.values() if charge.succeeded)
    assert (charge.brand, charge.last_four) == ("mastercard", "4444")


async def test_the_other_ends_of_the_payment_page_without_scripts() -> None:
    simulator = cards(StillWorld())
    async with served(shop_page, "127.0.0.1", 0) as shop, on_a_socket(simulator), launch() as browser:
        context = await browser.new_context(java_script_enabled=False)
        page = await context.new_page()
        await page.goto(await opened(simulator, shop))
        await page.get_by_role("link", name="Cancel and go back").click()
        await page.wait_for_url(f"{shop}/basket")
        await page.goto(await opened(simulator, shop))
        await page.get_by_label("never sent back").check()
        await page.get_by_role("button", name="Pay £10.00").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("No answer (simulated)")
        await context.close()


async def test_reading_mail_in_a_browser() -> None:
    async with mailbox(StillWorld(), "127.0.0.1", 0, smtp_host="127.0.0.1", smtp_port=0) as at, launch() as browser:
        page = await browser.new_page()
        await page.goto(at.address)
        await check(page)
        await SmtpMail(at.smtp_host, at.smtp_port).send(letter())
        await page.reload()
        await first_tab_skips(page)
        await check(page)
        await page.get_by_role("link", name="Your order – dispatched <b>today</b>").click()
        await expect(page.get_by_role("link", name="http://shop.localhost/orders/1")).to_be_visible()
        await check(page)
