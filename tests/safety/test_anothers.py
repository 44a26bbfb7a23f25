"""What belongs to somebody else: an order without its key, a basket without its id, an address without the permission to see it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from arkwright.journeys import contact as guests
from tests.safety.faces import OURS, House, house

ADA = ("Ada Byron", "1 Canal Street", "ada@example.com", "LS1 4DY")
API = "/api/v1/orders"
ANOTHER = "9" * 26


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as found:
        yield found


@pytest.fixture
async def another(here: House) -> tuple[str, str]:
    """Number and key of another shopper's order."""
    order = await here.place.bought(2)
    return order.number, guests.secret_of(await here.place.office.shop.vault.key_of(order.person), order.order)


async def test_an_order_opens_for_its_key_alone(here: House, another: tuple[str, str]) -> None:
    number, (other_number, other_key) = here.order.number, another
    rows = [
        ("GET", f"/order/{number}", "", 404),
        ("GET", f"/order/{number}", "wrong", 404),
        ("GET", f"/order/{number}", other_key, 404),
        ("GET", f"/order/{other_number}", here.key, 404),
        ("POST", f"/order/{number}/cancel", "", 404),
        ("POST", f"/order/{number}/cancel", other_key, 404),
        ("GET", f"/order/{number}", here.key, 200),
    ]
    before = here.shop.heads()
    async with here.shop.client() as client:
        for method, path, key, status in rows:
            fields = {"fields": {"key": key}} if method == "POST" else {"params": {"key": key}}
            answer = await here.shop.ask(client, f"{method} {path}", "stranger", **fields)
            assert answer.status_code == status, (method, path, key)
            assert any(word in answer.text for word in ADA) is (status == 200), (method, path, key)
    assert here.shop.heads() == before


async def test_an_order_opens_over_the_api_for_its_key_alone(here: House, another: tuple[str, str]) -> None:
    number, (other_number, other_key) = here.order.number, another
    rows = [
        ("GET", number, None, 400),
        ("GET", number, "wrong", 404),
        ("GET", number, other_key, 404),
        ("GET", other_number, here.key, 404),
        ("POST", f"{number}/cancel", None, 400),
        ("POST", f"{number}/cancel", other_key, 404),
        ("GET", number, here.key, 200),
    ]
    before = here.shop.heads()
    async with here.shop.client() as client:
        for method, path, key, status in rows:
            headers = {"idempotency-key": "8e03978e-40d5-43dd-bc93-6894a57f9324"} | ({"order-key": key} if key else {})
            answer = await here.shop.ask(client, f"{method} {API}/{path}", "stranger", headers=headers)
            assert answer.status_code == status, (method, path, key, answer.text)
            assert not any(word in answer.text for word in ADA)
    assert here.shop.heads() == before


@pytest.mark.parametrize("cookie", ["", ANOTHER, "nonsense"])
async def test_a_basket_shows_and_moves_for_its_id_alone(here: House, cookie: str) -> None:
    async with here.shop.client() as client:
        put = await client.post("/basket/lines", data={"sku": "MUG-1", "quantity": "2"}, headers=OURS)
        assert put.status_code == 303
        mine = str(client.cookies["arkwright-shop"])
    before = here.shop.heads()
    async with here.shop.client() as client:
        if cookie:
            client.cookies.set("arkwright-shop", cookie)
        assert "Your basket is empty" in (await client.get("/basket")).text
        assert (await client.get("/basket/count")).text == "0"
        for path in ("/checkout", "/checkout/return?order=" + here.order.order):
            answer = await client.get(path)
            assert here.key not in answer.text + answer.headers.get("location", "")
            assert mine not in answer.text
    async with here.shop.client() as client:
        answer = await here.shop.ask(client, "POST /checkout", "stranger", fields={"order": here.order.order, "step": "pay"})
        assert answer.status_code in (409, 422)
        assert here.key not in answer.text
    assert here.shop.heads() == before


async def test_an_address_is_shown_to_those_who_need_it(here: House) -> None:
    rows = [
        ("customer-service", "/orders/{number}", True),
        ("data-protection", "/orders/{number}", True),
        ("accounts-clerk", "/orders/{number}", False),
        ("accounts-clerk", "/orders", False),
        ("accounts-clerk", "/payments", False),
        ("warehouse", "/orders/{number}", False),
        ("warehouse", "/dispatch/{order_id}", False),
        ("warehouse", "/dispatch", False),
        ("buyer", "/products/mug", False),
    ]
    async with here.office.client() as client:
        for role, path, seen in rows:
            answer = await here.office.ask(client, f"GET {path}", role)
            assert answer.status_code == 200
            assert ("1 Canal Street" in answer.text) is seen, (role, path)
            assert seen or not any(word in answer.text for word in ADA), (role, path)


async def test_a_signed_message_of_nobody_is_refused(here: House) -> None:
    before = here.shop.heads() + here.desk.heads()
    async with here.shop.client() as client:
        answer = await client.post("/webhooks/stripe", content=b'{"type":"x"}', headers={"stripe-signature": "t=1,v1=00"})
        assert answer.status_code == 403
    async with here.desk.client() as client:
        report = b'{"node":"office-1","generation":1,"version":9,"as_at_ms":1,"signature":"00"}'
        assert (await client.post("/published/held", content=report)).status_code in (403, 422)
    assert here.shop.heads() + here.desk.heads() == before
