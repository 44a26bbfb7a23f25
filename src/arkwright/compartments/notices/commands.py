"""What may be asked of notices.

None of it carries a capability: queueing is always right, and the sweep that sends asks the gate for `notices` itself.
"""

from __future__ import annotations

from typing import Literal

from arkwright.kit.messages import Command

Kind = Literal[
    "order-received",
    "order-dispatched",
    "order-cancelled",
    "refund-made",
    "back-again",
    "basket-saved",
    "orders-found",
    "store-receipt",
    "sign-in-code",
    "account-told",
    "account-deleted",
    "birthday-treat",
    "points-expiring",
    "address-code",
    "address-taken",
]

# What the vault seals addresses and facts for. The same for waiters and messages, since a waiter's address becomes a message's.
ADDRESS_CONTEXT = "notices.address"
FACTS_CONTEXT = "notices.facts"


class SendMessage(Command, frozen=True):
    """Queue a message. `address` and `facts` (the JSON its template needs) are sealed under the person's key.

    `code` is the check code that the message carries: 8 to 12 characters of kit/order_number.py.
    """

    message: str
    kind: Kind
    person: str
    address: str
    facts: str | None
    code: str


class RecordSent(Command, frozen=True):
    """The mail server took the message."""

    message: str


class RecordAttemptFailed(Command, frozen=True):
    """It cannot be told that the message was taken; try again at `next_attempt_ms`. `why` names no person and no address."""

    message: str
    why: str
    next_attempt_ms: int


class RecordUndeliverable(Command, frozen=True):
    """The message can never be sent: the address is refused for good, or its person was erased. `why` names no person and no address."""

    message: str
    why: str


class LeaveAddress(Command, frozen=True):
    """Tell this person when a capability is back on a channel. `address_digest` is a keyed digest (hex), so that one address waits once."""

    waiter: str
    capability: str
    channel: str
    person: str
    address: str
    address_digest: str


class TellWaiter(Command, frozen=True):
    """What they waited for is back: queue their one message."""

    waiter: str
    message: str
    code: str
    facts: str | None = None


class ForgetWaiter(Command, frozen=True):
    """Stop waiting for a person who was erased, or who asks for it."""

    waiter: str
