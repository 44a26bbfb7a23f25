"""An account in a real browser: every page of it is well, from the sign-in to the farewell."""

from __future__ import annotations

from pathlib import Path

import pytest

from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import SetTreat
from tests.browser.chromium import launch
from tests.channels.shop.test_account import CODE
from tests.channels.shop.test_in_a_browser import Window, window
from tests.line.tillwork import START_MS, batch, entries, sale

pytestmark = pytest.mark.browser
PAGES = (
    *("", "/details", "/birthday", "/points/receipt", "/addresses", "/addresses/new"),
    *("/sign-ins", "/passkeys", "/email", "/email/code", "/not-me", "/kept-safe", "/delete"),
)


async def press(at: Window, label: str) -> None:
    """A button, and the page that it leads to."""
    await at.page.get_by_role("button", name=label, exact=True).click()


async def by_a_code(at: Window) -> None:
    """Ask for one, a first time without an address, and type it."""
    await at.open("/account")
    await at.is_well()
    await press(at, "Email me a code")
    await at.page.get_by_role("link", name="Enter your email address.").wait_for()
    await at.is_well()
    await at.page.locator("#email").fill("ada@example.com")
    await by_another_code(at)


async def by_another_code(at: Window) -> None:
    """Ask for it, and type it."""
    await press(at, "Email me a code")
    await at.page.locator("#code").wait_for()
    await at.is_well()
    await at.place.at_rest()
    code = "".join(CODE.findall(at.place.letterbox.sent[-1].get_content())[0])
    await at.page.locator("#code").fill(code)
    await press(at, "Sign in")


async def by_a_passkey(at: Window) -> None:
    """Add one on an authenticator that the browser has, sign out, sign in by it; remove it, and it opens nothing any more."""
    devices = await at.page.context.new_cdp_session(at.page)
    await devices.send("WebAuthn.enable")
    told = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    made = await devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**told, "automaticPresenceSimulation": True}})
    await at.page.get_by_role("link", name="Passkeys").click()
    await at.page.locator("#name").fill("My phone")
    await at.is_well()
    await press(at, "Add a passkey")
    await at.page.get_by_text("not used yet").wait_for()
    await at.is_well()
    await press(at, "Add a passkey")
    await at.page.get_by_text("This device holds a passkey for your account already.").wait_for()
    held = await devices.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})
    assert [each["isResidentCredential"] for each in held["credentials"]] == [True]
    await at.open("/account")
    await press(at, "Sign out")
    await press(at, "Sign in with a passkey")
    await at.page.get_by_role("heading", name="Your account", exact=True).wait_for()
    await at.open("/account/sign-ins")
    await at.page.get_by_text("by the passkey “My phone”").first.wait_for()
    await devices.send("WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": False})
    await at.open("/account/sign-in")
    await press(at, "Sign in with a passkey")
    await at.page.get_by_text("Nothing was done.").wait_for()
    await at.is_well()
    await at.open("/account")


async def test_from_the_sign_in_to_the_farewell(tmp_path: Path) -> None:
    async with launch() as browser, window(browser, tmp_path) as at:
        await at.place.switch(1)
        now_ms = at.place.world.now_ms()
        treat = SetTreat(id="treat", points=500, from_ms=now_ms, until_ms=2 * now_ms, by="lou")
        await at.place.office.shop.loyalty.submit(treat)
        await by_a_code(at)
        await by_a_passkey(at)
        await press(at, "Join")
        await at.page.get_by_text("Membership number").first.wait_for()
        shop = at.place.office.shop
        (joined,) = await loyalty.members_after(shop.loyalty.reader)
        at.place.world.pass_s(max(0, (START_MS - at.place.world.now_ms()) // 1000) + 7200)
        await shop.sales_audit.submit(batch(entries(sale(1, quantity=2, member=joined.member))))
        await at.place.at_rest()
        await at.place.switch(2)
        await at.open("/account/points")
        await at.page.get_by_text("Arrived late").first.wait_for()
        await at.is_well()
        for page in PAGES:
            await at.open(f"/account{page}")
            await at.is_well()
        await by_another_code(at)
        await at.is_well()
        await at.page.get_by_text("Yes, delete everything for ever").click()
        await press(at, "Delete my account")
        await at.page.get_by_text("We hold your details no longer").wait_for()
        await at.is_well()
