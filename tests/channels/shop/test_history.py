"""A guest's orders by email link: the same answer for everybody, one link to the mailbox alone, and what it opens."""

from __future__ import annotations

import re

import pytest

from arkwright.compartments.customers.commands import ErasePerson
from arkwright.compartments.ordering import queries as orders
from arkwright.journeys import contact as guests
from arkwright.kit.switches import Place
from tests.channels.shop.counter import Counter, Shopper
from tests.roles.offices import SHOP_URL, a_switch

LINK = re.compile(r"http://\S+/your-orders/list\?key=\S+")


async def ask(ada: Shopper, email: str) -> str:
    """Ask for the link; what is answered."""
    await ada.open("/your-orders")
    await ada.send(ada.form("/your-orders"), email=email)
    return ada.words


async def links(shop: Counter) -> list[str]:
    """The links that were sent so far."""
    await shop.premises.at_rest()
    texts = [letter.get_content() for letter in shop.premises.letterbox.sent if letter["Subject"] == "Your orders"]
    return [LINK.findall(text)[0].removeprefix(SHOP_URL) for text in texts]


async def test_a_link_lists_the_orders_of_the_address_and_each_leads_to_its_page(shop: Counter, ada: Shopper) -> None:
    for typed in ({}, {"email": "ADA@Example.com", "postcode": "EH1 1YZ"}, {"email": "grace@example.com"}):
        await shop.buys(**typed)
        shop.premises.world.pass_s(1)
    numbers = [order.number for order in await orders.newest(shop.premises.office.shop.ordering.reader)]
    ada.client.cookies.clear()
    assert "If we hold orders for that address, we have sent a link to it." in await ask(ada, " ada@example.com ")
    (link,) = await links(shop)
    await ada.open(link)
    shown = re.findall(r'href="(/order/[^"]+)"', ada.page)
    assert sum(number in ada.words for number in numbers) == len(shown) == 2
    for href in shown:
        await ada.open(href)
        assert "Received and paid" in ada.words


async def test_the_answer_is_the_same_when_there_are_no_orders(shop: Counter, ada: Shopper) -> None:
    await shop.buys()
    ada.client.cookies.clear()
    answers = []
    for email in ("ada@example.com", "nobody@example.com"):
        began_ms = shop.premises.world.now_ms()
        answers.append((await ask(ada, email), ada.status, shop.premises.world.now_ms() - began_ms))
    assert answers[0] == answers[1]
    assert len(await links(shop)) == 1


async def test_an_address_gets_one_link_in_five_minutes(shop: Counter, ada: Shopper) -> None:
    await shop.buys()
    for _ in range(3):
        await ask(ada, "ada@example.com")
    assert len(await links(shop)) == 1
    shop.premises.world.pass_s(300)
    await ask(ada, "ada@example.com")
    assert len(await links(shop)) == 2


async def test_a_link_is_over_after_half_an_hour_and_a_forged_one_opens_nothing(shop: Counter, ada: Shopper) -> None:
    at = await shop.buys()
    await ask(ada, "ada@example.com")
    (link,) = await links(shop)
    vault, order_key = shop.premises.office.shop.vault, at.split("key=")[1]
    other = await vault.seal(guests.ORDER_ADDRESSES, "address", b"ada@example.com")
    for key in ("", "x", order_key, other, link.split("key=")[1][:-2], "A" * 3000):
        await ada.open(f"/your-orders/list?key={key}")
        assert (ada.status, "ask for a new one" in ada.words) == (404, True)
    await ada.open(f"/order/{at.split('/order/')[1].split('?')[0]}?key={link.split('key=')[1]}")
    assert ada.status == 404
    await ada.open(link)
    assert ada.status == 200
    shop.premises.world.pass_s(35 * 60)
    await ada.open(link)
    assert ada.status == 404


async def test_before_the_first_order_there_is_nothing_to_open(shop: Counter, ada: Shopper) -> None:
    await ada.open("/your-orders/list?key=AAAA")
    assert ada.status == 404


async def test_an_erased_guest_has_no_orders_to_be_found(shop: Counter, ada: Shopper) -> None:
    await shop.buys()
    await shop.buys()
    await ask(ada, "ada@example.com")
    (link,) = await links(shop)
    office = shop.premises.office.shop
    newest, older = await orders.newest(office.ordering.reader)
    filed = await guests.fingerprint(office.vault, "ada@example.com")
    assert sorted(await office.vault.filed_under(filed)) == sorted([newest.person, older.person])
    await office.customers.submit(ErasePerson(id="erase", person=newest.person, by="cleo", why="asked-by-the-person"))
    await shop.premises.at_rest()
    await ada.open(link)
    assert older.number in ada.words
    assert newest.number not in ada.words
    await office.customers.submit(ErasePerson(id="erase-2", person=older.person, by="cleo", why="asked-by-the-person"))
    await shop.premises.at_rest()
    assert await office.vault.filed_under(filed) == []
    await ada.open(link)
    assert "We hold no orders for this address any more." in ada.words
    folder = shop.premises.office.settings.folder
    kept = b"".join(path.read_bytes() for path in folder.rglob("*.db*"))
    assert filed.encode() not in kept
    assert b"ada@example.com" not in kept


@pytest.mark.parametrize("mode", ["paused", "sealed"])
async def test_the_list_obeys_the_switch_of_accounts(shop: Counter, ada: Shopper, mode: str) -> None:
    await shop.buys()
    await ask(ada, "ada@example.com")
    (link,) = await links(shop)
    switch = a_switch(mode, "accounts", now_ms=shop.premises.world.now_ms(), place=Place(), say="Accounts are shut.")  # type: ignore[arg-type]
    await shop.premises.switch(1, switch)
    for path in ("/your-orders", link):
        await ada.open(path)
        assert (ada.status, "Accounts are shut." in ada.words) == (503, True)


async def test_what_is_no_address_is_said(shop: Counter, ada: Shopper) -> None:
    assert "Enter an email address like name@example.com." in await ask(ada, "nobody")
    assert ada.status == 422
