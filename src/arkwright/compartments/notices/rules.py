"""The rules of notices: what a command leads to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from arkwright.compartments.notices import commands as ask
from arkwright.compartments.notices import events as did
from arkwright.compartments.notices import refusals as no
from arkwright.compartments.notices.state import CodeTaken, Message, Waiter, WaiterTaken, place
from arkwright.kit.messages import Command, Event
from arkwright.kit.order_number import read_code
from arkwright.kit.rows import Key, Rows

MOST_ATTEMPTS = 12
LONGEST_WHY = 200
CODE_LENGTHS = range(8, 13)
SEALED = re.compile(r"[A-Za-z0-9_-]{1,8000}")  # what the vault gives: no address and no JSON looks like this
DIGEST = re.compile(r"[0-9a-f]{64}")
WORD = re.compile(r"[a-z0-9-]{1,40}")


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.SendMessage(message=message, code=code):
            yield from ((Message, message), (CodeTaken, code))
        case ask.RecordSent(message=message) | ask.RecordAttemptFailed(message=message) | ask.RecordUndeliverable(message=message):
            yield (Message, message)
        case ask.LeaveAddress(waiter=waiter, capability=capability, channel=channel, address_digest=address_digest):
            yield from ((Waiter, waiter), (WaiterTaken, place(capability, channel, address_digest)))
        case ask.TellWaiter(waiter=waiter, message=message, code=code):
            yield from ((Waiter, waiter), (Message, message), (CodeTaken, code))
        case ask.ForgetWaiter(waiter=waiter):
            yield (Waiter, waiter)


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.SendMessage():
            return send(rows, command, now_ms)
        case ask.RecordSent(message=message):
            row = known(rows, message)
            if row.status == "sent":
                return []
            return [did.MessageSent(message=message, kind=row.kind, person=row.person, code=row.code, sent_ms=now_ms)]
        case ask.RecordAttemptFailed(message=message, why=why, next_attempt_ms=next_attempt_ms):
            return attempt_failed(known(rows, message), why, next_attempt_ms, now_ms)
        case ask.RecordUndeliverable(message=message, why=why):
            row = known(rows, message)
            return [given_up(row, row.attempts, why, now_ms)] if row.status == "queued" else []
        case ask.LeaveAddress():
            return leave_address(rows, command, now_ms)
        case ask.TellWaiter():
            return tell(rows, command, now_ms)
        case ask.ForgetWaiter(waiter=waiter):
            return forget(rows, waiter, now_ms)
        case _:
            raise TypeError(f"notices does not know the command {type(command).__name__}")


def send(rows: Rows, command: ask.SendMessage, now_ms: int) -> list[Event]:
    """Queue it once; the same message again is nothing to do."""
    sealed("address", command.address)
    if command.facts is not None:
        sealed("facts", command.facts)
    before = rows[Message, command.message]
    asked = (command.kind, command.person, command.address, command.facts, command.code)
    if before and (before.kind, before.person, before.address, before.facts, before.code) == asked:
        return []
    return [queued(rows, command, now_ms)]


def queued(rows: Rows, asked: ask.SendMessage, now_ms: int) -> did.MessageQueued:
    """A new message with a code of its own, or a refusal."""
    if len(asked.code) not in CODE_LENGTHS or read_code(asked.code, len(asked.code)) != asked.code:
        raise no.CheckCodeIsWrong()
    if rows[Message, asked.message]:
        raise no.MessageExists(asked.message)
    if rows[CodeTaken, asked.code]:
        raise no.CodeIsTaken(asked.code)
    return did.MessageQueued(
        message=asked.message,
        kind=asked.kind,
        person=asked.person,
        address=asked.address,
        facts=asked.facts,
        code=asked.code,
        queued_ms=now_ms,
    )


def attempt_failed(row: Message, why: str, next_attempt_ms: int, now_ms: int) -> list[Event]:
    """Try again later, never earlier than now; the last attempt gives up. What was sent or given up stays so."""
    if row.status != "queued":
        return []
    attempts = row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        return [given_up(row, attempts, why, now_ms)]
    return [
        did.AttemptFailed(
            message=row.message,
            attempts=attempts,
            why=why[:LONGEST_WHY],
            next_attempt_ms=max(now_ms, next_attempt_ms),
            failed_ms=now_ms,
        )
    ]


def given_up(row: Message, attempts: int, why: str, now_ms: int) -> did.MessageFailed:
    """The message is not tried again."""
    return did.MessageFailed(
        message=row.message, kind=row.kind, person=row.person, attempts=attempts, why=why[:LONGEST_WHY], failed_ms=now_ms
    )


def leave_address(rows: Rows, command: ask.LeaveAddress, now_ms: int) -> list[Event]:
    """Wait once: an address that waits for the same thing already is nothing to do."""
    for name in ("capability", "channel"):
        if not WORD.fullmatch(getattr(command, name)):
            raise no.NotSomethingToWaitFor(name)
    sealed("address", command.address)
    if not DIGEST.fullmatch(command.address_digest):
        raise no.AddressDigestIsWrong()
    if rows[WaiterTaken, place(command.capability, command.channel, command.address_digest)]:
        return []
    if rows[Waiter, command.waiter]:
        raise no.WaiterExists(command.waiter)
    return [
        did.AddressLeft(
            waiter=command.waiter,
            capability=command.capability,
            channel=command.channel,
            person=command.person,
            address=command.address,
            address_digest=command.address_digest,
            left_ms=now_ms,
        )
    ]


def tell(rows: Rows, command: ask.TellWaiter, now_ms: int) -> list[Event]:
    """Told and queued in one decision, so that there is exactly one message; whoever was told is not told again."""
    row = rows[Waiter, command.waiter]
    if row is None:
        raise no.NoSuchWaiter(command.waiter)
    if row.told:
        return []
    if command.facts is not None:
        sealed("facts", command.facts)
    message = ask.SendMessage(
        id=command.id,
        message=command.message,
        kind="back-again",
        person=row.person,
        address=row.address,
        facts=command.facts,
        code=command.code,
    )
    told = did.WaiterTold(
        waiter=row.waiter, capability=row.capability, channel=row.channel, person=row.person, message=command.message, told_ms=now_ms
    )
    return [told, queued(rows, message, now_ms)]


def forget(rows: Rows, waiter: str, now_ms: int) -> list[Event]:
    """Whoever does not wait, or has been told, is nothing to do."""
    row = rows[Waiter, waiter]
    if row is None or row.told:
        return []
    return [did.WaiterForgotten(waiter=waiter, capability=row.capability, channel=row.channel, person=row.person, forgotten_ms=now_ms)]


def known(rows: Rows, message: str) -> Message:
    """The message, or a refusal."""
    row = rows[Message, message]
    if row is None:
        raise no.NoSuchMessage(message)
    return row


def sealed(name: str, text: str) -> None:
    """Refuse what the vault cannot have given."""
    if not SEALED.fullmatch(text):
        raise no.TextIsNotSealed(name)
