"""The rows of the tills."""

from __future__ import annotations

import msgspec

from arkwright.compartments.tills.facts import (
    AccountName,
    Card,
    Off,
    PauseAt,
    RefundedUnits,
    RefundPart,
    RefundReason,
    SaleLine,
    SaleStatus,
    SessionStatus,
    StoredStatus,
    Tender,
    TenderStatus,
    Totals,
    VatLine,
)
from arkwright.kit.messages import Row
from arkwright.kit.promotion import Terms
from arkwright.kit.terminal import EntryMode

HERE = "here"
ITEM_PROMOTIONS = "all"
STORED = "stored"
POINTS = "points"


class Place(Row, frozen=True):
    """Which store the lane is, in one row."""

    name: str
    store: str


class Till(Row, frozen=True):
    """A till: who is signed on, its session and the sale on its screen, and its counters."""

    till: str
    colleague: str | None = None
    manager: bool = False
    locked: bool = False
    failures: int = 0
    failed_ms: int = 0
    wait_until_ms: int = 0
    session: str | None = None
    sale: str | None = None
    receipts: int = 0
    sessions_closed: int = 0


class Colleague(Row, frozen=True):
    """What the store remembers of a colleague: wrong PINs in a row, the list that no longer had them, where they are signed on."""

    colleague: str
    failures: int = 0
    failed_ms: int = 0
    wait_until_ms: int = 0
    revoked_edition: int = 0
    tills: tuple[str, ...] = ()


class LocalPause(Row, frozen=True):
    """A manager of this store has stopped it."""

    capability: PauseAt
    say: str
    manager: str
    since_ms: int


class ItemPromotions(Row, frozen=True):
    """The promotions that need no code and are not over, by id, in one row."""

    name: str
    terms: tuple[Terms, ...]
    edition: int


class CodePromotion(Row, frozen=True):
    """A promotion by its code."""

    code: str
    terms: Terms


class PointsRules(Row, frozen=True):
    """What points are worth as a tender, in one row."""

    name: str
    edition: int
    points: int
    pence: int
    most_points: int


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """Points that a member spent in this store, or got back (below nought), by their number a member."""

    number: int
    points: int


class MemberPoints(Row, frozen=True):
    """How often a member's points moved in this store, and the movements that head office is not known to have counted."""

    member: str
    number: int
    uncounted: tuple[Movement, ...] = ()


class StoredAllowance(Row, frozen=True):
    """The newest grant for stored card sales, in one row, and what is spent of it.

    `carried` were waiting when it came; `reserved` is asked for and not decided; `waiting` stands with no answer of the acquirer yet.
    """

    name: str
    grant: str
    edition: int
    per_sale_pence: int
    total_pence: int
    count: int
    until_ms: int
    carried_pence: int = 0
    carried: int = 0
    spent_pence: int = 0
    spent: int = 0
    reserved_pence: int = 0
    reserved: int = 0
    waiting_pence: int = 0
    waiting: int = 0

    @property
    def left_pence(self) -> int:
        """What may still be stored in total."""
        return max(0, self.total_pence - self.carried_pence - self.spent_pence - self.reserved_pence)

    @property
    def left(self) -> int:
        """How many more sales may be stored."""
        return max(0, self.count - self.carried - self.spent - self.reserved)


class Session(Row, frozen=True):
    """A session of a till; `drawer_pence` should be in its drawer, `counted_pence` was found there since cash last moved.

    `counts`: how often it was counted. Whoever has counted once knows what should be there. `denials`: how often more was to go out.
    """

    session: str
    till: str
    by: str
    business_day: str
    status: SessionStatus
    opened_ms: int
    float_pence: int
    drawer_pence: int
    totals: Totals
    counted_pence: int | None = None
    closed_ms: int | None = None
    z: int = 0
    counts: int = 0
    denials: int = 0


class Back(msgspec.Struct, frozen=True, kw_only=True):
    """What has gone back of a line or a tender, begun refunds counted too."""

    of: str
    quantity: int
    pence: int


class Sale(Row, frozen=True):
    """A sale; `total_pence` once it is totalled; `pending` is a card tender whose end is not known."""

    sale: str
    till: str
    session: str
    business_day: str
    by: str
    status: SaleStatus
    begun_ms: int
    changed_ms: int
    lines: tuple[SaleLine, ...] = ()
    discount: Off | None = None
    code: str = ""
    age_checked: int = 0
    age_refused: bool = False
    membership: str = ""
    member: str = ""
    members_edition: int = 0
    spendable_points: int = 0
    counted: int = 0
    promotions_edition: int = 0
    total_pence: int | None = None
    paid_pence: int = 0
    tenders: tuple[Tender, ...] = ()
    pending: str | None = None
    receipt: str | None = None
    units_back: tuple[Back, ...] = ()
    tenders_back: tuple[Back, ...] = ()

    @property
    def due_pence(self) -> int:
        """What is still to be paid of a totalled sale."""
        return (self.total_pence or 0) - self.paid_pence


class CardTender(Row, frozen=True):
    """A card tender from being asked to its end; `surplus` is paid although the sale did not need it; `why` it was declined or let go.

    `asked_pence` is nought, or what was asked for where the terminal took another amount. `refusals`: how often it would not reverse it.
    """

    tender: str
    sale: str
    till: str
    session: str
    by: str
    terminal: str
    amount_pence: int
    entry_modes: tuple[EntryMode, ...]
    stored_reserved: bool
    grant: str
    status: TenderStatus
    stored: StoredStatus
    surplus: bool
    asked_ms: int
    changed_ms: int
    card: Card | None = None
    why: str = ""
    asked_pence: int = 0
    refusals: int = 0


class ReceiptNumber(Row, frozen=True):
    """Whose receipt it is: a sale's, or a refund's."""

    receipt: str
    sale: str
    refund: str | None


class Invoice(Row, frozen=True):
    """A full VAT invoice that was handed out: to whom, sealed under the key of `person`, and how many copies were printed since.
    Of one that is forgotten the receipt is left, and nobody's name, so that no second original is made out."""

    receipt: str
    person: str
    sealed: str
    by: str
    issued_ms: int
    keep_until_ms: int
    copies: int = 0


class Refund(Row, frozen=True):
    """A refund of a sale; `open` are the card parts that have not ended."""

    refund: str
    sale: str
    till: str
    session: str
    by: str
    units: tuple[RefundedUnits, ...]
    parts: tuple[RefundPart, ...]
    total_pence: int
    reason: RefundReason
    open: int
    begun_ms: int
    receipt: str | None = None
    vat: tuple[VatLine, ...] = ()
    completed_ms: int | None = None


class CardRefund(Row, frozen=True):
    """A card part of a refund: its `attempt`th asking of the terminal is under way, was declined (`why`: the last no), or has paid it."""

    part: str
    refund: str
    status: str
    attempt: int
    terminal: str
    changed_ms: int
    why: str = ""


class Account(Row, frozen=True):
    """One account of the store's ledger."""

    account: AccountName
    debit_pence: int
    credit_pence: int
