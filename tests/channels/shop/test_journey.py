"""The whole journey without scripts: put in, check, pay, come back, follow, cancel."""

from __future__ import annotations

from tests.channels.shop.counter import OURS, Counter, Shopper
from tests.simulators.shop import pay


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
    from arkwright.kit.world import Answer
    from arkwright.simulators.serving import Request

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
    from arkwright.compartments.payments import queries as payments

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
    for path in (f"/order/{number}?key=wrong", f"/order/{number}", "/order/AW-00000-0000?key=wrong", "/order/nonsense?key=%00"):
        answer = await ada.client.get(path)
        assert answer.status_code == 404
        pages.append(answer.text.split("Request ")[0])
    assert "We do not know this order" in pages[0]
    assert "Ada" not in "".join(pages)
    forged = await ada.client.post(f"/order/{number}/cancel", data={"key": "wrong"}, headers=OURS)
    assert forged.status_code == 403
