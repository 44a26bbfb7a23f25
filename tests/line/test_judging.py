"""What stores sold is judged at head office: odd things become cases, goods leave the store's stock, and a bad record stops nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.sales_audit import queries
from arkwright.compartments.stock import queries as stock
from arkwright.compartments.tills.facts import Measured, RefundedUnits, RefundPart
from arkwright.compartments.tills.refund_events import RefundPartPaid
from arkwright.kit.messages import Event
from tests.line import tillwork
from tests.line.tillwork import batch, declined_late, entries, refund, sale
from tests.roles.offices import Premises, premises


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Premises]:
    found = await premises(tmp_path)
    await found.stock()
    yield found
    await found.office.stop()


async def came(place: Premises, *events: Event | str, standing: str = "standing") -> None:
    await place.office.shop.sales_audit.submit(batch(entries(*events), standing=standing))
    await place.at_rest()


async def cases(place: Premises) -> list[tuple[str, str]]:
    return sorted((case.kind, case.subject) for case in await queries.case_list(place.office.shop.sales_audit.reader, ["open"]))


async def on_hand(place: Premises, sku: str = "MUG-1", location: str = "leeds") -> int:
    found = await stock.positions_of(place.office.shop.stock.reader, sku)
    return next((row.on_hand for row in found if row.location == location), 0)


async def sales(place: Premises) -> list[str]:
    return sorted(row.sale for row in await queries.newest_sales(place.office.shop.sales_audit.reader))


async def test_a_sale_as_it_should_be_leaves_no_case_and_takes_its_goods(place: Premises) -> None:
    await came(place, sale(1, quantity=2), sale(2))
    assert (await cases(place), await on_hand(place), await sales(place)) == ([], -3, ["sale-1", "sale-2"])
    (day,) = await queries.days_since(place.office.shop.sales_audit.reader, "2026-01-01")
    assert (day.store, day.sales, day.sales_pence) == ("leeds", 2, 36_00)


LABELLED = replace(sale().lines[0], quantity=10**10, price_pence=0, measured=Measured(list_pence=10**10))
BAD: list[tuple[str, str]] = [
    ("not even JSON", "bad-record"),
    ("{}", "bad-record"),
    (entries(sale(2), first=7)[0], "bad-record"),
    (entries(sale(2, store="york"), first=2)[0], "bad-record"),
    (entries(sale(2), first=2)[0].replace("SaleCompleted.1", "SaleInvented.1"), "bad-record"),
    (entries(sale(2), first=2)[0].replace('"lane":"tills"', '"lane":"ordering"'), "bad-record"),
    (entries(sale(2, at_ms=10**17), first=2)[0], "bad-record"),
    (entries(sale(2, total_pence=2**63), first=2)[0], "bad-record"),
    (entries(sale(2, price_pence=10**9, quantity=10**9, total_pence=1), first=2)[0], "bad-record"),
    (entries(sale(2, lines=(LABELLED,)), first=2)[0], "bad-record"),
    (entries(sale(2, receipt="leeds\x00"), first=2)[0], "bad-record"),
    (entries(sale(2, sale="s" * 5_000), first=2)[0], "bad-record"),
]


@pytest.mark.parametrize(("text", "kind"), BAD)
async def test_a_bad_record_between_two_good_ones_stops_neither(place: Premises, text: str, kind: str) -> None:
    await came(place, sale(1), text, sale(2))
    assert (await cases(place), await on_hand(place), await sales(place)) == ([(kind, "journal")], -2, ["sale-1", "sale-2"])


async def test_unknown_goods_another_price_and_a_late_decline(place: Premises) -> None:
    await came(place, sale(1, sku="GONE-1"), sale(2, price_pence=10_00), declined_late())
    assert await cases(place) == [("late-decline", "sale-1"), ("price-difference", "MUG-1"), ("unknown-product", "GONE-1")]
    assert await on_hand(place, "GONE-1") == -1, "what left has left, whoever knows it"


FIT, DAMAGED = (RefundedUnits(line="1", quantity=2, for_sale=units, sku="MUG-1", pence=24_00) for units in (2, 0))


@pytest.mark.parametrize(
    ("back", "standing", "left"),
    [([], "standing", -3), ([FIT], "standing", -1), ([DAMAGED], "standing", -3), ([FIT], "revoked", -3)],
)
async def test_what_came_back_fit_to_sell_is_in_stock_again(place: Premises, back: list[RefundedUnits], standing: str, left: int) -> None:
    texts = entries(sale(1, quantity=3), refund(2, *back))
    await place.office.shop.sales_audit.submit(batch(texts[:1]))
    await place.office.shop.sales_audit.submit(batch(texts[1:], 2, tillwork.chain_after(texts[:1]), standing=standing))
    await place.at_rest()
    assert await on_hand(place) == left


async def test_a_refund_told_again_in_the_name_of_another_node_comes_back_once(place: Premises) -> None:
    await came(place, sale(1, quantity=3), refund(2, FIT))
    again = batch(entries(refund(2, FIT)), node="leeds-2")
    await place.office.shop.sales_audit.submit(replace(again, id="receive.again"))
    await place.at_rest()
    assert await on_hand(place) == -1


@pytest.mark.parametrize("again", ["one batch", "another node", "another amount"])
async def test_one_sale_takes_its_goods_once_whoever_tells_it(place: Premises, again: str) -> None:
    if again == "one batch":
        await came(place, sale(1, quantity=3), sale(1, quantity=3))
    else:
        await came(place, sale(1, quantity=3))
        second = sale(1, quantity=3) if again == "another node" else sale(1, quantity=5, total_pence=1)
        await place.office.shop.sales_audit.submit(replace(batch(entries(second), node="leeds-2"), id="receive.again"))
        await place.at_rest()
    assert (await on_hand(place), await cases(place)) == (-3, [("duplicate-receipt", "leeds-till-1-000001")])


async def test_what_came_under_a_revoked_key_counts_for_nothing(place: Premises) -> None:
    await came(place, sale(1), standing="revoked")
    assert (await cases(place), await on_hand(place), await sales(place)) == ([("revoked-key", "sales")], 0, ["sale-1"])


async def test_an_override_that_a_manager_approved_is_no_price_difference(place: Premises) -> None:
    (line,) = sale().lines
    await came(place, sale(1, lines=(replace(line, price_pence=5_00, listed_pence=12_00),)))
    assert await cases(place) == []


async def test_a_price_on_a_label_is_no_price_difference(place: Premises) -> None:
    (line,) = sale().lines
    await came(place, sale(1, lines=(replace(line, price_pence=3_91, measured=Measured(list_pence=12_00, grams=326)),)))
    assert await cases(place) == []


async def test_money_that_went_back_to_a_card_in_another_amount_is_a_case(place: Premises) -> None:
    part = RefundPart(part="r.1", tender="t", kind="card", amount_pence=5_00)
    about: dict[str, Any] = {
        "store": "leeds",
        "at_ms": sale().at_ms,
        "till": "1",
        "by": "ann",
        "session": "1",
        "sale": "sale-1",
        "refund": "r",
    }
    await came(place, RefundPartPaid(**about, part=part, postings=(), asked_pence=12_00))
    (case,) = await queries.case_list(place.office.shop.sales_audit.reader, ["open"])
    assert (case.kind, case.subject, case.amount_pence) == ("card-amount", "r.1", 7_00)


async def test_everything_read_again_changes_nothing(place: Premises) -> None:
    await came(place, sale(1), "bad", sale(2, price_pence=1_00))
    before = [lane.head.sequence for lane in place.office.lanes]
    for pump in place.office.pumps:
        pump.place = 0
    await place.at_rest()
    assert [lane.head.sequence for lane in place.office.lanes] == before
    assert tillwork.chain_after(entries(sale(1))) != bytes(32)
