"""What happened in payments, with balanced postings wherever money moved; no personal data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from arkwright.kit.messages import Event

# The chart of accounts. Payments do not know VAT rates (ordering freezes them on the order), so sales and refunds stand gross, and
# bookkeeping splits them by the order's VAT lines. Money is posted when the provider says that it moved: an authorisation is a promise
# and no money. What was captured has been dispatched, so it is a sale at once and no prepayment.
AccountName = Literal[
    "provider-clearing",  # asset: what the provider holds for us until it pays out
    "sales-including-vat",  # income, gross
    "points-redeemed",  # what members paid with points, less what went back to them
    "refunds-including-vat",  # given back, gross; beside sales, so that both stay visible
]


class Posting(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a booking; one of the two amounts is nought."""

    account: AccountName
    debit_pence: int
    credit_pence: int


class PaymentEvent(Event, frozen=True):
    """What every event says: whose payment, for which order, by which channel."""

    payment: str
    order: str
    number: str
    channel: str


class PaymentBegun(PaymentEvent, frozen=True, omit_defaults=True):
    """So much is to be paid by card, beside what points pay; the provider has not been asked yet."""

    amount_pence: int
    begun_ms: int
    points: int = 0
    points_pence: int = 0


class PageOpened(PaymentEvent, frozen=True):
    """The shopper can pay on this page until it expires. A payment that was authorised meanwhile stays so."""

    session: str
    expires_ms: int
    opened_ms: int


class PaymentAuthorised(PaymentEvent, frozen=True):
    """Paid, by the provider's evidence; `was` is "failed" when the success came after we had given it up."""

    provider_payment: str
    amount_pence: int
    card_scheme: str | None
    card_last_four: str | None
    was: str
    authorised_ms: int


class PointsAccepted(PaymentEvent, frozen=True):
    """All of it is paid with points; no card has a part in it."""

    paid_ms: int


class PaymentFailed(PaymentEvent, frozen=True):
    """The provider says that it can never be paid."""

    why: str
    failed_ms: int


class CaptureBegun(PaymentEvent, frozen=True):
    """The provider is to take this much, and to release the rest if `final`."""

    capture: str
    provider_payment: str
    amount_pence: int
    final: bool
    begun_ms: int


class PaymentCaptured(PaymentEvent, frozen=True):
    """The provider took it; `closed` when nothing more will be captured."""

    capture: str
    amount_pence: int
    closed: bool
    postings: tuple[Posting, ...]
    captured_ms: int


class PointsTaken(PaymentEvent, frozen=True):
    """Points paid for a parcel, or a part of it; `closed` when nothing more will be taken."""

    capture: str
    points: int
    points_pence: int
    closed: bool
    postings: tuple[Posting, ...]
    taken_ms: int


class PointsLeftOver(PaymentEvent, frozen=True):
    """These points will pay for nothing: the rest is not sent."""

    points: int
    points_pence: int
    left_ms: int


class CaptureRefused(PaymentEvent, frozen=True):
    """The provider decided no; a colleague must look, since the goods may have left."""

    capture: str
    amount_pence: int
    why: str
    refused_ms: int


class VoidBegun(PaymentEvent, frozen=True):
    """The provider is to release the authorisation."""

    provider_payment: str
    why: str
    begun_ms: int


class PaymentVoided(PaymentEvent, frozen=True):
    """The authorisation is released; the shopper was charged nothing."""

    voided_ms: int


class PaymentClosed(PaymentEvent, frozen=True):
    """Nothing more will be captured; `released_pence` lapse at the provider."""

    released_pence: int
    why: str
    closed_ms: int


class RefundBegun(PaymentEvent, frozen=True):
    """The provider is to give this much back."""

    refund: str
    provider_payment: str
    amount_pence: int
    why: str
    by: str
    begun_ms: int


class PaymentRefunded(PaymentEvent, frozen=True):
    """The provider gave it back; `refunded_pence` is what it comes to in all."""

    refund: str
    amount_pence: int
    refunded_pence: int
    why: str
    postings: tuple[Posting, ...]
    refunded_ms: int


class PointsRefunded(PaymentEvent, frozen=True):
    """So much of a refund goes back as the points that had paid for it."""

    refund: str
    points: int
    points_pence: int
    why: str
    by: str
    postings: tuple[Posting, ...]
    refunded_ms: int


class RefundRefused(PaymentEvent, frozen=True):
    """The provider decided no; the money is still owed, and a colleague must look."""

    refund: str
    amount_pence: int
    why: str
    refused_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
