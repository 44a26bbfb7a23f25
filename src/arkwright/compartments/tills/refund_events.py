"""What happened to refunds of a store's sales."""

from __future__ import annotations

from arkwright.compartments.tills.basket_events import SaleEvent
from arkwright.compartments.tills.facts import Approval, Posting, RefundedUnits, RefundPart, RefundReason, VatLine


class RefundEvent(SaleEvent, frozen=True):
    """Of which refund; `sale` is the one that was paid."""

    refund: str


class RefundBegun(RefundEvent, frozen=True, omit_defaults=True):
    """These units are given back; what goes to a card is asked of `terminal`. No other refund can have them any more."""

    units: tuple[RefundedUnits, ...]
    parts: tuple[RefundPart, ...]
    total_pence: int
    reason: RefundReason
    terminal: str
    approval: Approval | None
    vat: tuple[VatLine, ...] = ()


class RefundPartPaid(RefundEvent, frozen=True, omit_defaults=True):
    """One tender has its part back; where that is points, `member` and `number` as in `PointsTaken`.

    `asked_pence` is nought, or what a terminal was asked for where it gave another amount. Where it gave less, the rest is a part of its
    own from then on, still owed.
    """

    part: RefundPart
    postings: tuple[Posting, ...]
    member: str = ""
    number: int = 0
    asked_pence: int = 0


class RefundDeclined(RefundEvent, frozen=True):
    """The terminal said no to the `attempt`th asking for one part, which is still owed."""

    part: str
    why: str
    attempt: int = 1


class RefundAsked(RefundEvent, frozen=True):
    """A declined part is asked for again, for the `attempt`th time."""

    part: str
    attempt: int


class RefundCompleted(RefundEvent, frozen=True):
    """The whole refund, paid back, with a receipt of its own in the till's numbers. `receipt_of_sale` is the one it belongs to."""

    receipt: str
    number: int
    business_day: str
    receipt_of_sale: str
    units: tuple[RefundedUnits, ...]
    parts: tuple[RefundPart, ...]
    total_pence: int
    vat: tuple[VatLine, ...]
    reason: RefundReason
    member: str = ""
