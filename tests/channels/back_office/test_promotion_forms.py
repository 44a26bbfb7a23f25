"""Promotions over HTTP: added by kind, changed, ended; what is wrong is named and nothing typed is lost; ordering follows."""

from __future__ import annotations

import pytest

from arkwright.compartments.ordering import queries as ordering
from arkwright.compartments.promotions import queries
from tests.channels.back_office.place import Place, Visitor

Fields = dict[str, str | list[str]]
# The world of these tests stands in September 2026.
DAYS: Fields = {"first": "2026-09-01", "until": "2026-12-24"}
THREE: Fields = {**DAYS, "promotion": "mugs-3-for-2", "name": "3 for 2 on mugs", "kind": "pay-for", "buy": "3", "pay_for": "2"} | {
    "category": "kitchen", "skus": "", "products": ""
}  # fmt: skip
TEN: Fields = {**THREE, "promotion": "ten", "kind": "bundle", "price": "10", "category": "", "skus": "MUG-1\n"}
FIFTH: Fields = {**THREE, "promotion": "fifth", "kind": "percent", "percent": "20", "category": "", "products": "mug"}
CODE: Fields = {**DAYS, "promotion": "sun", "name": "Sun", "kind": "code", "code": "sun 5", "percent": "", "amount": "5", "least": "20"} | {
    "times": "2", "uses": "100"
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "says"),
    [(THREE, "Buy 3, pay for 2"), (TEN, "3 for £10.00"), (FIFTH, "20% off"), (CODE, "Code SUN5: £5.00 off from £20.00")],
)
async def test_each_kind_is_added_once_however_often_it_is_sent(place: Place, visitor: Visitor, fields: Fields, says: str) -> None:
    await place.premises.stock()
    name = fields["promotion"]
    for _ in range(2):
        answer = await visitor.send("/new-promotion", fields)
        assert answer.headers.get("location") == f"/promotions/{name}?said=promotion-saved", answer.text
    page = (await visitor.look(f"/promotions/{name}")).text
    assert says in page
    assert 'value="2026-12-24"' in page
    assert says in (await visitor.look("/promotions")).text
    page = (await visitor.send("/new-promotion", {**fields, "name": "Other"}, "another")).text
    assert "There is a promotion" in page


async def test_ordering_follows_what_is_saved_and_ended(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    reader, now_ms = place.office.shop.ordering.reader, place.premises.world.now_ms()
    await visitor.send("/new-promotion", THREE)
    await place.premises.at_rest()
    (held,) = await ordering.promotions_now(reader, now_ms)
    # from midnight of British summer time, to that of Greenwich after Christmas Eve
    assert (held.name, held.buy, held.from_ms, held.until_ms) == ("3 for 2 on mugs", 3, 1_788_217_200_000, 1_798_156_800_000)
    answer = await visitor.send("/promotions/mugs-3-for-2", {**THREE, "buy": "4", "pay_for": "3"}, "again")
    assert answer.status_code == 303
    await place.premises.at_rest()
    assert [(each.buy, each.revision) for each in await ordering.promotions_now(reader, now_ms)] == [(4, 2)]
    assert "End it now" in (await visitor.look("/promotions/mugs-3-for-2")).text
    for _ in range(2):
        answer = await visitor.send("/promotions/mugs-3-for-2/end", {}, "end")
        assert answer.headers["location"] == "/promotions/mugs-3-for-2?said=promotion-ended"
    await place.premises.at_rest()
    assert await ordering.promotions_now(reader, now_ms) == ()
    page = await visitor.send("/promotions/mugs-3-for-2/end", {}, "once-more")
    assert (page.status_code, "is over already" in page.text) == (422, True)
    row = await queries.promotion(place.office.shop.promotions.reader, "mugs-3-for-2")
    assert row is not None
    # saved again with its days as they are shown, it stays over
    await visitor.send("/promotions/mugs-3-for-2", {**THREE, "until": "2026-09-21", "name": "Mugs"}, "name")
    now = await queries.promotion(place.office.shop.promotions.reader, "mugs-3-for-2")
    assert now is not None
    assert (now.terms.name, now.until_ms) == ("Mugs", row.until_ms)


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        (THREE | {"promotion": "Mugs"}, "promotion", "Enter a short id"),
        (THREE | {"name": ""}, "name", "Enter what shoppers read of it"),
        (THREE | {"first": "soon"}, "first", "Enter a day as year, month and day"),
        (THREE | {"until": "2026-08-01"}, "until", "The last day is before the first."),
        (THREE | {"until": "9999-12-31"}, "until", "Enter a day as year, month and day"),
        (THREE | {"category": ""}, "category", "Say which goods it is for"),
        (THREE | {"category": "none"}, "category", "Choose a category from the list."),
        (THREE | {"skus": "MUG-2"}, "skus", "There is no SKU MUG-2 in the range."),
        (THREE | {"products": "cup"}, "products", "There is no product cup in the range."),
        (THREE | {"pay_for": "3"}, "pay_for", "from 1 to 2"),
        (TEN | {"price": "ten"}, "price", "in pounds"),
        (FIFTH | {"percent": "95"}, "percent", "from 1 to 90"),
        (CODE | {"percent": "10"}, "amount", "Fill in one of the two."),
        (CODE | {"code": "!"}, "code", "3 to 20 letters"),
        (CODE | {"least": ""}, "times", "only for an amount with a minimum spend"),
    ],
)
async def test_what_is_wrong_is_named_and_the_rest_is_kept(place: Place, visitor: Visitor, fields: Fields, field: str, says: str) -> None:
    await place.premises.stock()
    page = await visitor.send("/new-promotion", fields)
    assert page.status_code == 422
    assert says in page.text
    assert f'id="{field}-error"' in page.text
    assert f'value="{fields["name"]}"' in page.text
    assert await queries.current(place.office.shop.promotions.reader, 0) == []


async def test_who_may_only_look_sees_no_form(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    await visitor.send("/new-promotion", THREE)
    page = (await Visitor(place, await place.colleague("stan", "stock-controller")).look("/promotions/mugs-3-for-2")).text
    assert "Buy 3, pay for 2" in page
    assert "<form" not in page.split("</header>")[-1] or "Save promotion" not in page
