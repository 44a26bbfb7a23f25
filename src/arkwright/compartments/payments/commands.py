"""What may be asked of payments."""

from __future__ import annotations

from typing import ClassVar

from arkwright.kit.messages import Command, DuringPause
from arkwright.kit.scope import Scope


class BeginPayment(Command, frozen=True, omit_defaults=True):
    """Note that `amount_pence` are to be paid by card for an order, before the provider is asked for a page. One payment an order.

    `points` worth `points_pence`, which were spent already, pay the rest; or all of it, and then no card is asked.

    The order was taken already, so that a pause lets its payment finish.
    """

    payment: str
    order: str
    number: str
    channel: str
    amount_pence: int
    points: int = 0
    points_pence: int = 0
    capabilities: ClassVar[tuple[str, ...]] = ("orders",)
    during_pause: ClassVar[DuringPause] = "finish"

    def scope(self) -> Scope:
        """The channel and the amount."""
        return Scope(channel=self.channel, total_pence=self.amount_pence + self.points_pence)


class PaymentCommand(Command, frozen=True):
    """Goes on with a payment already begun; `channel` is the payment's own."""

    payment: str
    channel: str
    capabilities: ClassVar[tuple[str, ...]] = ("orders",)
    during_pause: ClassVar[DuringPause] = "finish"

    def scope(self) -> Scope:
        """The channel the order came by."""
        return Scope(channel=self.channel)


class RecordPage(PaymentCommand, frozen=True):
    """The provider has opened a payment page, its `session`, which can be paid until `expires_ms`."""

    session: str
    expires_ms: int


class RecordAuthorised(PaymentCommand, frozen=True):
    """The provider's evidence that `amount_pence` are ours to capture; webhook, return and resolver may all bring it."""

    provider_payment: str
    amount_pence: int
    card_scheme: str | None
    card_last_four: str | None


class RecordPaidWithPoints(PaymentCommand, frozen=True):
    """Points pay for all of it, and the order still stands: there is no card to wait for."""


class RecordFailed(PaymentCommand, frozen=True):
    """The provider says that this can never be paid any more: expired, cancelled or declined for good."""

    why: str


class BeginCapture(PaymentCommand, frozen=True, omit_defaults=True):
    """Take part of what was authorised; `final` releases the rest. `points_pence` are what points pay of the parcel beside it."""

    capture: str
    amount_pence: int
    final: bool
    points_pence: int = 0


class RecordCaptured(PaymentCommand, frozen=True):
    """The provider took this capture."""

    capture: str
    amount_pence: int


class RecordCaptureRefused(PaymentCommand, frozen=True):
    """The provider decided no to this capture; its amount may be captured anew under another id."""

    capture: str
    why: str


class BeginVoid(PaymentCommand, frozen=True):
    """Release the whole authorisation, of which nothing was captured."""

    why: str


class RecordVoided(PaymentCommand, frozen=True):
    """The provider released the authorisation, or says that it lapsed."""


class ClosePayment(PaymentCommand, frozen=True):
    """Capture no more of what was authorised: the order was closed short, and the rest lapses at the provider."""

    why: str


class RefundCommand(Command, frozen=True):
    """Gives money back. It carries no capability: refunds must go on while everything else is paused, and while it is sealed."""

    payment: str
    refund: str


class BeginRefund(RefundCommand, frozen=True):
    """Give back part of what was paid: to points, as long as they paid for it, then to the card. `why` is
    one of the channel's own words, never free text about a person.
    """

    amount_pence: int
    why: str
    by: str


class RecordRefunded(RefundCommand, frozen=True):
    """The provider gave this back."""

    amount_pence: int


class RecordRefundRefused(RefundCommand, frozen=True):
    """The provider decided no to this refund; the money is still owed, and may be refunded anew under another id."""

    why: str
