"""Passkeys as a shopper meets them: added after a recent sign-in, opening once for each question, resting after "this was not me"."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from webauthn.helpers import base64url_to_bytes

from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_account import sign_in, told
from tests.kit.authenticator import Authenticator
from tests.roles.offices import SHOP_URL

OPTIONS = re.compile(r'data-options="([^"]+)"')


@pytest.fixture(autouse=True)
async def heard_of_the_desk(shop: Counter) -> None:
    """An office that has not heard of the desk for three days signs nobody in."""
    await shop.premises.switch(1)


def asked(ada: Shopper) -> dict[str, Any]:
    """What the page asks the browser's script."""
    found: dict[str, Any] = json.loads(html.unescape(OPTIONS.findall(ada.page)[0]))
    return found


def challenge_of(ada: Shopper) -> bytes:
    """The question on this page."""
    return base64url_to_bytes(asked(ada)["challenge"])


async def with_passkey(shop: Counter, ada: Shopper) -> Authenticator:
    """Sign in by a code and add a passkey."""
    await sign_in(shop, ada)
    await ada.open("/account/passkeys")
    options = asked(ada)
    device = Authenticator(SHOP_URL, "shop.localhost", base64url_to_bytes(options["user"]["id"]))
    await ada.send(ada.form("/account/passkeys"), name="My phone", answer=device.makes(challenge_of(ada)))
    assert "My phone" in ada.words
    await shop.premises.at_rest()
    return device


async def comes_by(ada: Shopper, device: Authenticator, **lies: Any) -> None:
    """Sign in by it from the sign-in page."""
    await ada.open("/account/sign-in")
    await ada.send(ada.form("/account/passkey"), answer=device.signs(**({"challenge": challenge_of(ada)} | lies)))


async def test_a_passkey_is_added_told_and_opens_the_account(shop: Counter, ada: Shopper) -> None:
    device = await with_passkey(shop, ada)
    assert "“My phone” was added" in told(shop)[-1]
    assert b"ada" not in device.handle
    session = dict(ada.client.cookies)
    await comes_by(ada, device)
    assert "Your account" in ada.words
    await ada.open("/account/sign-ins")
    assert "by the passkey “My phone”" in ada.words
    ada.client.cookies.clear()
    ada.client.cookies.update(session)
    await ada.open("/account")
    assert "open an account" in ada.words  # the session that this browser had before is over
    kept = b"".join(path.read_bytes() for path in shop.premises.office.settings.folder.rglob("*.db*"))
    assert b"My phone" not in kept


async def test_what_opens_and_what_does_not(shop: Counter, ada: Shopper) -> None:
    rows: list[tuple[dict[str, Any], int]] = [
        ({"challenge": b"x" * 32}, 403),
        ({"origin": "http://shop.localhost.attacker.example"}, 403),
        ({"rp_id": "localhost"}, 403),
        ({"flags": 1}, 403),
        ({"handle": b"g" * 32}, 403),
        ({"handle": b""}, 422),
        ({}, 200),
        ({"used": 0}, 403),
        ({"used": -1}, 403),
    ]
    device = await with_passkey(shop, ada)
    for lies, status in rows:
        ada.client.cookies.clear()
        await comes_by(ada, device, **lies)
        assert (lies, ada.status, "or open an account" in ada.words) == (lies, status, status != 200)
    await shop.premises.at_rest()
    assert "as a copy of it would be" in told(shop)[-1]


async def test_a_question_is_answered_once_in_its_own_browser_and_soon(shop: Counter, ada: Shopper) -> None:
    device = await with_passkey(shop, ada)
    await ada.open("/account/sign-in")
    form, challenge, asking = ada.form("/account/passkey"), challenge_of(ada), dict(ada.client.cookies)
    await ada.send(form, answer=device.signs(challenge))
    assert ada.status == 200
    steps: list[tuple[Callable[[], None], int]] = [
        (lambda: ada.client.cookies.update(asking), 403),
        (lambda: ada.client.cookies.delete("arkwright-shop-passkey"), 403),
    ]
    for step, status in steps:
        step()
        await ada.send(form, answer=device.signs(challenge))
        assert ada.status == status
    await ada.open("/account/sign-in")
    form, challenge = ada.form("/account/passkey"), challenge_of(ada)
    shop.premises.world.pass_s(10 * 60)
    await ada.send(form, answer=device.signs(challenge))
    assert ada.status == 403


async def test_an_old_session_adds_none_before_a_code(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada)
    await ada.open("/account/passkeys")
    form, challenge = ada.form("/account/passkeys"), challenge_of(ada)
    shop.premises.world.pass_s(16 * 60)
    await ada.send(form, name="My phone", answer=Authenticator(SHOP_URL, "shop.localhost").makes(challenge))
    assert ada.status in {403, 409}
    await ada.open("/account/passkeys")
    await ada.send(ada.form("/account/prove"))
    await shop.premises.at_rest()
    code = re.findall(r"^  ([0-9A-Z]{4} [0-9A-Z]{4})$", shop.premises.letterbox.sent[-1].get_content(), re.MULTILINE)[0]
    await ada.send(ada.form("/account/code"), code=code)
    assert "What shall we call it?" in ada.words


async def test_not_me_lets_passkeys_rest_until_a_code_and_says_which_came_when(shop: Counter, ada: Shopper) -> None:
    device = await with_passkey(shop, ada)
    await comes_by(ada, device)
    await ada.open("/account/not-me")
    await ada.send(ada.form("/account/not-me"))
    await comes_by(ada, device)
    assert (ada.status, "Sign in by a code" in ada.words) == (403, True)
    shop.premises.world.pass_s(1)
    await sign_in(shop, ada)
    assert "My phone , added" in ada.words.replace("My phone,", "My phone ,")
    await ada.open("/account/passkeys")
    await ada.send(ada.form("/account/passkeys/remove"))
    assert "There is none yet" in ada.words
    await ada.open("/account")
    await ada.send(ada.form("/account/thaw"))
    await comes_by(ada, device)
    assert ada.status == 403


async def test_a_removed_passkey_ends_what_it_opened(shop: Counter, ada: Shopper) -> None:
    device = await with_passkey(shop, ada)
    mine = dict(ada.client.cookies)
    ada.client.cookies.clear()
    await comes_by(ada, device)
    theirs = dict(ada.client.cookies)
    ada.client.cookies.clear()
    ada.client.cookies.update(mine)
    await ada.open("/account/passkeys")
    await ada.send(ada.form("/account/passkeys/remove"))
    ada.client.cookies.clear()
    ada.client.cookies.update(theirs)
    await ada.open("/account")
    assert "open an account" in ada.words
