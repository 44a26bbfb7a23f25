"""The system's Chromium for browser tests, and axe with the rules of WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}


@asynccontextmanager
async def launch() -> AsyncIterator[Browser]:
    """A browser of one's own, closed at the end."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


async def axe_violations(page: Page) -> list[str]:
    """What axe finds against the page, one line for each rule and element; empty is well."""
    await page.wait_for_load_state("load")
    results = await Axe().run(page, options=RULES)
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


async def overflow_px(page: Page) -> int:
    """By how many pixels the page is wider than its window, once its style sheets have come; 0 is well."""
    await page.wait_for_load_state("load")
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
