"""The story on the running demo: bought and sent; paused, told and reopened by two people; the office killed while the range goes on."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import colleagues
from tests.browser.app_orders import app_order
from tests.browser.demo import Demo, comes
from tests.browser.shopping import CASSEROLE, CREAM, CREAM_PAGE, give_address, pay, put_cream_in_basket
from tests.browser.wellness import is_well

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SAY = "We have stopped orders on our website while we look into something. Your basket is kept."
CHECK_CODE = re.compile(r"check code is [0-9A-Z]{10}\.")


async def test_bought_sent_and_charged(demo: Demo, browser: Browser) -> None:
    shopper = await browser.new_page()
    await browse_and_search(shopper, demo)
    await shopper.get_by_role("link", name="Go to the checkout").click()
    await give_address(shopper, email="story@example.com")
    number = await pay(shopper, demo)
    letter = (await comes(lambda: demo.letters("story@example.com")))[0]
    assert shopper.url in letter["text"]
    assert CHECK_CODE.search(letter["text"])

    wes = await colleagues.signed_in(browser, demo, "office", "wes")
    await colleagues.send_order(wes, number, "WD-00012345")
    await reload_until(shopper, "All on its way", "WD-00012345")
    cleo = await colleagues.signed_in(browser, demo, "office", "cleo")
    await cleo.goto(f"{demo.office}/orders/{number}")
    await reload_until(cleo, "Taken for a parcel", "£132.00")
    sent = (await comes(lambda: letters_after_the_first(demo, "story@example.com")))[0]
    assert "WD-00012345" in sent["text"]
    assert CHECK_CODE.search(sent["text"])


async def test_orders_paused_and_reopened_by_two_people(demo: Demo, browser: Browser) -> None:
    shopper = await browser.new_page(reduced_motion="reduce")
    await put_cream_in_basket(shopper, demo)
    ines = await colleagues.signed_in(browser, demo, "desk", "ines")
    await colleagues.pause_orders(ines, demo, "web", SAY)
    await the_range_stays_open_with_a_banner(shopper, demo)
    await the_basket_is_kept_and_the_checkout_refuses(shopper, demo)
    await leave_an_address(shopper, demo, "waits@example.com")
    await the_app_has_its_own_switch(ines, demo)

    await colleagues.propose_restart(ines, demo, "web")
    await cannot_approve_her_own(ines)
    dan = await colleagues.signed_in(browser, demo, "desk", "dan")
    await colleagues.approve_restart(dan, demo)
    await shopper.goto(demo.shop + "/basket")
    await reload_until(shopper, "Go to the checkout", CREAM)
    await shopper.get_by_role("link", name="Go to the checkout").click()
    await give_address(shopper)
    await pay(shopper, demo)
    assert [letter["subject"] for letter in await comes(lambda: demo.letters("waits@example.com"))] == ["You can order again"]

    await colleagues.propose_restart(ines, demo, "app")
    await colleagues.approve_restart(dan, demo)
    await answer_of(demo, 201)
    assert len(await demo.letters("waits@example.com")) == 1


async def test_the_office_dies_and_browsing_goes_on(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page()
    await put_cream_in_basket(page, demo)
    demo.kill_office()
    await page.goto(demo.shop + "/")
    await find_cream_in_its_department(page)
    await expect(page.get_by_text("Availability is shown in the basket")).to_be_visible()
    await find_by_searching(page, "casserole", CASSEROLE)
    await page.goto(demo.shop + "/basket")
    await expect(page.get_by_text("We cannot reach our office just now. Your basket is safe.")).to_be_visible()
    await expect(page.get_by_role("link", name=CREAM)).to_be_visible()
    elsewhere = await browser.new_page()
    await elsewhere.goto(demo.shop + "/basket")
    await expect(elsewhere.get_by_role("heading", name="Your basket is safe")).to_be_visible()
    await is_well(elsewhere)
    await demo.start_office()
    await page.goto(demo.shop + "/basket")
    await comes(lambda: reloaded_without(page, "We cannot reach our office"))
    await expect(page.get_by_role("link", name=CREAM)).to_be_visible()
    await page.get_by_role("link", name="Go to the checkout").click()
    await give_address(page)
    await pay(page, demo)


async def browse_and_search(page: Page, demo: Demo) -> None:
    """Home, a department, a product; then another by searching; two things lie in the basket."""
    await page.goto(demo.shop + "/")
    await find_cream_in_its_department(page)
    await page.get_by_role("spinbutton", name="Quantity").fill("2")
    await page.get_by_role("button", name="Add to basket").click()
    await expect(page.get_by_role("heading", name="2 items")).to_be_visible()
    await find_by_searching(page, "casserole", CASSEROLE)
    await page.get_by_text("Red, £110.00").click()
    await page.get_by_role("button", name="Add to basket").click()
    await expect(page.get_by_role("heading", name="3 items")).to_be_visible()


async def find_cream_in_its_department(page: Page) -> None:
    """From a page of the shop to the product's own."""
    await page.get_by_role("navigation", name="Departments").get_by_role("link", name="Beauty").click()
    await page.get_by_role("link", name=CREAM).click()
    await expect(page.get_by_role("heading", name=CREAM)).to_be_visible()


async def find_by_searching(page: Page, words: str, product: str) -> None:
    """With the search that runs in the browser."""
    await page.get_by_role("searchbox", name="Search the range").fill(words)
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile(r"/search/\?q="))
    await page.get_by_role("link", name=product).click()
    await expect(page.get_by_role("heading", name=product)).to_be_visible()


async def the_range_stays_open_with_a_banner(page: Page, demo: Demo) -> None:
    """On published pages, which were not rendered again."""
    await page.goto(demo.shop + CREAM_PAGE)
    await reload_until(page, SAY, CREAM)
    await expect(page.locator("#banner")).to_contain_text(SAY)
    await find_by_searching(page, "casserole", CASSEROLE)
    await is_well(page)
    await page.goto(demo.shop + "/what-works-now/")
    await expect(page.get_by_role("main").get_by_text(SAY)).to_be_visible()
    await is_well(page)


async def the_basket_is_kept_and_the_checkout_refuses(page: Page, demo: Demo) -> None:
    """In the words of the switch."""
    await page.goto(demo.shop + "/basket")
    await expect(page.get_by_role("main").get_by_text(SAY)).to_be_visible()
    await expect(page.get_by_role("link", name=CREAM)).to_be_visible()
    await expect(page.get_by_role("link", name="Go to the checkout")).to_have_count(0)
    await is_well(page)
    refused = await page.goto(demo.shop + "/checkout")
    assert refused is not None
    assert (refused.status, "retry-after" in refused.headers) == (503, True)
    await expect(page.get_by_role("main").get_by_text(SAY)).to_be_visible()
    await is_well(page)


async def leave_an_address(page: Page, demo: Demo, address: str) -> None:
    """For the day when it is back."""
    await page.goto(demo.shop + "/basket")
    await page.get_by_label("Email address").fill(address)
    await page.get_by_role("button", name="Tell me").click()
    await expect(page.get_by_role("heading", name="We will tell you")).to_be_visible()
    await is_well(page)


async def the_app_has_its_own_switch(ines: Page, demo: Demo) -> None:
    """It goes on while the website is paused, and refuses in the same words once it is paused itself."""
    assert (await app_order(demo)).status_code == 201
    await colleagues.pause_orders(ines, demo, "app", SAY)
    refused = (await answer_of(demo, 503)).json()
    assert (refused["detail"], refused["capability"], refused["mode"]) == (SAY, "orders", "paused")


async def cannot_approve_her_own(ines: Page) -> None:
    """There is no button, and asking without one is refused too."""
    await expect(ines.get_by_text("You proposed this yourself. A second person has to approve it.")).to_be_visible()
    await expect(ines.get_by_role("button", name="Approve")).to_have_count(0)
    await is_well(ines)
    approve = "form => { form.action = form.action.replace('withdraw', 'approve'); form.requestSubmit() }"
    async with ines.expect_navigation() as answer:
        await ines.locator("form[action$='/withdraw']").evaluate(approve)
    response = await answer.value
    assert response.status == 403


async def answer_of(demo: Demo, status: int) -> httpx.Response:
    """The app API's answer to an order, once it has this status: a switch reaches the office a moment after the desk."""

    async def look() -> httpx.Response | None:
        answer = await app_order(demo)
        return answer if answer.status_code == status else None

    found = await comes(look)
    assert found is not None
    return found


async def letters_after_the_first(demo: Demo, to: str) -> list[dict[str, str]]:
    """The newer ones, the newest first."""
    return (await demo.letters(to))[:-1]


async def reload_until(page: Page, *texts: str) -> None:
    """Look at the same page again until it says all of this."""

    async def look() -> bool:
        await page.reload()
        await page.wait_for_load_state("networkidle")
        return all([await page.get_by_text(text).first.is_visible() for text in texts])

    await comes(look)


async def reloaded_without(page: Page, text: str) -> bool:
    """Whether the page, asked for again, does not say this any more."""
    await page.reload()
    return await page.get_by_text(text).count() == 0
