"""What happened at a store's tills, to be sent on to head office as it stands: no personal data, no card number.

The day's events and those of baskets stand in files beside this one; it names them all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.tills.basket_events import (
    AgeChecked,
    CodeEntered,
    LineAdded,
    LineDiscounted,
    LineVoided,
    MemberIdentified,
    PriceOverridden,
    QuantitySet,
    SaleDiscounted,
    SaleEvent,
    SaleOpened,
    SaleParked,
    SaleResumed,
    SaleTotalled,
    SaleVoided,
)
from arkwright.compartments.tills.day_events import (
    CashCounted,
    CashMoved,
    CashOutDenied,
    ColleagueRevoked,
    InvoiceCopied,
    InvoiceEvent,
    InvoiceForgotten,
    InvoiceIssued,
    LocallyPaused,
    LocallyResumed,
    PinShown,
    PointsRulesSet,
    PromotionSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
    SignedOff,
    SignedOn,
    SignOnFailed,
    StoredSalesGranted,
    StoreEvent,
    TerminalReconciled,
    TillEvent,
    TillLocked,
    TillSet,
)
from arkwright.compartments.tills.facts import (
    Approval,
    ByHand,
    Card,
    Editions,
    Posting,
    SaleLine,
    StoredStatus,
    Tender,
    TenderStatus,
    VatLine,
    VoidReason,
)
from arkwright.compartments.tills.refund_events import (
    RefundAsked,
    RefundBegun,
    RefundCompleted,
    RefundDeclined,
    RefundEvent,
    RefundPartPaid,
)
from arkwright.kit.terminal import EntryMode

__all__ = [
    "AgeChecked", "CardAborted", "CardAnswerLost", "CardApproved", "CardAsked", "CardDeclined", "CardEvent", "CardManuallyEnded",
    "CardOwed", "CardReversed", "CashCounted", "CashMoved", "CashOutDenied", "CashReturned", "CashTaken", "CodeEntered",
    "ColleagueRevoked", "InvoiceCopied", "InvoiceEvent", "InvoiceForgotten", "InvoiceIssued", "LineAdded", "LineDiscounted", "LineVoided",
    "LocallyPaused", "LocallyResumed", "MemberIdentified", "OwedGivenBack", "PinShown", "PointsReturned", "PointsRulesSet", "PointsTaken",
    "PriceOverridden", "PromotionSet", "QuantitySet", "RefundAsked", "RefundBegun", "RefundCompleted", "RefundDeclined", "RefundEvent",
    "RefundPartPaid", "ReversalBegun", "ReversalRefused", "SaleCompleted", "SaleDiscounted", "SaleEvent", "SaleOpened", "SaleParked",
    "SaleResumed", "SaleTotalled", "SaleVoided", "SessionClosed", "SessionEvent", "SessionOpened", "SignOnFailed", "SignedOff",
    "SignedOn", "StoreEvent", "StoredCardDeclined", "StoredCardTaken", "StoredSalesGranted", "TenderEvent", "TerminalReconciled",
    "TillEvent", "TillLocked", "TillSet",
]  # fmt: skip


class TenderEvent(SaleEvent, frozen=True):
    """Of which tender."""

    tender: str


class CashTaken(TenderEvent, frozen=True):
    """Cash is in the drawer: `given_pence`, of which all over `amount_pence` went back as change."""

    amount_pence: int
    given_pence: int
    postings: tuple[Posting, ...]


class CashReturned(TenderEvent, frozen=True):
    """Cash of an unfinished sale went back."""

    amount_pence: int
    postings: tuple[Posting, ...]


class PointsTaken(TenderEvent, frozen=True):
    """The member's points pay for so much; `number` counts the movements of their points in this store."""

    member: str
    number: int
    points: int
    amount_pence: int
    postings: tuple[Posting, ...]


class PointsReturned(TenderEvent, frozen=True):
    """Points of an unfinished sale went back; a movement of its own."""

    member: str
    number: int
    points: int
    amount_pence: int
    postings: tuple[Posting, ...]


class CardEvent(TenderEvent, frozen=True):
    """At which terminal, for how much."""

    terminal: str
    amount_pence: int


class CardAsked(CardEvent, frozen=True):
    """The terminal is to be asked; `stored_reserved` when it may approve alone, for which the amount is set aside under the allowance."""

    entry_modes: tuple[EntryMode, ...]
    stored_reserved: bool
    grant: str


class CardApproved(CardEvent, frozen=True):
    """The terminal's approval; `was` tells what the tender was thought to be. `surplus`: the sale did not need it any more, and it is
    taken back. `beyond_allowance`: the terminal approved alone although nothing was set aside, or for more than was.

    `amount_pence` is what it took; `asked_pence` is nought, or what it was asked for where it took another amount.
    """

    card: Card
    was: TenderStatus
    surplus: bool
    beyond_allowance: bool
    postings: tuple[Posting, ...]
    asked_pence: int = 0


class CardDeclined(CardEvent, frozen=True):
    """Not paid, and never will be."""

    why: str


class CardAborted(CardEvent, frozen=True):
    """Let go of: not paid, and never will be."""

    why: str


class CardAnswerLost(CardEvent, frozen=True):
    """Nobody knows yet whether it was paid."""


class ReversalBegun(CardEvent, frozen=True):
    """The approved payment is to be taken back."""

    transaction: str
    why: VoidReason


class CardReversed(CardEvent, frozen=True):
    """The payment was taken back."""

    transaction: str
    stored: StoredStatus
    postings: tuple[Posting, ...]


class ReversalRefused(CardEvent, frozen=True):
    """The terminal would not take the payment back, asked for the `attempt`th time; `why` in its words."""

    attempt: int
    why: str


class CardOwed(CardEvent, frozen=True):
    """The terminal was asked often enough: no sale stands on this payment, and it is given back by hand."""

    card: Card
    why: str
    postings: tuple[Posting, ...]


class OwedGivenBack(CardEvent, frozen=True):
    """What was owed went back: in cash from the drawer of this till, by the acquirer, or it had never been taken."""

    how: ByHand
    approval: Approval | None
    postings: tuple[Posting, ...]


class CardManuallyEnded(CardEvent, frozen=True):
    """Its terminal can no longer be asked: a manager says by the shopper's slip whether it was `paid`. What follows from it comes after."""

    paid: bool
    approval: Approval


class StoredCardTaken(CardEvent, frozen=True):
    """The acquirer has taken a stored sale."""

    card: Card
    grant: str
    postings: tuple[Posting, ...]


class StoredCardDeclined(CardEvent, frozen=True):
    """The acquirer declined a stored sale, late; booked in the session of the sale."""

    card: Card
    grant: str
    response_code: str
    postings: tuple[Posting, ...]


class SaleCompleted(SaleEvent, frozen=True):
    """The whole sale, paid. `receipt` is `store-till-000123`; `number` counts up a till without a gap, sales and refunds together.

    `late`: its session had ended when the missing answer of a card came. `total_pence` is what was paid; `change_pence` went back.
    """

    receipt: str
    number: int
    business_day: str
    begun_ms: int
    lines: tuple[SaleLine, ...]
    total_pence: int
    vat: tuple[VatLine, ...]
    tenders: tuple[Tender, ...]
    change_pence: int
    editions: Editions
    late: bool
    postings: tuple[Posting, ...]
    membership: str = ""
    member: str = ""
    age_checked: bool = False


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
