"""Any sequence of commands: nodes that poll when they can always follow an honest desk, and nothing reopens without two people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from arkwright.compartments.switchboard import commands as ask
from arkwright.compartments.switchboard import events as did
from arkwright.compartments.switchboard import rules, state
from arkwright.compartments.switchboard.state import Switch, as_table, counter
from arkwright.kit.messages import Command, DuringPause
from arkwright.kit.refusal import Refusal
from arkwright.kit.rows import LoadedRows
from arkwright.kit.scope import Scope
from arkwright.kit.switches import EVERYWHERE, NOTHING_SWITCHED, Gate, Limits, Setting, Switched, SwitchTable, accept
from tests.compartments.switchboard.orders import WEB, setting
from tests.compartments.table import NOW_MS

SECOND_MS = 1000
DURING: tuple[DuringPause, ...] = ("refuse", "finish", "allow")
QUESTIONS = [
    (Scope(channel=channel, region=region, total_pence=pence), during)
    for channel, region, pence, during in product(("web", "app"), ("England", "Scotland"), (10, 20), DURING)
]


class Poll(NamedTuple):
    """A node fetches the table."""

    node: str


LIMITS = st.builds(
    Limits,
    regions=st.sampled_from([None, ("England",), ("England", "Scotland")]),
    max_total_pence=st.sampled_from([None, 10, 20]),
)
SETTINGS = st.one_of(
    st.builds(setting, mode=st.sampled_from(["open", "sealed"]), place=st.sampled_from([EVERYWHERE, WEB])),
    st.builds(setting, mode=st.just("limited"), limits=LIMITS, place=st.sampled_from([EVERYWHERE, WEB])),
    st.builds(setting, in_flight=st.sampled_from(["finish", "hold"]), place=st.sampled_from([EVERYWHERE, WEB])),
    st.builds(setting, in_flight=st.just("cancel"), cancel_from_ms=st.integers(NOW_MS - 2, NOW_MS), place=st.just(WEB)),
)
PEOPLE, PROPOSALS = st.sampled_from(["ann", "bob"]), st.sampled_from(["p1", "p2", "p3", "p4"])


def restart(proposed: Setting, id: str, by: str, approved_by: str) -> Sequence[Command]:
    return (
        ask.ProposeRestart(id="p", proposal=id, setting=proposed, reason="All clear.", by=by),
        ask.ApproveRestart(id="a", proposal=id, by=approved_by),
    )


STEPS = st.one_of(
    st.builds(lambda changed, by: (ask.Tighten(id="t", setting=changed, reason="Intruders.", by=by),), SETTINGS, PEOPLE),
    st.builds(restart, SETTINGS, PROPOSALS, PEOPLE, PEOPLE),
    st.builds(lambda proposal, by: (ask.ApproveRestart(id="a", proposal=proposal, by=by),), PROPOSALS, PEOPLE),
    st.just((ask.BeginGeneration(id="g", generation=2),)),
    st.builds(lambda node: (Poll(node),), st.sampled_from(["office", "store"])),
)


class Node:
    """Holds what it last took over, and whether two people have agreed to anything since."""

    def __init__(self) -> None:
        self.held: SwitchTable = NOTHING_SWITCHED
        self.restarts = 0

    def take(self, table: SwitchTable, restarts: int) -> None:
        taken = accept(self.held, table)
        if restarts == self.restarts:
            before, now = Gate(self.held, {}), Gate(taken, {})
            assert all(passes(before, *question) or not passes(now, *question) for question in QUESTIONS)
        self.held, self.restarts = taken, restarts


def passes(gate: Gate, scope: Scope, during: DuringPause) -> bool:
    try:
        gate.check(("orders",), scope, during, NOW_MS)
    except Switched:
        return False
    return True


@given(st.lists(STEPS, max_size=25))
def test_nodes_follow_the_desk_and_nothing_reopens_by_one_person(steps: list[Sequence[Command | Poll]]) -> None:
    rows = LoadedRows(complete=True)
    nodes = {"office": Node(), "store": Node()}
    restarts, now_ms = 0, NOW_MS
    for each in [*(each for step in steps for each in step), Poll("office"), Poll("store")]:
        now_ms += SECOND_MS
        if isinstance(each, Poll):
            switches = [row for kind, key in sorted(rows.changed, key=str) if kind is Switch and isinstance(row := rows[kind, key], Switch)]
            nodes[each.node].take(as_table(counter(rows), switches, counter(rows).generation, now_ms), restarts)
            continue
        try:
            events = rules.decide(rows, each, now_ms)
        except Refusal:
            continue
        for event in events:
            state.evolve(rows, event)
            restarts += isinstance(event, did.RestartApproved)
        rows.keep()
    assert nodes["office"].held.orders == nodes["store"].held.orders
