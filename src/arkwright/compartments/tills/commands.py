"""What may be asked of a store's tills: the day's commands, which stand in `trading_day`, and those of sales, tenders and refunds."""

from __future__ import annotations

from typing import ClassVar

from arkwright.compartments.tills.facts import (
    AgeOutcome,
    Approval,
    PriceReason,
    RefundedUnits,
    RefundReason,
    Scanned,
    VoidReason,
)
from arkwright.compartments.tills.trading_day import (
    AskRefundAgain,
    BeginReversal,
    CardCommand,
    CloseSession,
    CountCash,
    EndByHand,
    ForgetInvoice,
    GiveBackOwed,
    GrantStoredSales,
    HandOver,
    IssueInvoice,
    LocalSwitch,
    LockTill,
    MoveCash,
    NoteFailedSignOn,
    NoteRightPin,
    OpenSession,
    PauseHere,
    PrintCopy,
    RecordAborted,
    RecordApproved,
    RecordDeclined,
    RecordReconciliation,
    RecordRefundDeclined,
    RecordRefunded,
    RecordReversalRefused,
    RecordReversed,
    RecordStoredDeclined,
    RecordStoredTaken,
    RecordUnknown,
    RefundCommand,
    ResumeHere,
    RevokeColleagues,
    SetPointsRules,
    SetPromotion,
    SetUpTill,
    SignOff,
    SignOn,
    StoreCommand,
    TillCommand,
)
from arkwright.kit.scope import Scope
from arkwright.kit.terminal import EntryMode

__all__ = [
    "AddLine", "AskCard", "AskChipAndPin", "AskContactless", "AskForCard", "AskRefundAgain", "BeginRefund", "BeginReversal",
    "CardCommand", "CheckAge", "CloseSession", "CountCash", "DiscountLine", "DiscountSale", "EndByHand", "EnterCode",
    "ForgetInvoice", "GiveBackOwed", "GrantStoredSales", "HandOver", "IdentifyMember", "IssueInvoice", "LineCommand", "LocalSwitch",
    "LockTill",
    "MoveCash", "NoteFailedSignOn", "NoteRightPin", "OpenAgain", "OpenSession", "OverridePrice", "ParkSale", "PauseHere", "PayCash",
    "PrintCopy", "RecordAborted", "RecordApproved", "RecordDeclined", "RecordReconciliation", "RecordRefundDeclined", "RecordRefunded",
    "RecordReversalRefused", "RecordReversed", "RecordStoredDeclined", "RecordStoredTaken", "RecordUnknown", "RefundCommand",
    "ResumeHere", "ResumeSale", "ReturnCash", "ReturnPoints", "RevokeColleagues", "SaleCommand", "SetPointsRules", "SetPromotion",
    "SetQuantity", "SetUpTill", "SignOff", "SignOn", "SpendPoints", "StoreCommand", "TenderCommand", "TillCommand", "VoidLine",
    "VoidSale",
]  # fmt: skip


class SaleCommand(TillCommand, frozen=True):
    """Goes on with a sale at the till where it is."""

    sale: str


class AddLine(SaleCommand, frozen=True):
    """Add what was scanned; a sale that is not known yet begins with it. `line` is the client's id of the line within the sale."""

    line: str
    scanned: Scanned
    quantity: int = 1


class LineCommand(SaleCommand, frozen=True):
    """Changes one line of a sale that is not totalled."""

    line: str


class SetQuantity(LineCommand, frozen=True):
    """So many instead."""

    quantity: int


class VoidLine(LineCommand, frozen=True):
    """The line goes."""

    reason: VoidReason


class OverridePrice(LineCommand, frozen=True):
    """Another price for one unit; promotions then no longer apply to the line. Needs a manager."""

    price_pence: int
    reason: PriceReason
    approved_by: Approval


class DiscountLine(LineCommand, frozen=True):
    """So many per cent, or so many pence, off the whole line; promotions then no longer apply to it. Needs a manager."""

    reason: PriceReason
    approved_by: Approval
    percent: int = 0
    pence: int = 0


class DiscountSale(SaleCommand, frozen=True):
    """So many per cent, or so many pence, off what the sale costs after promotions; the last one counts. Needs a manager."""

    reason: PriceReason
    approved_by: Approval
    percent: int = 0
    pence: int = 0


class CheckAge(SaleCommand, frozen=True):
    """The colleague has asked for the shopper's age: nothing of them is kept but whether they passed."""

    outcome: AgeOutcome


class IdentifyMember(SaleCommand, frozen=True):
    """A member of the loyalty scheme, never a name; an empty one takes the member off the sale.

    `spendable_points` as head office knew them in that edition of the members' list.
    `counted`: up to which number it had by then counted what this member spent and got back in this store (`PointsTaken.number`).
    """

    membership: str
    member: str
    edition: int
    spendable_points: int = 0
    counted: int = 0


class EnterCode(SaleCommand, frozen=True):
    """The shopper has a promotion's code; another one replaces it, an empty one takes it away."""

    code: str


class ParkSale(SaleCommand, frozen=True):
    """Put the sale aside: not with money in it, unless a card's answer is missing; that one goes on from here when the answer comes."""


class ResumeSale(SaleCommand, frozen=True):
    """Take a parked sale up at this till; one that waits for a card's answer only in its own session."""


class OpenAgain(SaleCommand, frozen=True):
    """Change lines after the total; as long as no money is in."""


class VoidSale(SaleCommand, frozen=True):
    """Nothing is sold. Not once money is in: tenders are given back first."""

    reason: VoidReason


class TenderCommand(SaleCommand, frozen=True):
    """Pays for a sale, or a part of it. The first one totals the sale; the one that covers the rest completes it."""

    tender: str


class PayCash(TenderCommand, frozen=True):
    """The shopper gives this much cash; what is over what is due goes back as change."""

    given_pence: int
    capabilities: ClassVar[tuple[str, ...]] = ("cash",)


class ReturnCash(TenderCommand, frozen=True):
    """Give cash of an unfinished sale back; it must go on while cash is paused."""


class SpendPoints(TenderCommand, frozen=True):
    """The sale's member pays with points, within what is known of them and within the cap."""

    points: int
    capabilities: ClassVar[tuple[str, ...]] = ("loyalty",)


class ReturnPoints(TenderCommand, frozen=True):
    """Give points of an unfinished sale back."""


class AskForCard(TenderCommand, frozen=True):
    """Note that `terminal` will be asked for this much; the answer follows by its own command."""

    amount_pence: int
    terminal: str
    entry_modes: ClassVar[tuple[EntryMode, ...]] = ()

    def scope(self) -> Scope:
        """The till, and the amount."""
        return Scope(channel="till", store=self.store, total_pence=self.amount_pence)


class AskCard(AskForCard, frozen=True):
    """By contactless or chip & PIN, as the shopper likes."""

    capabilities: ClassVar[tuple[str, ...]] = ("contactless", "chip-and-pin")
    entry_modes: ClassVar[tuple[EntryMode, ...]] = ("contactless", "chip-and-pin")


class AskChipAndPin(AskForCard, frozen=True):
    """By chip & PIN alone."""

    capabilities: ClassVar[tuple[str, ...]] = ("chip-and-pin",)
    entry_modes: ClassVar[tuple[EntryMode, ...]] = ("chip-and-pin",)


class AskContactless(AskForCard, frozen=True):
    """By contactless alone."""

    capabilities: ClassVar[tuple[str, ...]] = ("contactless",)
    entry_modes: ClassVar[tuple[EntryMode, ...]] = ("contactless",)


class BeginRefund(TillCommand, frozen=True):
    """Money back for units of a completed sale of this store, to the tenders that paid for it: cards first, then points, then cash."""

    refund: str
    sale: str
    units: tuple[RefundedUnits, ...]
    reason: RefundReason
    terminal: str = ""
    approved_by: Approval | None = None
    capabilities: ClassVar[tuple[str, ...]] = ("returns",)
