"""What a shopper does: look, fill a basket, check out, pay."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.browser.demo import Demo

ADA = {
    "name": "Ada Byron",
    "email": "ada@example.com",
    "address1": "1 Canal Street",
    "town": "Leeds",
    "postcode": "LS1 4DY",
}
CREAM, CREAM_PENCE = "Sea Kelp Hand Cream", 11_00
CREAM_PAGE = "/products/sea-kelp-hand-cream/"
CASSEROLE = "Cast-Iron Casserole"


async def put_cream_in_basket(page: Page, demo: Demo) -> None:
    """From its page; the basket is shown."""
    await page.goto(demo.shop + CREAM_PAGE)
    await page.get_by_role("button", name="Add to basket").click()
    await expect(page.get_by_role("link", name=CREAM)).to_be_visible()


async def give_address(page: Page, **other: str) -> None:
    """Fill in the checkout's form and look at the bill."""
    for name, value in {**ADA, **other}.items():
        await page.locator(f"#{name}").fill(value)
    await page.get_by_role("button", name="Check your order").click()
    await expect(page.get_by_role("heading", name="Check your order")).to_be_visible()


async def pay(page: Page, demo: Demo) -> str:
    """From the bill through the card company's page to the order's own page; the order's number."""
    await page.get_by_role("button", name="Order and pay").click()
    await page.wait_for_url(demo.ports.cards_url + "/**")
    await page.get_by_role("button", name="Pay £").click()
    await page.wait_for_url(demo.shop + "/order/**")
    await expect(page.get_by_role("heading", name="Received and paid")).to_be_visible()
    return order_number(page)


async def buy_cream(page: Page, demo: Demo, **other: str) -> str:
    """The shortest way to an order that is paid for; its number."""
    await put_cream_in_basket(page, demo)
    await page.get_by_role("link", name="Go to the checkout").click()
    await give_address(page, **other)
    return await pay(page, demo)


def order_number(page: Page) -> str:
    """Of the order's page that is open."""
    return page.url.partition("/order/")[2].partition("?")[0]
