"""What is wrong is told by field, nothing is half done, and what was typed is kept."""

from __future__ import annotations

import pytest

from arkwright.compartments.ordering import queries as orders
from tests.channels.shop.counter import HOME, OURS, Counter, Shopper


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"quantity": "0"}, 422, "Enter a quantity as a whole number from 1 to 99."),
        ({"quantity": "-1"}, 422, "from 1 to 99"),
        ({"quantity": "two"}, 422, "from 1 to 99"),
        ({"quantity": "1.5"}, 422, "from 1 to 99"),
        ({"quantity": "9" * 40}, 422, "from 1 to 99"),
        ({"quantity": "٣"}, 422, "from 1 to 99"),
        ({"sku": ""}, 422, "Enter a product code."),
        ({"sku": "a" * 65}, 422, "in 64 characters or fewer"),
        ({"sku": "NOBODY-1"}, 404, "NOBODY-1 is not on sale at the moment."),
        ({"id": "../../etc"}, 422, "id is damaged"),
        ({"id": "0" * 27}, 422, "id is damaged"),
    ],
)
async def test_putting_in(shop: Counter, ada: Shopper, fields: dict[str, str], status: int, says: str) -> None:
    await ada.put_in(**{"sku": "MUG-1", "quantity": "1", **fields})
    assert ada.status == status
    assert says in ada.words
    assert "Your basket is empty" in ada.words


async def test_an_id_of_the_form_takes_effect_once_and_another_wish_with_it_counts(shop: Counter, ada: Shopper) -> None:
    wish = {"id": "0" * 26}
    await ada.put_in(**wish)
    await ada.put_in(**wish)
    assert "1 item " in ada.words
    await ada.put_in(quantity="3", **wish)
    assert "4 items" in ada.words


async def test_more_than_can_be_bought_is_refused_with_the_basket_as_it_was(shop: Counter, ada: Shopper) -> None:
    await ada.put_in(quantity="99")
    await ada.put_in(quantity="1")
    assert ada.status == 422
    assert "You asked for 100. Choose a quantity from 1 to 99." in ada.words
    assert "99 items" in ada.words
    assert "We have 20 left. Change the quantity to go on." in ada.words
    await ada.open("/checkout")
    assert "Your basket" in ada.words


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"name": ""}, "name", "Enter your full name."),
        ({"name": "x" * 101}, "name", "in 100 characters or fewer"),
        ({"email": "ada"}, "email", "name@example.com"),
        ({"email": ""}, "email", "Enter your email address."),
        ({"phone": "12"}, "phone", "at least 10 digits"),
        ({"phone": "<script>alert(1)</script>"}, "phone", "at least 10 digits"),
        ({"address1": ""}, "address1", "Enter the first line of the address."),
        ({"town": ""}, "town", "Enter the town or city."),
        ({"postcode": "12345"}, "postcode", "Enter a full UK postcode"),
        ({"postcode": ""}, "postcode", "Enter the postcode."),
        ({"gift_message": "x" * 301}, "gift_message", "Enter the gift message in 300 characters or fewer."),
        ({"delivery": "drone"}, "delivery", "Choose how it shall reach you."),
        ({"delivery": "next-day", "postcode": "BT1 1AA"}, "delivery", "Next-day delivery is not offered to BT1 1AA."),
    ],
)
async def test_the_checkout_names_the_field_and_keeps_the_rest(
    shop: Counter, ada: Shopper, typed: dict[str, str], field: str, says: str
) -> None:
    await ada.put_in()
    await ada.to_review(**typed)
    assert ada.status == 422
    assert says in ada.words
    assert f'href="#{field}"' in ada.page
    assert f'id="{field}-error"' in ada.page
    assert "<script>alert" not in ada.page
    form = ada.form("/checkout")
    for name, value in {**HOME, **typed}.items():
        if name not in {field, "postcode"}:
            assert form.fields[name] == value


async def test_a_total_other_than_shown_is_never_charged(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await ada.to_review()
    form = ada.form("/checkout", step="pay")
    await ada.put_in()
    await ada.send(form)
    assert ada.status == 409
    assert "look at the total again" in ada.words
    assert "Order and pay £27.95" in ada.words
    assert await orders.newest(shop.premises.office.shop.ordering.reader) == []


async def test_a_new_price_is_named_and_accepted_before_the_checkout(shop: Counter, ada: Shopper) -> None:
    await ada.put_in()
    await shop.premises.stock(price_pence=15_00)
    await ada.open("/checkout")
    assert "The price is now £15.00; it was £12.00 when you put it in." in ada.words
    await ada.send(ada.form("/basket/accept-prices"))
    assert "The price is now" not in ada.words
    await ada.to_review()
    assert "Order and pay £18.95" in ada.words


async def test_the_last_ones_go_to_whoever_orders_first(shop: Counter, ada: Shopper) -> None:
    await ada.put_in(quantity="5")
    await ada.to_review()
    await shop.premises.bought(1, quantity=18)
    await ada.send(ada.form("/checkout", step="pay"))
    assert ada.status in {409, 303}
    assert "We have 2 left" in ada.words


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/checkout", 200),
        ("GET", "/checkout/return?order=nonsense", 404),
        ("GET", f"/checkout/return?order={'0' * 26}", 404),
        ("GET", "/availability?sku=NOBODY", 200),
        ("GET", "/availability", 200),
        ("GET", "/search?q=%00", 422),
        ("GET", "/search?q=%ff", 200),
        ("GET", "/search?q=" + "a" * 3000, 200),
        ("GET", "/basket/nothing", 404),
        ("POST", "/checkout", 403),
        ("POST", "/basket/quantity", 403),
        ("POST", "/tell-me", 403),
        ("POST", "/webhooks/stripe", 403),
        ("PUT", "/basket", 405),
    ],
)
async def test_odd_requests(shop: Counter, ada: Shopper, method: str, path: str, status: int) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await ada.client.request(
        method, path, headers={**OURS, **form}, content=b"a=1&b" if method == "POST" else b"", follow_redirects=True
    )
    assert answer.status_code == status, answer.text


async def test_a_damaged_cookie_is_no_basket(shop: Counter, ada: Shopper) -> None:
    ada.client.cookies.set("arkwright-shop", "' OR 1=1 --")
    assert "Your basket is empty" in await ada.open("/basket")
    ada.client.cookies.clear()
    await ada.put_in()
    assert "1 item" in ada.words


@pytest.mark.parametrize(
    ("sku", "sold", "says"),
    [("MUG-1", 0, "In stock"), ("MUG-1", 17, "Only 3 left"), ("MUG-1", 20, "Out of stock"), ("NOBODY", 0, "Not on sale at the moment")],
)
async def test_availability(shop: Counter, ada: Shopper, sku: str, sold: int, says: str) -> None:
    if sold:
        await shop.premises.bought(1, quantity=sold)
    answer = await ada.client.get("/availability", params={"sku": sku})
    assert answer.text == says
    assert answer.headers["content-type"].startswith("text/plain")
