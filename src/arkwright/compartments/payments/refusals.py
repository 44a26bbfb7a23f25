"""The noes of payments, each a sentence for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class AmountOutOfRange(Invalid):
    """Not an amount of money that is paid."""

    amount_pence: int
    most_pence: int
    sentence: ClassVar[str] = "An amount is from 1 to {most_pence} pence; this is {amount_pence}."
    field: ClassVar[str | None] = "amount_pence"


@dataclass
class ReasonIsMissing(Invalid):
    """No reason, or a story instead of one."""

    longest: int
    sentence: ClassVar[str] = "Give a reason of 1 to {longest} characters, without names or addresses."
    field: ClassVar[str | None] = "why"


@dataclass
class CardDigitsAreWrong(Invalid):
    """More of a card number than may be kept, or none of it (PCI DSS 4.0, requirement 3)."""

    sentence: ClassVar[str] = "Only the last four digits of a card are kept: give four digits, or none."
    field: ClassVar[str | None] = "card_last_four"


@dataclass
class NoSuchPayment(NotFound):
    """Not known here."""

    payment: str
    sentence: ClassVar[str] = "We do not know the payment {payment}. Check the id."
    field: ClassVar[str | None] = "payment"


@dataclass
class PaymentExists(Conflict):
    """The order has a payment, or the id is taken."""

    payment: str
    sentence: ClassVar[str] = "This order already has the payment {payment}. Go on with that one."
    field: ClassVar[str | None] = "payment"


@dataclass
class PaymentIs(Conflict):
    """The payment's state does not allow it."""

    payment: str
    status: str
    sentence: ClassVar[str] = "This payment is {status}, so that cannot be done. Look at it again."
    field: ClassVar[str | None] = "payment"


@dataclass
class OtherChannel(Conflict):
    """A command names another channel than the payment's, which could slip past a switch."""

    channel: str
    sentence: ClassVar[str] = "This payment came by {channel}. Name that channel."
    field: ClassVar[str | None] = "channel"


@dataclass
class OtherPageIsOpen(Conflict):
    """A second page would let the shopper pay twice."""

    payment: str
    sentence: ClassVar[str] = "Another payment page is open for the payment {payment}. Close the new one."
    field: ClassVar[str | None] = "session"


@dataclass
class SuccessStands(Conflict):
    """The provider has said yes before; a later no does not undo it."""

    payment: str
    sentence: ClassVar[str] = "The payment {payment} has succeeded, so it cannot have failed. Look at the provider's records."
    field: ClassVar[str | None] = "payment"


@dataclass
class EvidenceDiffers(Conflict):
    """The provider's payment is not the one recorded, or belongs to another payment of ours."""

    provider_payment: str
    sentence: ClassVar[str] = "The provider's payment {provider_payment} does not belong to this payment. Look at the provider's records."
    field: ClassVar[str | None] = "provider_payment"


@dataclass
class AmountDiffers(Conflict):
    """The provider's amount is not the one that was asked for."""

    expected_pence: int
    amount_pence: int
    sentence: ClassVar[str] = (
        "The provider says {amount_pence} pence where {expected_pence} were asked for. Look at the provider's records."
    )
    field: ClassVar[str | None] = "amount_pence"


@dataclass
class MoreThanAuthorised(Conflict):
    """Captures would exceed what the shopper agreed to."""

    left_pence: int
    sentence: ClassVar[str] = "Only {left_pence} pence of this payment are left to capture."
    field: ClassVar[str | None] = "amount_pence"


@dataclass
class RestIsReleased(Conflict):
    """The final capture has begun; nothing is left to capture after it."""

    capture: str
    sentence: ClassVar[str] = "The capture {capture} is the last one of this payment. No other can follow."
    field: ClassVar[str | None] = "capture"


@dataclass
class CaptureExists(Conflict):
    """The capture id was used for something else."""

    capture: str
    sentence: ClassVar[str] = "The capture {capture} exists already, with another content. Use a new id."
    field: ClassVar[str | None] = "capture"


@dataclass
class NoSuchCapture(NotFound):
    """Not begun here."""

    capture: str
    sentence: ClassVar[str] = "The capture {capture} was never begun on this payment."
    field: ClassVar[str | None] = "capture"


@dataclass
class SomethingIsCaptured(Conflict):
    """Money was taken, or is being taken: it goes back by a refund, or the payment is closed when the capture has ended."""

    payment: str
    sentence: ClassVar[str] = "Money of this payment was taken or is being taken. Wait for it to end, then refund it or close the payment."
    field: ClassVar[str | None] = "payment"


@dataclass
class MoreThanCaptured(Conflict):
    """Refunds would exceed what was taken."""

    left_pence: int
    sentence: ClassVar[str] = "Only {left_pence} pence of this payment are left to refund."
    field: ClassVar[str | None] = "amount_pence"


@dataclass
class RefundExists(Conflict):
    """The refund id was used for something else."""

    refund: str
    sentence: ClassVar[str] = "The refund {refund} exists already, with another content. Use a new id."
    field: ClassVar[str | None] = "refund"


@dataclass
class NoSuchRefund(NotFound):
    """Not begun here."""

    refund: str
    sentence: ClassVar[str] = "The refund {refund} was never begun on this payment."
    field: ClassVar[str | None] = "refund"
