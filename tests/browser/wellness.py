"""Whether a page can be used by everybody: nothing wider than a narrow window, and no axe violation in a wide one."""

from __future__ import annotations

from playwright.async_api import Page

from tests.browser.chromium import axe_violations, overflow_px

NARROW_PX, WIDE_PX, HEIGHT_PX = 320, 1280, 900


async def is_well(page: Page) -> None:
    """Fails with what is wrong, and leaves the window wide. Narrow windows meet axe in the tests of each channel."""
    await page.set_viewport_size({"width": NARROW_PX, "height": HEIGHT_PX})
    assert await overflow_px(page) == 0, page.url
    await page.set_viewport_size({"width": WIDE_PX, "height": HEIGHT_PX})
    assert await axe_violations(page) == [], page.url
