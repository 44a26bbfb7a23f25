"""Delivery days in the back office: set for every day and for one, shown with what is taken, and the packers' list by the day."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.compartments.ordering import queries as orders
from arkwright.journeys.checkout import begin, settle
from tests.channels.back_office.place import Place, Visitor
from tests.roles.offices import checkout_request


async def test_a_planner_sets_every_day_and_one_that_differs(place: Place, visitor: Visitor) -> None:
    assert "closed" in (await visitor.look("/delivery-days")).text
    assert (await visitor.send("/delivery-days", {"capacity": "2", "charge": "6.95"})).status_code == 303
    one: dict[str, str | list[str]] = {"day": "2026-09-24", "day_capacity": "0", "day_charge": ""}
    assert (await visitor.send("/delivery-days/one", one)).status_code == 303
    reader = place.premises.office.shop.ordering.reader
    days = await orders.days_there(reader, "mainland", "England", place.premises.world.now_ms())
    assert [(day.day, day.charge_pence, day.free) for day in days][:2] == [("2026-09-23", 6_95, True), ("2026-09-25", 6_95, True)]
    page = (await visitor.look("/delivery-days")).text
    assert "(differs)" in page
    assert "6.95" in page


async def test_what_is_wrong_is_said_beside_what_was_typed(visitor: Visitor) -> None:
    page = await visitor.send("/delivery-days", {"capacity": "many", "charge": "6.95"})
    assert page.status_code == 422
    assert "Enter how many orders a day can take as a whole number from 0 to 100,000." in page.text
    page = await visitor.send("/delivery-days/one", {"day": "2020-01-01", "day_capacity": "3", "day_charge": "-1"})
    assert page.status_code == 422
    assert "Choose a day from the list." in page.text


async def test_packers_see_the_day_first_due_first(place: Place, visitor: Visitor) -> None:
    await visitor.send("/delivery-days", {"capacity": "2", "charge": "6.95"})
    await place.premises.stock()
    shop = place.premises.office.shop
    for number, day in ((1, "2026-10-01"), (2, "2026-09-23")):
        request = replace(checkout_request(number), method="named-day", delivery_pence=6_95, day=day)
        await begin(shop, request)
        await place.premises.pay(request.order)
        await settle(shop, request.order)
    await place.premises.bought(3)
    page = (await visitor.look("/dispatch")).text
    due = [page.index(words) for words in ("Wednesday 23 September", "Saturday 26 September", "Thursday 1 October")]
    assert due == sorted(due)
    assert '<td class="number">1</td><td class="number">2</td>' in (await visitor.look("/delivery-days")).text
    first = (await orders.newest(shop.ordering.reader))[0]
    assert "Named day delivery on Thursday 1 October" in (await visitor.look(f"/orders/{first.number}")).text or first.delivery.day == ""
