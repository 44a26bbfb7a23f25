"""The three faces in a real browser: no axe violation, no sideways scrolling, a working keyboard, comforts that fail softly."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.channels.design.gallery import Window, shop_page, work_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

FORM = (
    '<form method="post" action="/sent" data-once><input name="n" value="1"><button name="b" value="2">Buy</button></form>'
    '<script src="/design/arkwright.js" defer></script>'
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launch() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    page = await browser.new_page()
    yield page
    await page.close()


@pytest.mark.parametrize("face", ["shop", "office", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_part_is_accessible_and_fits(browser: Browser, face: str, scheme: str) -> None:
    html = shop_page() if face == "shop" else work_page(face)
    page = await browser.new_page(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    window = Window(page, {"/": html})
    await window.open("/")
    for width in (320, 1280):
        await page.set_viewport_size({"width": width, "height": 900})
        assert await overflow_px(page) == 0
        assert await axe_violations(page) == []
    assert window.complaints == []
    await page.close()


@pytest.mark.parametrize("face", ["shop", "office", "desk"])
async def test_the_first_tab_is_a_skip_link_that_works(page: Page, face: str) -> None:
    await Window(page, {"/": shop_page(problems=[]) if face == "shop" else work_page(face)}).open("/")
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Enter")
    await expect(page.locator("#content")).to_be_focused()


async def test_every_target_is_large_enough_and_every_focus_visible(page: Page) -> None:
    await page.set_viewport_size({"width": 320, "height": 900})
    await Window(page, {"/": shop_page(problems=[])}).open("/")
    seen = 0
    while True:
        await page.keyboard.press("Tab")
        found = await page.evaluate(
            """() => { const e = document.activeElement, box = e.getBoundingClientRect(), look = getComputedStyle(e);
            if (e === document.body) return null;
            return {what: e.outerHTML.slice(0, 90), height: box.height, ring: look.outlineStyle + ' ' + look.outlineWidth,
                    inText: look.display === 'inline'}; }"""
        )
        if found is None or seen > 100:
            break
        seen += 1
        assert found["ring"] == "solid 3px", found
        assert found["inText"] or found["height"] >= 24, found
    assert seen > 40


async def test_errors_take_the_focus_and_lead_to_their_fields(page: Page) -> None:
    await Window(page, {"/": shop_page()}).open("/")
    await expect(page.locator("#errors")).to_be_focused()
    await page.get_by_role("link", name="Choose how it shall reach you.").click()
    await expect(page.get_by_label("Standard, £3.95")).to_be_focused()
    await expect(page.get_by_label("Email address")).to_have_accessible_description(re.compile("Enter the whole email address"))


async def test_what_the_office_answers_is_shown(page: Page) -> None:
    answers: dict[str, str | None] = {"/banner": "<p>Orders are open.</p>", "/availability": "In stock", "/basket/count": "1"}
    await Window(page, {"/": shop_page()}, answers).open("/")
    await expect(page.locator("#banner")).to_have_text("Orders are open.")
    await expect(page.locator("[data-availability]")).to_have_text("In stock")
    await expect(page.get_by_role("link", name="Basket 1 item")).to_be_visible()


async def test_without_the_office_the_page_stays_true_and_asks_again(page: Page) -> None:
    await page.clock.install()
    window = Window(page, {"/": shop_page()})
    await window.open("/")
    await expect(page.locator("#banner")).to_contain_text("Web orders are paused")
    await expect(page.locator("[data-availability]")).to_have_text("Availability is shown in the basket")
    await expect(page.locator("[data-basket-count]")).to_be_empty()
    window.answers["/banner"] = "<p>Orders are open again.</p>"
    await page.clock.run_for(30_000)
    await expect(page.locator("#banner")).to_have_text("Orders are open again.")
    assert window.complaints == []


async def test_a_double_click_sends_once_and_back_makes_ready_again(page: Page) -> None:
    window = Window(page, {"/": FORM, "/other": "elsewhere"})
    await window.open("/")
    bodies: list[str | None] = []
    page.on("request", lambda request: bodies.append(request.post_data) if request.method == "POST" else None)
    await page.get_by_role("button").dblclick()
    await expect(page.get_by_role("button", name="Sending…")).to_be_disabled()
    assert bodies == ["n=1&b=2"]
    await page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    await expect(page.get_by_role("button", name="Buy")).to_be_enabled()


async def test_without_scripts_the_page_is_whole(browser: Browser) -> None:
    page = await browser.new_page(java_script_enabled=False)
    await Window(page, {"/": shop_page(problems=[])}).open("/")
    await expect(page.locator("noscript a, header p a").get_by_text("What works now").first).to_be_visible()
    await expect(page.get_by_role("button", name="Add to basket")).to_be_enabled()
    await expect(page.get_by_text("Availability is shown in the basket")).to_be_visible()
    await page.close()


async def test_an_order_prints_without_the_furniture(page: Page) -> None:
    await Window(page, {"/": shop_page(problems=[])}).open("/")
    await page.emulate_media(media="print")
    for unwanted in (".departments", ".search", "#banner", ".to-basket", ".pages"):
        await expect(page.locator(unwanted)).to_be_hidden()
    await expect(page.get_by_text("Your order AW-7K2M-9Q")).to_be_visible()
