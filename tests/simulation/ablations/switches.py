"""Safeguards of switches: the gate, the queue, versions, two people, signatures, what a restart remembers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

from msgspec.structs import replace

from arkwright.channels.following import following
from arkwright.channels.following.following import Following
from arkwright.journal.batch import Receipt, Standing
from arkwright.journal.lane import Lane
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, table
from arkwright.roles import office
from tests.simulation.ablations.ablation import Ablation
from tests.simulation.faults import Fault
from tests.simulation.plan import SLOWEST_COMMIT_MS, Actor, Plan


@contextlib.contextmanager
def open_gate() -> Iterator[None]:
    """No lane asks the switches."""
    with mock.patch.object(Gate, "check", return_value=None):
        yield


@contextlib.contextmanager
def beside_the_queue() -> Iterator[None]:
    """A lane is told of new switches past its queue, while a batch may be under way."""

    async def obey(lane: Lane, _document: str, gate: Gate) -> Receipt:
        lane._standing = Standing(gate, lane._standing.digest)
        return Receipt(sequence=lane.head.sequence, events=())

    with mock.patch.object(Lane, "obey", obey):
        yield


@contextlib.contextmanager
def any_version() -> Iterator[None]:
    """Whatever the desk signed once is obeyed, however old."""
    with mock.patch.object(following, "accept", lambda _held, new: new):
        yield


@contextlib.contextmanager
def one_person() -> Iterator[None]:
    """One person opens what was closed."""
    with mock.patch.object(table, "PEOPLE_TO_REOPEN", 1):
        yield


@contextlib.contextmanager
def any_signature() -> Iterator[None]:
    """A table is taken from whoever sends it."""
    with mock.patch.object(table, "verify", lambda envelope, *_: envelope.content):
        yield


@contextlib.contextmanager
def forgotten_at_a_restart() -> Iterator[None]:
    """An office begins with everything open, until the desk speaks."""

    async def nothing(_following: Following, _on_table: Any) -> None: ...

    with mock.patch.object(Following, "start", nothing), mock.patch.object(office, "table_of", return_value=NOTHING_SWITCHED):
        yield


def slow_and_operated(plan: Plan) -> Plan:
    """Commits that take a while, and somebody who moves switches meanwhile."""
    others = tuple(actor for actor in plan.actors if actor.kind != "operator")
    slow = Fault(name="slow", kind="slow disk", amount=SLOWEST_COMMIT_MS)
    return replace(plan, actors=(*others, Actor(name="operator", kind="operator")), faults=(*plan.faults, slow))


SWITCHES = (
    Ablation(
        name="the gate is not asked",
        protects="what is paused or sealed does not go on",
        without=open_gate,
        caught_by=("22",),
    ),
    Ablation(
        name="switches pass the queue by",
        protects="nothing commits after a seal is acknowledged",
        without=beside_the_queue,
        caught_by=("22",),
        day=slow_and_operated,
    ),
    Ablation(
        name="old switches are obeyed",
        protects="a replayed order changes nothing",
        without=any_version,
        caught_by=("23",),
    ),
    Ablation(
        name="one person may reopen",
        protects="reopening takes two people",
        without=one_person,
        caught_by=("23",),
    ),
    Ablation(
        name="signatures are not checked",
        protects="only the desk moves switches",
        without=any_signature,
        caught_by=("23",),
    ),
    Ablation(
        name="a restart forgets the switches",
        protects="a restart is never more permissive",
        without=forgotten_at_a_restart,
        caught_by=("22", "24"),
    ),
)
