"""Birthday treats as tables: once a year, whatever is asked again, when, and for which week."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from arkwright.compartments.loyalty import commands as ask_for
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.compartments.loyalty import rules, state
from arkwright.kit.messages import Event
from arkwright.kit.refusal import Refusal
from tests.compartments.loyalty.test_rules import JOINED
from tests.compartments.table import NOW_MS, ask

DAY_MS = 24 * 60 * 60 * 1000
WEEK_MS, YEAR_MS = 7 * DAY_MS, 364 * DAY_MS
MONDAY_MS = NOW_MS - DAY_MS
SET = did.TreatSet(points=500, from_ms=MONDAY_MS - WEEK_MS, until_ms=MONDAY_MS + 10, by="lou", set_ms=1)
NONE = did.TreatSet(points=0, from_ms=MONDAY_MS, until_ms=MONDAY_MS + 10, by="lou", set_ms=2)
GIVE = ask_for.GiveTreat(id="c", member="member-1", week_ms=MONDAY_MS, until_ms=MONDAY_MS + WEEK_MS)
LATE = replace(GIVE, week_ms=MONDAY_MS - WEEK_MS, until_ms=MONDAY_MS)
GIVEN = did.TreatGiven(member="member-1", week_ms=MONDAY_MS, points=500, at_ms=NOW_MS, recorded_ms=NOW_MS)
MADE_GOOD = replace(GIVEN, week_ms=MONDAY_MS - WEEK_MS, at_ms=MONDAY_MS - 1)


def last(days_before: int) -> did.TreatGiven:
    """A treat of a week that began so many days before this one."""
    return replace(GIVEN, week_ms=MONDAY_MS - days_before * DAY_MS)


@pytest.mark.parametrize(
    ("history", "command", "outcome"),
    [
        ([SET], GIVE, no.NoSuchMembership()),
        ([JOINED], GIVE, []),
        ([JOINED, SET], GIVE, [GIVEN]),
        ([JOINED, SET, GIVEN], GIVE, []),
        ([JOINED, SET], LATE, [MADE_GOOD]),
        ([JOINED, SET, NONE], GIVE, []),
        ([JOINED, replace(SET, from_ms=MONDAY_MS + 1)], GIVE, []),
        ([JOINED, replace(SET, until_ms=MONDAY_MS)], GIVE, []),
        # the date was changed: a year after the last one, and not before
        ([JOINED, SET, last(357)], GIVE, []),
        ([JOINED, SET, last(7)], GIVE, []),
        ([JOINED, SET, last(-7)], GIVE, []),
        ([JOINED, SET, last(364)], GIVE, [GIVEN]),
        ([JOINED, SET, last(371)], LATE, [MADE_GOOD]),
        ([JOINED, SET, last(365)], LATE, [replace(MADE_GOOD, week_ms=MONDAY_MS - DAY_MS)]),
        ([JOINED, SET, last(364)], LATE, [replace(MADE_GOOD, week_ms=MONDAY_MS)]),
        ([JOINED, SET, last(362)], LATE, []),
    ],
)
def test_a_treat_is_given_once_a_year(history: list[Event], command: ask_for.GiveTreat, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command) == outcome
    if isinstance(outcome, list) and outcome:
        assert ask(rules, state, [*history, *outcome], replace(command, id="again")) == []


@pytest.mark.parametrize(
    ("points", "from_ms", "until_ms", "outcome"),
    [
        (500, NOW_MS, NOW_MS + 1, did.TreatSet(points=500, from_ms=NOW_MS, until_ms=NOW_MS + 1, by="lou", set_ms=NOW_MS)),
        (0, NOW_MS, NOW_MS + 1, did.TreatSet(points=0, from_ms=NOW_MS, until_ms=NOW_MS + 1, by="lou", set_ms=NOW_MS)),
        (5_001, NOW_MS, NOW_MS + 1, no.PointsOfATreatAreWrong(5_000)),
        (500, NOW_MS - 1, NOW_MS + 1, no.RuleIsInThePast()),
        (500, NOW_MS, NOW_MS, no.RuleIsInThePast()),
    ],
)
def test_what_a_treat_is_worth_is_set_for_weeks_to_come(points: int, from_ms: int, until_ms: int, outcome: Event | Refusal) -> None:
    found = ask(rules, state, [], ask_for.SetTreat(id="c", points=points, from_ms=from_ms, until_ms=until_ms, by="lou"))
    assert found == (outcome if isinstance(outcome, Refusal) else [outcome])
