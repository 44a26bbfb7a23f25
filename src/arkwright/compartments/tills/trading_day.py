"""What may be asked of a store's tills beside sales: what head office allows, pauses, colleagues, sessions, what is known of cards."""

from __future__ import annotations

from typing import Literal

from arkwright.compartments.tills.facts import Approval, Card, CardTotals, How, MoveReason, PauseAt, VoidReason
from arkwright.kit.messages import Command
from arkwright.kit.promotion import Terms
from arkwright.kit.scope import Scope


class StoreCommand(Command, frozen=True):
    """Of one store; another store's is refused, so that no switch is passed by naming one. No capability unless a class names some."""

    store: str

    def scope(self) -> Scope:
        """A till of the store."""
        return Scope(channel="till", store=self.store)


class SetUpTill(StoreCommand, frozen=True):
    """A till exists in this store; the first one says which store the lane is. `till` is short ("1") and stands in receipt numbers."""

    till: str


class SetPromotion(StoreCommand, frozen=True):
    """A promotion as the `promotions` dataset of this edition has it; an older revision changes nothing."""

    terms: Terms
    edition: int


class GrantStoredSales(StoreCommand, frozen=True):
    """Head office allows chip & PIN without the acquirer until `until_ms`: at most so much a sale, in total, and so many.

    Only a newer `edition` replaces a grant. What is waiting from the grant before counts against the new one.
    """

    grant: str
    edition: int
    per_sale_pence: int
    total_pence: int
    count: int
    until_ms: int


class SetPointsRules(StoreCommand, frozen=True):
    """What points are worth as a tender: `pence` for each whole `points`. Only a newer edition counts.

    `most_points` of a member may be spent here before head office has counted them: the worst loss a member while cut off.
    """

    edition: int
    points: int
    pence: int
    most_points: int


class RevokeColleagues(StoreCommand, frozen=True):
    """The colleagues' list of this edition no longer has them: they are signed off everywhere and may not sign on by an older list."""

    colleagues: tuple[str, ...]
    edition: int


class LocalSwitch(StoreCommand, frozen=True):
    """A manager moves a switch of this store; it can only narrow what head office allows."""

    capability: PauseAt
    by: str
    approval: Approval


class PauseHere(LocalSwitch, frozen=True):
    """Stop this in this store; `say` is what customers are told."""

    say: str


class ResumeHere(LocalSwitch, frozen=True):
    """Lift the store's own pause. What head office has paused stays so."""


class TillCommand(StoreCommand, frozen=True):
    """At one till, by the colleague who is signed on there."""

    till: str
    by: str


class SignOn(TillCommand, frozen=True):
    """`by` signs on at a till that nobody is signed on at, or unlocks it; the badge or PIN was verified against the list of `edition`.

    At a locked till: the same colleague, or a manager in their stead.
    """

    how: How
    manager: bool
    edition: int


class HandOver(SignOn, frozen=True):
    """`by` takes the till over with its session and its open sale, from whoever is signed on."""


class NoteFailedSignOn(TillCommand, frozen=True):
    """A wrong PIN for `by`, or an unknown badge ("" then). After five in a row, none of them a quarter of an hour after the one before,
    the colleague must wait before another PIN, or the till before the PIN of anybody but a manager."""

    how: How


class NoteRightPin(TillCommand, frozen=True):
    """`by` has shown the right PIN for something else than signing on: the wrong ones before it count no more."""


class LockTill(TillCommand, frozen=True):
    """Nobody can go on until the colleague or a manager signs on."""


class SignOff(TillCommand, frozen=True):
    """The till is free for another colleague; not in the middle of a sale."""


class OpenSession(TillCommand, frozen=True):
    """Begin trading at the till with a float in its drawer; `session` is the client's id of it."""

    session: str
    float_pence: int


class MoveCash(TillCommand, frozen=True):
    """Cash into the drawer or out of it, as the reason says; no sale. After two noes in a session a manager signs for cash out."""

    reason: MoveReason
    amount_pence: int
    approved_by: Approval | None = None


class CountCash(TillCommand, frozen=True):
    """A blind count of the drawer: what should be in it is shown only afterwards. The last count before closing stands.

    Every count of a session after its first is a manager's, who is signed on or signs for it: it is no longer blind.
    """

    counted_pence: int
    approved_by: Approval | None = None


class CloseSession(TillCommand, frozen=True):
    """End the session with its Z report; the drawer was counted since the last cash moved.

    `terminal` is the till's, which is to be reconciled from then on; empty where the till has none.
    """

    terminal: str = ""


class RecordReconciliation(StoreCommand, frozen=True):
    """What a terminal says that it counted in the period that it closed for the Z report of `session`; said once, whatever comes later.

    `agreed`: its acquirer counts the same. No capability: what a terminal says is noted under any switch.
    """

    session: str
    period: str
    agreed: bool
    told: CardTotals


class CardCommand(StoreCommand, frozen=True):
    """What is known of a card tender. No capability: what a terminal has done is noted under any switch."""

    tender: str


class RecordApproved(CardCommand, frozen=True):
    """The terminal's approval, which counts from every state before it; `card.stored` when it approved alone."""

    amount_pence: int
    card: Card


class RecordDeclined(CardCommand, frozen=True):
    """The terminal says: not paid, and never will be. `why` is its word for it."""

    why: str


class RecordAborted(CardCommand, frozen=True):
    """Let go of: not paid, and never will be."""

    why: str


class RecordUnknown(CardCommand, frozen=True):
    """No answer came; a resolver asks until there is one."""


class BeginReversal(CardCommand, frozen=True):
    """The approved payment of an unfinished sale, or one that a sale did not need, is to be taken back."""

    why: VoidReason


class RecordReversed(CardCommand, frozen=True):
    """The terminal has taken the payment back."""


class RecordReversalRefused(CardCommand, frozen=True):
    """The terminal will not take the payment back, asked for the `attempt`th time; `why` in its words."""

    attempt: int
    why: str


class GiveBackOwed(CardCommand, frozen=True):
    """What no terminal takes back was given back by hand: in cash from the drawer of `till`, or the acquirer put it back on the card.

    Needs a manager. No capability: it is owed whatever is paused.
    """

    how: Literal["cash", "card"]
    approved_by: Approval
    till: str = ""


class EndByHand(CardCommand, frozen=True):
    """Nobody can be asked any more whether it was paid: `paid` is what the slip says. Needs a manager; not in the first quarter hour."""

    paid: bool
    approved_by: Approval


class RecordStoredTaken(CardCommand, frozen=True):
    """The acquirer has taken a stored sale: it is as good as any other."""


class RecordStoredDeclined(CardCommand, frozen=True):
    """The acquirer has declined a stored sale, late: the goods are gone and no money will come."""

    response_code: str


class RefundCommand(StoreCommand, frozen=True):
    """What is known of one card part of a refund. No capability: what is owed is paid under any switch."""

    refund: str
    part: str


class RecordRefunded(RefundCommand, frozen=True):
    """The terminal has given back `amount_pence`, whatever it was asked for."""

    amount_pence: int
    card: Card


class RecordRefundDeclined(RefundCommand, frozen=True):
    """The terminal says no to the `attempt`th asking. The money is still owed, and may be asked for again."""

    attempt: int
    why: str


class AskRefundAgain(RefundCommand, frozen=True):
    """Try a declined part once more."""

    by: str


class IssueInvoice(TillCommand, frozen=True):
    """Keep to whom a full VAT invoice for a receipt was made out, once: `sealed` under the key of `person`, who is nobody else."""

    receipt: str
    person: str
    sealed: str


class PrintCopy(TillCommand, frozen=True):
    """Print a kept invoice once more, marked as a copy: by whoever made it out, for an hour, and by or with a manager after that."""

    receipt: str
    approved_by: Approval | None = None


class ForgetInvoice(StoreCommand, frozen=True):
    """It was kept long enough; not before."""

    receipt: str
