"""Saved baskets and lines of before as tables: what is copied, what joins a basket, and when a copy is gone."""

from __future__ import annotations

from typing import Any

import pytest

from arkwright.compartments.ordering import commands as ask
from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering import rules, state
from arkwright.kit.messages import Command, Event
from tests.compartments import table
from tests.compartments.ordering.examples import BOOK, LAMP, ON_SALE, STATES, offer, placed
from tests.compartments.table import NOW_MS

DAY_MS = 24 * 60 * 60 * 1000
DIGEST = "cd" * 32


def changed(sku: str = LAMP, quantity: int = 1, price_pence: int = 12_00, basket: str = "b1") -> did.BasketChanged:
    return did.BasketChanged(basket=basket, channel="web", sku=sku, quantity=quantity, price_pence=price_pence, changed_ms=NOW_MS)


def add(*lines: tuple[str, int]) -> ask.AddLines:
    wishes = tuple(ask.WishedLine(sku=sku, quantity=quantity) for sku, quantity in lines)
    return ask.AddLines(id="1", basket="b1", channel="web", lines=wishes)


SAVE = ask.SaveBasket(id="1", basket="b1", channel="web", saved=DIGEST)
FORGET = ask.ForgetSavedBasket(id="1", saved=DIGEST)


def kept(*lines: tuple[str, int], expires_ms: int = NOW_MS + 30 * DAY_MS) -> did.BasketSaved:
    saved = tuple(did.SavedLine(sku=sku, quantity=quantity, price_pence=12_00) for sku, quantity in lines)
    return did.BasketSaved(saved=DIGEST, channel="web", lines=saved, saved_ms=NOW_MS, expires_ms=expires_ms)


FULL: list[Event] = [*ON_SALE, *(changed(f"sku-{number}") for number in range(50))]


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (ON_SALE, add((LAMP, 2), (BOOK, 1)), [changed(quantity=2), changed(BOOK)]),
        ([*ON_SALE, changed(quantity=3)], add((LAMP, 2)), [changed(quantity=5)]),
        ([*ON_SALE, changed(quantity=98)], add((LAMP, 2)), [changed(quantity=99)]),
        (ON_SALE, add((LAMP, 1), (LAMP, 2)), [changed(quantity=3)]),
        ([*ON_SALE, offer(price_pence=13_00, source=2)], add((LAMP, 1)), [changed(price_pence=13_00)]),
        ([*ON_SALE, offer(live=False, source=2)], add((LAMP, 1), (BOOK, 1)), [changed(BOOK)]),
        ([offer(live=False)], add((LAMP, 1)), []),
        ([], add((LAMP, 1)), []),
        (ON_SALE, add((LAMP, 0)), no.QuantityOutOfRange(0, 99)),
        (FULL, add((LAMP, 1)), no.BasketIsFull(50)),
        ([*ON_SALE, changed(), placed(order="o2", number="AW-2")], add((LAMP, 1)), no.BasketWasOrdered("o2")),
        ([*ON_SALE, changed(quantity=2), changed(BOOK)], SAVE, [kept((LAMP, 2), (BOOK, 1))]),
        ([*ON_SALE, changed(), kept((LAMP, 1))], SAVE, []),
        (ON_SALE, SAVE, no.BasketIsEmpty()),
        ([*ON_SALE, changed(), changed(quantity=0)], SAVE, no.BasketIsEmpty()),
        ([kept((LAMP, 1))], FORGET, []),
        ([kept((LAMP, 1), expires_ms=NOW_MS)], FORGET, [did.SavedBasketForgotten(saved=DIGEST, forgotten_ms=NOW_MS)]),
        ([], FORGET, []),
    ],
)
def test_what_is_kept_and_what_comes_back(history: list[Event], command: Command, expected: Any) -> None:
    assert table.ask(rules, state, history, command) == expected


def test_putting_lines_in_leaves_the_saved_copy_and_the_order_as_they_were() -> None:
    history = [*STATES["confirmed"], kept((LAMP, 1))]
    before, rows = table.after(state, history), table.after(state, history)
    for event in rules.decide(rows, add((LAMP, 1)), NOW_MS):
        state.evolve(rows, event)
    for row, key in ((state.SavedBasket, DIGEST), (state.Order, "o1")):
        assert rows[row, key] == before[row, key] != None  # noqa: E711 - a chain
