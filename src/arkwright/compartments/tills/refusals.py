"""Every no of the tills, with the words for a colleague; those about money stand in `tender_refusals`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound, NotTaken


@dataclass
class TillsOfAnotherStore(Conflict):
    """The lane is one store's."""

    store: str
    sentence: ClassVar[str] = "These are the tills of store {store}. Ask the node of the other store."
    field: ClassVar[str | None] = "store"


@dataclass
class TillNameIsWrong(Invalid):
    """It stands in receipt numbers."""

    sentence: ClassVar[str] = "Name a till with one to four letters and digits, such as 1 or K2."
    field: ClassVar[str | None] = "till"


@dataclass
class NoSuchTill(NotFound):
    """Not set up here."""

    till: str
    sentence: ClassVar[str] = "There is no till {till} in this store. Choose one of the tills that are set up."
    field: ClassVar[str | None] = "till"


@dataclass
class GrantIsWrong(Invalid):
    """An allowance is made of sums, of which none is below nought."""

    sentence: ClassVar[str] = "An allowance needs a sum for each sale, a sum in total and a count, none below nought."
    field: ClassVar[str | None] = "total_pence"


@dataclass
class PausedHere(NotTaken):
    """A manager of the store has paused it; nothing was decided."""

    capability: str
    say: str
    sentence: ClassVar[str] = "{say}"


@dataclass
class NobodyIsSignedOn(Forbidden):
    """Sign on first."""

    till: str
    sentence: ClassVar[str] = "Nobody is signed on at till {till}. Sign on with your badge or PIN."
    field: ClassVar[str | None] = "by"


@dataclass
class SomebodyElseIsSignedOn(Forbidden):
    """One colleague a till."""

    till: str
    sentence: ClassVar[str] = "Another colleague is signed on at till {till}. Let them hand over or sign off first."
    field: ClassVar[str | None] = "by"


@dataclass
class TillIsLocked(Forbidden):
    """Waits for its colleague or a manager."""

    till: str
    sentence: ClassVar[str] = "Till {till} is locked. Its colleague or a manager can unlock it."
    field: ClassVar[str | None] = "by"


@dataclass
class MustWaitToSignOn(Forbidden):
    """Too many wrong PINs."""

    until_ms: int
    sentence: ClassVar[str] = "Too many wrong tries. Scan the badge, wait a quarter of an hour, or ask a manager to sign on."
    field: ClassVar[str | None] = "by"


@dataclass
class ColleagueIsRevoked(Forbidden):
    """The list no longer has them."""

    colleague: str
    sentence: ClassVar[str] = "You can no longer sign on in this store. Speak to your manager."
    field: ClassVar[str | None] = "by"


@dataclass
class ManagerMustSign(Forbidden):
    """Only a manager may."""

    sentence: ClassVar[str] = "This needs a manager. Ask one to sign for it here."
    field: ClassVar[str | None] = "approved_by"


@dataclass
class ManagerSignedForFewer(Conflict):
    """Another price or a discount was signed for as the line stood then."""

    quantity: int
    sentence: ClassVar[str] = "A manager signed for {quantity} of this. Scan more as another line, or ask the manager to sign for that too."
    field: ClassVar[str | None] = "quantity"


@dataclass
class SaleIsOnTheTill(Conflict):
    """Finish it first."""

    sale: str
    sentence: ClassVar[str] = "There is a sale on this till. Finish it, park it or void it first."
    field: ClassVar[str | None] = "sale"


@dataclass
class SessionIsOpen(Conflict):
    """One at a time."""

    session: str
    sentence: ClassVar[str] = "This till has a session open. Close it before you open another."
    field: ClassVar[str | None] = "session"


@dataclass
class NoSessionIsOpen(Conflict):
    """Trading has not begun."""

    till: str
    sentence: ClassVar[str] = "Till {till} has no session. Open one and count the float first."
    field: ClassVar[str | None] = "till"


@dataclass
class TillSessionExists(Conflict):
    """The id was used."""

    session: str
    sentence: ClassVar[str] = "The session {session} exists already. Use a new id."
    field: ClassVar[str | None] = "session"


@dataclass
class AmountIsWrong(Invalid):
    """Out of bounds."""

    sentence: ClassVar[str] = "Enter an amount above nought and up to £100,000."
    field: ClassVar[str | None] = "amount_pence"


@dataclass
class NotEnoughInDrawer(Conflict):
    """Less should be there."""

    drawer_pence: int
    sentence: ClassVar[str] = "There is not so much cash in this drawer. Move cash in first, or give it back at another till."
    field: ClassVar[str | None] = "amount_pence"


@dataclass
class ManagerSignsForCashOut(Forbidden):
    """Trying amounts until one is taken tells what is in the drawer, and its count would be blind no more."""

    sentence: ClassVar[str] = "This drawer had not so much cash twice in this session. A manager signs for cash out from now on."
    field: ClassVar[str | None] = "badge"


@dataclass
class DrawerIsNotCounted(Conflict):
    """Count after the last cash moved."""

    sentence: ClassVar[str] = "Count the drawer first: it was not counted since cash last moved."
    field: ClassVar[str | None] = "counted_pence"


@dataclass
class ManagerCountsAgain(Forbidden):
    """Whoever has counted knows what should be there: a second count is not blind."""

    sentence: ClassVar[str] = "This drawer was counted before in this session. A manager counts it again, or signs for another count."
    field: ClassVar[str | None] = "badge"


@dataclass
class MoreForSaleThanBack(Invalid):
    """What may be sold again came back."""

    quantity: int
    sentence: ClassVar[str] = "{quantity} of this come back: no more than that can be fit to sell again."
    field: ClassVar[str | None] = "units"


@dataclass
class NoReceiptOfThatNumber(NotFound):
    """No till of this store has given it."""

    receipt: str
    sentence: ClassVar[str] = "No till of this store has given receipt {receipt}. Check the number."
    field: ClassVar[str | None] = "receipt"


@dataclass
class InvoiceIsMadeOut(Conflict):
    """One original a receipt."""

    receipt: str
    sentence: ClassVar[str] = "A full VAT invoice was made out for receipt {receipt} before. Print its copy."
    field: ClassVar[str | None] = "name"


@dataclass
class InvoiceWasMadeOut(Conflict):
    """One original a receipt, also once nobody knows any more to whom."""

    receipt: str
    sentence: ClassVar[str] = (
        "A full VAT invoice for receipt {receipt} was made out years ago, and is kept no more. There is only ever one: give the receipt."
    )
    field: ClassVar[str | None] = "name"


@dataclass
class InvoiceIsNotSealed(Invalid):
    """A name and an address stand nowhere in clear."""

    sentence: ClassVar[str] = "The name and address of an invoice are sealed before they are kept. Make the invoice again."
    field: ClassVar[str | None] = "name"


@dataclass
class NoInvoiceIsKept(NotFound):
    """None was made out, or it was kept long enough."""

    receipt: str
    sentence: ClassVar[str] = "No full VAT invoice is kept for receipt {receipt}. Make one out with the customer's name and address."
    field: ClassVar[str | None] = "name"


@dataclass
class ManagerMustSignForCopy(Forbidden):
    """It shows a customer's name and address."""

    sentence: ClassVar[str] = "A copy shows a customer's name and address: ask a manager to sign for it."
    field: ClassVar[str | None] = "badge"


@dataclass
class InvoiceIsKept(Conflict):
    """The law asks for it."""

    receipt: str
    sentence: ClassVar[str] = "The invoice for receipt {receipt} must be kept for six years. Leave it."
    field: ClassVar[str | None] = "receipt"


@dataclass
class SayWhat(Invalid):
    """A local pause tells customers something."""

    sentence: ClassVar[str] = "Write what customers are told while this is paused."
    field: ClassVar[str | None] = "say"


@dataclass
class CodeDoesNotHold(Conflict):
    """No promotion that holds now has it."""

    sentence: ClassVar[str] = "This code does not hold now. Look at the letters and the dates on it, or go on without it."
    field: ClassVar[str | None] = "code"


@dataclass
class CodeIsCountedElsewhere(Conflict):
    """Only so many may use it, and only head office can count them."""

    sentence: ClassVar[str] = "This code can be used online only. Go on without it."
    field: ClassVar[str | None] = "code"


@dataclass
class NothingToReconcile(NotFound):
    """The till had no terminal when it closed, or is not closed."""

    sentence: ClassVar[str] = "No terminal is waiting to be reconciled for this Z report. Open the Z report from the till again."
