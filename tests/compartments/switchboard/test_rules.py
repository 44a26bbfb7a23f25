"""The rules of the switchboard, as tables: what one person may do, what takes two, and every no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from arkwright.compartments.switchboard import commands as ask
from arkwright.compartments.switchboard import events as did
from arkwright.compartments.switchboard import refusals as no
from arkwright.compartments.switchboard import rules, state
from arkwright.compartments.switchboard.setting import is_region
from arkwright.compartments.switchboard.state import Counter, Proposal, Switch, switch_key
from arkwright.kit import postcode
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.switches import EVERYWHERE, Limits, Place
from tests.compartments.switchboard.orders import BRITAIN, DAY_MS, ENGLAND, HOUR_MS, SAY, WEB, approve, events_of, propose, tighten
from tests.compartments.table import NOW_MS, after
from tests.compartments.table import ask as outcome_of


def outcome(history: Sequence[Event], command: Command, now_ms: int = NOW_MS) -> Any:
    answer = outcome_of(rules, state, history, command, now_ms)
    return type(answer) if isinstance(answer, Refusal) else tuple(type(event) for event in answer)


TIGHTENED, PROPOSED, APPROVED = (did.SwitchTightened,), (did.RestartProposed,), (did.RestartApproved,)
NEW: list[Event] = []
PAUSED = events_of(tighten())
SEALED = events_of(tighten("sealed"))
LIMITED = events_of(tighten("limited"))
HELD = events_of(tighten(in_flight="hold"))
REOPENED = events_of(tighten(), propose(), approve())
ASKED = events_of(tighten(), propose())


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (NEW, tighten(), TIGHTENED),
        (NEW, tighten("sealed"), TIGHTENED),
        (NEW, tighten("limited"), TIGHTENED),
        (NEW, tighten("open"), no.ThatWouldReopen),
        (PAUSED, tighten(), ()),
        (PAUSED, tighten(say=f"  {SAY} "), ()),
        (PAUSED, tighten(say="We hope to take orders on Monday."), TIGHTENED),
        (PAUSED, tighten(in_flight="hold"), TIGHTENED),
        (PAUSED, tighten(in_flight="cancel", cancel_from_ms=NOW_MS - HOUR_MS), TIGHTENED),
        (PAUSED, tighten("sealed"), TIGHTENED),
        (PAUSED, tighten("limited"), no.ThatWouldReopen),
        (PAUSED, tighten("open"), no.ThatWouldReopen),
        (HELD, tighten(), no.ThatWouldReopen),
        (SEALED, tighten(in_flight="hold"), no.ThatWouldReopen),
        (LIMITED, tighten(), TIGHTENED),
        (LIMITED, tighten("limited", limits=Limits(regions=("England",), max_total_pence=50_00)), TIGHTENED),
        (LIMITED, tighten("limited", limits=BRITAIN), no.ThatWouldReopen),
        (REOPENED, tighten("limited"), TIGHTENED),
        (PAUSED, tighten("limited", place=WEB), TIGHTENED),  # another switch: it cannot open what the broad one closed
        (PAUSED, tighten("limited", capability="delivery"), TIGHTENED),
        (NEW, propose(), no.NothingToRestart),
        (REOPENED, propose(proposal="p2"), no.NothingToRestart),
        (PAUSED, propose(), PROPOSED),
        (PAUSED, propose("limited"), PROPOSED),
        (PAUSED, propose("sealed"), no.NothingToRestart),
        (PAUSED, propose("paused", say="Another sentence altogether."), no.NothingToRestart),
        (SEALED, propose("paused"), PROPOSED),
        (HELD, propose("paused"), PROPOSED),
        (LIMITED, propose("limited", limits=BRITAIN), PROPOSED),
        (LIMITED, propose("limited", limits=Limits(categories=("toys",))), PROPOSED),
        (PAUSED, propose(place=WEB), no.NothingToRestart),
        (ASKED, propose(), no.ProposalExists),
        (ASKED, approve(), APPROVED),
        (ASKED, approve(by="ann"), no.ApprovedByTheSamePerson),
        (ASKED, approve(proposal="p2"), no.NoSuchProposal),
        (REOPENED, approve(by="cat"), no.ProposalIs),
        (events_of(tighten(), propose(), tighten("sealed")), approve(), no.SwitchChangedSince),
        (events_of(tighten(), propose(), tighten(say="Closed for longer than thought.")), approve(), no.SwitchChangedSince),
        (events_of(tighten(), propose(), propose(proposal="p2"), approve(proposal="p2")), approve(), no.SwitchChangedSince),
        (ASKED, ask.WithdrawProposal(id="w", proposal="p1", by="cat"), (did.ProposalWithdrawn,)),
        (ASKED, ask.WithdrawProposal(id="w", proposal="p2", by="cat"), no.NoSuchProposal),
        (events_of(tighten(), propose(), ask.WithdrawProposal(id="w", proposal="p1", by="cat")), approve(), no.ProposalIs),
        (ASKED, ask.ExpireProposal(id="e", proposal="p1"), no.ProposalIsNotOver),
        (REOPENED, ask.ExpireProposal(id="e", proposal="p1"), ()),
        (NEW, ask.ExpireProposal(id="e", proposal="p1"), no.NoSuchProposal),
    ],
)
def test_who_may_do_what(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


@pytest.mark.parametrize(
    ("command", "late_ms", "expected"),
    [
        (approve(), DAY_MS - 1, APPROVED),
        (approve(), DAY_MS, no.ReviewIsWrong),  # the review time that was proposed has come
        (approve(proposal="open"), DAY_MS, APPROVED),
        (approve(proposal="open"), DAY_MS + 1, no.ProposalIs),
        (ask.WithdrawProposal(id="w", proposal="p1", by="bob"), DAY_MS + 1, no.ProposalIs),
        (ask.ExpireProposal(id="e", proposal="p1"), DAY_MS, no.ProposalIsNotOver),
        (ask.ExpireProposal(id="e", proposal="p1"), DAY_MS + 1, (did.ProposalExpired,)),
    ],
)
def test_a_proposal_lasts_a_day(command: Command, late_ms: int, expected: Any) -> None:
    history = events_of(tighten(), propose("limited"), propose(proposal="open"))
    assert outcome(history, command, NOW_MS + late_ms) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (tighten(capability="order"), no.NoSuchCapability),
        (tighten(place=Place(channel="web|x")), no.PlaceIsWrong),
        (tighten(place=Place(store="")), no.PlaceIsWrong),
        (tighten(place=Place(category="<toys>")), no.PlaceIsWrong),
        (tighten(place=Place(delivery_method="x" * 101)), no.PlaceIsWrong),
        (tighten(place=Place(region="scotland")), no.PlaceIsWrong),
        (tighten(place=Place(region="XX")), no.PlaceIsWrong),
        (tighten(place=Place(region="Scotland", channel="web", store="leeds", category="toys", delivery_method="standard")), TIGHTENED),
        (tighten(place=Place(region="EH")), TIGHTENED),
        (tighten(limits=ENGLAND), no.LimitsAreWrong),
        (tighten("limited", limits=Limits()), no.LimitsAreWrong),
        (tighten("limited", limits=Limits(categories=())), no.LimitsAreWrong),
        (tighten("limited", limits=Limits(categories=("a", " b"))), no.LimitsAreWrong),
        (tighten("limited", limits=Limits(regions=("England", "Narnia"))), no.LimitsAreWrong),
        (tighten("limited", limits=Limits(delivery_methods=("<b>",))), no.LimitsAreWrong),
        (tighten("limited", limits=Limits(delivery_methods=tuple(f"m{number}" for number in range(201)))), no.LimitsAreWrong),
        (tighten("limited", limits=Limits(max_total_pence=0)), no.LimitsAreWrong),
        (tighten("limited", limits=Limits(share_per_mille=1001)), no.LimitsAreWrong),
        (tighten("limited", limits=Limits(share_per_mille=0)), TIGHTENED),
        (tighten("sealed", in_flight="hold"), no.InFlightIsWrong),
        (tighten(in_flight="cancel"), no.InFlightIsWrong),
        (tighten(in_flight="cancel", cancel_from_ms=NOW_MS + 1), no.InFlightIsWrong),
        (tighten(in_flight="cancel", cancel_from_ms=NOW_MS), TIGHTENED),
        (tighten(cancel_from_ms=NOW_MS), no.InFlightIsWrong),
        (tighten(say=""), no.SayIsWrong),
        (tighten(say="Too short"), no.SayIsWrong),
        (tighten(say="x" * 280), TIGHTENED),
        (tighten(say="x" * 281), no.SayIsWrong),
        (tighten(say="We have <b>paused</b> orders."), no.SayIsWrong),
        (tighten(say="We have paused\norders."), no.SayIsWrong),
        (tighten(fallback="Visit a store > soon."), no.FallbackIsWrong),
        (tighten(fallback="x" * 281), no.FallbackIsWrong),
        (tighten(reason=""), no.ReasonIsWrong),
        (tighten(reason="x" * 1001), no.ReasonIsWrong),
        (tighten(by=""), no.NameIsWrong),
        (tighten(by="ann "), no.NameIsWrong),
        (tighten(review_ms=None), no.ReviewIsWrong),
        (tighten(review_ms=NOW_MS), no.ReviewIsWrong),
        (tighten(review_ms=NOW_MS + 30 * DAY_MS), TIGHTENED),
        (tighten(review_ms=NOW_MS + 30 * DAY_MS + 1), no.ReviewIsWrong),
        (propose(say="Short"), no.SayIsWrong),
        (propose(review_ms=NOW_MS - 1), no.ReviewIsWrong),
        (propose(proposal=""), no.NameIsWrong),
        (propose(reason="-"), no.ReasonIsWrong),
    ],
)
def test_what_can_be_asked(command: Command, expected: Any) -> None:
    assert outcome(NEW, command) == expected


def test_a_wrong_review_names_the_times() -> None:
    answer = outcome_of(rules, state, NEW, tighten(review_ms=None))
    assert str(answer) == "Choose when to look at this again: after 21 September 2026, 14:13 UTC, and not after 21 October 2026, 14:13 UTC."


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (NEW, ask.RecordHeld(id="h", node="office", generation=1, version=3, seen_ms=5), (did.NodeHeld,)),
        (NEW, ask.RecordHeld(id="h", node="", generation=1, version=3, seen_ms=5), no.NameIsWrong),
        (NEW, ask.RecordHeld(id="h", node="office", generation=1, version=-1, seen_ms=5), no.NumberIsWrong),
        (NEW, ask.RecordHeld(id="h", node="office", generation=1, version=2**53, seen_ms=5), no.NumberIsWrong),
        (
            [did.NodeHeld(node="office", generation=1, version=3, seen_ms=5)],
            ask.RecordHeld(id="h", node="office", generation=1, version=2, seen_ms=5),
            (),
        ),
        (NEW, ask.BeginGeneration(id="g", generation=1), ()),
        (NEW, ask.BeginGeneration(id="g", generation=2), (did.GenerationBegun,)),
        (NEW, ask.BeginGeneration(id="g", generation=0), no.NumberIsWrong),
        ([did.GenerationBegun(generation=3)], ask.BeginGeneration(id="g", generation=2), no.GenerationWentBack),
        (PAUSED, ask.SkipVersions(id="s", to=2, by="ann"), (did.VersionsSkipped,)),
        (PAUSED, ask.SkipVersions(id="s", to=1, by="ann"), no.NumberIsWrong),
        (PAUSED, ask.SkipVersions(id="s", to=1_000_002, by="ann"), no.NumberIsWrong),
    ],
)
def test_nodes_and_versions(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


def test_each_change_makes_the_next_version_and_remembers_what_two_people_allowed() -> None:
    later = NOW_MS + HOUR_MS
    history = events_of(
        tighten(),
        tighten(say="We hope to be back on Monday.", by="cat"),
        (propose(), later),
        (approve(), later),
        tighten("limited"),
        tighten(),
    )
    rows = after(state, history)
    switch = rows[Switch, switch_key("orders", EVERYWHERE)]
    assert switch is not None
    assert switch.restart is not None
    assert (switch.order.number, switch.order.mode, switch.order.approvers) == (5, "paused", 1)
    assert (switch.restart.number, switch.restart.mode) == (3, "open")
    assert [approval.account for approval in switch.restart.approvals] == ["ann", "bob"]
    assert (rows[Counter, "version"] or Counter()).version == 5
    proposal = rows[Proposal, "p1"]
    assert proposal is not None
    assert (proposal.status, proposal.ended_by, proposal.ended_ms) == ("approved", "bob", later)


def test_since_stays_while_the_mode_does() -> None:
    later = NOW_MS + HOUR_MS
    [_, worded, sealed] = events_of(tighten(), (tighten(say="We hope to be back on Monday."), later), (tighten("sealed"), later))
    assert isinstance(worded, did.SwitchTightened)
    assert isinstance(sealed, did.SwitchTightened)
    assert (worded.order.since_ms, worded.order.issued_ms, worded.was) == (NOW_MS, later, "paused")
    assert (sealed.order.since_ms, sealed.was) == (later, "paused")


def test_orders_carry_the_generation_of_the_desk_key_and_versions_go_on_where_they_were_skipped_to() -> None:
    events = events_of(ask.BeginGeneration(id="g", generation=4), ask.SkipVersions(id="s", to=70, by="ann"), tighten())
    assert isinstance(events[-1], did.SwitchTightened)
    assert events[-1].order.issued_at == (4, 71)


def test_limits_are_sorted_and_named_once() -> None:
    [event] = events_of(tighten("limited", limits=Limits(categories=("toys", "books", "toys"))))
    assert isinstance(event, did.SwitchTightened)
    assert event.order.limits.categories == ("books", "toys")
    assert event.order.title == "orders (everywhere)"


@pytest.mark.parametrize("area", sorted({area for areas in postcode._AREAS.values() for area in areas.split()}))
def test_every_postcode_area_is_a_region(area: str) -> None:
    assert is_region(area)
    assert not is_region(area.lower())
