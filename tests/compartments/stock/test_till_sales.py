"""What is sold over a store's tills leaves stock, whatever was shown, and what comes back fit to sell is there again, once."""

from __future__ import annotations

import pytest

from arkwright.compartments.stock import commands as ask
from arkwright.compartments.stock import events as did
from arkwright.compartments.stock import refusals as no
from arkwright.compartments.stock import rules, state
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments import table
from tests.compartments.stock.test_rules import HERE, SHOP, SKU, TEN, granted, located, recalled, received
from tests.compartments.table import NOW_MS


def till(quantity: int, location: str = SHOP) -> ask.RecordTillSale:
    return ask.RecordTillSale(id="1", sku=SKU, quantity=quantity, location=location, receipt="r1")


def sold_at_till(quantity: int, location: str = SHOP) -> did.TillStockSold:
    return did.TillStockSold(sku=SKU, location=location, quantity=quantity, receipt="r1", sold_ms=NOW_MS)


def back(quantity: int, location: str = SHOP) -> ask.RecordTillReturn:
    return ask.RecordTillReturn(id="1", returned="r1.mug", sku=SKU, quantity=quantity, location=location)


def came_back(quantity: int, location: str = SHOP) -> did.TillStockReturned:
    return did.TillStockReturned(returned="r1.mug", sku=SKU, location=location, quantity=quantity, returned_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([*TEN, received(3, SHOP)], till(2), [sold_at_till(2)]),
        (TEN, till(2), [sold_at_till(2)]),
        (TEN, till(2, HERE), [sold_at_till(2, HERE), recalled(2)]),
        ([], till(2, "york"), [located("york", sells_online=False, name="york", by="tills"), sold_at_till(2, "york")]),
        ([], till(2, "The Moon"), no.NotALocation()),
        (TEN, till(0), no.StockQuantityOutOfRange(0, 1_000_000)),
        ([*TEN, sold_at_till(2)], back(2), [came_back(2)]),
        ([*TEN, sold_at_till(2), came_back(2)], back(2), []),
        ([*TEN, sold_at_till(2), came_back(1)], back(2), []),
        (TEN, back(2, HERE), [came_back(2, HERE), granted(2)]),
        ([], back(2, "york"), [located("york", sells_online=False, name="york", by="tills"), came_back(2, "york")]),
        (TEN, back(0), no.StockQuantityOutOfRange(0, 1_000_000)),
    ],
)
def test_decide(history: list[Event], command: Command, expected: list[Event] | Refusal) -> None:
    assert table.ask(rules, state, history, command) == expected
