"""The journeys of the shop over the API: browse, fill a basket, order once, look, cancel, wait; and pauses in the same words."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from arkwright.compartments.catalogue.commands import ChangePrice
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import SetNamedDays
from arkwright.compartments.promotions.commands import SavePromotion
from arkwright.kit.promotion import Terms
from arkwright.kit.switches import Place
from tests.channels.app_api.line import Line, key, new_order, on_the_line
from tests.roles.offices import a_switch, checkout_request

SAY = "We have paused orders. You can go on browsing, and your basket is kept."


async def test_a_shopper_buys_by_the_api(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        products = (await line.get("/products?category=kitchen")).json()
        assert [item["variants"][0]["sku"] for item in products["items"]] == ["MUG-1"]
        assert (await line.get("/products/mug")).json()["name"] == "Blue mug"
        assert (await line.get("/categories")).json()["items"] == [{"category": "kitchen", "name": "Kitchen", "products": 1}]
        assert (await line.get("/stores")).json() == {"items": []}
        stock = (await line.get("/availability?sku=MUG-1,NONE")).json()["items"]
        assert [(item["available"], item["most"], item["say"]) for item in stock] == [
            (True, 20, "In stock."),
            (False, 0, "Not on sale at the moment."),
        ]
        basket = await line.basket(quantity=2)
        shown = (await line.get(f"/baskets/{basket}")).json()
        assert (shown["goods_pence"], shown["lines"][0]["quantity"], shown["problems"]) == (24_00, 2, [])
        fewer = await line.ask("PUT", f"/baskets/{basket}/lines/MUG-1", {"quantity": 1})
        assert fewer.json()["goods_pence"] == 12_00
        options = (await line.get(f"/delivery-options?postcode=LS14DY&basket={basket}")).json()
        assert [(each["method"], each["charge_pence"], each["offered"]) for each in options["methods"]] == [
            ("standard", 3_95, True),
            ("next-day", 5_95, True),
        ]
        taken = (await line.post("/orders", new_order(basket, gift_message="For Grace"))).json()
        assert taken["payment_url"].startswith("http://cards.localhost")
        held = {"order-key": taken["key"]}
        assert (await line.get(f"/orders/{taken['number']}", headers=held)).json()["status"] == "placed"
        await line.place.pay(taken["order"])
        await line.place.at_rest()
        order = (await line.get(f"/orders/{taken['number'].lower()}", headers=held)).json()
        assert (order["total_pence"], order["lines"][0]["sent"], order["gift_message"]) == (15_95, 0, "For Grace")
        cancelled = await line.post(f"/orders/{taken['number']}/cancel", {}, headers=held)
        assert cancelled.json()["status"] == "cancelled"
        again = await line.post(f"/orders/{taken['number']}/cancel", {}, headers=held)
        assert again.json() == cancelled.json()
        assert (await line.post("/waiting-list", {"capability": "orders", "email": "ada@example.com"})).status_code == 201


async def test_a_day_is_named_by_the_api_and_a_full_one_is_told(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        await line.place.office.shop.ordering.submit(SetNamedDays(id="days", capacity=1, charge_pence=6_95, by="dot"))
        basket = await line.basket()
        options = (await line.get(f"/delivery-options?postcode=LS14DY&basket={basket}")).json()["methods"]
        assert [(each["method"], each["offered"], len(each["days"])) for each in options] == [
            ("standard", True, 0),
            ("next-day", True, 0),
            ("named-day", True, 11),
        ]
        day = {"day": "2026-09-23", "available": True, "charge_pence": 6_95, "say": "Wednesday 23 September: available."}
        assert options[2]["days"][0] == day
        asked = {"method": "named-day", "day": "2026-09-23", "delivery_pence": 6_95}
        taken = (await line.post("/orders", new_order(basket, **asked))).json()
        order = (await line.get(f"/orders/{taken['number']}", headers={"order-key": taken["key"]})).json()
        assert (order["delivery_method"], order["delivery_day"]) == ("named-day", "2026-09-23")
        other = await line.basket(2)
        assert not (await line.get(f"/delivery-options?postcode=LS14DY&basket={other}")).json()["methods"][2]["days"][0]["available"]
        full = await line.post("/orders", new_order(other, **asked), keyed=2)
        assert (full.status_code, full.json()["field"]) == (409, "day")
        assert full.json()["detail"] == "There is no room left on Wednesday 23 September. The next day with room is Thursday 24 September."
        far = (await line.get(f"/delivery-options?postcode=IV11AA&basket={other}")).json()["methods"]
        assert [each["method"] for each in far] == ["standard"]


async def test_a_basket_is_saved_and_an_order_ordered_again_by_the_api(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        basket = await line.basket(quantity=2)
        assert (await line.post(f"/baskets/{'0' * 26}/save", {})).status_code == 409
        saved = (await line.post(f"/baskets/{basket}/save", {}, 7)).json()
        assert (await line.post(f"/baskets/{basket}/save", {}, 7)).json() == saved
        assert saved["link"].endswith(f"/basket/saved?key={saved['key']}")
        shown = (await line.get(f"/saved-baskets/{saved['key']}")).json()
        assert [(each["sku"], each["quantity"], each["kind"], each["say"]) for each in shown["lines"]] == [("MUG-1", 2, "same", "")]
        assert (await line.get(f"/saved-baskets/{'0' * 32}")).status_code == 404
        other = await line.basket(2)
        for _ in range(2):
            assert (await line.post(f"/baskets/{other}/saved", {"key": saved["key"]}, 8)).json()["basket"] == other
        assert (await line.get(f"/baskets/{other}")).json()["lines"][0]["quantity"] == 3
        assert (await line.post(f"/baskets/{other}/saved", {"key": "wrong"}, 9)).status_code == 404
        asked = new_order(basket)
        asked["lines"][0]["quantity"] = 2
        taken = (await line.post("/orders", asked)).json()
        held = {"order-key": taken["key"]}
        again = await line.post(f"/orders/{taken['number']}/again", {"basket": other}, 10, headers=held)
        assert again.json()["lines"][0]["was_pence"] == 12_00
        assert (await line.get(f"/baskets/{other}")).json()["lines"][0]["quantity"] == 5
        full = await line.post(f"/orders/{taken['number']}/again", {"basket": basket}, 11, headers=held)
        assert full.status_code == 409
        assert (await line.post(f"/orders/{taken['number']}/again", {"basket": other}, 12, headers={"order-key": "x"})).status_code == 404


async def test_the_same_key_twenty_times_at_once_is_one_order(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        basket = await line.basket()
        line.place.world.pass_s(5)
        answers = await asyncio.gather(*(line.post("/orders", new_order(basket)) for _ in range(20)))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
        assert await orders.counts(line.place.office.shop.ordering.reader) == {"placed": 1}
        line.place.world.pass_s(3600)
        later = await line.post("/orders", new_order(basket))
        assert later.content == answers[0].content
        other = await line.post("/orders", new_order(basket), keyed=2)
        assert (other.status_code, other.json()["title"]) == (409, "Basket was ordered")


async def test_a_key_whose_order_was_made_while_its_repetition_was_on_the_way_goes_on_with_that_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_the_line(tmp_path) as line:
        basket = await line.basket()
        early = await orders.basket_view(line.place.office.shop.ordering.reader, basket)
        line.place.world.pass_s(5)
        await line.ask("PUT", f"/baskets/{basket}/lines/MUG-1", {"quantity": 2}, 5)
        await line.ask("PUT", f"/baskets/{basket}/lines/MUG-1", {"quantity": 1}, 6)
        first = await line.post("/orders", new_order(basket))
        assert first.status_code == 201

        async def read_too_early(*_: object) -> object:
            return early

        monkeypatch.setattr(orders, "basket_view", read_too_early)
        again, other = [await line.post("/orders", new_order(basket), keyed=number) for number in (1, 2)]
        assert (again.status_code, again.content) == (201, first.content)
        assert (other.status_code, other.json()["title"]) == (409, "Basket was ordered")


async def test_a_key_with_other_content_is_refused_and_nothing_is_done(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        basket = await line.basket(quantity=2)
        same = await line.post(f"/baskets/{basket}/lines", {"sku": "MUG-1", "quantity": 2})
        assert same.status_code == 201
        more = await line.post(f"/baskets/{basket}/lines", {"sku": "MUG-1", "quantity": 3})
        assert (more.status_code, more.json()["field"]) == (422, "Idempotency-Key")
        assert (await line.get(f"/baskets/{basket}")).json()["lines"][0]["quantity"] == 2
        lines = [{"sku": "MUG-1", "quantity": 2, "price_pence": 12_00, "category": "kitchen"}]
        await line.post("/orders", new_order(basket, lines=lines))
        other = await line.post("/orders", new_order(basket, lines=lines, method="next-day", delivery_pence=5_95))
        assert other.status_code == 422
        someone = await line.post("/waiting-list", {"capability": "orders", "email": "ada@example.com"})
        assert someone.status_code == 201
        other = await line.post("/waiting-list", {"capability": "orders", "email": "bob@example.com"})
        assert other.status_code == 422


async def test_a_key_belongs_to_its_basket(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        mine, theirs = await line.basket(1), await line.basket(2)
        assert mine != theirs
        for basket, quantity in ((mine, 3), (theirs, 4)):
            assert (await line.post(f"/baskets/{basket}/lines", {"sku": "MUG-1", "quantity": quantity}, 9)).status_code == 201
        assert [(await line.get(f"/baskets/{basket}")).json()["lines"][0]["quantity"] for basket in (mine, theirs)] == [4, 5]
        again = (await line.post("/baskets", {}, 1)).json()["basket"]
        assert again == mine


async def test_a_pause_of_the_app_leaves_the_web_open_and_the_other_way_round_in_the_same_words(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        basket = await line.basket()
        for version, paused in ((1, "app"), (2, "web")):
            await line.place.switch(version, a_switch("paused", version=version, place=Place(channel=paused), say=SAY))
            answer = await line.post("/orders", new_order(basket))
            works = (await line.get("/what-works-now")).json()
            refused = await refusal_of_the_web(line, version)
            if paused == "app":
                problem = answer.json()
                assert (answer.status_code, problem["detail"], problem["capability"], problem["mode"]) == (503, SAY, "orders", "paused")
                assert answer.headers["retry-after"] == "300"
                assert works["level"] == "paused"
                assert works["sentences"][0] == SAY
                assert {each["capability"]: each["mode"] for each in works["capabilities"]}["orders"] == "paused"
                assert refused == ""
                assert (await line.post(f"/baskets/{basket}/lines", {"sku": "MUG-1", "quantity": 1}, 5)).status_code == 201
                assert (await line.ask("PUT", f"/baskets/{basket}/lines/MUG-1", {"quantity": 1})).status_code == 200
                options = (await line.get(f"/delivery-options?postcode=LS14DY&basket={basket}")).json()["methods"]
                assert {(each["offered"], each["say"]) for each in options} == {(False, SAY)}
            else:
                assert (answer.status_code, works["level"], refused) == (201, "none", SAY)


async def refusal_of_the_web(line: Line, number: int) -> str:
    """What the web answers to an order now; empty when it takes it."""
    from arkwright.journeys.checkout import begin
    from arkwright.kit.switches import Paused

    try:
        await begin(line.place.office.shop, checkout_request(number))
    except Paused as refusal:
        return str(refusal)
    return ""


async def test_a_pause_of_browsing_closes_the_range_and_says_so(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        say = "Our range cannot be shown at the moment. Please try again later."
        await line.place.switch(1, a_switch("paused", "browse", place=Place(channel="app"), say=say))
        for path in ("/products", "/products?category=kitchen", "/products/mug"):
            answer = await line.get(path)
            assert (answer.status_code, answer.json()["detail"]) == (503, say)


async def test_a_changed_price_is_named_and_can_be_accepted(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        basket = await line.basket()
        await line.place.office.shop.catalogue.submit(ChangePrice(id="dearer", sku="MUG-1", price_pence=13_00, by="buyer"))
        await line.place.at_rest()
        problems = (await line.get(f"/baskets/{basket}")).json()["problems"]
        assert [each["say"] for each in problems] == ["Blue mug now costs £13.00. Accept the new price, or take it out."]
        refused = await line.post("/orders", new_order(basket))
        assert (refused.status_code, refused.json()["title"]) == (409, "Range changed")
        assert (await line.post(f"/baskets/{basket}/accept-prices", {})).status_code == 422  # the key of the line before
        assert (await line.post(f"/baskets/{basket}/accept-prices", {}, 7)).status_code == 200
        assert (await line.get(f"/baskets/{basket}")).json()["problems"] == []


async def test_an_order_opens_to_its_key_alone(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        taken = (await line.post("/orders", new_order(await line.basket()))).json()
        wrong = await line.get(f"/orders/{taken['number']}", headers={"order-key": "0" * 32})
        unknown = await line.get("/orders/AW-00000-0000", headers={"order-key": taken["key"]})
        assert [(each.status_code, each.json()["title"]) for each in (wrong, unknown)] == [(404, "No such order")] * 2
        assert (await line.get(f"/orders/{taken['number']}")).status_code == 400
        stolen = await line.post(f"/orders/{taken['number']}/cancel", {}, headers={"order-key": "0" * 32})
        assert stolen.status_code == 404
        assert key(1) not in (await line.get(f"/orders/{taken['number']}", headers={"order-key": taken["key"]})).text


async def test_promotions_and_a_code_by_the_api(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        now_ms = line.place.world.now_ms()
        dates: dict[str, Any] = {"from_ms": now_ms, "until_ms": now_ms + 60_000}
        tenth = Terms(promotion="tenth", name="10% off", kind="percent", category="kitchen", percent=10, **dates)
        sun = Terms(promotion="sun", name="Sun", kind="code", code="SUN5", amount_pence=5_00, least_pence=20_00, **dates)
        for terms in (tenth, sun):
            await line.place.office.shop.promotions.submit(SavePromotion(id=terms.promotion, terms=terms, by="bea"))
        await line.place.at_rest()
        basket = await line.basket()
        wrong = await line.ask("PUT", f"/baskets/{basket}/code", {"code": "moon"})
        assert (wrong.status_code, wrong.json()["field"], wrong.json()["title"]) == (404, "code", "No such code")
        shown = (await line.ask("PUT", f"/baskets/{basket}/code", {"code": "sun5"})).json()
        assert (shown["goods_pence"], shown["saved_pence"], shown["savings"]) == (12_00, 1_20, [{"name": "10% off", "pence": 1_20}])
        assert (shown["code"], shown["code_used"], shown["code_say"]) == ("SUN5", False, "Add £8.00 of goods to use the code SUN5.")
        shown = (await line.ask("PUT", f"/baskets/{basket}/lines/MUG-1", {"quantity": 2})).json()
        assert (shown["saved_pence"], shown["code_used"], shown["code_say"]) == (7_40, True, "")
        lines = [{"sku": "MUG-1", "quantity": 2, "price_pence": 12_00, "category": "kitchen"}]
        unseen = await line.post("/orders", new_order(basket, lines=lines), keyed=1)
        assert (unseen.status_code, unseen.json()["title"], unseen.json()["field"]) == (409, "Savings changed", "saved_pence")
        seen = new_order(basket, lines=lines, saved_pence=7_40, code="sun5")
        taken = (await line.post("/orders", seen, keyed=2)).json()
        line.place.world.pass_s(3600)
        assert (await line.post("/orders", seen, keyed=2)).json() == taken
        order = (await line.get(f"/orders/{taken['number']}", headers={"order-key": taken["key"]})).json()
        assert (order["total_pence"], order["lines"][0]["saved_pence"]) == (20_55, 7_40)
        assert [each["name"] for each in order["savings"]] == ["10% off", "Sun"]
        assert sum(each["goods_pence"] + each["delivery_pence"] for each in order["vat"]) == 20_55
        late = await line.ask("PUT", f"/baskets/{basket}/code", {"code": ""})
        assert (late.status_code, late.json()["title"]) == (409, "Basket was ordered")
