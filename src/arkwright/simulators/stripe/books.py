"""What the simulated provider remembers: sessions, payment intents, charges, refunds, events and idempotency keys."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SessionStatus = Literal["open", "complete", "expired"]
IntentStatus = Literal["requires_payment_method", "requires_action", "requires_capture", "succeeded", "canceled"]
Delivery = Literal["prompt", "late", "doubled", "out_of_order", "lost"]


class Card(msgspec.Struct, frozen=True):
    """A test card: scheme and last four are all that is known of it."""

    label: str
    brand: str
    last_four: str


CARDS = {
    "visa-4242": Card("Visa ending 4242", "visa", "4242"),
    "visa-debit-5556": Card("Visa debit ending 5556", "visa", "5556"),
    "mastercard-4444": Card("Mastercard ending 4444", "mastercard", "4444"),
    "amex-8431": Card("American Express ending 8431", "amex", "8431"),
}


class LineItem(msgspec.Struct, frozen=True, kw_only=True):
    """One line on the payment page; amounts in pence."""

    name: str
    unit_amount: int
    quantity: int


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop asked for when it opened the session. Times are Unix seconds, as everywhere in Stripe's API."""

    line_items: list[LineItem]
    success_url: str
    cancel_url: str | None
    expires_at: int
    capture_manually: bool
    multicapture: bool
    client_reference_id: str | None
    customer_email: str | None
    metadata: dict[str, str]
    intent_metadata: dict[str, str]
    description: str | None

    @property
    def amount(self) -> int:
        """The total in pence."""
        return sum(line.unit_amount * line.quantity for line in self.line_items)


class Session(msgspec.Struct, kw_only=True):
    """A Checkout Session. `challenged` is the test card whose 3-D Secure check is under way."""

    id: str
    created: int
    terms: Terms
    status: SessionStatus = "open"
    intent: str | None = None
    challenged: str | None = None
    delivery: Delivery | None = None


class Intent(msgspec.Struct, kw_only=True):
    """A PaymentIntent; amounts in pence."""

    id: str
    session: str
    created: int
    amount: int
    capture_manually: bool
    multicapture: bool
    description: str | None
    metadata: dict[str, str]
    status: IntentStatus = "requires_payment_method"
    capturable: int = 0
    received: int = 0
    captures: int = 0
    latest_charge: str | None = None
    canceled_at: int | None = None
    cancellation_reason: str | None = None
    last_error: dict[str, str] | None = None


class Charge(msgspec.Struct, kw_only=True):
    """One attempt to charge a card; `captured` turns true with the final capture alone."""

    id: str
    intent: str
    created: int
    amount: int
    brand: str
    last_four: str
    multicapture: bool
    succeeded: bool
    captured: bool = False
    amount_captured: int = 0
    amount_refunded: int = 0
    failure_code: str | None = None


class Refund(msgspec.Struct, kw_only=True, frozen=True):
    """Money given back, in pence."""

    id: str
    intent: str
    charge: str
    created: int
    amount: int
    metadata: dict[str, str]


class Event(msgspec.Struct, kw_only=True, frozen=True):
    """What the shop is told: `object` is how it looked when it happened. `session` chooses the manner of delivery."""

    id: str
    type: str
    created: int
    session: str
    object: dict[str, Any]
    previous: dict[str, Any] | None = None


class Kept(msgspec.Struct, kw_only=True, frozen=True):
    """The answer kept under an idempotency key; `digest` is of the path and parameters it was first used with."""

    digest: str
    created: int
    status: int
    body: str


class Posting(msgspec.Struct, kw_only=True):
    """One webhook on its way."""

    event: str
    due_ms: int
    attempts: int = 0


class Books(msgspec.Struct, kw_only=True):
    """Everything, as it is kept in the file."""

    sessions: dict[str, Session] = {}
    intents: dict[str, Intent] = {}
    charges: dict[str, Charge] = {}
    refunds: dict[str, Refund] = {}
    events: dict[str, Event] = {}
    keys: dict[str, Kept] = {}
    postings: list[Posting] = []
