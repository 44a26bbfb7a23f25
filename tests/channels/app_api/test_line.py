"""How the API takes what it is sent: each field wrong once, keys, media types, sizes, cursors, ETags and limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from arkwright.channels.app_api.limits import Policy
from arkwright.compartments.catalogue.commands import WithdrawProduct
from tests.channels.app_api.line import CONTACT, key, new_order, on_the_line

BASKET = "5vtjb0xk7r0qeh2c1m9wq3znfa"
LINE = {"sku": "MUG-1", "quantity": 1, "price_pence": 12_00, "category": "kitchen"}
CAPABILITIES = "The id of a capability, as GET /what-works-now lists them."

WRONG_BODIES: list[tuple[str, Any, int, str]] = [
    ("/baskets", {"colour": "red"}, 422, "colour: This is not a field here. There are: none."),
    ("/baskets", [], 422, "body: This is not right. Send one JSON object with the fields that /api/v1/docs lists."),
    (f"/baskets/{BASKET}/lines", {}, 422, "sku: This is missing. A product code (SKU) of 1 to 64 characters."),
    (f"/baskets/{BASKET}/lines", {"sku": "MUG-1"}, 422, "quantity: This is missing. A whole number from 1 to 99."),
    (f"/baskets/{BASKET}/lines", {"sku": "", "quantity": 1}, 422, "sku: This is not right. A product code (SKU) of 1 to 64 characters."),
    (f"/baskets/{BASKET}/lines", {"sku": 7, "quantity": 1}, 422, "sku: This is not right. A product code (SKU) of 1 to 64 characters."),
    (f"/baskets/{BASKET}/lines", {"sku": "MUG-1", "quantity": 0}, 422, "quantity: This is not right. A whole number from 1 to 99."),
    (f"/baskets/{BASKET}/lines", {"sku": "MUG-1", "quantity": 100}, 422, "quantity: This is not right. A whole number from 1 to 99."),
    (f"/baskets/{BASKET}/lines", {"sku": "MUG-1", "quantity": 1.5}, 422, "quantity: This is not right. A whole number from 1 to 99."),
    (f"/baskets/{BASKET}/lines", {"sku": "MUG-1", "quantity": "1"}, 422, "quantity: This is not right. A whole number from 1 to 99."),
    (f"/baskets/{BASKET}/lines", {"sku": "NONE", "quantity": 1}, 404, "NONE is not on sale at the moment."),
    (f"/baskets/{BASKET}/lines", {"sku": "M", "quantity": 1, "x": 1}, 422, "x: This is not a field here. There are: sku, quantity."),
    ("/baskets/short/lines", {"sku": "M", "quantity": 1}, 422, "basket: This is missing or not right. The id of a basket"),
    ("/orders", new_order("short"), 422, "basket: This is not right. The id of a basket: 26 characters, as POST /baskets gave it."),
    ("/orders", new_order(BASKET), 409, "Your basket is empty. Put something in it first."),
    ("/orders", new_order(BASKET, method="drone"), 422, "method: This is not right. standard, next-day or named-day."),
    ("/orders", new_order(BASKET, delivery_pence=-1), 422, "delivery_pence: This is not right. Pence, VAT included, as a whole number."),
    ("/orders", new_order(BASKET, lines=[]), 422, "lines: This is not right. 1 to 50 lines."),
    (
        "/orders",
        new_order(BASKET, lines=[{**LINE, "quantity": 0}]),
        422,
        "lines[].quantity: This is not right. A whole number from 1 to 99.",
    ),
    (
        "/orders",
        new_order(BASKET, lines=[{**LINE, "note": ""}]),
        422,
        "lines[].note: This is not a field here. There are: sku, quantity, price_p",
    ),
    ("/orders", new_order(BASKET, contact={**CONTACT, "name": ""}), 422, "contact.name: This is not right. A name of 1 to 100 characters."),
    (
        "/orders",
        new_order(BASKET, contact={**CONTACT, "name": "  "}),
        422,
        "contact.name: This is not right. A name of 1 to 100 characters.",
    ),
    ("/orders", new_order(BASKET, contact={**CONTACT, "email": "ada"}), 422, "contact.email: This is not right. An email address, such as"),
    (
        "/orders",
        new_order(BASKET, contact={**CONTACT, "email": "a@b.cd\n"}),
        422,
        "contact.email: This is not right. An email address, such as",
    ),
    (
        "/orders",
        new_order(BASKET, contact={**CONTACT, "phone": "call me"}),
        422,
        "contact.phone: This is not right. A telephone number of up",
    ),
    ("/orders", new_order(BASKET, contact={**CONTACT, "address": []}), 422, "contact.address: This is not right. 1 to 3 lines of 1 to 100"),
    (
        "/orders",
        new_order(BASKET, contact={**CONTACT, "address": [""]}),
        422,
        "contact.address[]: This is not right. A line of 1 to 100 characters.",
    ),
    (
        "/orders",
        new_order(BASKET, contact={**CONTACT, "town": None}),
        422,
        "contact.town: This is not right. A name of 1 to 100 characters.",
    ),
    ("/orders", new_order(BASKET, contact=None), 422, "contact: This is not right. An object with the fields name, email, address, town,"),
    ("/waiting-list", {"capability": "orders"}, 422, "email: This is missing. An email address, such as name@example.org."),
    ("/waiting-list", {"capability": "orders", "email": "@"}, 422, "email: This is not right. An email address, such as name@example.org."),
    ("/waiting-list", {"capability": "", "email": "a@b.cd"}, 422, f"capability: This is not right. {CAPABILITIES}"),
    ("/waiting-list", {"capability": "flying", "email": "a@b.cd"}, 404, "We do not know the capability flying."),
]
WRONG_ADDRESSES = [
    ("/products?colour=red", 422, "colour: This is not a parameter here. There are: category, q, typed, limit, cursor."),
    ("/products?q=", 422, "q: This is missing or not right. Words to look for, 1 to 100 characters."),
    ("/products?q=a&q=b", 422, "q: Give it once. Words to look for, 1 to 100 characters."),
    ("/products?limit=0", 422, "limit: This is missing or not right. How many at most, from 1 to 100."),
    ("/products?limit=101", 422, "limit: This is missing or not right. How many at most, from 1 to 100."),
    ("/products?cursor=x", 422, "The parameter cursor is not right. Follow the address in `next` as it is"),
    ("/products?cursor=%22", 422, "cursor: This is missing or not right. Leave it out to begin; then follow `next`."),
    ("/products?category=flying", 404, "We have no department flying. GET /api/v1/categories lists them."),
    ("/products/flying", 404, "We do not sell flying at the moment. Search the range for something like it."),
    ("/availability", 422, "sku: This is missing or not right. 1 to 50 product codes with commas between them."),
    ("/availability?sku=" + ",".join("x" * 51), 422, "sku: This is missing or not right. 1 to 50 product codes with commas"),
    ("/categories?x=1", 422, "x: This is not a parameter here. There are: none."),
    ("/baskets/UPPER", 422, "basket: This is missing or not right. The id of a basket: 26 characters"),
    (f"/delivery-options?basket={BASKET}", 422, "postcode: This is missing or not right. A full UK postcode, such as LS1 4AP."),
    (f"/delivery-options?basket={BASKET}&postcode=nowhere", 422, "Enter a full UK postcode, such as LS1 4AP."),
    ("/delivery-options?postcode=LS14DY", 422, "basket: This is missing or not right."),
]


async def test_each_thing_wrong_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        for number, (path, body, status, said) in enumerate(WRONG_BODIES, 100):
            answer = await line.post(path, body, number)
            assert (answer.status_code, answer.json()["detail"][: len(said)]) == (status, said), (path, body)
        for path, status, said in WRONG_ADDRESSES:
            answer = await line.get(path)
            assert (answer.status_code, answer.json()["detail"][: len(said)]) == (status, said), path
        basket = await line.basket()
        wrong = new_order(basket, contact={**CONTACT, "postcode": "GIR 0AA"})
        answer = await line.post("/orders", wrong, 300)
        assert (answer.status_code, answer.json()["field"]) == (422, "postcode")
        assert (await line.ask("PUT", f"/baskets/{basket}/lines/MUG-1", {"quantity": -1})).status_code == 422
        assert (await line.get(f"/baskets/{basket}")).json()["goods_pence"] == 12_00


@pytest.mark.parametrize(
    ("headers", "status", "field"),
    [
        ({}, 400, "Idempotency-Key"),
        ({"idempotency-key": "1"}, 422, "Idempotency-Key"),
        ({"idempotency-key": "00000000-0000-0000-0000-000000000000"}, 422, "Idempotency-Key"),
        ({"idempotency-key": "8e03978e-40d5-13dd-bc93-6894a57f9324"}, 422, "Idempotency-Key"),
        ({"idempotency-key": "8E03978E-40D5-43DD-BC93-6894A57F9324"}, 201, None),
        ({"idempotency-key": '"01990a4e-1a2b-7c3d-8e4f-123456789abc"'}, 201, None),
        ({"idempotency-key": key(1), "content-type": "text/plain"}, 415, "Content-Type"),
        ({"idempotency-key": key(1), "content-type": "application/x-www-form-urlencoded"}, 415, "Content-Type"),
        ({"idempotency-key": key(1), "content-type": "application/json; charset=utf-8"}, 201, None),
        ({"idempotency-key": key(1), "origin": "http://elsewhere.example"}, 403, None),
    ],
)
async def test_keys_and_media_types(tmp_path: Path, headers: dict[str, str], status: int, field: str | None) -> None:
    async with on_the_line(tmp_path) as line:
        answer = await line.ask("POST", "/baskets", content=b"{}", headers={"content-type": "application/json", **headers})
        assert (answer.status_code, answer.json().get("field")) == (status, field)


async def test_what_is_no_json_or_too_large_is_refused(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        for content, status in (
            (b"", 400),
            (b"{", 400),
            (b"\xff", 400),
            (b"[" * 30_000, 422),
            (b'{"a": "' + b"x" * 70_000 + b'"}', 413),
        ):
            sent = {"content-type": "application/json", "idempotency-key": key(1)}
            assert (await line.ask("POST", "/baskets", content=content, headers=sent)).status_code == status, content[:10]
        assert (await line.client.get("/api/v1/nothing")).headers["content-type"] == "application/problem+json"
        wrong = await line.client.delete("/api/v1/baskets", headers={"sec-fetch-site": "same-origin"})
        assert (wrong.status_code, wrong.headers["content-type"]) == (405, "application/problem+json")
        assert set(wrong.headers["allow"].split(", ")) == {"POST", "OPTIONS"}


async def test_what_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        basket = await line.basket()
        for path in ("/products", "/products/mug", "/categories", "/stores", "/what-works-now", f"/baskets/{basket}"):
            first = await line.get(path)
            assert first.status_code == 200
            for given in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
                again = await line.get(path, headers={"if-none-match": given})
                assert (again.status_code, again.headers["etag"]) == (304, first.headers["etag"])
            assert (await line.get(path, headers={"if-none-match": '"other"'})).status_code == 200
        held = (await line.get(f"/baskets/{basket}")).headers["etag"]
        await line.ask("PUT", f"/baskets/{basket}/lines/MUG-1", {"quantity": 2})
        assert (await line.get(f"/baskets/{basket}", headers={"if-none-match": held})).status_code == 200


async def test_a_list_read_while_it_changes_gives_nothing_twice_and_leaves_nothing_out(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        for number in range(10, 30):
            await line.place.stock(f"cup{number}")
        found: list[str] = []
        path = "/products?category=kitchen&limit=4"
        while path:
            answer = await line.get(path)
            page = answer.json()
            found += [item["product"] for item in page["items"]]
            if len(found) == 8:
                shop = line.place.office.shop
                await shop.catalogue.submit(WithdrawProduct(id="seen", product=found[2], by="buyer"))
                await shop.catalogue.submit(WithdrawProduct(id="ahead", product="cup20", by="buyer"))
                await line.place.stock("cup00")
                await line.place.stock("cup99")
            assert ("link" in answer.headers) == (page["next"] is not None)
            path = (page["next"] or "").removeprefix("/api/v1")
        assert found == [f"cup{number}" for number in (*range(10, 20), *range(21, 30), 99)] + ["mug"]
        searched = (await line.get("/products?q=cup1&limit=3")).json()
        assert searched["next"] is not None
        wrong = searched["next"].replace("q=cup1", "q=cup2").removeprefix("/api/v1")
        assert (await line.get(wrong)).status_code == 422


async def test_a_search_gives_the_best_first_and_says_what_was_done(tmp_path: Path) -> None:
    async with on_the_line(tmp_path) as line:
        for product, category in (("cup", "kitchen"), ("teapot", "kitchen"), ("pot", "garden")):
            await line.place.stock(product, category=category)
        for asked, products, total, say, corrected in (
            ("q=mug", ["mug"], 1, "", False),
            ("q=calder%20pot", ["pot"], 1, "", False),
            ("q=caldre", ["cup", "mug", "pot", "teapot"], 4, "Showing results for “calder”.", True),
            ("q=caldre&typed=1", [], 0, "", False),
            ("q=caldre&category=garden", ["pot"], 1, "Showing results for “calder”.", True),
            ("q=purple%20mug", ["mug"], 1, "Nothing has all of these words; “purple” left out. Showing results for “mug”.", False),
            ("q=%F0%9F%99%82", [], 0, "", False),
        ):
            answer = (await line.get(f"/products?{asked}")).json()
            assert [item["product"] for item in answer["items"]] == products, asked
            assert (answer["total"], answer["say"], answer["corrected"]) == (total, say, corrected), asked
        first = (await line.get("/products?q=caldre&limit=3")).json()
        rest = (await line.get(first["next"].removeprefix("/api/v1"))).json()
        assert [item["product"] for item in (*first["items"], *rest["items"])] == ["cup", "mug", "pot", "teapot"]
        assert rest["next"] is None
        cursor = first["next"].partition("cursor=")[2]
        assert (await line.get(f"/products?q=caldre&typed=1&cursor={cursor}")).status_code == 422
        assert (await line.get("/products")).json()["total"] is None


async def test_who_asks_too_often_waits_and_others_go_on(tmp_path: Path) -> None:
    few = Policy(name="reading", quota=3, window_s=60)
    async with on_the_line(tmp_path, reading=few) as line:
        left = [(await line.get("/categories")).headers["ratelimit"] for _ in range(3)]
        assert left == ['"reading";r=2;t=20', '"reading";r=1;t=40', '"reading";r=0;t=60']
        refused = await line.get("/categories")
        assert (refused.status_code, refused.headers["retry-after"], refused.headers["ratelimit"]) == (429, "20", '"reading";r=0;t=60')
        assert refused.json()["detail"] == "That was a lot of requests at once. Please wait 20 seconds and try again."
        assert (await line.post("/baskets", {})).status_code == 201
        line.place.world.pass_s(21)
        assert (await line.get("/categories")).status_code == 200
