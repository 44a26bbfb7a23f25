"""What is paid with points online: once, within the balance, given back within what was spent, and over for ever."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.compartments.loyalty import commands as ask_for
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.compartments.loyalty import rules, state
from arkwright.compartments.loyalty.points import usable, worth_pence
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from tests.compartments.loyalty.test_rules import FROZEN, JOINED, earned
from tests.compartments.table import NOW_MS, ask

SPENT = did.PointsSpent(spend="s1", member="member-1", store="", points=-20, at_ms=NOW_MS, recorded_ms=NOW_MS)
SPEND = ask_for.SpendPoints(id="c", spend="s1", member="member-1", points=20)
RELEASE = ask_for.ReleaseSpend(id="c", spend="s1", at_ms=NOW_MS)
RELEASED = did.SpendReleased(spend="s1", released_ms=NOW_MS)
GONE = did.MemberForgotten(member="member-1", number=JOINED.number, forgotten_ms=NOW_MS)


def back(points: int, refund: str = "x1") -> ask_for.GiveBackSpent:
    return ask_for.GiveBackSpent(id="c", spend="s1", refund=refund, points=points, at_ms=NOW_MS)


def came(points: int, refund: str = "x1") -> did.PointsGivenBack:
    return did.PointsGivenBack(refund=refund, member="member-1", store="", points=points, at_ms=NOW_MS, recorded_ms=NOW_MS, spend="s1")


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        ([JOINED, earned()], SPEND, [SPENT]),
        ([JOINED, earned(), SPENT], SPEND, []),
        ([JOINED, earned(), FROZEN], SPEND, no.PointsAreFrozen()),
        ([JOINED], SPEND, no.FewerPointsThanThat(0)),
        ([JOINED, earned(), RELEASED], SPEND, no.SpendIsOver()),
        ([JOINED, earned(), SPENT, came(20), RELEASED], SPEND, []),
        ([JOINED, earned(), SPENT], back(5), [came(5)]),
        ([JOINED, earned(), SPENT, FROZEN], back(5), [came(5)]),
        ([JOINED, earned(), SPENT, came(5)], back(5), []),
        ([JOINED, earned(), SPENT, came(5)], back(16, "x2"), no.MorePointsThanWereSpent(15)),
        ([JOINED, earned(), SPENT], back(0), no.PointsOutOfRange(1_000_000)),
        ([JOINED], back(5), no.NoSuchSpend()),
        ([JOINED, earned(), SPENT, GONE], back(5), no.NoSuchMembership()),
        ([JOINED, earned(), SPENT], RELEASE, [came(20, "s1.released"), RELEASED]),
        ([JOINED, earned(), SPENT, came(5)], RELEASE, [came(15, "s1.released"), RELEASED]),
        ([JOINED, earned(), SPENT, came(20, "s1.released"), RELEASED], RELEASE, []),
        ([JOINED, earned(), SPENT, GONE], RELEASE, [RELEASED]),
        ([JOINED, earned()], RELEASE, [RELEASED]),
        ([JOINED, earned(), RELEASED], RELEASE, []),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command) == outcome


@given(st.lists(st.sampled_from([SPEND, RELEASE, back(5), back(9, "x2"), back(20, "x3")]), max_size=12))
def test_in_any_order_with_any_duplicates_a_spend_gives_back_at_most_itself(order: list[Command]) -> None:
    rows = LoadedRows(complete=True)
    state.evolve(rows, JOINED)
    state.evolve(rows, earned())
    balances: list[int] = []
    for command in [*order, RELEASE]:
        try:
            events = rules.decide(rows, command, NOW_MS)
        except Refusal:
            continue
        for event in events:
            state.evolve(rows, event)
        found = rows[state.Member, "member-1"]
        balances.append(found.balance if found else 0)
    assert set(balances) <= set(range(4, 25))
    assert balances[-1] == 24, "released, whatever came before: the member has all of it"


@pytest.mark.parametrize(
    ("points", "due_pence", "most"),
    [
        (0, 50_00, 0),
        (99, 50_00, 0),
        (100, 50_00, 100),
        (1_999, 50_00, 1_900),
        (9_999, 50_00, 5_000),
        (9_999, 50_10, 4_900),
        (9_999, 50_29, 4_900),
        (9_999, 50_30, 5_000),
        (9_999, 99, 0),
        (9_999, 1_10, 0),
        (-500, 50_00, 0),
    ],
)
def test_what_may_be_used_leaves_nothing_or_enough_for_a_card(points: int, due_pence: int, most: int) -> None:
    assert usable(points, due_pence, 100, 1_00, 30) == most
    assert worth_pence(most, 100, 1_00) == most


@given(st.integers(0, 20_000), st.integers(1, 20_000), st.integers(1, 500), st.integers(1, 500))
def test_whatever_the_terms_what_is_left_can_be_charged(points: int, due_pence: int, step: int, pence: int) -> None:
    found = usable(points, due_pence, step, pence, 30)
    left = due_pence - worth_pence(found, step, pence)
    assert 0 <= found <= points
    assert found == 0 or left == 0 or left >= 30
