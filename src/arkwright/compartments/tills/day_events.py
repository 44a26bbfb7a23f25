"""What happened at a store's tills beside sales: what head office allows, local pauses, colleagues, sessions and their cash."""

from __future__ import annotations

from arkwright.compartments.tills.facts import (
    Approval,
    CardTotals,
    How,
    MoveReason,
    PauseAt,
    Posting,
    Totals,
)
from arkwright.kit.messages import Event
from arkwright.kit.promotion import Terms


class StoreEvent(Event, frozen=True):
    """What every event says: the store, and when, by its node's clock."""

    store: str
    at_ms: int


class TillSet(StoreEvent, frozen=True):
    """A till exists."""

    till: str


class PromotionSet(StoreEvent, frozen=True):
    """A promotion holds between its dates as promotions said at its revision."""

    terms: Terms
    edition: int


class StoredSalesGranted(StoreEvent, frozen=True):
    """Chip & PIN without the acquirer is allowed; `waiting_pence` and `waiting` of earlier grants count against it."""

    grant: str
    edition: int
    per_sale_pence: int
    total_pence: int
    count: int
    until_ms: int
    waiting_pence: int
    waiting: int


class PointsRulesSet(StoreEvent, frozen=True):
    """What points are worth as a tender, and how many of a member may be spent here uncounted."""

    edition: int
    points: int
    pence: int
    most_points: int


class ColleagueRevoked(StoreEvent, frozen=True):
    """The list of this edition no longer has them; they were signed on at `tills`."""

    colleague: str
    edition: int
    tills: tuple[str, ...]


class LocallyPaused(StoreEvent, frozen=True):
    """A manager has stopped this in the store."""

    capability: PauseAt
    say: str
    approval: Approval


class LocallyResumed(StoreEvent, frozen=True):
    """The store's own pause is lifted."""

    capability: PauseAt
    approval: Approval


class TillEvent(StoreEvent, frozen=True):
    """At which till, by whom; `by` is empty where no colleague had a part."""

    till: str
    by: str


class SignedOn(TillEvent, frozen=True):
    """Signed on, unlocked or took the till over; `was` is who was signed on before, if anybody."""

    how: How
    manager: bool
    edition: int
    was: str | None


class SignOnFailed(TillEvent, frozen=True):
    """A wrong PIN or an unknown badge, so many in a row; nobody may try before `wait_until_ms`, if it is set."""

    how: How
    failures: int
    wait_until_ms: int | None


class PinShown(TillEvent, frozen=True):
    """The right PIN, for an approval or a manager's page: the wrong ones before it count no more."""


class TillLocked(TillEvent, frozen=True):
    """The till waits for its colleague or a manager."""


class SignedOff(TillEvent, frozen=True):
    """The till is free."""


class InvoiceEvent(TillEvent, frozen=True):
    """Of the full VAT invoice for which receipt."""

    receipt: str


class InvoiceIssued(InvoiceEvent, frozen=True):
    """It was made out and handed over; `sealed` is to whom, under a key of its own (`person`), which goes at `keep_until_ms`."""

    person: str
    sealed: str
    keep_until_ms: int


class InvoiceCopied(InvoiceEvent, frozen=True):
    """Its `copy`th copy was printed; `approval` where a manager let it."""

    copy: int
    approval: Approval | None


class InvoiceForgotten(StoreEvent, frozen=True):
    """It was kept for as long as the law asks, and nobody can read it any more."""

    receipt: str
    person: str


class SessionEvent(TillEvent, frozen=True):
    """In which session of the till; what comes late names the session it belongs to, which may have ended."""

    session: str


class SessionOpened(SessionEvent, frozen=True):
    """Trading began; `business_day` is London's date then, `2026-12-01`."""

    business_day: str
    float_pence: int
    postings: tuple[Posting, ...]


class CashMoved(SessionEvent, frozen=True, omit_defaults=True):
    """Into the drawer, or out of it (`amount_pence` below nought); `approval` where a manager signed for it."""

    reason: MoveReason
    amount_pence: int
    postings: tuple[Posting, ...]
    approval: Approval | None = None


class CashOutDenied(SessionEvent, frozen=True):
    """More was to go out than should be in the drawer: whoever asks often enough would know what should be there before they count it."""

    amount_pence: int


class CashCounted(SessionEvent, frozen=True, omit_defaults=True):
    """What was counted, and what should have been there; `approval` where a manager signed for another count."""

    counted_pence: int
    expected_pence: int
    approval: Approval | None = None


class SessionClosed(SessionEvent, frozen=True, omit_defaults=True):
    """The Z report, `z` counted up a till. `over_pence` is below nought when cash was short. `terminal` is reconciled from then on."""

    business_day: str
    z: int
    opened_ms: int
    float_pence: int
    counted_pence: int
    expected_pence: int
    over_pence: int
    totals: Totals
    postings: tuple[Posting, ...]
    terminal: str = ""


class TerminalReconciled(SessionEvent, frozen=True):
    """For the Z report `z` the terminal closed its `period`: what it `told`, beside what the tills had `counted` on it until then.

    `agreed`: the acquirer counts what the terminal does.
    """

    z: int
    terminal: str
    period: str
    agreed: bool
    told: CardTotals
    counted: CardTotals
