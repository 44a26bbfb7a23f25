"""The checker of points is right where loyalty is, and catches each way of being wrong."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.compartments.loyalty import commands as ask
from arkwright.compartments.loyalty import rules, state
from arkwright.compartments.loyalty.events import PointsEarned
from arkwright.kit import membership
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import LoadedRows
from tests.simulation.checkers.points import Bought, CameBack, DayRule, Facts, Goods, MoneyBack, Moved, balances_are_reckoned, counted_once

NOW_MS = 1_790_000_000_000
MEMBERS = ("member-1", "member-2")
MUGS = Goods(line="l1", quantity=3, paid_pence=29_99, category="kitchen")
RUG = Goods(line="l2", quantity=1, paid_pence=99_99, category="home")
DOUBLE = DayRule(category="", points_a_pound=2, from_ms=NOW_MS + 10, until_ms=NOW_MS + 20)
KITCHEN = DayRule(category="kitchen", points_a_pound=5, from_ms=NOW_MS + 15, until_ms=NOW_MS + 20)
HAPPENED = Facts(
    bought=(
        Bought(source="r1", part="r1", member="member-1", goods=(MUGS,), sold_ms=NOW_MS),
        Bought(source="r2", part="r2", member="member-2", goods=(MUGS, RUG), sold_ms=NOW_MS + 12),
        Bought(source="o1", part="p1", member="member-1", goods=(MUGS,), sold_ms=NOW_MS + 16),
        Bought(source="o1", part="p2", member="member-1", goods=(RUG,), sold_ms=NOW_MS + 16),
    ),
    came_back=(
        CameBack(returned="x1", source="r1", units=(("l1", 1),)),
        CameBack(returned="x3", source="r1", units=(("l1", 1),)),
        CameBack(returned="x2", source="r2", units=(("l1", 3), ("l2", 1))),
    ),
    money_back=(MoneyBack(refund="f1", source="o1", pence=20_01), MoneyBack(refund="f2", source="r2", pence=1)),
    moved=(Moved(what="s1", member="member-1", points=-30), Moved(what="a1", member="member-2", points=7)),
    rules=(DOUBLE, KITCHEN),
)


def commands(facts: Facts) -> list[Command]:
    """What loyalty is asked when this happens."""
    found: list[Command] = []
    for bought in facts.bought:
        lines = tuple(
            ask.BoughtLine(line=each.line, name=each.line, quantity=each.quantity, paid_pence=each.paid_pence, category=each.category)
            for each in bought.goods
        )
        found.append(
            ask.EarnPoints(
                id="c", source=bought.source, part=bought.part, kind="receipt", member=bought.member, lines=lines, sold_ms=bought.sold_ms
            )
        )
    for back in facts.came_back:
        units = tuple(ask.ReturnedUnits(line=line, quantity=quantity) for line, quantity in back.units)
        found.append(ask.ClawBack(id="c", source=back.source, returned=back.returned, units=units, at_ms=NOW_MS))
    for money in facts.money_back:
        found.append(ask.ClawBackMoney(id="c", source=money.source, returned=money.refund, pence=money.pence, at_ms=NOW_MS))
    for move in facts.moved:
        if move.points < 0:
            found.append(ask.RecordSpend(id="c", spend=move.what, member=move.member, points=-move.points, sale="r", at_ms=NOW_MS))
        else:
            found.append(
                ask.AdjustPoints(
                    id="c", adjustment=move.what, member=move.member, points=move.points, why="good-will", by="cleo", most_points=99
                )
            )
    return found


def lived(order: Sequence[Command]) -> tuple[dict[str, int], list[Event]]:
    """The balances that loyalty comes to, and its journal."""
    rows, told = LoadedRows(complete=True), list[Event]()
    first = [ask.JoinLoyalty(id="c", member=member, number=membership.number_of(member)) for member in MEMBERS]
    book = [
        ask.SetPointsRule(
            id="c", rule=str(number), category=rule.category, points_a_pound=rule.points_a_pound, from_ms=rule.from_ms,
            until_ms=rule.until_ms, by="cleo",
        )
        for number, rule in enumerate(HAPPENED.rules)
    ]  # fmt: skip
    for command in [*first, *book, *order]:
        for event in rules.decide(rows, command, NOW_MS):
            state.evolve(rows, event)
            told.append(event)
    found = {member: rows[state.Member, member] for member in MEMBERS}
    return {member: row.balance for member, row in found.items() if row}, told


ALL = commands(HAPPENED)


@given(st.permutations(ALL), st.lists(st.tuples(st.integers(0, len(ALL) - 1), st.integers(0, 20)), max_size=6))
def test_loyalty_agrees_with_the_reckoning_in_any_order_with_any_duplicates(order: list[Command], again: list[tuple[int, int]]) -> None:
    for which, where in again:
        order.insert(min(where, len(order)), ALL[which])
    balances, told = lived(order)
    assert list(balances_are_reckoned(HAPPENED, balances)) == []
    assert list(counted_once(told)) == []


def test_the_reckoning_by_hand() -> None:
    balances, _ = lived(ALL)
    # r1: £9.99 is 9; o1 at two a pound: £129.98 less £20.01 is £109.97, 218, and the mugs' £25.37 of it three more each: 75. r2 came back.
    assert balances == {"member-1": 9 + 218 + 75 - 30, "member-2": 7}


@pytest.mark.parametrize(
    ("member", "points"),
    [("member-1", 1), ("member-1", -1), ("member-2", 129), ("member-3", 5)],
)
def test_a_balance_that_is_not_what_happened_is_caught(member: str, points: int) -> None:
    balances, _ = lived(ALL)
    wrong = balances | {member: balances.get(member, 0) + points}
    assert [line[:3] for line in balances_are_reckoned(HAPPENED, wrong)] == ["19:"]


@pytest.mark.parametrize(
    "broken",
    [
        mock.patch.object(rules, "counted", return_value=False),
        mock.patch.object(rules, "points_of", side_effect=lambda lines, *_: sum(line.paid_pence for line in lines) // 100),
        mock.patch.object(state, "with_units", side_effect=lambda returned, units: dict(returned)),
    ],
    ids=["spends count each time", "returns do not count", "returns are forgotten"],
)
def test_broken_rules_are_caught(broken: AbstractContextManager[object]) -> None:
    with broken:
        balances, told = lived([*ALL, *ALL[::-1]])
    assert [*balances_are_reckoned(HAPPENED, balances), *counted_once(told)]


def test_a_receipt_that_earns_twice_or_for_two_is_caught() -> None:
    _, told = lived(ALL)
    earned = next(event for event in told if isinstance(event, PointsEarned))
    assert list(counted_once([*told, earned])) == [f"19: the part {earned.source}/{earned.part} counted again"]
    other = PointsEarned(
        source=earned.source, part="other", kind="receipt", member="member-2", store="", lines=(), points=0, sold_ms=1, recorded_ms=1
    )
    assert list(counted_once([*told, other])) == [f"19: {earned.source} earned for member-1 and for member-2"]
