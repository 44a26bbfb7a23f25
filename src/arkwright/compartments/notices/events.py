"""What happened in notices; addresses and facts are sealed under the person's key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.notices.commands import Kind
from arkwright.kit.messages import Event


class MessageQueued(Event, frozen=True):
    """The message waits to be sent."""

    message: str
    kind: Kind
    person: str
    address: str
    facts: str | None
    code: str
    queued_ms: int


class MessageSent(Event, frozen=True):
    """The mail server took it."""

    message: str
    kind: Kind
    person: str
    code: str
    sent_ms: int


class AttemptFailed(Event, frozen=True):
    """It was not taken, or that cannot be told; it is tried again at `next_attempt_ms`."""

    message: str
    attempts: int
    why: str
    next_attempt_ms: int
    failed_ms: int


class MessageFailed(Event, frozen=True):
    """It is given up; a colleague sees it."""

    message: str
    kind: Kind
    person: str
    attempts: int
    why: str
    failed_ms: int


class AddressLeft(Event, frozen=True):
    """Somebody wants to hear when the capability is back on the channel."""

    waiter: str
    capability: str
    channel: str
    person: str
    address: str
    address_digest: str
    left_ms: int


class WaiterTold(Event, frozen=True):
    """The one message of a waiter is queued; the same address may wait again from now on."""

    waiter: str
    capability: str
    channel: str
    person: str
    message: str
    told_ms: int


class WaiterForgotten(Event, frozen=True):
    """Nobody is told; the address is gone from the state."""

    waiter: str
    capability: str
    channel: str
    person: str
    forgotten_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
