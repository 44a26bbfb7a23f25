"""What happened to baskets at a store's tills, until they are paid or given up."""

from __future__ import annotations

from arkwright.compartments.tills.day_events import (
    SessionEvent,
)
from arkwright.compartments.tills.facts import (
    AgeOutcome,
    Approval,
    Off,
    PriceReason,
    SaleLine,
    Scanned,
    VoidReason,
)


class SaleEvent(SessionEvent, frozen=True):
    """Of which sale."""

    sale: str


class LineAdded(SaleEvent, frozen=True):
    """Scanned or keyed. The first line begins the sale."""

    line: str
    scanned: Scanned
    quantity: int


class QuantitySet(SaleEvent, frozen=True):
    """So many instead."""

    line: str
    quantity: int


class LineVoided(SaleEvent, frozen=True):
    """The line is gone; it was `pence` before promotions."""

    line: str
    pence: int
    reason: VoidReason


class PriceOverridden(SaleEvent, frozen=True):
    """Another price for one unit than the range's."""

    line: str
    price_pence: int
    listed_pence: int
    reason: PriceReason
    approval: Approval


class LineDiscounted(SaleEvent, frozen=True):
    """A manager approved a discount on the line."""

    line: str
    discount: Off
    approval: Approval


class SaleDiscounted(SaleEvent, frozen=True):
    """A manager approved a discount on the whole sale."""

    discount: Off
    approval: Approval


class AgeChecked(SaleEvent, frozen=True):
    """The shopper's age was asked for; `age` is the highest that the sale needed then."""

    age: int
    outcome: AgeOutcome


class MemberIdentified(SaleEvent, frozen=True):
    """A member of the loyalty scheme buys, and what was known of their points; or, where it is empty, no member any more."""

    membership: str
    member: str
    edition: int
    spendable_points: int
    counted: int


class CodeEntered(SaleEvent, frozen=True):
    """The sale has this code, in capitals without spaces; none when it is empty."""

    code: str


class SaleParked(SaleEvent, frozen=True):
    """Put aside."""


class SaleResumed(SaleEvent, frozen=True):
    """Taken up, at this till and in this session."""


class SaleTotalled(SaleEvent, frozen=True):
    """Lines with their savings and discounts are frozen at this sum."""

    lines: tuple[SaleLine, ...]
    total_pence: int
    promotions_edition: int


class SaleOpened(SaleEvent, frozen=True):
    """The total no longer stands; lines can be changed again."""


class SaleVoided(SaleEvent, frozen=True):
    """Nothing was sold."""

    pence: int
    reason: VoidReason
