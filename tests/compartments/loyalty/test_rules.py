"""The rules of loyalty as tables; and the same balance whatever order things come in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from arkwright.compartments.loyalty import commands as ask_for
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.compartments.loyalty import rules, state, tender_terms
from arkwright.compartments.loyalty.points import points_of
from arkwright.compartments.loyalty.spending import MOST_POINTS
from arkwright.kit import membership
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from tests.compartments.table import NOW_MS, ask

NUMBER = membership.number_of("member-1")
JOINED = did.MemberJoined(member="member-1", number=NUMBER, joined_ms=1)
MUG = ask_for.BoughtLine(line="l1", name="Blue mug", quantity=2, paid_pence=24_00, category="kitchen")
RUG = ask_for.BoughtLine(line="l2", name="Rug", quantity=1, paid_pence=99_99, category="home")


def earn(
    source: str = "r1", lines: tuple[ask_for.BoughtLine, ...] = (MUG,), part: str = "", member: str = "member-1"
) -> ask_for.EarnPoints:
    return ask_for.EarnPoints(
        id="c", store="leeds", source=source, part=part or source, kind="receipt", member=member, lines=lines, sold_ms=NOW_MS - 5
    )


def earned(points: int = 24, source: str = "r1", lines: tuple[ask_for.BoughtLine, ...] = (MUG,)) -> did.PointsEarned:
    return did.PointsEarned(
        source=source, part=source, kind="receipt", member="member-1", store="leeds", lines=lines, points=points,
        sold_ms=NOW_MS - 5, recorded_ms=NOW_MS,
    )  # fmt: skip


def back(quantity: int = 1, returned: str = "x1", line: str = "l1") -> ask_for.ClawBack:
    units = (ask_for.ReturnedUnits(line=line, quantity=quantity),)
    return ask_for.ClawBack(id="c", store="leeds", source="r1", returned=returned, units=units, at_ms=NOW_MS)


def clawed(points: int, quantity: int = 1, member: str = "member-1") -> did.PointsClawedBack:
    return did.PointsClawedBack(
        source="r1", returned="x1", member=member, store="leeds", units=(ask_for.ReturnedUnits(line="l1", quantity=quantity),),
        points=points, at_ms=NOW_MS, recorded_ms=NOW_MS,
    )  # fmt: skip


def money(pence: int, returned: str = "f1", source: str = "r1") -> ask_for.ClawBackMoney:
    return ask_for.ClawBackMoney(id="c", source=source, returned=returned, pence=pence, at_ms=NOW_MS)


def of_money(pence: int, points: int, returned: str = "f1", member: str = "member-1") -> did.MoneyClawedBack:
    return did.MoneyClawedBack(source="r1", returned=returned, member=member, pence=pence, points=points, at_ms=NOW_MS, recorded_ms=NOW_MS)


def spent(points: int) -> did.PointsSpent:
    return did.PointsSpent(spend="s1", member="member-1", store="", points=-points, at_ms=NOW_MS, recorded_ms=NOW_MS)


def spend(points: int) -> ask_for.SpendPoints:
    return ask_for.SpendPoints(id="c", spend="s1", member="member-1", points=points)


def record(points: int) -> ask_for.RecordSpend:
    return ask_for.RecordSpend(id="c", spend="s1", member="member-1", points=points, sale="r9", at_ms=NOW_MS)


def over(points: int, frozen: bool = False) -> did.OverspendRecorded:
    return did.OverspendRecorded(spend="s1", sale="r9", member="member-1", store="", short_points=points, frozen=frozen, recorded_ms=NOW_MS)


def adjust(points: int, adjustment: str = "a1") -> ask_for.AdjustPoints:
    return ask_for.AdjustPoints(
        id="c", adjustment=adjustment, member="member-1", points=points, why="good-will", by="ines", most_points=500
    )


FROZEN = did.MemberFrozen(member="member-1", frozen_ms=NOW_MS)
A_DAY_MS = 24 * 3_600_000
LOOK = ask_for.RecordLook(id="c", look="k1", member="member-1", by="cleo")
SHOWN = did.MemberShown(look="k1", member="member-1", by="cleo", shown_ms=NOW_MS)
ADJUSTED = did.PointsAdjusted(adjustment="a1", member="member-1", points=-5, why="good-will", by="ines", recorded_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        (
            [],
            ask_for.JoinLoyalty(id="c", member="member-1", number=NUMBER),
            [did.MemberJoined(member="member-1", number=NUMBER, joined_ms=NOW_MS)],
        ),
        ([JOINED], ask_for.JoinLoyalty(id="c", member="member-1", number=NUMBER), []),
        ([JOINED], ask_for.JoinLoyalty(id="c", member="member-2", number=NUMBER), no.MembershipNumberIsTaken()),
        ([], ask_for.JoinLoyalty(id="c", member="member-1", number="2900000000000"), no.MembershipNumberIsWrong()),
        ([], earn(), no.NoSuchMembership()),
        ([JOINED], earn(), [earned()]),
        ([JOINED, earned()], earn(), []),
        ([JOINED, earned()], earn(lines=(RUG,)), []),
        ([JOINED, clawed(0, member="")], earn(), [earned(12)]),
        ([JOINED], earn(lines=(ask_for.BoughtLine(line="l", name="n", quantity=0, paid_pence=1, category="c"),)), no.GoodsAreWrong()),
        ([JOINED], back(), [clawed(0, member="")]),
        ([JOINED, earned()], back(), [clawed(-12)]),
        ([JOINED, earned()], back(9), [clawed(-24, 9)]),
        ([JOINED, earned(), clawed(-12)], back(), []),
        ([JOINED, earned()], back(0), no.GoodsAreWrong()),
        ([JOINED, earned()], money(1), [of_money(1, -1)]),
        ([JOINED, earned()], money(1_00), [of_money(1_00, -1)]),
        ([JOINED, earned()], money(1_01), [of_money(1_01, -2)]),
        ([JOINED, earned()], money(90_00), [of_money(90_00, -24)]),
        ([JOINED, earned(), of_money(1, -1)], money(1), []),
        ([JOINED, earned(), of_money(1, -1)], money(99, "f2"), [of_money(99, 0, "f2")]),
        ([JOINED, earned(), clawed(-12)], money(12_00), [of_money(12_00, -12)]),
        ([JOINED], money(1_01), [of_money(1_01, 0, member="")]),
        ([JOINED, of_money(1_01, 0, member="")], earn(), [earned(22)]),
        ([JOINED], money(0), no.PointsOutOfRange(99_999_999)),
        ([JOINED, earned()], spend(24), [spent(24)]),
        ([JOINED, earned()], spend(25), no.FewerPointsThanThat(24)),
        ([JOINED, earned()], spend(0), no.PointsOutOfRange(MOST_POINTS)),
        ([JOINED, earned(), FROZEN], spend(1), no.PointsAreFrozen()),
        ([JOINED, earned(), spent(24)], spend(24), []),
        ([JOINED, earned()], record(24), [spent(24)]),
        ([JOINED, earned()], record(30), [spent(30), over(6)]),
        ([JOINED], record(30), [spent(30), over(30)]),
        ([JOINED, earned(), FROZEN], record(4), [spent(4), over(0, frozen=True)]),
        ([JOINED, spent(24)], record(24), []),
        ([JOINED], adjust(-5), [ADJUSTED]),
        ([JOINED, ADJUSTED], adjust(-5), []),
        ([JOINED], adjust(501), no.PointsOutOfRange(500)),
        ([JOINED, ADJUSTED], adjust(495, "a2"), [replace(ADJUSTED, adjustment="a2", points=495)]),
        ([JOINED, ADJUSTED], adjust(-496, "a2"), no.AdjustedEnoughToday(495)),
        ([JOINED, replace(ADJUSTED, recorded_ms=NOW_MS - A_DAY_MS)], adjust(500, "a2"), [replace(ADJUSTED, adjustment="a2", points=500)]),
        ([JOINED, replace(ADJUSTED, by="otto")], adjust(500, "a2"), [replace(ADJUSTED, adjustment="a2", points=500)]),
        ([JOINED], LOOK, [SHOWN]),
        ([JOINED, SHOWN], LOOK, []),
        ([], LOOK, no.NoSuchMembership()),
        ([], ask_for.FreezeMember(id="c", member="member-1"), []),
        ([JOINED], ask_for.FreezeMember(id="c", member="member-1"), [FROZEN]),
        ([JOINED, FROZEN], ask_for.ThawMember(id="c", member="member-1"), [did.MemberThawed(member="member-1", thawed_ms=NOW_MS)]),
        (
            [JOINED],
            ask_for.ForgetMember(id="c", member="member-1"),
            [did.MemberForgotten(member="member-1", number=NUMBER, forgotten_ms=NOW_MS)],
        ),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command) == outcome


DOUBLE = state.Rule(rule="a", category="", points_a_pound=2, from_ms=10, until_ms=20)
KITCHEN = state.Rule(rule="b", category="kitchen", points_a_pound=5, from_ms=10, until_ms=20)


@pytest.mark.parametrize(
    ("lines", "returned", "book", "sold_ms", "points"),
    [
        ((MUG, RUG), {}, (), 10, 123),
        ((MUG, RUG), {"l1": 1}, (), 10, 111),
        ((MUG, RUG), {"l1": 1, "l2": 7}, (), 10, 12),
        ((MUG, RUG), {}, (DOUBLE,), 10, 246),
        ((MUG, RUG), {}, (DOUBLE,), 20, 123),
        ((MUG, RUG), {}, (DOUBLE,), 9, 123),
        ((MUG, RUG), {}, (KITCHEN,), 10, 123 + 24 * 4),
        ((MUG, RUG), {}, (KITCHEN, DOUBLE), 19, 246 + 24 * 3),
        ((), {"l1": 1}, (KITCHEN,), 10, 0),
    ],
)
def test_points_by_the_rules_of_the_day(
    lines: tuple[ask_for.BoughtLine, ...], returned: dict[str, int], book: tuple[state.Rule, ...], sold_ms: int, points: int
) -> None:
    assert points_of(lines, returned, book, sold_ms) == points


def test_a_rule_is_never_for_what_was_sold() -> None:
    late = ask_for.SetPointsRule(id="c", rule="r", category="", points_a_pound=2, from_ms=NOW_MS - 1, until_ms=NOW_MS + 9, by="ines")
    assert ask(rules, state, [JOINED], late) == no.RuleIsInThePast()


RULE = did.PointsRuleSet(rule="r", category="", points_a_pound=2, from_ms=NOW_MS - 9, until_ms=NOW_MS + 9, by="ines", set_ms=1)
END = ask_for.EndPointsRule(id="c", rule="r", by="ines")


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        (RULE, [did.PointsRuleEnded(rule="r", until_ms=NOW_MS, by="ines", ended_ms=NOW_MS)]),
        (replace(RULE, from_ms=NOW_MS + 3), [did.PointsRuleEnded(rule="r", until_ms=NOW_MS + 3, by="ines", ended_ms=NOW_MS)]),
        (replace(RULE, until_ms=NOW_MS), []),
        (replace(RULE, rule="other"), no.NoSuchPointsRule()),
    ],
    ids=("holds", "to come", "is over", "another"),
)
def test_a_rule_ends_now_and_what_was_sold_before_keeps_it(rule: did.PointsRuleSet, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, [rule], END) == outcome
    if isinstance(outcome, list):
        history = [JOINED, rule, *outcome]
        points = 48 if rule.from_ms < NOW_MS - 5 else 24
        assert ask(rules, state, history, earn()) == [earned(points)]
        assert ask(rules, state, history, replace(earn(), sold_ms=NOW_MS + 4)) == [replace(earned(24), sold_ms=NOW_MS + 4)]


def balance(commands: Sequence[Command]) -> int:
    """What this comes to; at every step the balance is the sum of the entries."""
    rows = LoadedRows(complete=True)
    state.evolve(rows, JOINED)
    booked = 0
    for command in commands:
        for event in rules.decide(rows, command, NOW_MS):
            state.evolve(rows, event)
            booked += getattr(event, "points", 0)
        member = rows[state.Member, "member-1"]
        assert member is not None
        made = [rows[state.Entry, f"member-1.{number:09}"] for number in range(1, member.entries + 1)]
        assert member.balance == sum(entry.points for entry in made if entry) == booked
    found = rows[state.Member, "member-1"]
    assert found is not None
    return found.balance


ALL: list[Command] = [
    earn(),
    earn(part="r1-b", lines=(RUG,)),
    earn("r2", (RUG,)),
    back(1, "x1"),
    back(1, "x2"),
    back(1, "x3", "l2"),
    record(30),
    adjust(7),
    money(30_50, "f1", "r2"),
    money(9_49, "f2", "r2"),
]


@given(st.permutations(ALL), st.lists(st.tuples(st.integers(0, len(ALL) - 1), st.integers(0, 15)), max_size=8))
def test_any_order_with_any_duplicates_gives_the_same_balance(order: list[Command], again: list[tuple[int, int]]) -> None:
    for which, where in again:
        order.insert(min(where, len(order)), ALL[which])
    assert balance(order) == 60 - 30 + 7


def terms(points: int = 100, pence: int = 50, most: int = 500, from_ms: int = NOW_MS) -> ask_for.SetTenderTerms:
    return ask_for.SetTenderTerms(id="c", terms="t1", points=points, pence=pence, most_points_a_store=most, from_ms=from_ms, by="lou")


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        (terms(), did.TenderTermsSet(terms="t1", points=100, pence=50, most_points_a_store=500, from_ms=NOW_MS, by="lou", set_ms=NOW_MS)),
        (terms(from_ms=NOW_MS - 1), no.TermsAreInThePast()),
        (terms(points=0), no.TermsOutOfRange(10_000, 100_00, 1_000_000)),
        (terms(pence=0), no.TermsOutOfRange(10_000, 100_00, 1_000_000)),
        (terms(most=-1), no.TermsOutOfRange(10_000, 100_00, 1_000_000)),
    ],
)
def test_terms_of_the_tender_are_dated(command: Command, outcome: Event | Refusal) -> None:
    found = ask(rules, state, [JOINED], command)
    assert found == ([outcome] if isinstance(outcome, Event) else outcome)


FIRST = tender_terms.TenderTerms(points=100, pence=50, most_points_a_store=500, from_ms=10)
LATER = tender_terms.TenderTerms(points=100, pence=60, most_points_a_store=500, from_ms=20)
INSTEAD = tender_terms.TenderTerms(points=100, pence=70, most_points_a_store=500, from_ms=20)


@pytest.mark.parametrize(
    ("book", "now_ms", "found"),
    [
        ((), 10, tender_terms.STANDING_TERMS),
        ((FIRST, LATER), 9, tender_terms.STANDING_TERMS),
        ((FIRST, LATER), 10, FIRST),
        ((FIRST, LATER), 20, LATER),
        ((LATER, FIRST), 20, LATER),
        ((FIRST, LATER, INSTEAD), 20, INSTEAD),
    ],
)
def test_of_terms_the_last_that_began_holds(
    book: tuple[tender_terms.TenderTerms, ...], now_ms: int, found: tender_terms.TenderTerms
) -> None:
    assert tender_terms.at(book, now_ms) == found
