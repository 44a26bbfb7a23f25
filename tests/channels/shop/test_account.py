"""Accounts as a shopper meets them: a code by email, what the account holds, and what nobody else may do with it."""

from __future__ import annotations

import json
import re
from typing import get_args

import pytest

from arkwright.channels.back_office import words
from arkwright.compartments.accounts.commands import RECENT_MS
from arkwright.compartments.notices.commands import Kind
from arkwright.journeys import accounts as story
from arkwright.journeys import contact as guests
from arkwright.kit.switches import Place
from tests.channels.shop.counter import Counter, Shopper
from tests.roles.offices import SHOP_URL, a_switch

CODE = re.compile(r"^  ([0-9A-Z]{4}) ([0-9A-Z]{4})$", re.MULTILINE)
NOT_ME = re.compile(r"http://\S+/account/not-me\?key=\S+")


@pytest.fixture(autouse=True)
async def heard_of_the_desk(shop: Counter) -> None:
    """An office that has not heard of the desk for three days signs nobody in."""
    await shop.premises.switch(1)


async def code_for(shop: Counter, ada: Shopper, email: str = "ada@example.com") -> str:
    """Ask for a code; the one that was mailed."""
    await ada.open("/account/sign-in")
    await ada.send(ada.form("/account/sign-in"), email=email)
    await shop.premises.at_rest()
    letter = [each for each in shop.premises.letterbox.sent if each["Subject"] == "Your code to sign in"][-1]
    assert letter["To"] == email
    return "".join(CODE.findall(letter.get_content())[0])


async def sign_in(shop: Counter, ada: Shopper, email: str = "ada@example.com") -> None:
    """By the code that was mailed."""
    code = await code_for(shop, ada, email)
    await ada.send(ada.form("/account/code"), code=code.lower())
    assert "Your account" in ada.words


def told(shop: Counter) -> list[str]:
    """Letters about accounts."""
    return [each.get_content() for each in shop.premises.letterbox.sent if each["Subject"] == "Something new in your account"]


async def test_a_code_opens_an_account_with_the_orders_of_its_address(shop: Counter, ada: Shopper) -> None:
    await shop.buys()
    await sign_in(shop, ada, "ADA@example.com")
    assert "Received and paid" in ada.words
    assert "Order AW-" in ada.words
    await ada.send(ada.form("/account/sign-out"))
    await ada.open("/account")
    assert "open an account" in ada.words


async def test_a_code_opens_once_in_the_browser_that_asked_and_wrong_ones_run_out(shop: Counter, ada: Shopper) -> None:
    code = await code_for(shop, ada)
    cookies = dict(ada.client.cookies)
    for left in (4, 3, 2, 1):
        await ada.send(ada.form("/account/code"), code="00000000")
        assert (ada.status, f"tries left: {left}" in ada.words) == (422, True)
    await ada.send(ada.form("/account/code"), code="00000000")
    assert ada.status == 409
    await ada.send(ada.form("/account/code"), code=code)
    assert (ada.status, "does not open any more" in ada.words) == (409, True)
    code = await code_for(shop, ada)
    await ada.send(ada.form("/account/code"), code=code)
    assert ada.status == 200
    ada.client.cookies.clear()
    ada.client.cookies.update(cookies)
    await ada.open("/account/code")
    await ada.send(ada.form("/account/code"), code=code)
    assert ada.status in {409, 422}


async def test_the_answer_is_the_same_whether_an_address_is_known(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada)
    answers = []
    for email in ("ada@example.com", "nobody@example.com"):
        ada.client.cookies.clear()
        began_ms = shop.premises.world.now_ms()
        await code_for(shop, ada, email)
        answers.append((ada.words, ada.status, shop.premises.world.now_ms() - began_ms))
    assert answers[0] == answers[1]


async def test_a_session_that_somebody_planted_is_not_taken_over(shop: Counter, ada: Shopper) -> None:
    planted = "A" * 43
    ada.client.cookies.set("arkwright-shop-account", planted, domain="shop.localhost")
    await sign_in(shop, ada)
    tokens = [each.value for each in ada.client.cookies.jar if each.name == "arkwright-shop-account"]
    assert planted not in tokens[-1:]
    ada.client.cookies.clear()
    ada.client.cookies.set("arkwright-shop-account", planted)
    await ada.open("/account")
    assert "open an account" in ada.words


async def test_a_new_device_is_told_and_not_me_ends_every_session(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada)
    await shop.premises.at_rest()
    assert told(shop) == []
    session = dict(ada.client.cookies)
    ada.client.cookies.clear()
    await sign_in(shop, ada)
    await shop.premises.at_rest()
    (letter,) = told(shop)
    assert "which is new to us" in letter
    link = NOT_ME.findall(letter)[0].removeprefix(SHOP_URL)
    await ada.open(link)
    await ada.open("/account")
    assert "Your account" in ada.words
    await ada.open(link)
    await ada.send(ada.form("/account/not-me"))
    assert "Every device is signed out" in ada.words
    assert "online or in a store that we can reach" in ada.words  # one that is cut off has not heard of it
    ada.client.cookies.clear()
    ada.client.cookies.update(session)
    await ada.open("/account")
    assert "open an account" in ada.words
    shop.premises.world.pass_s(1)
    await sign_in(shop, ada)
    assert "Your points cannot be spent" in ada.words
    await ada.send(ada.form("/account/thaw"))
    assert "Your points cannot be spent" not in ada.words
    for key in ("x", link.split("key=")[1][:-2]):
        await ada.open(f"/account/not-me?key={key}")
        assert ada.status == 404


async def test_one_may_not_end_the_session_of_another(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada)
    await ada.open("/account/sign-ins")
    mine = ada.form("/account/sign-ins/end").fields["session"]
    kept = dict(ada.client.cookies)
    ada.client.cookies.clear()
    await sign_in(shop, ada, "mallory@example.com")
    await ada.open("/account/sign-ins")
    await ada.send(ada.form("/account/sign-ins/end"), session=mine)
    assert ada.status == 404
    ada.client.cookies.clear()
    ada.client.cookies.update(kept)
    await ada.open("/account/sign-ins")
    assert "This device." in ada.words


async def test_details_fill_the_checkout_and_everything_is_given_or_forgotten(shop: Counter, ada: Shopper) -> None:
    await shop.buys()
    await sign_in(shop, ada)
    await ada.open("/account/details")
    await ada.send(ada.form("/account/details"), name="Ada Byron", address1="2 Quay", town="Leeds", postcode="ls14dy", phone="1")
    assert ada.status == 422
    await ada.send(ada.form("/account/details"), phone="")
    await ada.send(ada.form("/account/consent"), marketing="yes")
    assert "You said yes" in ada.words
    await ada.open("/account/details")
    await ada.send(ada.form("/account/details"), address1="3 Quay")
    await shop.premises.at_rest()
    assert "delivery address in your account was changed" in told(shop)[0]
    await ada.put_in()
    await ada.open("/checkout")
    filled = ada.form("/checkout").fields
    assert (filled["email"], filled["address1"], filled["postcode"]) == ("ada@example.com", "3 Quay", "LS1 4DY")
    await ada.open("/account/everything.json")
    found = json.loads(ada.page)
    assert (found["email"], found["details"]["address"], len(found["orders"])) == ("ada@example.com", ["3 Quay"], 1)
    vault = shop.premises.office.shop.vault
    account = await story.person_of(shop.premises.office.shop, await guests.fingerprint(vault, "ada@example.com"))
    await ada.open("/account/delete")
    await ada.send(ada.form("/account/delete"), sure="")
    assert ada.status == 422
    await ada.send(ada.form("/account/delete"), sure="yes")
    assert "Your account is deleted" in ada.words
    await shop.premises.at_rest()
    last = shop.premises.letterbox.sent[-1]
    assert (last["To"], last["Subject"]) == ("ada@example.com", "Your account is deleted")
    assert await vault.erased(f"farewell-{account}"), "the address is kept only until the letter has left"
    await ada.open("/account")
    assert "open an account" in ada.words
    kept = b"".join(path.read_bytes() for path in shop.premises.office.settings.folder.rglob("*.db*"))
    assert b"Quay" not in kept
    await sign_in(shop, ada)


async def test_deleting_and_downloading_everything_take_a_recent_sign_in(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada)
    await ada.open("/account/delete")
    asked = ada.form("/account/delete")
    shop.premises.world.pass_s(RECENT_MS // 1000 + 1)
    await ada.send(asked, sure="yes")
    for path, then in (("/account/everything.json", "Your account"), ("/account/delete", "Delete your account")):
        await ada.open(path)
        assert (ada.status, "ada@example.com" in ada.words, "You signed in a while ago." in ada.words) == (403, False, True)
        await ada.send(ada.form("/account/prove"))
        await shop.premises.at_rest()
        await ada.send(ada.form("/account/code"), code="".join(CODE.findall(shop.premises.letterbox.sent[-1].get_content())[0]))
        assert then in ada.words
        await ada.open(path)
        assert ada.status == 200
        shop.premises.world.pass_s(RECENT_MS // 1000 + 1)


@pytest.mark.parametrize("mode", ["paused", "sealed"])
async def test_while_accounts_are_shut_guests_check_out(shop: Counter, ada: Shopper, mode: str) -> None:
    await sign_in(shop, ada)
    switch = a_switch(mode, "accounts", now_ms=shop.premises.world.now_ms(), place=Place(), say="Accounts are shut.")  # type: ignore[arg-type]
    await shop.premises.switch(2, switch)
    for path in ("/account", "/account/sign-in", "/account/details"):
        await ada.open(path)
        assert (ada.status, "Accounts are shut." in ada.words) == (503, True)
    await ada.put_in()
    assert await ada.to_payment()


def test_colleagues_have_words_for_every_kind_of_message() -> None:
    assert set(words.MESSAGE_KINDS) == set(get_args(Kind))


async def test_an_address_that_nobody_answered_for_is_forgotten_after_a_day(shop: Counter, ada: Shopper) -> None:
    await code_for(shop, ada)
    shop.premises.world.pass_s(25 * 60 * 60)
    await shop.premises.at_rest()
    await sign_in(shop, ada)
