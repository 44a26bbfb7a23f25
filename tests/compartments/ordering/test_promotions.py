"""What promotions take off: a table of baskets in pence, and what must hold for every basket and every set of promotions."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from arkwright.compartments.ordering.events import SoldLine
from arkwright.kit.promoting import (
    Saving,
    by_promotion,
    code_pence,
    for_members,
    member_price,
    paid_pence,
    promoted,
    promoted_for,
    saved_pence,
    shared,
)
from arkwright.kit.promotion import Terms, plain_code


@pytest.mark.parametrize(
    ("items", "pence"),
    [
        # percentages, those for members marked; what one of £10.00 costs a member, where that is less than anybody pays
        ([], None),
        ([(10, False)], None),
        ([(10, True)], 9_00),
        ([(10, True), (10, False)], None),
        ([(20, True), (10, False)], 8_00),
        ([(10, True), (20, False)], None),
        ([(10, True), (15, True)], 8_50),
    ],
)
def test_a_price_for_members_is_one_where_it_is_less(items: list[tuple[int, bool]], pence: int | None) -> None:
    held = [replace(terms(f"p{at}", "percent", percent=percent), members_only=members) for at, (percent, members) in enumerate(items)]
    found = member_price(line("a", 10_00), held)
    assert (found[0] if found else None) == pence
    (bought,) = promoted([line("a", 10_00)], held).lines
    assert for_members([bought]) == (pence is not None)
    assert pence in (None, bought.paid_pence)


@pytest.mark.parametrize(
    ("members_percent", "b_pence", "member", "saved", "is_theirs"),
    [
        (50, 40_00, False, 11_20, False),
        (50, 40_00, True, 11_20, False),  # their own price, £6, would bring the goods below £50, and the code with them
        (50, 48_00, True, 16_00, True),
        (10, 48_00, True, 11_20, False),
    ],
)
def test_nobody_pays_more_for_being_a_member(members_percent: int, b_pence: int, member: bool, saved: int, is_theirs: bool) -> None:
    held = [
        terms("p1", "percent", skus=("a",), percent=10),
        replace(terms("p2", "percent", skus=("a",), percent=members_percent), members_only=True),
    ]
    ten_off = terms("ten", "code", code="TEN", amount_pence=10_00, least_pence=50_00)
    found = promoted_for(member, [line("a", 12_00), line("b", b_pence)], held, ten_off)
    assert (saved_pence(found.lines), for_members(found.lines)) == (saved, is_theirs)


def line(sku: str, price_pence: int, quantity: int = 1, category: str = "home") -> SoldLine:
    """Goods of a SKU; its product is called like it, with a p in front."""
    return SoldLine(
        sku=sku, product=f"p-{sku}", name=sku, quantity=quantity, price_pence=price_pence, vat_rate="standard", category=category
    )


def terms(promotion: str, kind: Any, **more: Any) -> Terms:
    """A promotion that holds always, for the category home unless told otherwise."""
    goods: Any = {} if kind == "code" or {"skus", "products", "category"} & more.keys() else {"category": "home"}
    return Terms(promotion=promotion, name=promotion, kind=kind, from_ms=0, until_ms=1, revision=1, **goods, **more)


THREE_FOR_TWO = terms("three", "pay-for", buy=3, pay_for=2)
TWO_FOR_ONE_A = terms("two-a", "pay-for", buy=2, pay_for=1, skus=("a",))
THREE_FOR_TEN = terms("ten", "bundle", buy=3, price_pence=10_00)
TENTH = terms("tenth", "percent", percent=10)
QUARTER_B = terms("quarter-b", "percent", percent=25, products=("p-b",))
THIRD = terms("third", "percent", percent=33)
FIVE_OFF = terms("five", "code", code="FIVE", amount_pence=5_00)
FIVE_FROM_20 = terms("five-20", "code", code="FIVE20", amount_pence=5_00, least_pence=20_00)
FIVE_EACH_20 = terms("five-each", "code", code="EACH20", amount_pence=5_00, least_pence=20_00, times=3)
HALF = terms("half", "code", code="HALF", percent=50)


@pytest.mark.parametrize(
    ("lines", "items", "code", "expected"),
    [
        # lines; promotions; a code; what each line saves
        ([line("a", 4_00, 2)], [THREE_FOR_TWO], None, [0]),
        ([line("a", 4_00, 3)], [THREE_FOR_TWO], None, [4_00]),
        ([line("a", 4_00, 5)], [THREE_FOR_TWO], None, [4_00]),
        ([line("a", 4_00, 6)], [THREE_FOR_TWO], None, [8_00]),
        ([line("a", 4_00, 3, "toys")], [THREE_FOR_TWO], None, [0]),
        # the cheapest of a group is free, and its saving is shared by value
        ([line("a", 6_00), line("b", 3_00), line("c", 1_00)], [THREE_FOR_TWO], None, [60, 30, 10]),
        # the dearest stand together: 10, 9, 8 and 3, 2, 1 save 8 and 1
        (
            [line("a", 10_00), line("b", 9_00), line("c", 8_00), line("d", 3_00), line("e", 2_00), line("f", 1_00)],
            [THREE_FOR_TWO],
            None,
            9_00,
        ),
        # a penny that cannot be shared evenly goes to the largest remainder, and of equals to the first SKU
        ([line("a", 1_00), line("b", 1_00), line("c", 1_00)], [THREE_FOR_TWO], None, [34, 33, 33]),
        ([line("a", 4_00, 3)], [THREE_FOR_TEN], None, [2_00]),
        ([line("a", 3_00, 3)], [THREE_FOR_TEN], None, [0]),
        ([line("a", 9_00), line("b", 4_00, 2), line("c", 1_00, 3)], [THREE_FOR_TEN], None, 7_00),
        # percentages are of one unit, rounded half up
        ([line("a", 1_05, 2)], [TENTH], None, [22]),
        ([line("a", 1_04, 2)], [TENTH], None, [20]),
        ([line("a", 4_00), line("b", 4_00)], [TENTH, QUARTER_B], None, [40, 1_00]),
        # a unit takes part once: what is left over has the percentage
        ([line("a", 4_00, 4)], [THREE_FOR_TWO, TENTH], None, [4_40]),
        ([line("a", 30_00), line("b", 1_00, 4)], [THREE_FOR_TWO, TENTH], None, 4_10),
        ([line("a", 4_00, 3)], [THREE_FOR_TWO, THIRD], None, [4_00]),
        ([line("a", 4_00, 3)], [THREE_FOR_TEN, THIRD], None, [3_96]),
        # of two multi-buys the better one
        ([line("a", 6_00, 2), line("b", 6_00)], [THREE_FOR_TWO, TWO_FOR_ONE_A], None, [4_00, 2_00]),
        ([line("a", 9_00, 2), line("b", 6_00)], [THREE_FOR_TWO, TWO_FOR_ONE_A], None, [9_00, 0]),
        ([line("a", 6_00, 5)], [THREE_FOR_TWO, TWO_FOR_ONE_A], None, [12_00]),
        # codes
        ([line("a", 8_00)], [], FIVE_OFF, [5_00]),
        ([line("a", 5_00)], [], FIVE_OFF, [4_50]),
        ([line("a", 19_99)], [], FIVE_FROM_20, [0]),
        ([line("a", 20_00)], [], FIVE_FROM_20, [5_00]),
        ([line("a", 40_00)], [], FIVE_FROM_20, [5_00]),
        ([line("a", 59_00)], [], FIVE_EACH_20, [10_00]),
        ([line("a", 90_00)], [], FIVE_EACH_20, [15_00]),
        ([line("a", 10_00), line("b", 5_00, 1, "toys")], [], HALF, [5_00, 2_50]),
        # on top of item promotions: half of what is left
        ([line("a", 4_00, 3)], [THREE_FOR_TWO], HALF, [8_00]),
        # instead of them where they would leave too little for the minimum spend, and take less off
        ([line("a", 7_00, 3)], [THREE_FOR_TEN, TENTH], FIVE_FROM_20, [11_00]),
        ([line("a", 7_00, 3)], [TENTH], FIVE_FROM_20, [5_00]),
        ([line("a", 10_00, 2)], [TENTH], FIVE_FROM_20, [5_00]),
    ],
)
def test_savings(lines: list[SoldLine], items: list[Terms], code: Terms | None, expected: list[int] | int) -> None:
    found = promoted(lines, items, code).lines
    assert (sum(each.saved_pence for each in found) if isinstance(expected, int) else [each.saved_pence for each in found]) == expected


@pytest.mark.parametrize(
    ("lines", "items", "code", "used", "short_pence"),
    [
        ([line("a", 8_00)], [], FIVE_OFF, "FIVE", 0),
        ([line("a", 15_00)], [], FIVE_FROM_20, "", 5_00),
        ([line("a", 7_00, 3)], [TENTH], FIVE_FROM_20, "FIVE20", 0),
        ([line("a", 7_00, 3)], [THREE_FOR_TEN], FIVE_FROM_20, "", 0),
        ([line("a", 8_00)], [TENTH], None, "", 0),
    ],
)
def test_whether_a_code_is_used(lines: list[SoldLine], items: list[Terms], code: Terms | None, used: str, short_pence: int) -> None:
    found = promoted(lines, items, code)
    assert (found.code, found.short_pence) == (used, short_pence)


def test_each_saving_names_its_promotion() -> None:
    found = promoted([line("a", 4_00, 4)], [THREE_FOR_TWO, TENTH], HALF).lines
    assert found[0].savings == (
        Saving(promotion="three", name="three", pence=4_00),
        Saving(promotion="tenth", name="tenth", pence=40),
        Saving(promotion="half", name="half", pence=5_80, code="HALF"),
    )
    twice = promoted([line("a", 4_00, 3), line("b", 4_00, 3)], [THREE_FOR_TWO]).lines
    assert by_promotion(twice) == (Saving(promotion="three", name="three", pence=8_00),)
    assert promoted(found, [], None).lines == (line("a", 4_00, 4),)


def test_a_basket_at_the_limit_is_quick_enough_for_the_lane() -> None:
    lines = [line(f"s{number:02}", 1_00 + number, 20) for number in range(50)]
    many = [terms(f"m{number}", "pay-for", buy=2 + number % 5, pay_for=1) for number in range(12)]
    assert saved_pence(promoted(lines, [*many, TENTH]).lines) > 0


@pytest.mark.parametrize(("typed", "expected"), [(" summer 10 ", "SUMMER10"), ("Summer10", "SUMMER10"), ("", "")])
def test_codes_are_compared_in_capitals_without_spaces(typed: str, expected: str) -> None:
    assert plain_code(typed) == expected


SKUS = ("a", "b", "c", "d")
LINES = st.lists(
    st.builds(line, st.sampled_from(SKUS), st.just(0), st.integers(1, 5), st.just("")),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each.sku,
)
PRICES = st.tuples(*(st.integers(1, 30_00) for _ in SKUS))
GOODS = st.one_of(
    st.sampled_from(["home", "toys"]).map(lambda name: {"category": name}),
    st.sets(st.sampled_from(SKUS), min_size=1).map(lambda skus: {"skus": tuple(sorted(skus))}),
)
RULES = st.one_of(
    st.integers(2, 4).flatmap(lambda buy: st.integers(1, buy - 1).map(lambda pay: {"kind": "pay-for", "buy": buy, "pay_for": pay})),
    st.builds(lambda buy, pence: {"kind": "bundle", "buy": buy, "price_pence": pence}, st.integers(2, 4), st.integers(1, 40_00)),
    st.integers(1, 90).map(lambda percent: {"kind": "percent", "percent": percent}),
)
ITEMS = st.lists(st.tuples(RULES, GOODS), max_size=4).map(
    lambda each: [terms(f"p{number}", **rule, **goods) for number, (rule, goods) in enumerate(each)]
)
CODES = st.one_of(
    st.none(),
    st.builds(
        lambda pence, least, times: terms("x", "code", code="X", amount_pence=pence, least_pence=least, times=times),
        st.integers(1, 40_00), st.integers(0, 50_00), st.integers(1, 4),
    ),
    st.builds(
        lambda percent, least: terms("x", "code", code="X", percent=percent, least_pence=least),
        st.integers(1, 90), st.integers(0, 50_00),
    ),
)  # fmt: skip


def basket(lines: list[SoldLine], prices: tuple[int, ...]) -> list[SoldLine]:
    """One price a SKU; the first two are of the category home, the others toys."""
    known = dict(zip(SKUS, prices, strict=True))
    return [line(each.sku, known[each.sku], each.quantity, "home" if each.sku in "ab" else "toys") for each in lines]


@given(LINES, PRICES, ITEMS, CODES)
def test_what_always_holds(plain: list[SoldLine], prices: tuple[int, ...], items: list[Terms], code: Terms | None) -> None:
    lines = basket(plain, prices)
    found = promoted(lines, items, code)
    whole = sum(each.price_pence * each.quantity for each in lines)
    assert paid_pence(found.lines) + saved_pence(found.lines) == whole
    assert sum(each.pence for each in by_promotion(found.lines)) == saved_pence(found.lines)
    for each in found.lines:
        assert 0 <= each.paid_pence <= each.price_pence * each.quantity
        assert all(saving.pence > 0 for saving in each.savings)
    assert bool(found.code) == any(saving.code for each in found.lines for saving in each.savings)
    # no single promotion would save more
    for single in items:
        assert saved_pence(found.lines) >= saved_pence(promoted(lines, [single]).lines)
    if code:
        assert saved_pence(found.lines) >= code_pence(code, whole)
        assert saved_pence(found.lines) >= saved_pence(promoted(lines, items).lines)


@given(LINES, PRICES, ITEMS, CODES, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_promotions_changes_nothing(
    plain: list[SoldLine], prices: tuple[int, ...], items: list[Terms], code: Terms | None, dice: Any
) -> None:
    lines = basket(plain, prices)
    found = {each.sku: each for each in promoted(lines, items, code).lines}
    dice.shuffle(lines)
    dice.shuffle(items)
    assert {each.sku: each for each in promoted(lines, items, code).lines} == found


def best_by_force(units: list[tuple[SoldLine, int]], multi: Terms, percent: int) -> int:
    """The most that one multi-buy and one percentage over everything can take off, by trying every way to group."""
    alone = sum((2 * price * percent + 100) // 200 for _, price in units)
    best = alone
    fitting = [at for at, (of, _) in enumerate(units) if multi.covers(of.sku, of.product, of.category)]
    for group in itertools.combinations(fitting, multi.buy):
        prices = sorted((units[at][1] for at in group), reverse=True)
        gain = sum(prices[multi.pay_for :]) if multi.kind == "pay-for" else sum(prices) - multi.price_pence
        rest = [unit for at, unit in enumerate(units) if at not in group]
        best = max(best, gain + best_by_force(rest, multi, percent))
    return best


@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=6),
    st.sampled_from([THREE_FOR_TWO, terms("m", "pay-for", buy=2, pay_for=1), terms("n", "bundle", buy=3, price_pence=12)]),
    st.sampled_from([0, 10, 40]),
)
def test_one_multi_buy_beside_one_percentage_is_as_good_as_every_way_tried(prices: list[int], multi: Terms, percent: int) -> None:
    lines = [line(f"s{at}", price) for at, price in enumerate(prices)]
    items = [multi, *([terms("q", "percent", percent=percent)] if percent else [])]
    found = saved_pence(promoted(lines, items).lines)
    assert found == best_by_force([(each, each.price_pence) for each in lines], multi, percent)


@given(st.integers(0, 10_000), st.dictionaries(st.integers(0, 5), st.integers(1, 9_999), min_size=1))
def test_shares_add_up(pence: int, value: dict[int, int]) -> None:
    whole = sum(value.values())
    lines = [line(f"s{at}", 1) for at in range(6)]
    shares = shared(min(pence, whole), value, lines)
    assert sum(shares.values()) == min(pence, whole)
    assert all(abs(share * whole - min(pence, whole) * value[at]) < whole and share <= value[at] for at, share in shares.items())
