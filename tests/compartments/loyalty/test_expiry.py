"""Points that expire: when, by dated rules on London's calendar; never for the time in which they could not be used; told before, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.compartments.loyalty import commands as ask_for
from arkwright.compartments.loyalty import events as did
from arkwright.compartments.loyalty import refusals as no
from arkwright.compartments.loyalty import rules, state
from arkwright.compartments.loyalty.expiring import AWAY_AFTER_MS, NOTED_EVERY_MS, TOLD_AHEAD_MS
from arkwright.compartments.loyalty.expiry_rows import (
    Due,
    ExpiryRule,
    Lot,
    Lots,
    Pause,
    expires_ms,
    merged,
    months_after,
    months_of,
    schedule,
    with_points,
)
from arkwright.kit.london import EPOCH, LONDON
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from tests.compartments.loyalty.test_rules import ALL, JOINED, earned
from tests.compartments.table import NOW_MS, ask

DAY = 24 * 60 * 60 * 1000


def at(*local: int) -> int:
    """A moment by London's clocks."""
    return (datetime(*local, tzinfo=LONDON) - EPOCH) // timedelta(milliseconds=1)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("begun", "months", "ends"),
    [
        ((2026, 1, 15, 9, 30), 12, (2027, 1, 15, 9, 30)),
        ((2026, 1, 31, 9, 30), 1, (2026, 2, 28, 9, 30)),
        ((2028, 2, 29, 12), 12, (2029, 2, 28, 12)),
        ((2026, 2, 15, 9, 30), 6, (2026, 8, 15, 9, 30)),
        ((2026, 12, 31, 23, 59), 2, (2027, 2, 28, 23, 59)),
    ],
)
def test_months_are_those_of_the_calendar(begun: tuple[int, ...], months: int, ends: tuple[int, ...]) -> None:
    assert months_after(at(*begun), months) == at(*ends)


BEGUN, ENDS = at(2026, 1, 15), at(2026, 7, 15)


def pause(from_day: int, days: int, origin: int = BEGUN) -> Pause:
    return Pause(from_ms=origin + from_day * DAY, until_ms=origin + (from_day + days) * DAY)


@pytest.mark.parametrize(
    ("pauses", "later_days"),
    [
        ([], 0),
        ([pause(10, 5)], 5),
        ([pause(-10, 5)], 0),
        ([pause(-10, 15)], 5),
        ([pause(10, 5), pause(30, 2)], 7),
        ([pause(10, 5), pause(12, 5)], 7),
        ([pause(30, 2), pause(10, 5), pause(10, 5)], 7),
        ([pause(-1, 60, ENDS)], 60),
        ([pause(0, 60, ENDS)], 0),
        ([pause(10, 20), pause(5, 9, ENDS)], 29),
        ([pause(10, 20), pause(21, 9, ENDS)], 20),
    ],
)
def test_time_in_which_they_could_not_be_used_does_not_count(pauses: list[Pause], later_days: int) -> None:
    assert expires_ms(BEGUN, 6, merged(pauses)) == ENDS + later_days * DAY


@given(st.lists(st.tuples(st.integers(-300, 900), st.integers(0, 200)), max_size=12))
def test_whatever_the_pauses_each_point_can_be_used_for_all_its_months(spans: list[tuple[int, int]]) -> None:
    pauses = [pause(from_day, days) for from_day, days in spans]
    ends = expires_ms(BEGUN, 6, merged(pauses))
    paused = {day for each in pauses for day in range((each.from_ms - BEGUN) // DAY, (each.until_ms - BEGUN) // DAY)}
    lived = range((ends - BEGUN) // DAY)
    assert len([day for day in lived if day not in paused]) == (ENDS - BEGUN) // DAY
    assert ends == expires_ms(BEGUN, 6, merged(pauses[::-1]))


@pytest.mark.parametrize(
    ("lots", "balance", "points", "at_day", "found"),
    [
        ([], 0, 10, 0, [(0, 10)]),
        ([(0, 10)], 10, 5, 0, [(0, 15)]),
        ([(0, 10)], 10, 5, 1, [(0, 10), (1, 5)]),
        ([(0, 10), (1, 5)], 15, -4, 2, [(0, 6), (1, 5)]),
        ([(0, 10), (1, 5)], 15, -10, 2, [(1, 5)]),
        ([(0, 10), (1, 5)], 15, -12, 2, [(1, 3)]),
        ([(0, 10), (1, 5)], 15, -20, 2, []),
        ([], -5, 3, 3, []),
        ([], -2, 5, 3, [(3, 3)]),
        ([(0, 10)], 10, 0, 1, [(0, 10)]),
    ],
)
def test_the_first_earned_is_the_first_spent(
    lots: list[tuple[int, int]], balance: int, points: int, at_day: int, found: list[tuple[int, int]]
) -> None:
    before = [Lot(begun_ms=BEGUN + day * DAY, points=each) for day, each in lots]
    after = with_points(before, balance, points, BEGUN + at_day * DAY)
    assert [((lot.begun_ms - BEGUN) // DAY, lot.points) for lot in after] == found


SIX = ExpiryRule(months=6, from_ms=BEGUN)
NEVER_AGAIN = ExpiryRule(months=0, from_ms=BEGUN + 10 * DAY)


@pytest.mark.parametrize(
    ("book", "day", "months"),
    [
        ((), 0, 0),
        ((SIX,), -1, 0),
        ((SIX,), 0, 6),
        ((SIX, NEVER_AGAIN), 9, 6),
        ((SIX, NEVER_AGAIN), 10, 0),
        ((NEVER_AGAIN, SIX), 10, 0),
    ],
)
def test_points_keep_the_rule_of_the_day_on_which_they_came(book: tuple[ExpiryRule, ...], day: int, months: int) -> None:
    assert months_of(book, BEGUN + day * DAY) == months
    begun = BEGUN + day * DAY
    due = [Due(expires_ms=months_after(begun, months), points=3, begun_ms=begun)] if months else []
    assert schedule([Lot(begun_ms=BEGUN + day * DAY, points=3)], book, []) == due


RULE = did.ExpirySet(months=6, from_ms=1, by="lou", set_ms=1)
HAS = [RULE, JOINED, earned()]  # 24 points, recorded now
SOON_MS = months_after(NOW_MS, 6)
TOLD = did.ExpiryAnnounced(member="member-1", points=24, first_ms=SOON_MS, until_ms=SOON_MS + 5, told_ms=SOON_MS - DAY)
NOTED = did.UseNoted(noted_ms=NOW_MS)
WEEK = did.UseInterrupted(from_ms=NOW_MS + DAY, until_ms=NOW_MS + 8 * DAY)
FROZEN = did.MemberFrozen(member="member-1", frozen_ms=NOW_MS + DAY)
THAWED = did.MemberThawed(member="member-1", thawed_ms=NOW_MS + 8 * DAY)
FORETELL = ask_for.ForetellExpiry(id="c", member="member-1")
EXPIRE = ask_for.ExpirePoints(id="c", member="member-1")


def expired(at_ms: int, points: int = 24) -> did.PointsExpired:
    return did.PointsExpired(member="member-1", points=-points, lots=(NOW_MS,), recorded_ms=at_ms)


def told(at_ms: int, first_ms: int = SOON_MS) -> did.ExpiryAnnounced:
    return did.ExpiryAnnounced(member="member-1", points=24, first_ms=first_ms, until_ms=at_ms + TOLD_AHEAD_MS, told_ms=at_ms)


def spent(points: int) -> did.PointsSpent:
    return did.PointsSpent(spend="s", member="member-1", store="", points=-points, at_ms=NOW_MS, recorded_ms=NOW_MS)


@pytest.mark.parametrize(
    ("history", "command", "now_ms", "outcome"),
    [
        (HAS, FORETELL, SOON_MS - TOLD_AHEAD_MS - 1, []),
        (HAS, FORETELL, SOON_MS - TOLD_AHEAD_MS, [told(SOON_MS - TOLD_AHEAD_MS)]),
        ([*HAS, TOLD], FORETELL, SOON_MS, []),
        (HAS, EXPIRE, SOON_MS, []),
        ([*HAS, TOLD], EXPIRE, SOON_MS - 1, []),
        ([*HAS, TOLD], EXPIRE, SOON_MS, [expired(SOON_MS)]),
        ([*HAS, TOLD, expired(SOON_MS)], EXPIRE, SOON_MS + 1, []),
        ([*HAS, spent(20), TOLD], EXPIRE, SOON_MS, [expired(SOON_MS, 4)]),
        ([*HAS, spent(24), TOLD], EXPIRE, SOON_MS, []),
        ([*HAS, TOLD, WEEK], EXPIRE, SOON_MS + 7 * DAY - 1, []),
        ([*HAS, WEEK], FORETELL, SOON_MS - TOLD_AHEAD_MS, []),
        ([*HAS, WEEK], FORETELL, SOON_MS, [told(SOON_MS, SOON_MS + 7 * DAY)]),
        ([*HAS, WEEK, told(SOON_MS, SOON_MS + 7 * DAY)], EXPIRE, SOON_MS + 7 * DAY, [expired(SOON_MS + 7 * DAY)]),
        ([*HAS, FROZEN, TOLD], EXPIRE, SOON_MS + 99 * DAY, []),
        ([*HAS, FROZEN, THAWED, told(SOON_MS)], EXPIRE, SOON_MS + 7 * DAY - 1, []),
        ([*HAS, FROZEN, THAWED, told(SOON_MS)], EXPIRE, SOON_MS + 7 * DAY, [expired(SOON_MS + 7 * DAY)]),
        ([*HAS, FROZEN, THAWED, WEEK, told(SOON_MS)], EXPIRE, SOON_MS + 7 * DAY, [expired(SOON_MS + 7 * DAY)]),
        ([JOINED, earned(), RULE, TOLD], EXPIRE, SOON_MS, [expired(SOON_MS)]),
        ([JOINED, earned(), TOLD], EXPIRE, SOON_MS, []),
        ([], ask_for.NoteUse(id="c"), NOW_MS, [NOTED]),
        ([NOTED], ask_for.NoteUse(id="c"), NOW_MS + NOTED_EVERY_MS - 1, []),
        ([NOTED], ask_for.NoteUse(id="c"), NOW_MS + NOTED_EVERY_MS, [did.UseNoted(noted_ms=NOW_MS + NOTED_EVERY_MS)]),
        ([NOTED], ask_for.NoteUse(id="c", interrupted=True), NOW_MS + 9, [did.UseInterrupted(from_ms=NOW_MS, until_ms=NOW_MS + 9)]),
        (
            [NOTED],
            ask_for.NoteUse(id="c"),
            NOW_MS + AWAY_AFTER_MS + 1,
            [did.UseInterrupted(from_ms=NOW_MS, until_ms=NOW_MS + AWAY_AFTER_MS + 1)],
        ),
        ([], ask_for.SetExpiry(id="c", months=6, from_ms=NOW_MS - 1, by="lou"), NOW_MS, no.ExpiryIsInThePast()),
        ([], ask_for.SetExpiry(id="c", months=121, from_ms=NOW_MS, by="lou"), NOW_MS, no.MonthsOutOfRange(2, 120)),
        ([], ask_for.SetExpiry(id="c", months=1, from_ms=NOW_MS, by="lou"), NOW_MS, no.MonthsOutOfRange(2, 120)),
        (
            [],
            ask_for.SetExpiry(id="c", months=0, from_ms=NOW_MS, by="lou"),
            NOW_MS,
            [did.ExpirySet(months=0, from_ms=NOW_MS, by="lou", set_ms=NOW_MS)],
        ),
    ],
)
def test_a_command_leads_to(history: Sequence[Event], command: Command, now_ms: int, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command, now_ms) == outcome


def test_only_what_is_due_goes_and_what_never_expires_stays() -> None:
    before = did.PointsEarned(
        source="r0", part="r0", kind="receipt", member="member-1", store="", lines=(), points=10, sold_ms=1, recorded_ms=NOW_MS - 9 * DAY
    )
    rule = did.ExpirySet(months=6, from_ms=NOW_MS - DAY, by="lou", set_ms=1)
    history = [JOINED, before, rule, earned(), TOLD]
    assert ask(rules, state, history, EXPIRE, SOON_MS) == [expired(SOON_MS)]
    assert ask(rules, state, [*history, expired(SOON_MS)], EXPIRE, SOON_MS + 1) == []


@given(
    st.permutations(ALL),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([FORETELL, EXPIRE, ask_for.NoteUse(id="c", interrupted=True)])), max_size=9),
    st.lists(st.integers(0, 90), min_size=20, max_size=20),
    st.integers(0, 200),
)
def test_whatever_happens_lots_are_the_balance_and_nothing_expires_before_its_time(
    order: list[Command], between: list[tuple[int, Command]], days: list[int], rule_day: int
) -> None:
    for where, command in between:
        order.insert(min(where, len(order)), command)
    rows, now_ms = LoadedRows(complete=True), NOW_MS
    rule = did.ExpirySet(months=6, from_ms=NOW_MS + rule_day * DAY, by="lou", set_ms=1)
    state.evolve(rows, rule)
    state.evolve(rows, JOINED)
    for number, command in enumerate(order):
        now_ms += days[number % len(days)] * DAY
        for event in rules.decide(rows, command, now_ms):
            for begun_ms in event.lots if isinstance(event, did.PointsExpired) else ():
                assert rule.from_ms <= begun_ms
                assert months_after(begun_ms, 6) <= now_ms
            state.evolve(rows, event)
        member, lots = rows[state.Member, "member-1"], rows[Lots, "member-1"]
        assert member is not None
        assert sum(lot.points for lot in lots.lots) == max(0, member.balance) if lots else member.balance == 0
