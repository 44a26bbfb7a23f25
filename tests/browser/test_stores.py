"""A store on the running demo: it sells by contactless, chip & PIN and cash; cut off, it sells on; mended, everything arrives once."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import colleagues, tilling
from tests.browser.demo import Demo
from tests.browser.tilling import ask_card, at_terminal, at_till, pressed, receipt_number, sell_for_cash, typed
from tests.browser.wellness import is_well

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CASSEROLE, SECOND = "KI013-01", "KI013-02"
SAY = "We have switched contactless off while we look into something."
ARRIVES_WITHIN_MS = 60_000


async def test_a_store_sells_on_while_it_is_cut_off_and_everything_arrives_once(demo: Demo, browser: Browser) -> None:
    page = await at_till(browser, demo)
    numbers = [await sell_for_cash(page, CASSEROLE, "120")]
    await ask_card(page, CASSEROLE)
    await at_terminal(demo, "leeds-1", "insert")
    await expect(page.get_by_text("Visa ending 4242, chip & PIN")).to_be_visible()
    numbers.append(await receipt_number(page))
    await sold_by_contactless(page, demo, numbers)
    await everything_is_sent(page)

    ines = await colleagues.signed_in(browser, demo, "desk", "ines")
    await pause_contactless(ines, demo)
    await expect(page.get_by_text(f"Contactless payment is paused: {SAY} Offer chip & PIN or cash.")).to_be_visible(timeout=30_000)

    tilling.line(demo, "cut", "leeds")
    numbers.append(await sell_for_cash(page, SECOND, "110"))
    await expect(page.get_by_text(re.compile(r"Cut off from head office since .*1 sale waits to be sent\."))).to_be_visible(timeout=30_000)
    await typed(page, SECOND)
    await pressed(page, "F4")
    await expect(page.get_by_text("Card, chip & PIN only")).to_be_visible()
    await is_well(page)
    await pressed(page, "F4")
    await at_terminal(demo, "leeds-1", "insert")
    numbers.append(await receipt_number(page))
    await expect(page.get_by_text("2 sales wait to be sent. You can go on selling.")).to_be_visible()
    await the_basket_survives_the_browser_and_the_node(page, demo, browser)

    tilling.line(demo, "mend", "leeds")
    await everything_is_sent(page)
    sal = await colleagues.signed_in(browser, demo, "office", "sal")
    await sal.goto(f"{demo.office}/store-sales?store=leeds")
    for number in numbers:
        await expect(sal.get_by_text(number, exact=True)).to_have_count(1)


async def sold_by_contactless(page: Page, demo: Demo, numbers: list[str]) -> None:
    """Something small, since terminals take contactless up to a limit."""
    await page.keyboard.type("mug")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Found")).to_be_visible()
    found = page.get_by_role("button", name=re.compile("Stoneware Mug")).first
    await found.focus()
    await pressed(page, "Enter")
    await pressed(page, "F4")
    await pressed(page, "F4")
    await at_terminal(demo, "leeds-1", "tap")
    await expect(page.get_by_text("Visa ending 4242, contactless")).to_be_visible()
    numbers.append(await receipt_number(page))


async def pause_contactless(page: Page, demo: Demo) -> None:
    """At the desk, everywhere."""
    await page.goto(f"{demo.desk}/switch?capability=contactless")
    await page.get_by_text("Paused", exact=True).click()
    await page.get_by_label("Why").fill("Suspicious traffic of terminals was seen")
    await page.get_by_label("Sentence for customers").fill(SAY)
    await page.get_by_role("button", name="Set the switch").click()
    await expect(page.get_by_text(SAY).first).to_be_visible()


async def everything_is_sent(page: Page) -> None:
    """The till says so by itself."""
    await expect(page.get_by_text("Connected to head office. Every sale is sent.")).to_be_visible(timeout=ARRIVES_WITHIN_MS)


async def the_basket_survives_the_browser_and_the_node(page: Page, demo: Demo, browser: Browser) -> None:
    """What was scanned is on the node's disk: whoever signs on in another browser, after a power cut too, finds it and goes on."""
    await typed(page, CASSEROLE)
    await demo.cut_power("leeds", demo.ports.leeds)
    await demo.start_again("leeds", demo.ports.leeds, "/till/1")
    crashed = await (await browser.new_context()).new_page()
    await crashed.goto(f"{demo.ports.store_url('leeds')}/till/1")
    await typed(crashed, tilling.colleague(demo, "leeds", "1042")[0])
    await expect(crashed.get_by_text("Cast-Iron Casserole")).to_be_visible()
    await pressed(crashed, "F10")
    await crashed.get_by_role("button", name="Void the sale").click()
    await crashed.close()
    await page.reload()
    await typed(page, tilling.colleague(demo, "leeds", "1042")[0])
    await expect(page.get_by_text("Ready for the next customer.")).to_be_visible()


async def test_pages_of_a_store_are_well(demo: Demo, browser: Browser) -> None:
    page = await browser.new_page(reduced_motion="reduce")
    york = demo.ports.store_url("york")
    for path in ("/", "/till/1", "/till/9", "/works", "/manager"):
        await page.goto(york + path)
        await is_well(page)
    await page.goto(york + "/manager")
    await typed(page, tilling.colleague(demo, "york", "1001")[0])
    await expect(page.get_by_role("heading", name="Pause something in this store")).to_be_visible()
    await is_well(page)
    page = await at_till(browser, demo, "york", number="2042")
    await is_well(page)
    await typed(page, "2*KI013-01")
    await is_well(page)
    await page.get_by_role("link", name=re.compile("Cast-Iron Casserole")).click()
    await is_well(page)
    for path in ("", "/member", "/discount", "/void", "/parked", "/drawer", "/refund", "/pay"):
        await page.goto(f"{york}/till/1{path}")
        await is_well(page)
    await typed(page, "250")
    await is_well(page)
    assert "-000001" in await receipt_number(page)
    await page.goto(f"{york}/till/1/refund?receipt=york-1-000001")
    await is_well(page)
    manager, _ = tilling.colleague(demo, "york", "1001")
    await page.get_by_label("Cast-Iron Casserole", exact=False).first.fill("1")
    await page.get_by_label("fit to sell again").fill("1")
    await page.get_by_label("Manager's badge or number").focus()
    await typed(page, manager)
    await expect(page.get_by_text("This refund belongs to receipt york-1-000001.")).to_be_visible()
    await is_well(page)
    await page.goto(f"{york}/till/1/drawer")
    await page.get_by_label("Counted, in pounds").focus()
    await typed(page, "100")
    await expect(page.get_by_text("a manager signs for another count")).to_be_visible()
    await is_well(page)
