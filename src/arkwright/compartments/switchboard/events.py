"""What happened on the switchboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.kit.messages import Event
from arkwright.kit.switches import Mode, Setting, SwitchOrder


class SwitchTightened(Event, frozen=True):
    """The order stands, by one person's word; `order.number` is the version that it made."""

    order: SwitchOrder
    was: Mode
    reason: str
    by: str


class RestartProposed(Event, frozen=True):
    """One person would let more through than the order `against` does, which stood then."""

    proposal: str
    setting: Setting
    against: SwitchOrder
    reason: str
    by: str
    proposed_ms: int


class RestartApproved(Event, frozen=True):
    """Two people stand for the order, which lets more through than before; `by` is the second one."""

    proposal: str
    order: SwitchOrder
    was: Mode
    reason: str
    by: str


class ProposalWithdrawn(Event, frozen=True):
    """The proposal is off."""

    proposal: str
    by: str
    withdrawn_ms: int


class ProposalExpired(Event, frozen=True):
    """Nobody approved the proposal in time."""

    proposal: str
    expired_ms: int


class NodeHeld(Event, frozen=True):
    """A node held this version when it was last heard of."""

    node: str
    generation: int
    version: int
    seen_ms: int


class GenerationBegun(Event, frozen=True):
    """Orders are issued under the desk key of this generation."""

    generation: int


class VersionsSkipped(Event, frozen=True):
    """The next change makes the version after `to`."""

    to: int
    by: str


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
