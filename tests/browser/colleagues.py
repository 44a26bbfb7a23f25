"""What colleagues do: sign in, send an order, move a switch."""

from __future__ import annotations

from playwright.async_api import Browser, Page, expect

from tests.browser.demo import Demo


async def signed_in(browser: Browser, demo: Demo, where: str, account: str, password: str | None = None) -> Page:
    """A window of their own at the office or the desk, signed in."""
    page = await (await browser.new_context(reduced_motion="reduce")).new_page()
    await page.goto((demo.office if where == "office" else demo.desk) + "/")
    await page.get_by_label("Account").fill(account)
    await page.get_by_label("Password").fill(password or demo.password(where, account))
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


async def send_order(page: Page, number: str, tracking: str) -> None:
    """Pick everything of an order and record its parcel."""
    await page.get_by_role("link", name="Dispatch", exact=True).click()
    await page.get_by_role("link", name=number).click()
    await page.get_by_role("button", name="Start picking").click()
    await page.get_by_role("button", name="Record what is picked").click()
    await page.get_by_label("Tracking reference").fill(tracking)
    await page.get_by_role("button", name="Record the parcel as sent").click()
    await expect(page.get_by_text(tracking)).to_be_visible()


async def pause_orders(page: Page, demo: Demo, channel: str, say: str) -> None:
    """Pause orders on one channel in these words; the board shows it."""
    await page.goto(demo.desk + "/")
    await page.get_by_role("table", name="Every capability").get_by_role("link", name="Orders", exact=True).click()
    if not await page.get_by_label("Channel").is_visible():
        await page.get_by_text("Where it applies").click()
    await page.get_by_label("Channel").fill(channel)
    await page.get_by_label("Why").fill("Suspicious sign-ins were seen")
    await page.get_by_label("Sentence for customers").fill(say)
    await page.get_by_role("button", name="Set the switch").click()
    await expect(page.get_by_text(say).first).to_be_visible()


async def propose_restart(page: Page, demo: Demo, channel: str) -> None:
    """Propose to open orders on one channel again; the board shows that it waits."""
    await page.goto(f"{demo.desk}/switch?capability=orders&channel={channel}&form=propose")
    await page.get_by_text("Open", exact=True).click()
    await page.get_by_label("Why").fill("Clean since Monday")
    await page.get_by_label("Sentence for customers").fill("")
    await page.get_by_role("button", name="Propose the restart").click()
    await expect(page.get_by_role("heading", name="Waiting for a second person")).to_be_visible()


async def approve_restart(page: Page, demo: Demo) -> None:
    """Approve the one that waits."""
    await page.goto(demo.desk + "/")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("heading", name="Waiting for a second person")).to_have_count(0)
