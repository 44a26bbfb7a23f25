"""Several addresses in the account, and at the checkout."""

from __future__ import annotations

import json

import pytest

from tests.channels.shop.counter import Counter, Shopper
from tests.channels.shop.test_account import sign_in, told

AUNT = {"name": "May Byron", "address1": "2 Hill Street", "town": "York", "postcode": "yo17hh"}


@pytest.fixture(autouse=True)
async def heard_of_the_desk(shop: Counter) -> None:
    """An office that has not heard of the desk for three days signs nobody in."""
    await shop.premises.switch(1)


async def test_addresses_are_kept_told_and_offered_at_the_checkout(shop: Counter, ada: Shopper) -> None:
    await sign_in(shop, ada)
    await ada.open("/account/details")
    await ada.send(ada.form("/account/details"), name="Ada Byron", address1="1 Quay", town="Leeds", postcode="ls14dy", phone="")
    await ada.open("/account/addresses/new")
    await ada.send(ada.form("/account/addresses/new"), **(AUNT | {"postcode": "nowhere", "town": ""}))
    assert (ada.status, "Enter the town or city" in ada.words, "2 Hill Street" in ada.page) == (422, True, True)
    await ada.send(ada.form("/account/addresses/new"), **AUNT)
    assert "YO1 7HH" in ada.words
    await shop.premises.at_rest()
    assert "A delivery address in your account was changed, added or removed" in told(shop)[-1]
    await ada.put_in()
    await ada.open("/checkout")
    assert "Send it to May Byron, 2 Hill Street, York, YO1 7HH" in ada.words
    assert ada.form("/checkout").fields["address1"] == "1 Quay"
    place = ada.page.split("/checkout?to=")[2].split('"')[0]
    await ada.open(f"/checkout?to={place}")
    filled = ada.form("/checkout").fields
    assert (filled["name"], filled["address1"], filled["postcode"]) == ("May Byron", "2 Hill Street", "YO1 7HH")
    await ada.open("/account/addresses")
    await ada.send(ada.form(f"/account/addresses/{place}/choose"))
    await ada.open("/checkout")
    assert ada.form("/checkout").fields["address1"] == "2 Hill Street"
    await ada.open(f"/account/addresses/{place}")
    await ada.send(ada.form(f"/account/addresses/{place}"), town="Hull")
    assert "Hull" in ada.words
    await ada.open("/account/everything.json")
    assert [each["town"] for each in json.loads(ada.page)["details"]["others"]] == ["Hull"]
    await ada.open("/account/addresses")
    await ada.send(ada.form(f"/account/addresses/{place}/remove"))
    assert "Hull" not in ada.words
    for path in (f"/account/addresses/{place}", "/account/addresses/x"):
        await ada.open(path)
        assert ada.status == 404
    kept = b"".join(path.read_bytes() for path in shop.premises.office.settings.folder.rglob("*.db*"))
    assert b"Hill Street" not in kept
