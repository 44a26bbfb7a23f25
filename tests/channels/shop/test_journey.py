"""The whole journey without scripts: put in, check, pay, come back, follow, cancel."""

from __future__ import annotations

import pytest

from arkwright.compartments.dispatch.commands import DispatchParcel, RecordPicked, StartPicking, Units
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.payments import queries as payments
from arkwright.kit.world import Answer
from arkwright.simulators.serving import Request
from tests.channels.shop.counter import OURS, Counter, Shopper
from tests.roles.offices import Premises
from tests.simulators.shop import pay


async def send_off(place: Premises, order: str, quantity: int, parcel: str) -> None:
    """A colleague picks so many mugs and sends them."""
    lane, units = place.office.shop.dispatch, (Units(sku="MUG-1", quantity=quantity),)
    where = {"order": order, "channel": "web", "region": "England", "method": "standard"}
    await lane.submit(StartPicking(id=f"{parcel}.start", by="clerk", **where))
    await lane.submit(RecordPicked(id=f"{parcel}.picked", order=order, lines=units, by="clerk"))
    await lane.submit(
        DispatchParcel(id=f"{parcel}.sent", parcel=parcel, tracking=f"TRACK-{parcel.upper()}", lines=units, by="clerk", **where)
    )
    await place.at_rest()


async def test_a_shopper_buys_and_follows_the_order(shop: Counter, ada: Shopper) -> None:
    await ada.put_in(quantity="2")
    assert "2 items" in ada.words
    assert "Blue mug" in ada.words
    assert (await ada.client.get("/basket/count")).text == "2"
    await ada.to_review()
    assert ada.status == 200
    for words in ("Check your order", "Standard rate (20%)", "LS1 4DY", "Order and pay £27.95", "£4.66"):
        assert words in ada.words
    answer = await ada.send(ada.form("/checkout", step="pay"))
    assert answer.status_code == 303
    session = answer.headers["location"].rpartition("/")[2]
    back = (await pay(shop.premises.cards, session)).headers["location"]
    await ada.open(back)
    await shop.premises.at_rest()
    assert ada.answer is not None
    assert ada.answer.url.path.startswith("/order/AW-")
    assert "key" in ada.answer.url.params
    await ada.open(str(ada.answer.url))
    for words in ("Received and paid", "ada@example.com", "Being packed", "ending 4242", "Cancel this order"):
        assert words in ada.words
    assert await ada.open("/basket") != ""
    assert "Your basket is empty" in ada.words


async def test_a_second_basket_begins_after_an_order(shop: Counter, ada: Shopper) -> None:
    await shop.buys()
    first = ada.basket
    await ada.put_in()
    assert ada.basket != first
    assert "1 item" in ada.words


async def test_the_same_form_sent_twice_is_one_order_and_one_payment_page(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.to_review()
    form = ada.form("/checkout", step="pay")
    first = (await ada.send(form)).headers["location"]
    assert (await ada.send(form)).headers["location"] == first
    assert len(shop.premises.cards.books.sessions) == 1


async def test_a_shopper_who_comes_back_unpaid_can_go_on_or_give_up(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    session = await ada.to_payment()
    await ada.open("/checkout/cancelled")
    assert "waits for its payment" in ada.words
    assert (await ada.send(ada.form("/checkout/resume"))).headers["location"].endswith(session)
    await ada.put_in()
    assert ada.status == 409
    assert "waits for its payment" in ada.words
    await ada.open("/basket")
    await ada.send(ada.form("/checkout/abandon"))
    assert "waits for its payment" not in ada.words
    await ada.put_in()
    assert "2 items" in ada.words
    assert await ada.to_payment() != session


async def test_other_details_with_the_same_order_change_nothing(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.to_review()
    form = ada.form("/checkout", step="pay")
    await ada.send(form)
    await ada.send(form, address1="2 Other Street")
    assert ada.status == 409
    assert "with the details you gave before" in ada.words


async def test_a_shopper_cancels_within_the_hour_and_not_after(shop: Counter, ada: Shopper) -> None:
    at = await shop.buys()
    await ada.open(at)
    form = next(form for form in [ada.form(f"{at.split('?')[0].removeprefix('http://shop.localhost:8080')}/cancel")])
    shop.premises.world.pass_s(3601)
    await ada.send(form)
    assert ada.status == 409
    assert "too late to cancel" in ada.words
    await ada.open(at)
    assert "Cancel this order" not in ada.words
    await shop.buys()
    await ada.open(str(ada.answer.url))  # type: ignore[union-attr]
    path = ada.answer.url.path  # type: ignore[union-attr]
    await ada.send(ada.form(f"{path}/cancel"))
    assert "You are not charged for this order" in ada.words
    await shop.premises.at_rest()


async def test_another_browser_comes_back_from_paying_without_seeing_the_order(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    session = await ada.to_payment()
    back = (await pay(shop.premises.cards, session)).headers["location"]
    ada.client.cookies.clear()
    await ada.open(back)
    assert "you get an email with a link" in ada.words
    assert "key=" not in str(ada.answer.url)  # type: ignore[union-attr]


async def test_the_webhook_alone_confirms_and_twice_is_once(shop: Counter, ada: Shopper) -> None:
    heard: list[tuple[bytes, str]] = []

    async def hear(request: Request) -> Answer:
        heard.append((request.body, request.headers["stripe-signature"]))
        return Answer(200, {}, b"")

    shop.premises.world.hosts["office.localhost"] = hear
    await ada.put_in()
    session = await ada.to_payment()
    await pay(shop.premises.cards, session)
    await shop.premises.cards.send_due()
    assert heard
    body, signature = heard[-1]
    ada.client.cookies.clear()
    for _ in range(2):
        answer = await ada.client.post("/webhooks/stripe", content=body, headers={"stripe-signature": signature})
        assert answer.status_code == 200
    payment = shop.premises.office.shop.payments
    row = await payments.payment_by_session(payment.reader, session)
    assert row is not None
    assert (await shop.premises.order(row.order)).status == "confirmed"
    forged = await ada.client.post("/webhooks/stripe", content=body + b" ", headers={"stripe-signature": signature})
    assert forged.status_code == 403
    assert forged.headers["content-type"] == "application/problem+json"


async def test_wrong_keys_look_like_unknown_orders(shop: Counter, ada: Shopper) -> None:
    at = await shop.buys()
    number = at.split("/order/")[1].split("?")[0]
    pages = []
    for path in (f"/order/{number}?key=wrong", f"/order/{number}", "/order/AW-00000-0000?key=wrong", "/order/nonsense?key=%ff"):
        answer = await ada.client.get(path)
        assert answer.status_code == 404
        pages.append(answer.text.split("Request ")[0])
    assert "We do not know this order" in pages[0]
    assert "Ada" not in "".join(pages)
    forged = await ada.client.post(f"/order/{number}/cancel", data={"key": "wrong"}, headers=OURS)
    assert forged.status_code == 403


async def test_parcels_are_followed_one_by_one(shop: Counter, ada: Shopper) -> None:
    await ada.put_in(quantity="2")
    session = await ada.to_payment()
    await ada.open((await pay(shop.premises.cards, session)).headers["location"])
    await shop.premises.at_rest()
    at = str(ada.answer.url)  # type: ignore[union-attr]
    order = (await orders.newest(shop.premises.office.shop.ordering.reader))[0]
    for parcel, heading, words in (("p1", "Partly on its way", "The rest is being packed"), ("p2", "On its way", "All on its way")):
        await send_off(shop.premises, order.order, 1, parcel)
        await ada.open(at)
        for says in (heading, words, f"Tracking reference TRACK-{parcel.upper()}", "1 × Blue mug"):
            assert says in ada.words
        assert "Cancel this order" not in ada.words
    assert "£27.95 so far" in ada.words


async def test_an_erased_guest_leaves_an_order_without_details(shop: Counter, ada: Shopper) -> None:
    at = await shop.buys()
    order = (await orders.newest(shop.premises.office.shop.ordering.reader))[0]
    await shop.premises.office.shop.vault.erase(order.person)
    await ada.open(at)
    assert ada.status == 200
    assert "Your details were erased." in ada.words
    assert "ada@example.com" not in ada.page


async def test_the_basket_cookie_is_for_this_host_alone_and_unseen_by_scripts(shop: Counter, ada: Shopper) -> None:
    answer = await ada.client.post("/basket/lines", data={"sku": "MUG-1", "quantity": "1"}, headers=OURS)
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("arkwright-shop=")
    for words in ("httponly", "samesite=lax", "path=/", "max-age=2592000"):
        assert words in cookie
    assert "domain" not in cookie
    assert "secure" not in cookie


@pytest.mark.parametrize("headers", [{}, {"origin": "http://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
async def test_other_sites_put_nothing_in(shop: Counter, ada: Shopper, headers: dict[str, str]) -> None:
    answer = await ada.client.post("/basket/lines", data={"sku": "MUG-1", "quantity": "1"}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers or "arkwright-shop=" not in answer.headers["set-cookie"]


async def test_a_gift_message_is_kept_sealed_and_goes_with_the_person(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.to_review(gift_message="Happy <birthday>,\r\nGrace!")
    assert "Happy &lt;birthday&gt;,\nGrace!" in ada.page
    session = (await ada.send(ada.form("/checkout", step="pay"))).headers["location"].rpartition("/")[2]
    await ada.open((await pay(shop.premises.cards, session)).headers["location"])
    assert "no prices in the parcel: Happy <birthday>, Grace!" in ada.words
    (order,) = await orders.newest(shop.premises.office.shop.ordering.reader)
    assert "birthday" not in order.contact
    await shop.premises.office.shop.vault.erase(order.person)
    await ada.open(str(ada.answer.url) if ada.answer else "")
    assert "birthday" not in ada.words
