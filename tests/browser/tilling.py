"""What a colleague does at a till, by keyboard alone, and what a customer does at the card terminal."""

from __future__ import annotations

import subprocess
import sys

import httpx
from playwright.async_api import Browser, Page, expect

from tests.browser.demo import Demo, comes

MUG, LOAF = "Stoneware Mug", "Sourdough"


def colleague(demo: Demo, store: str, number: str) -> tuple[str, str]:
    """The badge and the PIN that were drawn."""
    rows = [line.split() for line in (demo.folder / "colleagues.txt").read_text("utf-8").splitlines()]
    return next((row[2], row[3]) for row in rows if row[:2] == [store, number])


async def typed(page: Page, text: str) -> None:
    """As a scanner types it: into whatever has the focus, and Enter."""
    await page.keyboard.type(text)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def pressed(page: Page, key: str) -> None:
    """A function key that leads on."""
    async with page.expect_navigation():
        await page.keyboard.press(key)


async def at_till(browser: Browser, demo: Demo, store: str = "leeds", till: str = "1", number: str = "1042") -> Page:
    """A till's browser, signed on by badge, with a float in the drawer."""
    page = await (await browser.new_context(reduced_motion="reduce")).new_page()
    await page.goto(f"{demo.ports.store_url(store)}/till/{till}")
    await typed(page, colleague(demo, store, number)[0])
    await page.keyboard.press("Control+A")
    await typed(page, "100")
    await expect(page.get_by_text("Ready for the next customer.")).to_be_visible()
    return page


async def sell_for_cash(page: Page, sku: str, given: str) -> str:
    """One thing for cash; the receipt's number."""
    await typed(page, sku)
    await pressed(page, "F4")
    await typed(page, given)
    return await receipt_number(page)


async def ask_card(page: Page, sku: str) -> None:
    """One thing, and the terminal is asked for it."""
    await typed(page, sku)
    await pressed(page, "F4")
    await pressed(page, "F4")
    await expect(page.get_by_text("The terminal waits for the customer")).to_be_visible()


async def receipt_number(page: Page) -> str:
    """The number on the receipt that is shown; then the till is ready for the next customer."""
    heading = page.locator("#receipt-heading")
    await expect(heading).to_be_visible()
    number = (await heading.inner_text()).removeprefix("Receipt ").strip()
    async with page.expect_navigation():
        await page.keyboard.press("Enter")  # "Next customer" has the focus
    return number


async def at_terminal(demo: Demo, terminal: str, act: str, card: str = "visa") -> None:
    """What the customer does with their card, once the terminal asks for it."""
    host = f"{terminal}.terminal.localhost:{demo.ports.terminals[terminal]}"
    at = f"http://127.0.0.1:{demo.ports.terminals[terminal]}"

    async def done() -> bool:
        async with httpx.AsyncClient(headers={"host": host, "origin": f"http://{host}"}) as client:
            return (await client.post(f"{at}/card", data={"act": act, "card": card})).status_code in (302, 303)

    await comes(done)


def line(demo: Demo, verb: str, store: str) -> None:
    """`arkwright demo cut leeds`, as a person types it."""
    command = [sys.executable, "-m", "arkwright", "demo", verb, store, "--data", str(demo.folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
