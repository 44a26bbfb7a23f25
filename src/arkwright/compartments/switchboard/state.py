"""The state of the switchboard: its rows, and how an event changes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from arkwright.compartments.switchboard import events as did
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows
from arkwright.kit.switches import Mode, Place, Setting, SwitchOrder, SwitchTable

Status = Literal["waiting", "approved", "withdrawn", "expired"]

COUNTER = "version"


class Counter(Row, frozen=True):
    """The one counter of versions, and the generation of the desk key that orders are issued under."""

    counter: str = COUNTER
    generation: int = 1
    version: int = 0


class Switch(Row, frozen=True):
    """A switch ever moved: the order that stands, and the last one that two people stood for, if another stands now."""

    switch: str
    order: SwitchOrder
    restart: SwitchOrder | None
    reason: str
    by: str


class Proposal(Row, frozen=True):
    """A restart that one person proposed; `against` is the order that stood then."""

    proposal: str
    status: Status
    setting: Setting
    against: SwitchOrder
    reason: str
    by: str
    proposed_ms: int
    ended_ms: int | None
    ended_by: str | None


class Change(Row, frozen=True):
    """One line of the history, keyed by its version with zeros in front; `by` is who decided last, `was` the mode before."""

    change: str
    order: SwitchOrder
    was: Mode
    reason: str
    by: str
    proposal: str | None


class Node(Row, frozen=True):
    """The switches that a node said it held, when it was last heard of."""

    node: str
    generation: int
    version: int
    seen_ms: int


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the switchboard's rows change."""
    match event:
        case did.SwitchTightened(order=order, was=was, reason=reason, by=by):
            evolve_switch(rows, order, Change(change=change_key(order.number), order=order, was=was, reason=reason, by=by, proposal=None))
        case did.RestartApproved(order=order, was=was, reason=reason, by=by, proposal=id):
            evolve_switch(rows, order, Change(change=change_key(order.number), order=order, was=was, reason=reason, by=by, proposal=id))
            end(rows, id, "approved", order.issued_ms, by)
        case did.RestartProposed(proposal=id):
            fields = {name: getattr(event, name) for name in event.__struct_fields__}
            rows[Proposal, id] = Proposal(**fields, status="waiting", ended_ms=None, ended_by=None)
        case did.ProposalWithdrawn(proposal=id, withdrawn_ms=at_ms, by=by):
            end(rows, id, "withdrawn", at_ms, by)
        case did.ProposalExpired(proposal=id, expired_ms=at_ms):
            end(rows, id, "expired", at_ms, None)
        case did.NodeHeld(node=node, generation=generation, version=version, seen_ms=seen_ms):
            rows[Node, node] = Node(node=node, generation=generation, version=version, seen_ms=seen_ms)
        case did.GenerationBegun(generation=generation):
            rows[Counter, COUNTER] = replace(counter(rows), generation=generation)
        case did.VersionsSkipped(to=to):
            rows[Counter, COUNTER] = replace(counter(rows), version=to)
        case _:
            raise TypeError(f"the switchboard does not know the event {type(event).__name__}")


def evolve_switch(rows: Rows, order: SwitchOrder, change: Change) -> None:
    """The order stands; the former one is remembered while it is the last that two people stood for."""
    key = switch_key(order.capability, order.place)
    before = rows[Switch, key]
    restart = None
    if before and order.approvers < 2:
        restart = before.order if before.order.approvers >= 2 else before.restart
    rows[Switch, key] = Switch(switch=key, order=order, restart=restart, reason=change.reason, by=change.by)
    rows[Change, change.change] = change
    rows[Counter, COUNTER] = replace(counter(rows), version=order.number)


def end(rows: Rows, id: str, status: Status, at_ms: int, by: str | None) -> None:
    """A proposal is over."""
    proposal = rows[Proposal, id]
    if proposal is None:
        raise LookupError(f"no proposal {id} for an event about it")
    rows[Proposal, id] = replace(proposal, status=status, ended_ms=at_ms, ended_by=by)


def counter(rows: Rows) -> Counter:
    """The counter, which begins with the first key and no version."""
    return rows[Counter, COUNTER] or Counter()


def as_table(counted: Counter, every: Sequence[Switch], generation: int, as_at_ms: int) -> SwitchTable:
    """The switch table that these rows make, for the desk to sign with its key of this generation.

    If a change came between reading the counter and the switches, it shows in the orders: the newest number is the version.
    """
    return SwitchTable(
        generation=generation,
        version=max([counted.version, *(row.order.number for row in every)]),
        as_at_ms=as_at_ms,
        orders=tuple(row.order for row in every),
        restarts=tuple(row.restart for row in every if row.restart),
    )


def switch_key(capability: str, place: Place) -> str:
    """'orders|channel=web|region=Scotland': one text for one capability at one place; no name holds a bar."""
    return "|".join((capability, *(f"{part}={value}" for part, value in place.named.items())))


def change_key(version: int) -> str:
    """The version in sixteen digits, so that text sorts as numbers do."""
    return f"{version:016d}"
