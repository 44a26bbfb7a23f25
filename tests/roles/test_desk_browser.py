"""The desk in a real browser: pause, propose, approve; axe and narrow windows on each page on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import RealWorld
from arkwright.roles.desk import DeskConfig, prepare
from arkwright.roles.serving import free_port
from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.roles.desks import ADMINISTRATOR, COMMANDER, DUTY, password
from tests.roles.test_desk_commands import running

pytestmark = pytest.mark.browser

ROLES = ((COMMANDER, "incident-commander"), (DUTY, "duty-manager"), (ADMINISTRATOR, "desk-administrator"))


async def check(page: Page) -> None:
    """What every page must be, narrow and wide."""
    for width in (320, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        assert await axe_violations(page) == []
        assert await overflow_px(page) <= 0


async def signed_in(browser: Browser, url: str, account: str, *, scripts: bool = True) -> Page:
    page = await (await browser.new_context(java_script_enabled=scripts)).new_page()
    await page.goto(url)
    await page.get_by_label("Account").fill(account)
    await page.get_by_label("Password").fill(password(account))
    await page.get_by_role("button", name="Sign in").press("Enter")
    return page


async def let_a_node_in(ada: Page, url: str) -> None:
    """A code is made and shown."""
    await ada.goto(f"{url}/nodes")
    await ada.get_by_label("Name of the node").fill("leeds-1")
    await ada.get_by_label("Store").fill("leeds")
    await ada.get_by_role("button", name="Make a code").press("Enter")
    await expect(ada.get_by_role("heading", name="Code for leeds-1")).to_be_visible()
    await check(ada)


async def test_pause_and_restart_in_a_browser(tmp_path: Path) -> None:
    port = free_port()
    config = DeskConfig(folder=tmp_path / "desk", shop_name="Wright & Daughters", desk_url=f"http://127.0.0.1:{port}", port=port)
    accounts = [(account, role, password(account)) for account, role in ROLES]
    await prepare(RealWorld(AiohttpHttp()), config, tmp_path / "recovery", accounts, [SigningKey("edge-1", b"\x04" * 32).public])
    async with running(config) as url, launch() as browser:
        grace = await signed_in(browser, url, COMMANDER)
        await grace.goto(f"{url}/switch?capability=orders&channel=web")
        await grace.get_by_label("Why").fill("x")
        await grace.get_by_role("button", name="Set the switch").press("Enter")
        await expect(grace.get_by_role("alert")).to_be_focused()
        await expect(grace.get_by_role("alert")).to_contain_text("Give the reason, for colleagues only")
        await check(grace)
        await grace.get_by_label("Why").fill("Strangers in the network.")
        await grace.get_by_role("button", name="Set the switch").press("Enter")
        await expect(grace.get_by_role("heading", name="1 switch is not fully open")).to_be_visible()
        await expect(grace.get_by_text("edge-1 (never heard of)")).to_be_visible()
        await check(grace)
        await grace.get_by_role("link", name="Propose a restart of Orders").press("Enter")
        await check(grace)
        await grace.get_by_label("Open", exact=True).press("Space")
        await grace.get_by_label("Why").fill("The network is clean.")
        await grace.get_by_label("Sentence for customers").fill("")
        await grace.get_by_role("button", name="Propose the restart").press("Enter")
        await expect(grace.get_by_text("You proposed this yourself.")).to_be_visible()
        alan = await signed_in(browser, url, DUTY, scripts=False)
        await alan.get_by_role("button", name="Approve").press("Enter")
        await expect(alan.get_by_text("Everything is open.")).to_be_visible()
        await grace.goto(f"{url}/history")
        await expect(grace.get_by_text("grace and alan")).to_be_visible()
        await check(grace)
        await let_a_node_in(await signed_in(browser, url, DUTY), url)
        ada = await signed_in(browser, url, ADMINISTRATOR)
        for path in ("/accounts", "/accounts/grace", "/accounts/new", "/password"):
            await ada.goto(url + path)
            await check(ada)
