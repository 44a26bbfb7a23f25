"""The allowed graph of an order's states: every command from every state."""

from __future__ import annotations

from typing import Any

import pytest

from arkwright.compartments.ordering import events as did
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering import rules, state
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from tests.compartments import table
from tests.compartments.ordering.examples import BOOK, LAMP, STATES, begin, cancel, close_short, confirm, give_up, placed, record

COMMANDS: dict[str, Command] = {
    "confirm": confirm(),
    "begin": begin("colleague"),
    "shopper begins": begin("shopper"),
    "give up": give_up(),
    "cancel": cancel("colleague"),
    "payment fails": cancel("payment"),
    "send some": record((LAMP, 1)),
    "send the rest": record((LAMP, 1), (BOOK, 1)),
    "send all": record((LAMP, 2), (BOOK, 1)),
    "close short": close_short(),
}
BEING_CANCELLED = ", being cancelled"
ALLOWED: dict[tuple[str, str], str | Refusal] = {
    ("placed", "confirm"): "confirmed",
    ("placed", "begin"): "placed" + BEING_CANCELLED,
    ("placed", "shopper begins"): "placed" + BEING_CANCELLED,
    ("placed", "payment fails"): "cancelled",
    ("placed, being cancelled", "confirm"): no.OrderIs("o1", "being cancelled"),
    ("placed, being cancelled", "begin"): "placed" + BEING_CANCELLED,
    ("placed, being cancelled", "shopper begins"): "placed" + BEING_CANCELLED,
    ("placed, being cancelled", "give up"): "placed",
    ("placed, being cancelled", "cancel"): "cancelled",
    ("placed, being cancelled", "payment fails"): "cancelled",
    ("confirmed", "begin"): "confirmed" + BEING_CANCELLED,
    ("confirmed", "shopper begins"): "confirmed" + BEING_CANCELLED,
    ("confirmed", "send some"): "part-dispatched",
    ("confirmed", "send the rest"): "part-dispatched",
    ("confirmed", "send all"): "dispatched",
    ("confirmed, being cancelled", "confirm"): no.OrderIs("o1", "being cancelled"),
    ("confirmed, being cancelled", "begin"): "confirmed" + BEING_CANCELLED,
    ("confirmed, being cancelled", "shopper begins"): "confirmed" + BEING_CANCELLED,
    ("confirmed, being cancelled", "give up"): "confirmed",
    ("confirmed, being cancelled", "cancel"): "cancelled",
    ("confirmed, being cancelled", "send some"): "part-dispatched" + BEING_CANCELLED,
    ("confirmed, being cancelled", "send the rest"): "part-dispatched" + BEING_CANCELLED,
    ("confirmed, being cancelled", "send all"): "dispatched" + BEING_CANCELLED,
    ("part-dispatched", "send some"): "part-dispatched",
    ("part-dispatched", "send the rest"): "dispatched",
    ("part-dispatched", "send all"): no.NotThatMany(LAMP),
    ("part-dispatched", "close short"): "closed-short",
}


@pytest.mark.parametrize("asked", COMMANDS)
@pytest.mark.parametrize("standing", STATES)
def test_every_command_from_every_state(standing: str, asked: str) -> None:
    answer = table.ask(rules, state, STATES[standing], COMMANDS[asked])
    otherwise = standing if asked == "give up" else no.OrderIs("o1", standing.removesuffix(BEING_CANCELLED))
    expected = ALLOWED.get((standing, asked), otherwise)
    if isinstance(answer, list):
        order = table.after(state, [*STATES[standing], *answer])[state.Order, "o1"]
        assert order is not None
        assert order.status + (BEING_CANCELLED if order.cancelling else "") == expected
    else:
        assert answer == expected


@pytest.mark.parametrize("asked", COMMANDS)
def test_no_command_finds_an_order_that_is_not_there(asked: str) -> None:
    assert table.ask(rules, state, [], COMMANDS[asked]) == no.NoSuchOrder("o1")


@pytest.mark.parametrize(("states", "order"), [((), None), (("confirmed",), "o1")])
def test_a_basket_whose_order_was_never_paid_is_the_shoppers_again(states: tuple[str, ...], order: str | None) -> None:
    goods = did.BasketChanged(basket="b1", channel="web", sku=LAMP, quantity=2, price_pence=12_00, changed_ms=1)
    history = [*STATES["placed"][:-1], goods, *(STATES[states[0]][-2:] if states else STATES["placed"][-1:])]
    ended = did.OrderCancelled(**{**_of(placed()), "by": "shopper", "why": "", "was": states[0] if states else "placed", "cancelled_ms": 9})
    basket = table.after(state, [*history, ended])[state.Basket, "b1"]
    assert basket is not None
    assert basket.order == order
    assert [line.sku for line in basket.lines] == [LAMP]


def _of(event: did.OrderPlaced) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ("order", "number", "channel", "person", "contact", "lines")}
