"""A basket saved by link and an order ordered again, without scripts: looking changes nothing, and what is not as it was is said."""

from __future__ import annotations

from urllib.parse import urlsplit

from arkwright.compartments.catalogue.commands import ChangePrice, WithdrawProduct
from arkwright.compartments.ordering import queries as orders
from tests.channels.shop.counter import Counter, Shopper

DAY_S = 24 * 60 * 60


async def save(ada: Shopper, **typed: str) -> str:
    """From the basket to the saved copy; its address."""
    await ada.open("/basket/save")
    await ada.send(ada.form("/basket/save"), **typed)
    assert ada.answer is not None
    return str(ada.answer.url)


async def dearer(shop: Counter, product: str, pence: int) -> None:
    """A colleague changes a price."""
    change = ChangePrice(id=f"dearer.{pence}", sku=f"{product.upper()}-1", price_pence=pence, by="bea")
    await shop.premises.office.shop.catalogue.submit(change)
    await shop.premises.at_rest()


async def test_a_saved_basket_is_opened_elsewhere_and_copied_on_a_button_press(shop: Counter, ada: Shopper) -> None:
    await shop.premises.stock("lamp", price_pence=30_00)
    await ada.put_in(quantity="2")
    await ada.put_in("LAMP-1")
    own = ada.basket
    at = await save(ada)
    assert "Your basket is saved" in ada.words
    assert own not in ada.page
    ada.client.cookies.clear()
    await dearer(shop, "mug", 13_00)
    await ada.open(at.split("&new")[0])
    assert "/pictures/mug.svg" in ada.page
    for words in ("A saved basket", "3 items", "£13.00", "Blue mug costs £13.00 now; it was £12.00.", "Blue lamp"):
        assert words in ada.words
    before = shop.premises.office.shop.ordering.head.sequence
    await ada.open(at.split("&new")[0])
    assert shop.premises.office.shop.ordering.head.sequence == before
    await ada.send(ada.form("/basket/saved"))
    assert "Put into your basket" in ada.words
    assert "3 items" in ada.words
    assert ada.basket != own
    await ada.open(at.split("&new")[0])
    form = ada.form("/basket/saved")
    for _ in range(2):
        await ada.send(form)
        assert "6 items" in ada.words
    untouched = await orders.basket_view(shop.premises.office.shop.ordering.reader, own)
    assert untouched is not None
    assert [(line.sku, line.quantity, line.price_pence) for line in untouched.basket.lines] == [("MUG-1", 2, 12_00), ("LAMP-1", 1, 30_00)]


async def test_the_link_is_sent_once_to_an_address_that_was_given(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    at = await save(ada, email="ada@example.com")
    assert "We send the link to your address in a moment." in ada.words
    await shop.premises.at_rest()
    (letter,) = shop.premises.letterbox.sent
    assert letter["To"] == "ada@example.com"
    assert at.split("&new")[0] in letter.get_content()
    assert "Blue mug" not in letter.get_content()
    assert b"ada@example.com" not in b"".join(path.read_bytes() for path in shop.premises.office.settings.folder.rglob("*.db*"))


async def test_a_saved_basket_expires_and_its_copy_is_gone(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    at = await save(ada)
    shop.premises.world.pass_s(30 * DAY_S - 60)
    await ada.open(at)
    assert ada.status == 200
    shop.premises.world.pass_s(60)
    await ada.open(at)
    assert ada.status == 404
    assert "We do not know this saved basket" in ada.words
    await shop.premises.at_rest()
    assert await orders.expired_baskets(shop.premises.office.shop.ordering.reader, 2**60) == []


async def test_nothing_to_save_a_wrong_address_and_a_wrong_link_are_told(shop: Counter, ada: Shopper) -> None:
    await save(ada)
    assert ada.status == 409
    assert "Your basket is empty" in ada.words
    await ada.put_in()
    await save(ada, email="nobody")
    assert (ada.status, "Enter an email address like name@example.com." in ada.words) == (422, True)
    for key in ("", "wrong", "0" * 32, "x" * 500):
        await ada.open(f"/basket/saved?key={key}")
        assert ada.status == 404


async def test_an_order_is_ordered_again_and_what_is_not_as_it_was_is_said(shop: Counter, ada: Shopper) -> None:
    await shop.premises.stock("lamp", price_pence=30_00)
    await ada.put_in("LAMP-1")
    at = await shop.buys()
    await dearer(shop, "mug", 11_00)
    office = shop.premises.office.shop
    await office.catalogue.submit(WithdrawProduct(id="no-lamps", product="lamp", by="bea"))
    await shop.premises.at_rest()
    await ada.open(at)
    await ada.send(ada.form(f"{urlsplit(at).path}/again"))
    for words in ("Blue lamp is not sold any more, so it is left out.", "Blue mug costs £11.00 now; it was £12.00.", "1 item"):
        assert words in ada.words
    await ada.open(at)
    assert "Received and paid" in ada.words
    forged = await ada.send(ada.form(f"{urlsplit(at).path}/again"), key="0" * 32)
    assert forged.status_code == 404


async def test_ordering_again_as_it_was_says_so_and_nothing_left_says_that(shop: Counter, ada: Shopper) -> None:
    at = await shop.buys()
    await ada.open(at)
    await ada.send(ada.form(f"{urlsplit(at).path}/again"))
    assert "Everything is still sold, at the same price." in ada.words
    ada.client.cookies.clear()
    await shop.premises.office.shop.catalogue.submit(WithdrawProduct(id="no-mugs", product="mug", by="bea"))
    await shop.premises.at_rest()
    await ada.open(at)
    await ada.send(ada.form(f"{urlsplit(at).path}/again"))
    assert "Nothing was put into your basket" in ada.words
