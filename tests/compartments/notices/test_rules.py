"""The rules of notices as tables."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from arkwright.compartments.notices import commands, rules, state
from arkwright.compartments.notices import events as did
from arkwright.compartments.notices import refusals as no
from arkwright.compartments.notices.commands import (
    ForgetWaiter,
    LeaveAddress,
    RecordAttemptFailed,
    RecordSent,
    RecordUndeliverable,
    SendMessage,
    TellWaiter,
)
from arkwright.compartments.notices.state import CodeTaken, Message, Waiter, WaiterTaken, place
from arkwright.kit.messages import Command, Event
from arkwright.kit.order_number import code
from arkwright.kit.refusal import Refusal
from tests.compartments.table import NOW_MS, after, ask

CODE, CODE_2 = code(12345, 8), code(54321, 12)
DIGEST, DIGEST_2 = "a" * 64, "b" * 64

QUEUED = did.MessageQueued(message="m1", kind="order-received", person="p1", address="sealed", facts="facts", code=CODE, queued_ms=1)
SENT = did.MessageSent(message="m1", kind="order-received", person="p1", code=CODE, sent_ms=NOW_MS)
TRIED = [did.AttemptFailed(message="m1", attempts=1 + n, why="busy", next_attempt_ms=9, failed_ms=2) for n in range(11)]
FAILED = did.MessageFailed(message="m1", kind="order-received", person="p1", attempts=12, why="busy", failed_ms=NOW_MS)
LEFT = did.AddressLeft(waiter="w1", capability="orders", channel="web", person="p1", address="sealed", address_digest=DIGEST, left_ms=1)
TOLD = did.WaiterTold(waiter="w1", capability="orders", channel="web", person="p1", message="m2", told_ms=NOW_MS)
BACK = did.MessageQueued(message="m2", kind="back-again", person="p1", address="sealed", facts=None, code=CODE_2, queued_ms=NOW_MS)
FORGOTTEN = did.WaiterForgotten(waiter="w1", capability="orders", channel="web", person="p1", forgotten_ms=NOW_MS)


def send(message: str = "m1", code: str = CODE, address: str = "sealed", facts: str | None = "facts") -> SendMessage:
    return SendMessage(id="c", message=message, kind="order-received", person="p1", address=address, facts=facts, code=code)


def tried(next_attempt_ms: int = NOW_MS + 60_000, why: str = "busy", message: str = "m1") -> RecordAttemptFailed:
    return RecordAttemptFailed(id="c", message=message, why=why, next_attempt_ms=next_attempt_ms)


def leave(
    waiter: str = "w1", capability: str = "orders", channel: str = "web", address: str = "sealed", digest: str = DIGEST
) -> LeaveAddress:
    return LeaveAddress(id="c", waiter=waiter, capability=capability, channel=channel, person="p1", address=address, address_digest=digest)


def tell(waiter: str = "w1", message: str = "m2", code: str = CODE_2, facts: str | None = None) -> TellWaiter:
    return TellWaiter(id="c", waiter=waiter, message=message, code=code, facts=facts)


def again(event: did.AddressLeft, waiter: str, digest: str = DIGEST) -> did.AddressLeft:
    return did.AddressLeft(
        waiter=waiter, capability="orders", channel="web", person="p1", address=event.address, address_digest=digest, left_ms=NOW_MS
    )


SENDING: list[tuple[Sequence[Event], Command, list[Event] | Refusal]] = [
    (
        [],
        send(),
        [did.MessageQueued(message="m1", kind="order-received", person="p1", address="sealed", facts="facts", code=CODE, queued_ms=NOW_MS)],
    ),
    ([QUEUED], send(), []),
    ([QUEUED, SENT], send(), []),
    ([QUEUED], send(address="other"), no.MessageExists("m1")),
    ([QUEUED], send(code=CODE_2), no.MessageExists("m1")),
    ([QUEUED], send("m3"), no.CodeIsTaken(CODE)),
    ([], send(code=CODE.lower()), no.CheckCodeIsWrong()),
    ([], send(code=code(1, 7)), no.CheckCodeIsWrong()),
    ([], send(code=code(1, 13)), no.CheckCodeIsWrong()),
    ([], send(code=CODE[:-1] + ("0" if CODE[-1] != "0" else "1")), no.CheckCodeIsWrong()),
    ([], send(address="ada@example.org"), no.TextIsNotSealed("address")),
    ([], send(address=""), no.TextIsNotSealed("address")),
    ([], send(facts='{"name": "Ada"}'), no.TextIsNotSealed("facts")),
    ([QUEUED], RecordSent(id="c", message="m1"), [SENT]),
    ([QUEUED, SENT], RecordSent(id="c", message="m1"), []),
    ([QUEUED, FAILED], RecordSent(id="c", message="m1"), [SENT]),
    ([], RecordSent(id="c", message="m1"), no.NoSuchMessage("m1")),
    ([QUEUED], tried(), [did.AttemptFailed(message="m1", attempts=1, why="busy", next_attempt_ms=NOW_MS + 60_000, failed_ms=NOW_MS)]),
    ([QUEUED], tried(5), [did.AttemptFailed(message="m1", attempts=1, why="busy", next_attempt_ms=NOW_MS, failed_ms=NOW_MS)]),
    (
        [QUEUED, *TRIED[:10]],
        tried(why="x" * 300),
        [did.AttemptFailed(message="m1", attempts=11, why="x" * 200, next_attempt_ms=NOW_MS + 60_000, failed_ms=NOW_MS)],
    ),
    ([QUEUED, *TRIED], tried(), [FAILED]),
    ([QUEUED, *TRIED, FAILED], tried(), []),
    ([QUEUED, SENT], tried(), []),
    ([], tried(), no.NoSuchMessage("m1")),
    (
        [QUEUED],
        RecordUndeliverable(id="c", message="m1", why="refused for good"),
        [did.MessageFailed(message="m1", kind="order-received", person="p1", attempts=0, why="refused for good", failed_ms=NOW_MS)],
    ),
    ([QUEUED, SENT], RecordUndeliverable(id="c", message="m1", why="x"), []),
    ([], RecordUndeliverable(id="c", message="m1", why="x"), no.NoSuchMessage("m1")),
]
WAITING: list[tuple[Sequence[Event], Command, list[Event] | Refusal]] = [
    ([], leave(), [again(LEFT, "w1")]),
    ([LEFT], leave(), []),
    ([LEFT], leave("w2"), []),
    ([LEFT], leave("w2", digest=DIGEST_2), [again(LEFT, "w2", DIGEST_2)]),
    ([LEFT], leave("w1", digest=DIGEST_2), no.WaiterExists("w1")),
    ([LEFT, TOLD, BACK], leave("w2"), [again(LEFT, "w2")]),
    ([], leave(address="ada@example.org"), no.TextIsNotSealed("address")),
    ([], leave(digest="ada@example.org"), no.AddressDigestIsWrong()),
    ([], leave(capability="orders/web"), no.NotSomethingToWaitFor("capability")),
    ([], leave(channel=""), no.NotSomethingToWaitFor("channel")),
    ([LEFT], tell(), [TOLD, BACK]),
    ([LEFT, TOLD, BACK], tell(), []),
    ([LEFT, TOLD, BACK], tell(message="m3", code=CODE), []),
    ([], tell(), no.NoSuchWaiter("w1")),
    ([LEFT], tell(code="NOPE"), no.CheckCodeIsWrong()),
    ([LEFT, QUEUED], tell(message="m1"), no.MessageExists("m1")),
    ([LEFT, QUEUED], tell(code=CODE), no.CodeIsTaken(CODE)),
    ([LEFT], tell(facts="in clear!"), no.TextIsNotSealed("facts")),
    ([LEFT], ForgetWaiter(id="c", waiter="w1"), [FORGOTTEN]),
    ([LEFT, FORGOTTEN], ForgetWaiter(id="c", waiter="w1"), []),
    ([LEFT, TOLD, BACK], ForgetWaiter(id="c", waiter="w1"), []),
    ([LEFT, FORGOTTEN], tell(), no.NoSuchWaiter("w1")),
]


@pytest.mark.parametrize(("history", "command", "outcome"), [*SENDING, *WAITING])
def test_a_command_leads_to(history: Sequence[Event], command: Command, outcome: list[Event] | Refusal) -> None:
    assert ask(rules, state, history, command) == outcome


def test_a_message_keeps_what_became_of_it() -> None:
    rows = after(state, [QUEUED, TRIED[0], SENT])
    row = rows[Message, "m1"]
    assert row is not None
    assert (row.status, row.attempts, row.next_attempt_ms, row.why, row.sent_ms) == ("sent", 2, 9, "busy", NOW_MS)
    assert rows[CodeTaken, CODE] == CodeTaken(code=CODE, message="m1")


def test_a_waiter_told_gives_up_the_place_but_not_the_place_of_another() -> None:
    where = place("orders", "web", DIGEST)
    rows = after(state, [LEFT, TOLD, BACK])
    row = rows[Waiter, "w1"]
    assert row is not None
    assert (row.told, rows[WaiterTaken, where]) == ("m2", None)
    rows = after(state, [LEFT, TOLD, BACK, again(LEFT, "w2"), TOLD])
    assert rows[WaiterTaken, where] == WaiterTaken(place=where, waiter="w2")


def test_a_forgotten_waiter_leaves_no_row() -> None:
    rows = after(state, [LEFT, FORGOTTEN])
    assert rows[Waiter, "w1"] is None
    assert rows[WaiterTaken, place("orders", "web", DIGEST)] is None


def test_no_command_is_stopped_by_a_switch() -> None:
    ours = [value for value in vars(commands).values() if isinstance(value, type) and issubclass(value, Command)]
    assert not any(command.capabilities for command in ours)


class Strange(Event, frozen=True):
    """An event of another compartment."""


class Odd(Command, frozen=True):
    """A command of another compartment."""


def test_what_is_not_theirs_is_a_mistake() -> None:
    rows = after(state, [])
    with pytest.raises(TypeError):
        rules.decide(rows, Odd(id="c"), NOW_MS)
    with pytest.raises(TypeError):
        state.evolve(rows, Strange())
    for event in (SENT, TOLD):
        with pytest.raises(LookupError):
            state.evolve(rows, event)
