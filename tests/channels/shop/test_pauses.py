"""While orders are paused: one sentence everywhere, the basket goes on, and an address may be left."""

from __future__ import annotations

from arkwright.compartments.notices import queries as notices
from arkwright.kit.refusal import Busy
from arkwright.kit.switches import Limits
from tests.channels.shop.counter import Counter, Shopper
from tests.roles.offices import a_switch

SENTENCE = "We have paused orders on our website."


async def test_the_basket_goes_on_and_the_checkout_says_why_not(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.to_review()
    ready_to_pay = ada.form("/checkout", step="pay")
    await shop.premises.switch(1, a_switch("paused", now_ms=shop.premises.world.now_ms(), fallback="Our stores are open."))
    await ada.put_in()
    assert "2 items" in ada.words
    assert SENTENCE in ada.words
    assert "Our stores are open." in ada.words
    assert "Go to the checkout" not in ada.words
    await ada.send(ada.form("/basket/quantity", sku="MUG-1"), quantity="1")
    await ada.open("/checkout")
    assert ada.status == 503
    assert ada.answer is not None
    assert ada.answer.headers["retry-after"] == "300"
    assert SENTENCE in ada.words
    await ada.send(ready_to_pay)
    assert ada.status == 503
    assert SENTENCE in ada.words
    await shop.premises.switch(2)
    await ada.send(ready_to_pay)
    assert ada.status == 303


async def test_a_seal_stops_the_basket_too_in_the_same_words(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await shop.premises.switch(1, a_switch("sealed", now_ms=shop.premises.world.now_ms()))
    await ada.put_in()
    assert ada.status == 503
    assert SENTENCE in ada.words
    assert "1 item " in ada.words
    await ada.open("/checkout")
    assert ada.status == 503


async def test_an_address_is_left_once(shop: Counter, ada: Shopper) -> None:
    await shop.premises.switch(1, a_switch("paused", now_ms=shop.premises.world.now_ms()))
    await ada.open("/basket")
    form = ada.form("/tell-me")
    await ada.send(form, email="nonsense")
    assert ada.status == 422
    assert 'href="#email"' in ada.page
    assert ada.form("/tell-me").fields["email"] == "nonsense"
    for _ in range(2):
        await ada.send(form, email="ada@example.com")
        assert "Your address is kept" in ada.words
    assert len(await notices.waiting(shop.premises.office.shop.notices.reader, "orders", "web")) == 1


async def test_a_limit_is_told_and_what_is_within_goes_on(shop: Counter, ada: Shopper) -> None:
    within = Limits(delivery_methods=("standard",))
    say = "We deliver more slowly than usual."
    await shop.premises.switch(1, a_switch("limited", now_ms=shop.premises.world.now_ms(), say=say, limits=within))
    await ada.put_in()
    assert say in ada.words
    await ada.to_review(delivery="next-day")
    await ada.send(ada.form("/checkout", step="pay"))
    assert ada.status == 503
    assert 'href="#delivery"' in ada.page
    await ada.send(ada.form("/checkout"), delivery="standard")
    await ada.send(ada.form("/checkout", step="pay"))
    assert ada.status == 303


async def test_browsing_that_is_paused_pauses_search(shop: Counter, ada: Shopper) -> None:
    say = "Our range is not shown just now."
    await shop.premises.switch(1, a_switch("paused", "browse", now_ms=shop.premises.world.now_ms(), say=say))
    assert say in await ada.open("/search?q=mug")
    assert ada.status == 503


async def test_a_busy_office_keeps_everything_typed(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.to_review()
    form = ada.form("/checkout", step="pay")
    customers = shop.premises.office.shop.customers

    async def full(command: object) -> None:
        raise Busy()

    customers.submit = full  # type: ignore[assignment,method-assign]
    await ada.send(form)
    assert ada.status == 503
    assert ada.answer is not None
    assert ada.answer.headers["retry-after"] == "1"
    assert "We are very busy just now." in ada.words
    assert ada.form("/checkout", step="pay").fields == form.fields
    del customers.submit
    await ada.send(form)
    assert ada.status == 303


async def test_a_provider_that_is_away_is_waited_for(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.to_review()
    form = ada.form("/checkout", step="pay")
    hosts = shop.premises.world.hosts
    away = hosts.pop("cards.localhost")
    await ada.send(form)
    assert ada.status == 503
    assert "could not reach the payment page" in ada.words
    hosts["cards.localhost"] = away
    await ada.send(form)
    assert ada.status == 303
