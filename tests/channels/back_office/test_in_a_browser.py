"""The back office in a real browser: no axe violation, no sideways scrolling, nothing against the policy, and forms by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from granian.constants import Interfaces
from playwright.async_api import Page, expect

from arkwright.compartments.loyalty.commands import SetPointsRule
from arkwright.compartments.sales_audit import queries as cases
from arkwright.roles.serving import free_port, serve
from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.channels.back_office.place import ALL_ROLES, Place, open_place
from tests.channels.back_office.test_members import a_member
from tests.line.tillwork import batch, entries, sale
from tests.roles.offices import Premises, premises

pytestmark = pytest.mark.browser

FILE = b"""product_id,name,description,category,brand,sku,gtin,variant,price,vat
pot,Teapot,For tea,Kitchen,Calder,POT-1,,,22.50,standard
pan,Pan,,Kitchen,Calder,PAN-1,,,twelve,standard
jug,Jug,,Kitchen,Calder,JUG-1,,,-1,standard
"""


@dataclass
class Window:
    """A browser's window on the office, and what it complained about."""

    page: Page
    place: Place
    address: str
    pictures: Path | None = None
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def is_well(self, name: str) -> None:
        """On a narrow and on a wide window; with a folder for pictures, both are kept there."""
        for width in (320, 1280):
            await self.page.set_viewport_size({"width": width, "height": 900})
            assert await overflow_px(self.page) == 0, (name, width)
            assert await axe_violations(self.page) == [], (name, width)
            if self.pictures is not None:
                await self.page.screenshot(path=self.pictures / f"{name}-{width}.png", full_page=True)
        assert self.complaints == []


@asynccontextmanager
async def window(whole: Premises) -> AsyncIterator[Window]:
    """An office that really listens, and a window in which carol is signed in; the office ends with the window."""
    port, stop, ready = free_port(), asyncio.Event(), asyncio.Event()
    host = f"office.localhost:{port}"
    place = open_place(whole, host)
    client = await place.colleague("carol", *ALL_ROLES)
    serving = asyncio.ensure_future(serve(place.app, "127.0.0.1", port, Interfaces.ASGI, stop=stop, ready=ready))
    await asyncio.wait_for(ready.wait(), 20)
    try:
        async with launch() as browser:
            page = await browser.new_page(reduced_motion="reduce")
            opened = Window(page, place, f"http://{host}")
            page.on("pageerror", lambda error: opened.complaints.append(str(error)))
            page.on("console", lambda message: opened.complaints.append(message.text) if "Content Security" in message.text else None)
            token = client.cookies.get(place.site.cookie) or ""
            await page.context.add_cookies([{"name": place.site.cookie, "value": token, "url": opened.address}])
            yield opened
    finally:
        stop.set()
        await serving
        await whole.office.stop()


async def test_the_pages_are_well_on_narrow_and_wide_windows(tmp_path: Path) -> None:
    whole = await premises(tmp_path)
    await whole.stock()
    order = await whole.bought(quantity=3)
    audit = whole.office.shop.sales_audit
    await audit.submit(batch(entries(sale(1), sale(2, price_pence=9_00), "bad")))
    await whole.switch(1)
    number = await a_member(whole.office.shop)
    from_ms = whole.world.now_ms() + 60_000
    rule = SetPointsRule(id="rule", rule="rule", category="kitchen", points_a_pound=3, from_ms=from_ms, until_ms=from_ms * 2, by="lou")
    await whole.office.shop.loyalty.submit(rule)
    await whole.at_rest()
    (case, *_) = await cases.case_list(audit.reader, ["open"])
    async with window(whole) as opened:
        for name, path in {
            "start": "/", "products": "/products", "product": "/products/mug", "categories": "/categories", "stock": "/stock",
            "sku": "/stock/MUG-1", "orders": "/orders", "order": f"/orders/{order.number}", "erase": f"/orders/{order.number}/erase",
            "dispatch": "/dispatch", "waiting": f"/dispatch/{order.order}", "store": "/new-store", "messages": "/messages",
            "payments": "/payments", "ledger": "/ledger", "cases": "/cases",
            "case": f"/cases/{case.case}", "store-sales": "/store-sales", "till-colleagues": "/till-colleagues",
            "publish": "/publish", "locations": "/locations", "members": "/members", "member": f"/members/{number}", "points": "/points",
        }.items():  # fmt: skip
            await opened.open(path)
            await opened.is_well(name)


async def test_a_promotion_is_added_and_ended_by_hand(tmp_path: Path) -> None:
    whole = await premises(tmp_path)
    await whole.stock()
    async with window(whole) as opened:
        page = opened.page
        await opened.open("/promotions")
        await opened.is_well("promotions-none")
        await page.select_option("#kind", "pay-for")
        await page.get_by_role("button", name="New promotion").click()
        await page.fill("#promotion", "mugs-3-for-2")
        await page.fill("#name", "3 for 2 on mugs")
        await page.fill("#first", "2026-09-01")
        await page.fill("#until", "2026-08-01")
        await page.fill("#buy", "3")
        await page.fill("#pay_for", "2")
        await page.select_option("#category", "kitchen")
        await page.get_by_role("button", name="Save promotion").click()
        await expect(page.locator("#errors")).to_be_focused()
        await opened.is_well("promotion-error")
        await page.fill("#until", "2026-12-24")
        await page.get_by_text("For members only").click()
        await page.get_by_role("button", name="Save promotion").click()
        await expect(page.get_by_text("The promotion is saved.")).to_be_visible()
        await expect(page.get_by_text("Buy 3, pay for 2, members only")).to_be_visible()
        await expect(page.locator("#members_only")).to_be_checked()
        await opened.is_well("promotion")
        await opened.open("/new-promotion?kind=code")
        await opened.is_well("promotion-code")
        await opened.open("/promotions")
        await opened.is_well("promotions")
        await page.get_by_role("link", name="3 for 2 on mugs").click()
        await page.get_by_role("button", name="End promotion").click()
        await expect(page.get_by_text("The promotion holds no longer.")).to_be_visible()


async def test_a_file_is_brought_in_and_an_order_sent_and_refunded_by_hand(tmp_path: Path) -> None:
    whole = await premises(tmp_path)
    await whole.stock()
    order = await whole.bought(quantity=3)
    async with window(whole) as opened:
        page = opened.page
        await opened.open("/import")
        await opened.is_well("import")
        await page.set_input_files("#file", {"name": "range.csv", "mimeType": "text/csv", "buffer": FILE})
        await page.get_by_role("button", name="Read the file").click()
        await opened.is_well("import-read")
        async with page.expect_navigation():
            await page.get_by_role("button", name="Bring in 1 product").click()
        await opened.place.office.jobs.wait("import")
        await page.reload()
        await expect(page.get_by_role("heading", name="What was brought in")).to_be_visible()
        await opened.is_well("import-report")
        await opened.open(f"/dispatch/{order.order}")
        await page.get_by_role("button", name="Start picking").click()
        await page.get_by_role("button", name="Record what is picked").click()
        await page.fill("#tracking", "no")
        await page.get_by_role("button", name="Record the parcel as sent").click()
        await expect(page.locator("#errors")).to_be_focused()
        await opened.is_well("dispatch-error")
        await page.fill("#tracking", "TRACK-123")
        await page.get_by_role("button", name="Record the parcel as sent").click()
        await expect(page.get_by_text("The parcel is recorded as sent.")).to_be_visible()
        await whole.at_rest()
        await opened.open(f"/orders/{order.number}")
        await page.fill("#amount", "5.00")
        await page.select_option("#refund_why", "goodwill")
        await page.get_by_role("button", name="Refund").click()
        await expect(page.get_by_text("The refund is recorded.")).to_be_visible()
        await whole.at_rest()
        await page.reload()
        await opened.is_well("order-sent")
