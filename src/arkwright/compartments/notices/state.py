"""The state of notices: its rows, and how an event changes them."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from arkwright.compartments.notices import events as did
from arkwright.compartments.notices.commands import Kind
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

Status = Literal["queued", "sent", "failed"]


class Message(Row, frozen=True):
    """One message; `address` and `facts` are sealed, `why` is what went wrong last."""

    message: str
    kind: Kind
    person: str
    address: str
    facts: str | None
    code: str
    status: Status
    attempts: int
    next_attempt_ms: int
    queued_ms: int
    sent_ms: int | None
    why: str | None


class CodeTaken(Row, frozen=True):
    """Claims a check code."""

    code: str
    message: str


class Waiter(Row, frozen=True):
    """Somebody who waits; `told` is their message once there is one. `address` is sealed."""

    waiter: str
    capability: str
    channel: str
    person: str
    address: str
    address_digest: str
    left_ms: int
    told: str | None


class WaiterTaken(Row, frozen=True):
    """Claims a place in the queue: one address waits once for the same thing."""

    place: str
    waiter: str


def place(capability: str, channel: str, address_digest: str) -> str:
    """The key of a place in the queue."""
    return f"{capability}/{channel}/{address_digest}"


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of notices change."""
    match event:
        case did.MessageQueued():
            evolve_queued(rows, event)
        case did.MessageSent(message=message, sent_ms=now_ms):
            row = standing(rows, message)
            rows[Message, message] = replace(row, status="sent", attempts=row.attempts + 1, sent_ms=now_ms)
        case did.AttemptFailed(message=message):
            rows[Message, message] = replace(
                standing(rows, message), attempts=event.attempts, next_attempt_ms=event.next_attempt_ms, why=event.why
            )
        case did.MessageFailed(message=message):
            rows[Message, message] = replace(standing(rows, message), status="failed", attempts=event.attempts, why=event.why)
        case did.AddressLeft():
            fields = {name: getattr(event, name) for name in event.__struct_fields__}
            rows[Waiter, event.waiter] = Waiter(**fields, told=None)
            where = place(event.capability, event.channel, event.address_digest)
            rows[WaiterTaken, where] = WaiterTaken(place=where, waiter=event.waiter)
        case did.WaiterTold(waiter=waiter, message=message):
            row_waiting = waiting(rows, waiter)
            rows[Waiter, waiter] = replace(row_waiting, told=message)
            free_place(rows, row_waiting)
        case did.WaiterForgotten(waiter=waiter):
            free_place(rows, waiting(rows, waiter))
            rows[Waiter, waiter] = None
        case _:
            raise TypeError(f"notices does not know the event {type(event).__name__}")


def evolve_queued(rows: Rows, event: did.MessageQueued) -> None:
    """The message stands and its code is claimed; it is due at once."""
    rows[CodeTaken, event.code] = CodeTaken(code=event.code, message=event.message)
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    rows[Message, event.message] = Message(**fields, status="queued", attempts=0, next_attempt_ms=event.queued_ms, sent_ms=None, why=None)


def free_place(rows: Rows, row: Waiter) -> None:
    """Give up the place, unless another waiter has taken it since."""
    where = place(row.capability, row.channel, row.address_digest)
    claim = rows[WaiterTaken, where]
    if claim and claim.waiter == row.waiter:
        rows[WaiterTaken, where] = None


def standing(rows: Rows, message: str) -> Message:
    """The message that an event speaks of; a journal without it is broken."""
    row = rows[Message, message]
    if row is None:
        raise LookupError(f"no message {message} for an event about it")
    return row


def waiting(rows: Rows, waiter: str) -> Waiter:
    """The waiter that an event speaks of."""
    row = rows[Waiter, waiter]
    if row is None:
        raise LookupError(f"no waiter {waiter} for an event about them")
    return row
