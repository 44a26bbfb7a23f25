"""Switches as tables: where they apply, what passes the gate, and which new tables a node takes over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from arkwright.kit.messages import DuringPause
from arkwright.kit.refusal import NotTaken
from arkwright.kit.scope import NOWHERE, Scope
from arkwright.kit.switches import (
    NOTHING_SWITCHED,
    Gate,
    Limits,
    Paused,
    Place,
    SwitchOrder,
    SwitchTable,
    shipped,
)
from arkwright.kit.switches import gate as gates
from arkwright.kit.switches.place import in_share, place_in_share
from tests.kit.switch_orders import HOUR_MS, NOW_MS, held, order

WEB, APP = Place(channel="web"), Place(channel="app")
BASKET = Scope(
    channel="web",
    region="Scotland",
    postcode_area="EH",
    categories=frozenset({"toys", "books"}),
    delivery_method="standard",
    total_pence=40_00,
    shopper="s1",
)
SHIPPED = shipped()


def asked(switches: SwitchTable, scope: Scope = BASKET, during: DuringPause = "refuse", capability: str = "orders") -> str:
    try:
        Gate(switches, {}).check((capability,), scope, during, NOW_MS)
    except NotTaken as no:
        assert str(no)
        return type(no).__name__
    return "passes"


@pytest.mark.parametrize(
    ("place", "scope", "applies"),
    [
        (Place(), NOWHERE, True),
        (Place(), BASKET, True),
        (WEB, BASKET, True),
        (APP, BASKET, False),
        (WEB, NOWHERE, False),  # what does not apply to a command cannot be so of it
        (Place(store="leeds"), BASKET, False),
        (Place(store="leeds"), Scope(store="leeds", channel="till"), True),
        (Place(region="Scotland"), BASKET, True),
        (Place(region="EH"), BASKET, True),
        (Place(region="England"), BASKET, False),
        (Place(region="Scotland"), NOWHERE, False),
        (Place(category="toys"), BASKET, True),  # one line is enough
        (Place(category="food"), BASKET, False),
        (Place(category="toys"), NOWHERE, False),
        (Place(delivery_method="standard"), BASKET, True),
        (Place(delivery_method="next-day"), BASKET, False),
        (Place(channel="web", region="Scotland", category="books"), BASKET, True),
        (Place(channel="app", region="Scotland", category="books"), BASKET, False),
    ],
)
def test_where_a_place_applies(place: Place, scope: Scope, applies: bool) -> None:
    assert place.applies(scope) is applies
    assert place.may_apply(scope) or not applies


@pytest.mark.parametrize(
    ("limits", "scope", "broken"),
    [
        (Limits(), NOWHERE, None),
        (Limits(categories=("toys", "books")), BASKET, None),
        (Limits(categories=("toys",)), BASKET, "categories"),
        (Limits(categories=()), BASKET, "categories"),
        (Limits(categories=("toys",)), NOWHERE, "categories"),
        (Limits(regions=("Scotland",)), BASKET, None),
        (Limits(regions=("EH",)), BASKET, None),
        (Limits(regions=("England",)), BASKET, "regions"),
        (Limits(regions=("England",)), NOWHERE, "regions"),
        (Limits(regions=()), BASKET, "regions"),
        (Limits(delivery_methods=("standard",)), BASKET, None),
        (Limits(delivery_methods=("next-day",)), BASKET, "delivery_methods"),
        (Limits(delivery_methods=("standard",)), NOWHERE, "delivery_methods"),
        (Limits(max_total_pence=40_00), BASKET, None),
        (Limits(max_total_pence=39_99), BASKET, "max_total_pence"),
        (Limits(max_total_pence=40_00), NOWHERE, "max_total_pence"),
        (Limits(share_per_mille=1000), BASKET, None),
        (Limits(share_per_mille=0), BASKET, "share_per_mille"),
        (Limits(share_per_mille=1000), NOWHERE, "share_per_mille"),
        (Limits(categories=("toys",), regions=("England",)), BASKET, "categories"),
    ],
)
def test_which_limit_is_broken(limits: Limits, scope: Scope, broken: str | None) -> None:
    assert limits.broken("orders", scope) == broken


LIMITED = order("limited", limits=Limits(delivery_methods=("standard",)))
NEXT_DAY = replace(BASKET, delivery_method="next-day")


@pytest.mark.parametrize(
    ("switches", "scope", "refuse", "finish", "allow"),
    [
        (held(), BASKET, "passes", "passes", "passes"),
        (held(order("open")), BASKET, "passes", "passes", "passes"),
        (held(LIMITED), BASKET, "passes", "passes", "passes"),
        (held(LIMITED), NEXT_DAY, "LimitedToDeliveryMethods", "passes", "passes"),
        (held(order("paused")), BASKET, "Paused", "passes", "passes"),
        (held(order("paused", in_flight="cancel", cancel_from_ms=NOW_MS)), BASKET, "Paused", "passes", "passes"),
        (held(order("paused", in_flight="hold")), BASKET, "Paused", "Paused", "passes"),
        (held(order("sealed")), BASKET, "Sealed", "Sealed", "Sealed"),
        (held(order("sealed")), NOWHERE, "Sealed", "Sealed", "Sealed"),
        (held(order("paused", WEB)), BASKET, "Paused", "passes", "passes"),
        (held(order("paused", APP)), BASKET, "passes", "passes", "passes"),
        (held(order("sealed", capability="loyalty")), BASKET, "passes", "passes", "passes"),
        # all that apply count, and the strictest wins: a narrow place never opens what a broad one closed
        (held(order("paused"), order("open", WEB)), BASKET, "Paused", "passes", "passes"),
        (held(order("sealed"), order("limited", WEB, limits=Limits(max_total_pence=1))), BASKET, "Sealed", "Sealed", "Sealed"),
        (held(order("paused"), order("paused", WEB, in_flight="hold")), BASKET, "Paused", "Paused", "passes"),
        (held(order("open"), order("paused", WEB)), BASKET, "Paused", "passes", "passes"),
        (held(LIMITED, order("limited", WEB, limits=Limits(max_total_pence=1))), BASKET, "LimitedToTotal", "passes", "passes"),
        (held(LIMITED, order("limited", WEB, limits=Limits(max_total_pence=40_00))), BASKET, "passes", "passes", "passes"),
    ],
)
def test_what_passes_the_gate(switches: SwitchTable, scope: Scope, refuse: str, finish: str, allow: str) -> None:
    assert (asked(switches, scope), asked(switches, scope, "finish"), asked(switches, scope, "allow")) == (refuse, finish, allow)


def test_each_capability_of_a_command_is_checked() -> None:
    gate = Gate(held(order("paused", capability="delivery")), {})
    gate.check(("orders",), BASKET, "refuse", NOW_MS)
    with pytest.raises(Paused):
        gate.check(("orders", "delivery"), BASKET, "refuse", NOW_MS)
    gate.check((), BASKET, "refuse", NOW_MS)
    with pytest.raises(LookupError):
        gate.check(("order",), BASKET, "refuse", NOW_MS)


def test_a_pause_is_told_in_the_words_of_its_order() -> None:
    with pytest.raises(Paused) as caught:
        Gate(held(order("paused", say="Orders are {paused}.")), {}).check(("orders",), BASKET, "refuse", NOW_MS)
    no = caught.value
    assert str(no) == "Orders are {paused}."
    assert (no.capability, no.mode, no.since_ms, no.review_ms) == ("orders", "paused", NOW_MS - HOUR_MS, NOW_MS + HOUR_MS)
    assert no.fallback == "Visit a store."


@pytest.mark.parametrize(
    ("limits", "sentence", "field"),
    [
        (Limits(categories=("baby-toys", "x", "y")), "Only these departments at the moment: baby toys, x and y. Soon more.", "category"),
        (Limits(regions=("England", "Wales")), "Only in England and Wales at the moment. Soon more.", "postcode"),
        (Limits(delivery_methods=("next-day",)), "Only next-day delivery at the moment. Soon more.", "delivery"),
        (Limits(max_total_pence=30_00), "Only up to £30.00 in total at the moment. Soon more.", "total"),
        (
            Limits(share_per_mille=0),
            "We are letting shoppers in a few at a time, and it is not your turn yet. Please try again later. Soon more.",
            None,
        ),
    ],
)
def test_a_limit_says_what_is_inside(limits: Limits, sentence: str, field: str | None) -> None:
    with pytest.raises(gates.Limited) as caught:
        Gate(held(order("limited", limits=limits, say="Soon more.")), {}).check(("orders",), BASKET, "refuse", NOW_MS)
    assert (str(caught.value), caught.value.field) == (sentence, field)


@pytest.mark.parametrize(
    ("capability", "orders", "silent_hours", "outcome"),
    [
        ("kiosk-returns", (), 24, "passes"),
        ("kiosk-returns", (), 25, "Paused"),
        ("kiosk-returns", (order("sealed", capability="kiosk-returns"),), 25, "Sealed"),
        ("kiosk-returns", (order("open", capability="kiosk-returns"),), 25, "Paused"),
        ("orders", (), 10_000, "passes"),
        ("orders", (order("paused"),), 10_000, "Paused"),
        ("orders", (order("paused", APP),), 10_000, "passes"),
    ],
)
def test_what_silence_of_the_desk_does(capability: str, orders: tuple[SwitchOrder, ...], silent_hours: int, outcome: str) -> None:
    gate = Gate(held(*orders), SHIPPED)
    try:
        gate.check((capability,), BASKET, "refuse", NOW_MS + silent_hours * HOUR_MS)
    except NotTaken as no:
        assert type(no).__name__ == outcome
        if outcome == "Paused" and capability == "kiosk-returns":
            assert str(no) == SHIPPED[capability].stale_say
    else:
        assert outcome == "passes"


def test_before_the_first_word_from_the_desk_the_direction_of_failure_rules() -> None:
    gate = Gate(NOTHING_SWITCHED, SHIPPED)
    gate.check(("orders",), BASKET, "refuse", NOW_MS)
    with pytest.raises(Paused):
        gate.check(("gift-cards",), BASKET, "refuse", NOW_MS)


@pytest.mark.parametrize(
    ("orders", "scope", "mode", "elsewhere"),
    [
        ((), Scope(channel="web"), "open", 0),
        ((order("open"),), Scope(channel="web"), "open", 0),
        ((order("paused", WEB), order("limited", limits=Limits(max_total_pence=1))), Scope(channel="web"), "paused", 0),
        ((order("paused", WEB),), Scope(channel="app"), "open", 0),
        ((order("paused", Place(region="Scotland")),), Scope(channel="web"), "open", 1),
        ((order("paused", Place(region="Scotland")), order("sealed")), Scope(channel="web"), "sealed", 0),
        ((order("paused", Place(channel="app", region="Scotland")),), Scope(channel="web"), "open", 0),
    ],
)
def test_describe(orders: tuple[SwitchOrder, ...], scope: Scope, mode: str, elsewhere: int) -> None:
    standing = Gate(held(*orders), {}).describe("orders", scope, NOW_MS)
    assert (standing.mode, len(standing.elsewhere)) == (mode, elsewhere)
    assert bool(standing.say) == (mode != "open")


def test_describe_tells_limits_and_silence() -> None:
    standing = Gate(held(LIMITED), SHIPPED).describe("orders", BASKET, NOW_MS + 200 * HOUR_MS)
    assert standing.allowed == ("Only standard delivery at the moment.",)
    assert standing.stale
    silent = Gate(held(), SHIPPED).describe("accounts", NOWHERE, NOW_MS + 80 * HOUR_MS)
    assert (silent.mode, silent.since_ms) == ("paused", NOW_MS + 72 * HOUR_MS)


@given(st.text(), st.integers(0, 1000), st.integers(0, 1000))
def test_a_share_is_stable_and_grows_only(shopper: str, one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert in_share("orders", shopper, small) <= in_share("orders", shopper, large)
    assert not in_share("orders", shopper, 0)
    assert in_share("orders", shopper, 1000)
    assert place_in_share("orders", "s1") == 746  # for ever: shoppers who are in stay in


def test_a_share_is_about_that_share_and_not_the_same_for_each_capability() -> None:
    shoppers = [f"shopper-{number}" for number in range(4000)]
    inside = {shopper for shopper in shoppers if in_share("orders", shopper, 250)}
    assert 900 < len(inside) < 1100
    assert inside != {shopper for shopper in shoppers if in_share("delivery", shopper, 250)}
