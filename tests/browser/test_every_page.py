"""Every page of the three faces and of the app: no axe violation, and nothing wider than a window of 320 pixels."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import colleagues
from tests.browser.demo import Demo
from tests.browser.shopping import CREAM_PAGE, buy_cream, give_address, pay, put_cream_in_basket
from tests.browser.wellness import is_well

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PUBLISHED = (
    "/",
    "/range/",
    "/range/kitchen-and-dining/",
    "/products/cast-iron-casserole/",
    CREAM_PAGE,
    "/search/",
    "/stores/",
    "/stores/leeds/",
    "/what-works-now/",
    "/delivery/",
    "/returns/",
    "/how-we-tell-you/",
    "/contact/",
    "/accessibility/",
    "/privacy/",
    "/nowhere",
    "/api/v1/docs",
)
DYNAMIC = ("/basket", "/search?q=mug", "/tell-me", "/order/AW-1?key=2")
APP = ("/app/", "/app/#/works", "/app/#/basket")
BUYER = ("/products", "/products/cast-iron-casserole", "/new-product", "/categories", "/import", "/publish")
STOCK = ("/", "/stock", "/stock?show=low", "/locations")
SERVICE = ("/", "/orders", "/messages", "/payments", "/members")
LOYALTY = ("/points",)
SEVERAL = ("/stores", "/stores/leeds", "/new-store", "/ledger")
ROLES_FOR_THE_REST = ("store editor", "accounts clerk", "data protection")
ADMINISTRATOR = ("/accounts", "/accounts/new", "/password")
ONE_SWITCH = "/switch?capability=kiosk-returns"
FIRST_PASSWORD = "a first password to tell"


@pytest.mark.parametrize("paths", [PUBLISHED[:6], PUBLISHED[6:12], PUBLISHED[12:], DYNAMIC, APP], ids=lambda paths: paths[0])
async def test_pages_of_the_shop(demo: Demo, browser: Browser, paths: tuple[str, ...]) -> None:
    page = await browser.new_page(reduced_motion="reduce")
    await each_is_well(page, demo.shop, paths)


async def test_pages_on_the_way_to_an_order(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page(reduced_motion="reduce")
    await page.goto(demo.shop + "/search/?q=casserole")
    await expect(page.get_by_text("found for")).to_be_visible()
    await is_well(page)
    await put_cream_in_basket(page, demo)
    await is_well(page)
    await page.get_by_role("link", name="Go to the checkout").click()
    await is_well(page)
    await page.get_by_role("button", name="Check your order").click()
    await expect(page.locator("#errors")).to_be_focused()
    await is_well(page)
    await give_address(page)
    await is_well(page)
    await page.get_by_role("button", name="Order and pay").click()
    await page.wait_for_url(demo.ports.cards_url + "/**")
    await page.get_by_role("link", name="Cancel and go back").click()
    await expect(page.get_by_text("waits for its payment")).to_be_visible()
    await is_well(page)
    await page.get_by_role("button", name="Do not order, change my basket").click()
    await page.get_by_role("link", name="Go to the checkout").click()
    await give_address(page)
    await pay(page, demo)
    await is_well(page)


async def test_pages_of_the_range_and_stock(demo: Demo, browser: Browser) -> None:
    bea = await colleagues.signed_in(browser, demo, "office", "bea")
    await each_is_well(bea, demo.office, BUYER)
    stan = await colleagues.signed_in(browser, demo, "office", "stan")
    await each_is_well(stan, demo.office, STOCK)
    await stan.goto(demo.office + "/stock")
    await stan.get_by_role("table").get_by_role("link").first.click()
    await is_well(stan)


async def test_pages_about_an_order(demo: Demo, browser: Browser) -> None:
    number = await buy_cream(await browser.new_page(), demo)
    wes = await colleagues.signed_in(browser, demo, "office", "wes")
    await each_is_well(wes, demo.office, ("/dispatch",))
    await wes.get_by_role("link", name=number).click()
    await is_well(wes)
    await wes.get_by_role("button", name="Start picking").click()
    await is_well(wes)
    await wes.get_by_role("button", name="Record what is picked").click()
    await is_well(wes)
    cleo = await colleagues.signed_in(browser, demo, "office", "cleo")
    await each_is_well(cleo, demo.office, (*SERVICE, f"/orders/{number}"))
    lou = await colleagues.signed_in(browser, demo, "office", "lou")
    await each_is_well(lou, demo.office, LOYALTY)


async def test_pages_for_administrators_and_clerks(demo: Demo, browser: Browser) -> None:
    number = await buy_cream(await browser.new_page(), demo)
    admin = await colleagues.signed_in(browser, demo, "office", "admin")
    await each_is_well(admin, demo.office, ADMINISTRATOR)
    await add_account(admin, demo, "mona")
    await is_well(admin)
    mona = await colleagues.signed_in(browser, demo, "office", "mona", FIRST_PASSWORD)
    await each_is_well(mona, demo.office, (*SEVERAL, f"/orders/{number}/erase"))


async def test_pages_of_the_desk(demo: Demo, browser: Browser) -> None:
    stranger = await browser.new_page(reduced_motion="reduce")
    await each_is_well(stranger, demo.desk, ("/sign-in",))
    ines = await colleagues.signed_in(browser, demo, "desk", "ines")
    await each_is_well(ines, demo.desk, ("/", ONE_SWITCH))
    await ines.get_by_label("Why").fill("")
    await ines.locator("form").last.evaluate("form => { form.noValidate = true }")
    await ines.get_by_role("button", name="Set the switch").click()
    await expect(ines.locator("#errors")).to_be_focused()
    await is_well(ines)
    await ines.get_by_label("Why").fill("The kiosks are updated")
    await ines.get_by_role("button", name="Set the switch").click()
    await ines.get_by_role("link", name=re.compile("Propose a restart")).click()
    await is_well(ines)
    await each_is_well(ines, demo.desk, ("/", "/history"))
    admin = await colleagues.signed_in(browser, demo, "desk", "admin")
    await each_is_well(admin, demo.desk, ADMINISTRATOR)


async def each_is_well(page: Page, address: str, paths: tuple[str, ...]) -> None:
    """One after the other."""
    for path in paths:
        await page.goto(address + path)
        await is_well(page)


async def add_account(admin: Page, demo: Demo, account: str) -> None:
    """With the roles that no account of the demo has."""
    await admin.goto(demo.office + "/accounts/new")
    await admin.get_by_label("Account", exact=True).fill(account)
    for role in ROLES_FOR_THE_REST:
        await admin.get_by_text(re.compile(role, re.IGNORECASE)).first.click()
    await admin.get_by_label("First password", exact=True).fill(FIRST_PASSWORD)
    await admin.get_by_label("First password again").fill(FIRST_PASSWORD)
    await admin.get_by_role("button", name="Add the account").click()
    await expect(admin.get_by_role("heading", name=account)).to_be_visible()
