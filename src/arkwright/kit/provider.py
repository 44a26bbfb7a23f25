"""What a card provider is to us: hosted payment pages by redirect, manual capture, refunds; never a card number."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

SessionStatus = Literal["open", "authorised", "failed"]


class PaymentPage(msgspec.Struct, frozen=True, kw_only=True):
    """Where to send the shopper to pay."""

    session: str
    url: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What the provider itself says of one payment: the only ground on which we call it paid.

    "open": the shopper may still pay. "authorised": `amount_pence` are ours to capture (or were captured).
    "failed": expired or cancelled, and can never succeed any more.
    """

    session: str
    status: SessionStatus
    payment: str | None
    amount_pence: int
    captured_pence: int
    refunded_pence: int
    card_scheme: str | None
    card_last_four: str | None


class ProviderUnknown(Exception):
    """No answer, or a server error: it may or may not have happened. Ask again with the same id."""


class ProviderRefused(Exception):
    """The provider decided no; the text is fit for a colleague to read, not for a shopper."""


class CardProvider(Protocol):
    """Every call carries an id of ours as idempotency key: sent twice, it happens once.

    All raise `ProviderUnknown` when the outcome cannot be told and `ProviderRefused` for a decided no.
    """

    async def begin(
        self, *, payment_id: str, order_number: str, amount_pence: int, email: str, back_url: str, cancel_url: str, expires_at_ms: int
    ) -> PaymentPage:
        """Open a payment page for one payment of ours; sent again with the same `payment_id`, the same page."""
        ...

    async def look(self, session: str) -> Evidence:
        """What has become of it."""
        ...

    async def expire(self, session: str) -> Evidence:
        """Close an open page so that it can no longer be paid; says what has become of it, success included."""
        ...

    async def capture(self, *, capture_id: str, payment: str, amount_pence: int, final: bool) -> int:
        """Take part of what was authorised, with `final` releasing the rest; the pence captured by this call."""
        ...

    async def void(self, *, void_id: str, payment: str) -> None:
        """Release the whole authorisation; nothing was captured."""
        ...

    async def refund(self, *, refund_id: str, payment: str, amount_pence: int) -> int:
        """Give back part of what was captured; the pence refunded by this call."""
        ...
