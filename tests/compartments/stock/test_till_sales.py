"""What was sold over a store's tills leaves stock, whatever was shown there: history, command, and the outcome last."""

from __future__ import annotations

import pytest

from arkwright.compartments.stock import commands as ask
from arkwright.compartments.stock import events as did
from arkwright.compartments.stock import refusals as no
from arkwright.compartments.stock import rules, state
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from tests.compartments import table
from tests.compartments.stock.test_rules import HERE, SHOP, SKU, TEN, located, recalled, received
from tests.compartments.table import NOW_MS


def till(quantity: int, location: str = SHOP) -> ask.RecordTillSale:
    return ask.RecordTillSale(id="1", sku=SKU, quantity=quantity, location=location, receipt="r1")


def sold_at_till(quantity: int, location: str = SHOP) -> did.TillStockSold:
    return did.TillStockSold(sku=SKU, location=location, quantity=quantity, receipt="r1", sold_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([*TEN, received(3, SHOP)], till(2), [sold_at_till(2)]),
        (TEN, till(2), [sold_at_till(2)]),
        (TEN, till(2, HERE), [sold_at_till(2, HERE), recalled(2)]),
        ([], till(2, "york"), [located("york", sells_online=False, name="york", by="tills"), sold_at_till(2, "york")]),
        ([], till(2, "The Moon"), no.NotALocation()),
        (TEN, till(0), no.StockQuantityOutOfRange(0, 1_000_000)),
    ],
)
def test_decide(history: list[Event], command: Command, expected: list[Event] | Refusal) -> None:
    assert table.ask(rules, state, history, command) == expected
