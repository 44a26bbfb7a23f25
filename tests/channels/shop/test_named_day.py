"""Naming the day of delivery without scripts: asked after the address, full days shown, the place kept, and what everybody is told."""

from __future__ import annotations

import pytest

from arkwright.channels.shop import named_day
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import SetDeliveryDay, SetNamedDays
from arkwright.kit.switches import Limits, Place
from tests.channels.shop.counter import Counter, SentForm, Shopper
from tests.roles.offices import Premises, a_switch
from tests.simulators.shop import pay

WEDNESDAY, THURSDAY = "2026-09-23", "2026-09-24"


async def plan(place: Premises, capacity: int = 1) -> None:
    """So many a day for 6.95, and one day closed."""
    lane = place.office.shop.ordering
    await lane.submit(SetNamedDays(id=f"every.{capacity}", capacity=capacity, charge_pence=6_95, by="dot"))
    await lane.submit(SetDeliveryDay(id="closed", day="2026-09-25", capacity=0, charge_pence=None, by="dot"))


async def choose(ada: Shopper, day: str) -> None:
    """From the days to the bill."""
    await ada.send(ada.form("/checkout", step="review", asked="yes"), day=day)


async def pay_after_another(shop: Counter, ada: Shopper) -> SentForm:
    """Ada is about to pay for Wednesday when somebody else orders its last place: her form, with her own basket."""
    await ada.put_in()
    await ada.to_review(delivery="named-day")
    await choose(ada, WEDNESDAY)
    form, cookies = ada.form("/checkout", step="pay"), dict(ada.client.cookies)
    ada.client.cookies.clear()
    await ada.put_in()
    await ada.to_review(delivery="named-day")
    await choose(ada, WEDNESDAY)
    assert (await ada.send(ada.form("/checkout", step="pay"))).status_code == 303
    ada.client.cookies.clear()
    for name, value in cookies.items():
        ada.client.cookies.set(name, value)
    return form


async def test_a_shopper_names_the_day_and_everybody_is_told(shop: Counter, ada: Shopper) -> None:
    await plan(shop.premises)
    await ada.put_in()
    await ada.open("/checkout")
    assert "Named-day delivery From £6.95" in ada.words
    await ada.to_review(delivery="named-day")
    assert "Which day shall it come?" in ada.words
    assert "Wednesday 23 September: £6.95, available" in ada.words
    for closed in ("25 September", "Sunday", "22 September", "6 October"):
        assert closed not in ada.words
    await choose(ada, WEDNESDAY)
    for words in ("Check your order", "Named-day delivery on Wednesday 23 September", "£6.95", "Order and pay £18.95"):
        assert words in ada.words
    await ada.send(ada.form("/checkout", step="day"))
    assert "Which day shall it come?" in ada.words
    await choose(ada, THURSDAY)
    answer = await ada.send(ada.form("/checkout", step="pay"))
    session = answer.headers["location"].rpartition("/")[2]
    await ada.open((await pay(shop.premises.cards, session)).headers["location"])
    await shop.premises.at_rest()
    assert "Named-day delivery on Thursday 24 September" in ada.words
    (letter,) = shop.premises.letterbox.sent
    assert "Delivery on Thursday 24 September: £6.95" in letter.get_content()
    (order,) = await orders.newest(shop.premises.office.shop.ordering.reader)
    assert order.delivery.day == THURSDAY


async def test_a_full_day_is_shown_and_cannot_be_had_until_it_is_free_again(shop: Counter, ada: Shopper) -> None:
    await plan(shop.premises)
    await ada.put_in()
    await ada.to_review(delivery="named-day")
    await choose(ada, WEDNESDAY)
    await ada.send(ada.form("/checkout", step="pay"))
    ada.client.cookies.clear()
    await ada.put_in()
    await ada.to_review(delivery="named-day")
    assert "Wednesday 23 September: full" in ada.words
    await choose(ada, WEDNESDAY)
    assert ada.status == 409
    assert "That day is full now. Please choose another day." in ada.words
    shop.premises.world.pass_s(60 * 60)
    await shop.premises.at_rest()
    await choose(ada, WEDNESDAY)
    assert "Order and pay £18.95" in ada.words


async def test_the_last_place_goes_to_who_orders_first_and_the_other_is_told_the_next_day(shop: Counter, ada: Shopper) -> None:
    await plan(shop.premises)
    await ada.send(await pay_after_another(shop, ada))
    assert ada.status == 409
    assert "That day is full now" in ada.words or "The next day with room is Thursday 24 September" in ada.words
    assert "Which day shall it come?" in ada.words


async def test_who_loses_the_last_place_in_the_very_moment_of_ordering_names_another_day_and_orders(
    shop: Counter, ada: Shopper, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan(shop.premises)
    stood = await orders.days_there(shop.premises.office.shop.ordering.reader, "mainland", "England", shop.premises.world.now_ms())
    form = await pay_after_another(shop, ada)

    async def as_it_stood(front: object, typed: object) -> object:
        return stood

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(named_day, "days_at", as_it_stood)
        await ada.send(form)
    assert ada.status == 409
    await choose(ada, THURSDAY)
    assert (await ada.send(ada.form("/checkout", step="pay"))).status_code == 303


async def test_without_an_answer_the_question_is_asked_again(shop: Counter, ada: Shopper) -> None:
    await plan(shop.premises)
    await ada.put_in()
    await ada.to_review(delivery="named-day")
    await ada.send(ada.form("/checkout", step="review", asked="yes"))
    assert ada.status == 422
    assert "Choose a day." in ada.words
    await choose(ada, "2026-09-22")
    assert "We cannot deliver on that day. Please choose another day." in ada.words
    await ada.send(ada.form("/checkout", step="change"))
    assert "Where shall we send it?" in ada.words
    assert ada.form("/checkout").fields["town"] == "Leeds"


@pytest.mark.parametrize("postcode", ["IV1 1AA", "JE2 3AB", "BF1 2AU"])
async def test_where_no_day_can_be_named_it_is_said(shop: Counter, ada: Shopper, postcode: str) -> None:
    await plan(shop.premises)
    await ada.put_in()
    await ada.to_review(delivery="named-day", postcode=postcode)
    assert ada.status == 422
    assert f"We cannot deliver to {postcode} on a day of your choice. Choose another delivery." in ada.words


async def test_before_the_office_offers_days_there_is_nothing_to_choose(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.open("/checkout")
    assert "Named-day" not in ada.words
    await ada.to_review(delivery="named-day")
    assert ada.status == 422


@pytest.mark.parametrize(
    ("mode", "more", "says"),
    [
        ("limited", {"limits": Limits(delivery_methods=("standard",))}, "Only standard delivery at the moment."),
        ("paused", {"place": Place(delivery_method="named-day"), "say": "We have paused named days."}, "We have paused named days."),
    ],
)
async def test_named_days_obey_the_switches(shop: Counter, ada: Shopper, mode: str, more: dict[str, object], says: str) -> None:
    await plan(shop.premises)
    await ada.put_in()
    await ada.to_review(delivery="named-day")
    await choose(ada, WEDNESDAY)
    switch = a_switch(mode, "delivery", now_ms=shop.premises.world.now_ms(), **more)  # type: ignore[arg-type]
    await shop.premises.switch(1, switch)
    await ada.send(ada.form("/checkout", step="pay"))
    assert says in ada.words
    assert await orders.newest(shop.premises.office.shop.ordering.reader) == []
