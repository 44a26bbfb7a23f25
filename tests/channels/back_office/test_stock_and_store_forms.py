"""The forms of stock, stores and publishing: right, wrong in each field, and sent twice."""

from __future__ import annotations

import pytest

from arkwright.channels.back_office import publishing
from arkwright.compartments.stock import queries as stock
from arkwright.compartments.stock.commands import SaveLocation
from arkwright.compartments.stores import queries as stores
from tests.channels.back_office.place import Place, Visitor

Fields = dict[str, str | list[str]]
RECEIVE: Fields = {"to": "warehouse", "received": "5", "reference": "D-9"}
COUNT: Fields = {"counted_at": "warehouse", "counted": "7"}
ADJUST: Fields = {"adjusted_at": "warehouse", "change": "-2", "reason": "damaged"}
MOVE: Fields = {"source": "warehouse", "destination": "shop", "moved": "4"}


@pytest.mark.parametrize(
    ("change", "fields", "outcome", "on_hand"),
    [
        ("receive", RECEIVE, "", 25),
        ("receive", {**RECEIVE, "to": ""}, "Enter a location from the list", 20),
        ("receive", {**RECEIVE, "to": "moon"}, "There is no location moon", 20),
        ("receive", {**RECEIVE, "received": "0"}, "Enter how many came", 20),
        ("receive", {**RECEIVE, "reference": ""}, "Enter the number on the delivery note", 20),
        ("count", COUNT, "", 7),
        ("count", {**COUNT, "counted": "-1"}, "Enter how many you counted", 20),
        ("count", {**COUNT, "counted_at": "moon"}, "There is no location moon", 20),
        ("adjust", ADJUST, "", 18),
        ("adjust", {**ADJUST, "change": "2"}, "For damaged, enter a change that is", 20),
        ("adjust", {**ADJUST, "change": "-21"}, "shows 20 of MUG-1", 20),
        ("adjust", {**ADJUST, "change": "few"}, "Enter the change", 20),
        ("adjust", {**ADJUST, "reason": ""}, "Choose a reason", 20),
        ("adjust", {**ADJUST, "adjusted_at": ""}, "Enter a location", 20),
        ("move", MOVE, "", 16),
        ("move", {**MOVE, "destination": "warehouse"}, "Choose two different locations", 20),
        ("move", {**MOVE, "source": ""}, "Enter the location it leaves", 20),
        ("move", {**MOVE, "destination": ""}, "Enter the location it goes to", 20),
        ("move", {**MOVE, "moved": "21"}, "shows 20 of MUG-1", 20),
        ("move", {**MOVE, "moved": ""}, "Enter how many are moved", 20),
    ],
)
async def test_stock_changes_once(place: Place, visitor: Visitor, change: str, fields: Fields, outcome: str, on_hand: int) -> None:
    await place.premises.stock()
    lane = place.office.shop.stock
    await lane.submit(SaveLocation(id="l.shop", location="shop", name="Shop", sells_online=False, by="clerk"))
    for _ in range(2):
        answer = await visitor.send(f"/stock/MUG-1/{change}", fields)
        assert answer.status_code == (422 if outcome else 303), answer.text
        assert outcome in answer.text
    places = {row.location: row.on_hand for row in await stock.positions_of(lane.reader, "MUG-1")}
    assert places["warehouse"] == on_hand
    page = await visitor.look("/stock/MUG-1")
    assert "Where it lies" in page.text


async def test_a_sku_is_found_whole_or_by_how_it_begins(place: Place, visitor: Visitor) -> None:
    await place.premises.stock()
    assert (await visitor.look("/find-stock?q=MUG-1")).headers["location"] == "/stock/MUG-1"
    assert (await visitor.look("/find-stock?q=MU")).headers["location"] == "/stock?q=MU"
    assert "MUG-1" in (await visitor.look("/stock?q=MU")).text
    assert "No SKU found" in (await visitor.look("/stock?show=low")).text


async def test_what_is_oversold_is_shown(place: Place, visitor: Visitor) -> None:
    await place.premises.stock(quantity=3)
    await place.premises.bought(quantity=3)
    await visitor.send("/stock/MUG-1/count", {"counted_at": "warehouse", "counted": "1"})
    await place.premises.at_rest()
    assert "2 units promised to customers and not there" in (await visitor.look("/stock/MUG-1")).text
    assert "Oversold: promised" in (await visitor.look("/stock")).text


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"location": "leeds", "name": "Leeds", "sells_online": "yes"}, ""),
        ({"location": "Leeds!", "name": "Leeds"}, "Enter a location id"),
        ({"location": "leeds", "name": ""}, "Give the location a name"),
    ],
)
async def test_locations(place: Place, visitor: Visitor, fields: Fields, outcome: str) -> None:
    for _ in range(1 if outcome else 2):
        answer = await visitor.send("/locations", fields)
        assert (answer.status_code, outcome in answer.text) == (422 if outcome else 303, True)
    if not outcome:
        assert "checked" in (await visitor.look("/locations?edit=leeds")).text


STORE: Fields = {
    "store": "leeds", "name": "Leeds", "address": "1 Briggate\nFirst floor", "town": "Leeds", "postcode": "ls1 6hd",
    "phone": "0113 496 0000",
    "latitude": "53.797", "longitude": "-1.542", "services": "cafe\nalterations",
    **{f"opens-{day}": "09:00" for day in range(6)}, **{f"closes-{day}": "17.30" for day in range(6)},
}  # fmt: skip


async def test_a_store_is_added_closed_and_opened_once(place: Place, visitor: Visitor) -> None:
    for _ in range(2):
        assert (await visitor.send("/new-store", STORE)).headers["location"] == "/stores/leeds?said=store-saved"
    reader = place.office.shop.stores.reader
    row = await stores.store(reader, "leeds")
    assert row is not None
    assert (row.address, row.postcode, row.latitude_millionths, row.longitude_millionths, row.hours[6], row.services) == (
        ("1 Briggate", "First floor"), "LS1 6HD", 53_797_000, -1_542_000, None, ("alterations", "cafe"),
    )  # fmt: skip
    assert row.hours[0] is not None
    assert (row.hours[0].opens_minute, row.hours[0].closes_minute) == (540, 1050)
    page = await visitor.look("/stores/leeds")
    for shown in ('value="17:30"', 'value="-1.542"', "First floor"):
        assert shown in page.text, shown
    page = await visitor.send("/stores/leeds/close", {"say": ""}, "c0")
    assert (page.status_code, "Write what shoppers shall read" in page.text) == (422, True)
    for _ in range(2):
        assert (await visitor.send("/stores/leeds/close", {"say": "Closed for repairs."}, "c1")).status_code == 303
    assert "Closed for repairs." in (await visitor.look("/stores")).text
    assert (await visitor.send("/stores/leeds/open", {}, "o1")).status_code == 303
    row = await stores.store(reader, "leeds")
    assert row is not None
    assert row.open
    assert (await visitor.send("/stores/leeds", {**STORE, "town": "Bradford"}, "s2")).status_code == 303
    page = await visitor.send("/new-store", {**STORE, "town": "York"}, "s3")
    assert (page.status_code, "There is a store leeds already" in page.text) == (422, True)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("store", "Leeds!", "Enter a store id"),
        ("name", "", "Give the store a name"),
        ("address", "", "Enter 1 to 4 address lines"),
        ("town", "", "Enter the town"),
        ("postcode", "LEEDS", "full UK postcode"),
        ("phone", "113", "Enter a phone number"),
        ("latitude", "north", "Enter the latitude in degrees"),
        ("latitude", "0", "Enter a latitude from 49.0"),
        ("longitude", "10", "Enter a longitude from -11.0"),
        ("services", "Café!", "List up to 20"),
        ("opens-0", "nine", "Enter both times of Monday"),
        ("closes-1", "", "Enter both times of Tuesday"),
        ("closes-2", "08:00", "On Wednesday the store must close after it opens"),
        ("closes-3", "24:30", "Enter both times of Thursday"),
    ],
)
async def test_a_wrong_store_is_shown_again_as_typed(place: Place, visitor: Visitor, field: str, typed: str, sentence: str) -> None:
    page = await visitor.send("/new-store", {**STORE, field: typed})
    assert page.status_code == 422
    assert sentence in page.text
    assert f'href="#{field}"' in page.text
    assert 'value="53.797"' in page.text or field == "latitude"
    assert await stores.store(place.office.shop.stores.reader, "leeds") is None


async def test_publishing_runs_and_is_reported(place: Place, visitor: Visitor) -> None:
    assert "Nothing yet" in (await visitor.look("/publish")).text
    assert (await visitor.send("/publish", {})).headers["location"] == "/publish?said=publishing"
    await place.office.jobs.wait(publishing.JOB)
    page = await visitor.look("/publish")
    assert "Publication 1 is in force." in page.text
    assert "Number 1, made" in page.text
    assert place.publisher.times == 1
