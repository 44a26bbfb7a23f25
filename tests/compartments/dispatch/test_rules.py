"""Dispatch's rules as tables: what happened, what is asked, and the outcome last."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.compartments.dispatch import commands as ask
from arkwright.compartments.dispatch import events as did
from arkwright.compartments.dispatch import refusals as no
from arkwright.compartments.dispatch import rules, state
from arkwright.compartments.dispatch.state import Consignment, Parcel, StoppedBeforehand
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from tests.compartments import table
from tests.compartments.dispatch.examples import (
    BOOK,
    CLOSE_SHORT,
    CLOSED_SHORT,
    LAMP,
    PACKED,
    PART,
    PICKING,
    STARTED,
    STATES,
    STOP,
    STOPPED,
    WAITING,
    Pairs,
    open_it,
    opened,
    ordered,
    pick,
    picked,
    send,
    sent,
    start,
    units,
)
from tests.compartments.table import NOW_MS


def outcome(history: list[Event], command: Command) -> Any:
    """The events, or the refusal."""
    return table.ask(rules, state, history, command)


def second(*pairs: Pairs, complete: bool = False) -> did.ParcelDispatched:
    return sent(*pairs, parcel="parcel-2", tracking="TRACK-2", complete=complete)


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], open_it(), [opened()]),
        ([], open_it(ordered(LAMP, 1), ordered(BOOK, 1), ordered(LAMP, 1)), [opened()]),
        (WAITING, open_it(), []),
        (PART, open_it(), []),
        (WAITING, open_it(number="AW-2"), no.ConsignmentExists("o1")),
        (WAITING, open_it(ordered(LAMP, 3)), no.ConsignmentExists("o1")),
        ([STOPPED], open_it(), []),
        (STATES["stopped"], open_it(), []),
        ([], open_it(ordered(LAMP, 0)), no.NothingToSend()),
        ([], ask.OpenConsignment(id="1", order="o1", number="", channel="", person="", method="", region="", lines=()), no.NothingToSend()),
        (WAITING, start(), [STARTED]),
        (PICKING, start(), []),
        (PICKING, start(by="bob"), no.SomebodyElseIsPicking("o1")),
        (PART, start(), [STARTED]),
        (PACKED, start(), no.ConsignmentIs("o1", "packed")),
        (WAITING, start(region="Wales"), no.ConsignmentDiffers("o1")),
        (PICKING, pick((LAMP, 2), (BOOK, 1)), [picked((LAMP, 2), (BOOK, 1))]),
        (PICKING, pick((LAMP, 1)), [picked((LAMP, 1))]),
        (PICKING, pick((LAMP, 1), (LAMP, 1)), [picked((LAMP, 1), (LAMP, 1))]),
        (PICKING, pick((LAMP, 0)), []),
        (PICKING, pick(), []),
        (PICKING, pick((LAMP, 3)), no.PickedQuantityWrong(LAMP, 2)),
        (PICKING, pick((LAMP, 2), (LAMP, 1)), no.PickedQuantityWrong(LAMP, 2)),
        (PICKING, pick((LAMP, -1)), no.PickedQuantityWrong(LAMP, 2)),
        (PICKING, pick(("mug", 1)), no.NotOnThisOrder("mug")),
        (PACKED, pick((LAMP, 2)), [picked((LAMP, 2))]),
        (PACKED, pick((LAMP, 0), (BOOK, 0)), [picked((LAMP, 0), (BOOK, 0))]),
        (PART, pick((LAMP, 1)), [picked((LAMP, 1))]),
        (PART, pick((LAMP, 2)), no.PickedQuantityWrong(LAMP, 1)),
        (PART, pick((BOOK, 1)), no.PickedQuantityWrong(BOOK, 0)),
    ],
)
def test_opening_and_picking(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        (PACKED, send(), [second((LAMP, 1), (BOOK, 1))]),
        (PACKED, send((LAMP, 1)), [second((LAMP, 1))]),
        (PACKED, send((LAMP, 1), (LAMP, 1)), no.NotPicked(LAMP, 1)),
        (PACKED, send((LAMP, 2)), no.NotPicked(LAMP, 1)),
        (PACKED, send((LAMP, 0)), no.NotPicked(LAMP, 1)),
        (PACKED, send((LAMP, -1), (BOOK, 1)), no.NotPicked(LAMP, 1)),
        (PACKED, send(("mug", 1)), no.NotPicked("mug", 0)),
        ([*PICKING, picked((LAMP, 2), (BOOK, 1))], send(), [second((LAMP, 2), (BOOK, 1), complete=True)]),
        ([*PICKING, picked((LAMP, 2), (BOOK, 1)), sent((LAMP, 1))], send(), [second((LAMP, 1), (BOOK, 1), complete=True)]),
        (STATES["rest packed"], send(), [second((LAMP, 1), complete=True)]),
        (PICKING, send(), no.NothingPicked("o1")),
        (WAITING, send(), no.NothingPicked("o1")),
        (PART, send(), no.NothingPicked("o1")),
        (STATES["rest packed"], send(parcel="parcel-1"), no.ParcelExists("parcel-1")),
        (PACKED, send(parcel=""), no.NotAParcel()),
        (PACKED, send(parcel="x" * 61), no.NotAParcel()),
        (PACKED, send(method="next-day"), no.ConsignmentDiffers("o1")),
    ],
)
def test_parcels(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


@pytest.mark.parametrize(
    ("tracking", "expected"),
    [
        ("ABC123", "ABC123"),
        ("jd-0001-xyz", "JD-0001-XYZ"),
        ("A" * 40, "A" * 40),
        ("ABC12", None),
        ("A" * 41, None),
        ("ABC 123", None),
        ("ÄBC1234", None),
        ("", None),
    ],
)
def test_tracking_references(tracking: str, expected: str | None) -> None:
    answer = outcome(PACKED, send(tracking=tracking))
    assert answer == no.NotATracking() if expected is None else answer[0].tracking == expected


@pytest.mark.parametrize(
    ("history", "command", "expected"),
    [
        ([], STOP, [STOPPED]),
        ([STOPPED], STOP, []),
        (WAITING, STOP, [STOPPED]),
        (PICKING, STOP, [STOPPED]),
        (STATES["stopped"], STOP, []),
        (PACKED, STOP, no.ParcelIsBeingPacked("o1")),
        ([*PACKED, picked((LAMP, 0), (BOOK, 0))], STOP, [STOPPED]),
        (PART, STOP, no.ParcelIsBeingPacked("o1")),
        (STATES["dispatched"], STOP, no.ParcelIsBeingPacked("o1")),
        (PART, CLOSE_SHORT, [CLOSED_SHORT]),
        (STATES["picking the rest"], CLOSE_SHORT, [CLOSED_SHORT]),
        (STATES["rest packed"], CLOSE_SHORT, no.ParcelIsBeingPacked("o1")),
        (PICKING, CLOSE_SHORT, no.ConsignmentIs("o1", "picking")),
        (PACKED, CLOSE_SHORT, no.ConsignmentIs("o1", "packed")),
    ],
)
def test_stopping(history: list[Event], command: Command, expected: Any) -> None:
    assert outcome(history, command) == expected


COMMANDS: dict[str, Command] = {
    "start": start(),
    "pick": pick((LAMP, 1)),
    "send": send(),
    "stop": STOP,
    "close short": CLOSE_SHORT,
}
ALLOWED: dict[tuple[str, str], str | None] = {
    ("waiting", "start"): "picking",
    ("waiting", "stop"): "stopped",
    ("picking", "start"): "picking",
    ("picking", "pick"): "packed",
    ("picking", "stop"): "stopped",
    ("packed", "pick"): "packed",
    ("packed", "send"): "part-dispatched",
    ("part-dispatched", "start"): "picking",
    ("part-dispatched", "pick"): "packed",
    ("part-dispatched", "close short"): "closed-short",
    ("picking the rest", "start"): "picking",
    ("picking the rest", "pick"): "packed",
    ("picking the rest", "close short"): "closed-short",
    ("rest packed", "pick"): "packed",
    ("rest packed", "send"): "dispatched",
    ("stopped", "stop"): "stopped",
}


@pytest.mark.parametrize("asked", COMMANDS)
@pytest.mark.parametrize("standing", STATES)
def test_every_command_from_every_state(standing: str, asked: str) -> None:
    answer = outcome(STATES[standing], COMMANDS[asked])
    after = None
    if isinstance(answer, list):
        row = table.after(state, [*STATES[standing], *answer])[Consignment, "o1"]
        after = row.status if row else "none"
    assert after == ALLOWED.get((standing, asked))
    assert standing != "stopped" or asked == "stop" or answer == no.ConsignmentIsStopped("o1")


@pytest.mark.parametrize("asked", ["start", "pick", "send", "close short"])
def test_no_command_finds_a_consignment_that_is_not_there(asked: str) -> None:
    assert outcome([], COMMANDS[asked]) == no.NoSuchConsignment("o1")
    assert outcome([STOPPED], COMMANDS[asked]) == no.NoSuchConsignment("o1")


def test_the_rows_of_a_parcel() -> None:
    rows = table.after(state, PART)
    parcel = Parcel(parcel="parcel-1", order="o1", tracking="TRACK-1", lines=units((LAMP, 1), (BOOK, 1)), by="ann", dispatched_ms=NOW_MS)
    assert rows[Parcel, "parcel-1"] == parcel
    row = rows[Consignment, "o1"]
    assert row is not None
    assert [(line.sku, line.quantity, line.picked, line.sent) for line in row.lines] == [(LAMP, 2, 1, 1), (BOOK, 1, 1, 1)]
    assert table.after(state, [STOPPED])[StoppedBeforehand, "o1"] == StoppedBeforehand(order="o1", why="cancelled", stopped_ms=NOW_MS)


def test_the_gate_sees_where_a_parcel_goes() -> None:
    scope = send().scope()
    assert (scope.channel, scope.region, scope.delivery_method) == ("web", "England", "standard")
    assert (send().capabilities, send().during_pause) == (("delivery",), "finish")
    assert (pick().capabilities, STOP.capabilities) == ((), ())


def test_commands_of_others_are_bugs_and_events_of_others_a_broken_journal() -> None:
    with pytest.raises(TypeError):
        outcome([], Command(id="1"))
    with pytest.raises(TypeError):
        table.after(state, [Event()])
    with pytest.raises(LookupError):
        table.after(state, [STARTED])


PAIRS = st.lists(st.tuples(st.sampled_from([LAMP, BOOK]), st.integers(-1, 3)), max_size=3)
STEPS: st.SearchStrategy[Command] = st.one_of(
    st.builds(open_it),
    st.builds(start),
    st.builds(lambda pairs: pick(*pairs), PAIRS),
    st.builds(lambda pairs, parcel: send(*pairs, parcel=parcel), PAIRS, st.sampled_from(["a", "b", "c"])),
    st.builds(lambda parcel: send(parcel=parcel), st.sampled_from(["a", "b", "c"])),
    st.just(STOP),
    st.just(CLOSE_SHORT),
)


@given(st.lists(STEPS, max_size=25))
def test_whatever_is_asked_no_more_leaves_than_was_ordered_and_what_is_stopped_stays(steps: list[Command]) -> None:
    rows = LoadedRows(complete=True)
    ended: set[str] = set()
    left = {LAMP: 0, BOOK: 0}
    for step in [open_it(), start(), *steps]:
        try:
            events = rules.decide(rows, step, NOW_MS)
        except Refusal:
            continue
        for event in events:
            assert not ended
            state.evolve(rows, event)
            if isinstance(event, did.ParcelDispatched):
                for line in event.lines:
                    left[line.sku] += line.quantity
        row = rows[Consignment, "o1"]
        assert row is not None
        assert {line.sku: line.sent for line in row.lines} == left
        assert all(0 <= line.sent <= line.picked <= line.quantity for line in row.lines)
        assert (row.status == "dispatched") == (left == {LAMP: 2, BOOK: 1})
        ended |= {row.status} & {"dispatched", "closed-short", "stopped"}
