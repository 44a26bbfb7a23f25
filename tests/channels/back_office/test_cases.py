"""What stores sold, on its pages: what arrived, what is odd, who looks after it, how it was settled."""

from __future__ import annotations

import re

import pytest

from arkwright.channels.back_office import cases, store_sales
from tests.channels.back_office.place import Place, Visitor
from tests.line.tillwork import START_MS, batch, entries, sale

RECEIPT = re.compile(r"leeds-till-1-[0-9]{6}")
FURTHER = re.compile(r'href="(/(?:cases|store-sales)[?][^"]*before=[^"]+)"')
CASE = re.compile(r'href="/cases/([0-9a-f]{16}-[0-9]+)"')


async def arrived(place: Place) -> None:
    await place.premises.stock()
    await place.premises.office.shop.sales_audit.submit(batch(entries(sale(1), sale(2, price_pence=9_00, at_ms=START_MS - 9_000_000))))
    await place.premises.at_rest()


async def test_what_arrived_is_shown_with_what_is_late_and_odd(place: Place, visitor: Visitor) -> None:
    place.premises.world.clock_ms = START_MS
    await arrived(place)
    page = (await visitor.look("/store-sales")).text
    for words in ("leeds-till-1-000001", "leeds-1", "£12.00", "£9.00", "1 case", "(2 h late)"):
        assert words in page, words
    assert "leeds-till-1" not in (await visitor.look("/store-sales?store=york")).text


async def test_many_that_came_in_one_moment_are_all_listed(place: Place, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_sales, "A_PAGE", 2)
    monkeypatch.setattr(cases, "A_PAGE", 2)
    sold = [sale(number, sku=f"ODD-{number}") for number in range(1, 6)]
    await place.premises.office.shop.sales_audit.submit(batch(entries(*sold)))
    await place.premises.at_rest()
    for path, each in (("/store-sales", RECEIPT), ("/store-sales?store=leeds", RECEIPT), ("/cases", CASE)):
        found, following = list[str](), path
        while following:
            page = (await visitor.look(following)).text
            found += each.findall(page)
            further = FURTHER.findall(page)
            following = further[0].replace("&amp;", "&") if further else ""
        assert len(found) == len(set(found)) == 5, path


async def test_a_case_is_taken_and_settled_once(place: Place, visitor: Visitor) -> None:
    await arrived(place)
    listed = (await visitor.look("/cases")).text
    assert "Nobody yet (buyer)" in listed
    (case,) = CASE.findall(listed)
    page = (await visitor.look(f"/cases/{case}")).text
    assert "head office had £12.00 at that time" in page
    other = Visitor(place, await place.colleague("ann", "buyer"))
    assert (await visitor.send(f"/cases/{case}/take", {})).status_code == 303
    assert "carol looks after this case." in (await other.send(f"/cases/{case}/close", {"note": "price-stands"})).text
    unsettled = await visitor.send(f"/cases/{case}/close", {"note": "written-off"}, "form-2")
    assert (unsettled.status_code, "Choose how this case was settled." in unsettled.text) == (422, True)
    for _ in range(2):
        assert (await visitor.send(f"/cases/{case}/close", {"note": "price-stands"}, "form-3")).status_code == 303
    assert "The price charged stands, by carol" in (await visitor.look("/cases?show=closed")).text
    assert CASE.findall((await visitor.look("/cases")).text) == []
    late = await other.send(f"/cases/{case}/take", {}, "form-4")
    assert (late.status_code, "carol has closed this case" in late.text) == (422, True)
    assert (await visitor.look("/cases/nothing")).status_code == 404
