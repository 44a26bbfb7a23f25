"""Another address for an account, as its holder and others meet it."""

from __future__ import annotations

import re

import pytest

from arkwright.journeys import account_move
from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_account import CODE, NOT_ME, code_for, sign_in, told
from tests.roles.offices import SHOP_URL

DAY_S = 24 * 60 * 60
NEW, OLD = "ada.byron@example.org", "ada@example.com"


@pytest.fixture(autouse=True)
async def heard_of_the_desk(shop: Counter) -> None:
    """An office that has not heard of the desk for three days signs nobody in."""
    await shop.premises.switch(1)


def letters_to(shop: Counter, email: str) -> list[str]:
    """What this address got."""
    return [each.get_content() for each in shop.premises.letterbox.sent if each["To"] == email]


async def ask_to_move(shop: Counter, ada: Shopper, email: str = NEW) -> str:
    """Type the other address; the words of the page after."""
    await ada.open("/account/email")
    await ada.send(ada.form("/account/email"), email=email)
    await shop.premises.at_rest()
    return ada.words


async def guess(ada: Shopper) -> list[tuple[int, str]]:
    """What wrong codes are answered, fewer than the site itself refuses."""
    answers = []
    for _ in range(4):
        await ada.open("/account/email/code")
        await ada.send(ada.form("/account/email/code"), code="AAAAAAAA")
        answers.append((ada.status, ada.words))
    return answers


async def moved(shop: Counter, ada: Shopper, email: str = NEW) -> None:
    """Sign in and move."""
    await sign_in(shop, ada)
    await ask_to_move(shop, ada, email)
    code = "".join(CODE.findall(letters_to(shop, email)[-1])[0])
    await ada.send(ada.form("/account/email/code"), code=code)
    await shop.premises.at_rest()
    assert email in ada.words


async def start_anew(shop: Counter, ada: Shopper) -> None:
    """Another browser, a second later."""
    ada.client.cookies.clear()
    shop.premises.world.pass_s(1)


async def test_an_account_moves_with_its_orders_and_the_old_address_is_told(shop: Counter, ada: Shopper) -> None:
    await shop.buys()
    await moved(shop, ada)
    assert "Order AW-" in ada.words
    assert "moved from this address to another" in letters_to(shop, OLD)[-1]
    await start_anew(shop, ada)
    await sign_in(shop, ada, NEW)
    assert "Order AW-" in ada.words
    await ada.open("/account/sign-ins")
    assert "moved to another email address" in ada.words
    kept = b"".join(path.read_bytes() for path in shop.premises.office.settings.folder.rglob("*.db*"))
    assert NEW.encode() not in kept


async def test_the_old_address_takes_the_account_back_for_a_fortnight(shop: Counter, ada: Shopper) -> None:
    await moved(shop, ada)
    link = NOT_ME.findall(letters_to(shop, OLD)[-1])[0].removeprefix(SHOP_URL)
    thief = dict(ada.client.cookies)
    await start_anew(shop, ada)
    await ada.open(link)
    assert "gets back the address" in ada.words
    await ada.send(ada.form("/account/not-me"))
    assert "Every device is signed out" in ada.words
    await shop.premises.at_rest()
    ada.client.cookies.update(thief)
    await ada.open("/account")
    assert "open an account" in ada.words
    await start_anew(shop, ada)
    await sign_in(shop, ada)
    assert "Your points cannot be spent" in ada.words
    await ada.open(link)
    await ada.send(ada.form("/account/not-me"))
    assert (ada.status, "cannot be undone any more" in ada.words) == (404, True)
    await start_anew(shop, ada)
    await sign_in(shop, ada, NEW)
    assert "Your points cannot be spent" not in ada.words  # the other mailbox has an account of its own now


async def test_after_a_fortnight_the_old_address_is_anybodys(shop: Counter, ada: Shopper) -> None:
    await moved(shop, ada)
    link = NOT_ME.findall(letters_to(shop, OLD)[-1])[0].removeprefix(SHOP_URL)
    shop.premises.world.pass_s(14 * DAY_S)
    await shop.premises.switch(2)
    await shop.premises.at_rest()
    await ada.open(link)
    assert ada.status == 404
    await start_anew(shop, ada)
    await sign_in(shop, ada)
    assert "There is no order with this address yet" in ada.words


async def test_signing_in_with_the_old_address_tells_its_mailbox_alone(shop: Counter, ada: Shopper) -> None:
    await moved(shop, ada)
    answers = []
    for email in (OLD, "nobody@example.com"):
        await start_anew(shop, ada)
        await ada.open("/account/sign-in")
        await ada.send(ada.form("/account/sign-in"), email=email)
        answers.append((ada.status, re.sub(r"\d", "", ada.words)))
        await shop.premises.at_rest()
    assert answers[0] == answers[1]
    assert "wants to sign in with this address. Your account was moved" in letters_to(shop, OLD)[-1]
    assert NOT_ME.findall(letters_to(shop, OLD)[-1])


async def test_the_same_words_whether_the_other_address_has_an_account(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada, "grace@example.com")
    await start_anew(shop, ada)
    await sign_in(shop, ada)
    answers: list[object] = []
    for email in ("grace@example.com", "nobody@example.com"):
        began_ms = shop.premises.world.now_ms()
        answers.append((await ask_to_move(shop, ada, email), ada.status, shop.premises.world.now_ms() - began_ms, await guess(ada)))
    assert answers[0] == answers[1]
    assert "has an account already" in letters_to(shop, "grace@example.com")[-1]
    assert CODE.findall(letters_to(shop, "grace@example.com")[-1]) == []
    for email, status, words in ((OLD, 409, "That is your address already"), ("ada", 422, "Enter an email address like")):
        assert words in await ask_to_move(shop, ada, email)
        assert ada.status == status


async def test_an_address_that_was_taken_meanwhile_is_not_moved_to(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada)
    await ask_to_move(shop, ada)
    code, mine = "".join(CODE.findall(letters_to(shop, NEW)[-1])[0]), dict(ada.client.cookies)
    await start_anew(shop, ada)
    await sign_in(shop, ada, NEW)
    ada.client.cookies.clear()
    ada.client.cookies.update(mine)
    await ada.open("/account/email/code")
    await ada.send(ada.form("/account/email/code"), code=code)
    assert ada.status == 409


async def test_a_code_that_was_asked_before_a_move_opens_no_account_there(shop: Counter, ada: Shopper) -> None:
    code, waiting = await code_for(shop, ada, NEW), dict(ada.client.cookies)
    await start_anew(shop, ada)
    await moved(shop, ada)
    ada.client.cookies.clear()
    ada.client.cookies.update(waiting)
    await ada.open("/account/code")
    await ada.send(ada.form("/account/code"), code=code)
    assert ada.status == 409


async def test_a_move_that_was_cut_short_is_settled_by_its_reaction(shop: Counter, ada: Shopper, monkeypatch: pytest.MonkeyPatch) -> None:
    async def cut(*_: object) -> None:
        """The process ends here."""

    await sign_in(shop, ada)
    await ask_to_move(shop, ada)
    code = "".join(CODE.findall(letters_to(shop, NEW)[-1])[0])
    with monkeypatch.context() as patched:
        patched.setattr(account_move, "settle", cut)
        await ada.send(ada.form("/account/email/code"), code=code)
    await shop.premises.at_rest()
    await start_anew(shop, ada)
    await sign_in(shop, ada, NEW)
    assert told(shop)
    await ada.open("/account/sign-ins")
    assert "moved to another email address" in ada.words


async def test_an_erased_account_is_found_at_neither_address(shop: Counter, ada: Shopper) -> None:
    await moved(shop, ada)
    await ada.open("/account/delete")
    await ada.send(ada.form("/account/delete"), sure="yes")
    await shop.premises.at_rest()
    for email in (OLD, NEW):
        await start_anew(shop, ada)
        await sign_in(shop, ada, email)
        await ada.open("/account/sign-ins")
        assert "moved to" not in ada.words


async def test_no_code_goes_where_the_account_is_not_any_more_while_the_vault_has_not_heard_of_it(
    shop: Counter, ada: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object) -> None:
        """The vault is away, or is an old copy."""

    await moved(shop, ada)
    link = NOT_ME.findall(letters_to(shop, OLD)[-1])[0].removeprefix(SHOP_URL)
    await start_anew(shop, ada)
    with monkeypatch.context() as patched:
        patched.setattr(account_move, "settle", cut)
        await ada.open(link)
        await ada.send(ada.form("/account/not-me"))
        await shop.premises.at_rest()
        before = len(letters_to(shop, NEW))
        await ada.open("/account/sign-in")
        await ada.send(ada.form("/account/sign-in"), email=NEW)
        await shop.premises.at_rest()
    assert letters_to(shop, NEW)[before:] == []
    await start_anew(shop, ada)
    await ada.open("/account/sign-in")
    await ada.send(ada.form("/account/sign-in"), email=NEW)
    await shop.premises.at_rest()
    await start_anew(shop, ada)
    await sign_in(shop, ada)
    assert "Your points cannot be spent" in ada.words
