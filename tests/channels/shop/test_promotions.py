"""Promotions from the basket to the order's page, without scripts: seen before ordering, frozen, charged by the parcel, told by email."""

from __future__ import annotations

from typing import Any

import pytest

from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.promotions.commands import EndPromotion, SavePromotion
from arkwright.kit.promotion import Terms
from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_journey import send_off
from tests.roles.offices import Premises
from tests.simulators.shop import pay

DAY_MS = 24 * 60 * 60 * 1000


async def promote(place: Premises, promotion: str, kind: Any, **more: Any) -> None:
    """A promotion of mugs that began yesterday and ends tomorrow, with whatever follows."""
    now_ms = place.world.now_ms()
    goods = {} if kind == "code" else {"category": "kitchen"}
    dates = {"from_ms": now_ms - DAY_MS, "until_ms": now_ms + DAY_MS}
    name = more.pop("name", promotion.title())
    await place.office.shop.promotions.submit(
        SavePromotion(
            id=f"save.{promotion}.{more}", terms=Terms(promotion=promotion, name=name, kind=kind, **{**dates, **goods, **more}), by="bea"
        )
    )
    await place.at_rest()


async def three_for_two(place: Premises) -> None:
    """Three mugs for the price of two."""
    await promote(place, "three", "pay-for", buy=3, pay_for=2, name="3 for 2 on mugs")


async def test_a_promotion_and_a_code_from_the_basket_to_the_last_parcel(shop: Counter, ada: Shopper) -> None:
    place = shop.premises
    await three_for_two(place)
    await promote(place, "sun", "code", code="SUN5", amount_pence=5_00, least_pence=20_00, uses=1)
    await ada.put_in(quantity="3")
    assert "3 for 2 on mugs -£12.00 Delivery at the checkout Goods to pay, including VAT £24.00" in ada.words
    await ada.send(ada.form("/basket/code"), code="sun 5")
    assert "Sun -£5.00 Delivery at the checkout Goods to pay, including VAT £19.00" in ada.words
    assert "Code SUN5 is used." in ada.words
    await ada.to_review()
    for words in ("Saved To pay", "Goods £36.00 3 for 2 on mugs -£12.00 Sun -£5.00", "Order and pay £22.95", "£19.00 £3.95 £3.83"):
        assert words in ada.words, words
    session = (await ada.send(ada.form("/checkout", step="pay"))).headers["location"].rpartition("/")[2]
    await ada.open("/basket")
    assert "waits for its payment" in ada.words
    assert "Goods to pay, including VAT £19.00" in ada.words
    await ada.open((await pay(place.cards, session)).headers["location"])
    await place.at_rest()
    for words in ("Received and paid", "Goods £36.00 3 for 2 on mugs -£12.00 Sun -£5.00", "Total £22.95"):
        assert words in ada.words, words
    (order,) = await orders.newest(place.office.shop.ordering.reader)
    (letter,) = place.letterbox.sent
    text = letter.get_content()
    assert "3 x Blue mug: £36.00\n  3 for 2 on mugs: -£12.00\n  Sun: -£5.00\n  Delivery: £3.95\n  Total: £22.95" in text
    # 19.00 for three: 6.33, 6.33 and 6.34, the first with the delivery
    for number, (quantity, captured_pence, status) in enumerate([(1, 10_28, "authorised"), (2, 22_95, "closed")]):
        await send_off(place, order.order, quantity, f"parcel-{number}")
        payment = await payments.payment_of_order(place.office.shop.payments.reader, order.order)
        assert payment is not None
        assert (payment.captured_pence, payment.status) == (captured_pence, status)
    # one use in all, and it is used
    await ada.open("/basket")
    await ada.put_in(quantity="3")
    await ada.send(ada.form("/basket/code"), code="SUN5")
    assert ada.status == 409
    assert "The code SUN5 has been used as often as it can be." in ada.words
    assert ada.form("/basket/code").fields["code"] == "SUN5"


@pytest.mark.parametrize(
    ("code", "status", "says"),
    [
        ("moon", 404, "We do not know the code MOON. Check it letter by letter, or go on without it."),
        ("x" * 41, 422, "Enter a code in 40 characters or fewer."),
        ("OLD", 409, "The code OLD is not valid any more."),
        ("EARLY", 404, "We do not know the code EARLY."),
        ("<b>", 404, "We do not know the code <B>."),
        ("sun5", 200, "Code SUN5. Add £8.00 of goods to use the code SUN5. Take the code out"),
        ("tiny", 200, "Code TINY. Without the code you save more, so it is not used."),
    ],
)
async def test_a_code_that_does_not_help_says_why(shop: Counter, ada: Shopper, code: str, status: int, says: str) -> None:
    place = shop.premises
    now_ms = place.world.now_ms()
    await promote(place, "sun", "code", code="SUN5", amount_pence=5_00, least_pence=20_00)
    await promote(place, "old", "code", code="OLD", percent=10, until_ms=now_ms - 1)
    await promote(place, "early", "code", code="EARLY", percent=10, from_ms=now_ms + 1)
    await promote(place, "tiny", "code", code="TINY", amount_pence=1, least_pence=12_00)
    if code == "tiny":
        await promote(place, "half", "percent", percent=50)
    await ada.put_in()
    await ada.send(ada.form("/basket/code"), code=code)
    assert (ada.status, says in ada.words) == (status, True), ada.words
    assert "<B>" not in ada.page
    if code == "sun5":
        await ada.put_in()
        assert "Sun -£5.00" in ada.words
        await ada.send(ada.form("/basket/code", code=""))
        assert "Sun" not in ada.words


async def test_what_is_shown_is_what_is_charged_when_a_promotion_ends_meanwhile(shop: Counter, ada: Shopper) -> None:
    place = shop.premises
    await three_for_two(place)
    await ada.put_in(quantity="3")
    await ada.to_review()
    form = ada.form("/checkout", step="pay")
    await place.office.shop.promotions.submit(EndPromotion(id="end", promotion="three", by="bea"))
    await place.at_rest()
    await ada.send(form)
    assert ada.status == 409
    assert "what promotions save you or the delivery charge has changed" in ada.words
    assert "Order and pay £39.95" in ada.words
    assert await orders.newest(place.office.shop.ordering.reader) == []
    assert (await ada.send(ada.form("/checkout", step="pay"))).status_code == 303


async def test_a_promotion_that_ends_at_the_last_moment_leads_back_to_the_basket(
    shop: Counter, ada: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = shop.premises
    await three_for_two(place)
    await ada.put_in(quantity="3")
    await ada.to_review()
    submit, ended = place.office.shop.customers.submit, list[bool]()

    async def late(command: Any) -> Any:
        if not ended:
            ended.append(True)
            await place.office.shop.promotions.submit(EndPromotion(id="end", promotion="three", by="bea"))
            for pump in place.office.pumps:
                await pump.carry()
        return await submit(command)

    monkeypatch.setattr(place.office.shop.customers, "submit", late)
    await ada.send(ada.form("/checkout", step="pay"))
    assert ada.status == 409
    assert "What promotions save you has changed. Please look at the total again." in ada.words
    assert "Goods, including VAT £36.00" in ada.words
    await ada.to_payment()


async def test_an_unpaid_order_gone_on_with_keeps_its_savings_and_its_page(shop: Counter, ada: Shopper) -> None:
    place = shop.premises
    await three_for_two(place)
    await promote(place, "sun", "code", code="SUN5", amount_pence=5_00)
    await ada.put_in(quantity="3")
    await ada.send(ada.form("/basket/code"), code="SUN5")
    await ada.to_review()
    form = ada.form("/checkout", step="pay")
    first = (await ada.send(form)).headers["location"]
    await place.office.shop.promotions.submit(EndPromotion(id="end", promotion="three", by="bea"))
    await place.at_rest()
    assert (await ada.send(form)).headers["location"] == first
    await ada.open("/basket")
    assert (await ada.send(ada.form("/checkout/resume"))).headers["location"] == first
    # not ordered after all: the basket has its code, and what holds now
    await ada.open("/basket")
    await ada.send(ada.form("/checkout/abandon"))
    await ada.open("/basket")
    assert "Sun -£5.00" in ada.words
    assert "3 for 2" not in ada.words


async def test_availability_tells_of_promotions_with_their_last_day(shop: Counter, ada: Shopper) -> None:
    await three_for_two(shop.premises)
    assert (await ada.client.get("/availability?sku=MUG-1")).text == "In stock. 3 for 2 on mugs, until Tuesday 22 September 2026"
