"""Every no of sales, tenders and refunds at tills, with the words for a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class NoSuchSale(NotFound):
    """Not begun here."""

    sale: str
    sentence: ClassVar[str] = "There is no sale {sale} in this store. Look it up by its receipt number."
    field: ClassVar[str | None] = "sale"


@dataclass
class SaleIsAtAnotherTill(Conflict):
    """It is on another till's screen."""

    till: str
    sentence: ClassVar[str] = "This sale is at till {till}. Park it there first."
    field: ClassVar[str | None] = "sale"


@dataclass
class SaleIs(Conflict):
    """The sale's state says no."""

    status: str
    sentence: ClassVar[str] = "This sale is {status}. Start a new one, or choose another."
    field: ClassVar[str | None] = "sale"


@dataclass
class SaleIsTotalled(Conflict):
    """Lines are frozen."""

    sentence: ClassVar[str] = "This sale is totalled. Go back to the goods to change it, or take the payment."
    field: ClassVar[str | None] = "sale"


@dataclass
class SaleIsEmpty(Conflict):
    """Nothing to pay."""

    sentence: ClassVar[str] = "Nothing is in this sale. Scan something first."
    field: ClassVar[str | None] = "sale"


@dataclass
class SaleIsFull(Conflict):
    """Bounds."""

    most: int
    sentence: ClassVar[str] = "A sale holds {most} lines. Take the payment, and start another sale for the rest."
    field: ClassVar[str | None] = "line"


@dataclass
class LineExists(Conflict):
    """The id was used."""

    line: str
    sentence: ClassVar[str] = "The line {line} exists already. Use a new id."
    field: ClassVar[str | None] = "line"


@dataclass
class NoSuchLine(NotFound):
    """Not in the sale."""

    line: str
    sentence: ClassVar[str] = "This line is not in the sale. Look at the list again."
    field: ClassVar[str | None] = "line"


@dataclass
class QuantityIsOutOfBounds(Invalid):
    """Bounds."""

    most: int
    sentence: ClassVar[str] = "Choose a quantity from 1 to {most}."
    field: ClassVar[str | None] = "quantity"


@dataclass
class TillPriceIsWrong(Invalid):
    """Bounds."""

    sentence: ClassVar[str] = "Enter a price from 1p to £100,000."
    field: ClassVar[str | None] = "price_pence"


@dataclass
class DiscountIsTooHigh(Invalid):
    """At most nine tenths."""

    sentence: ClassVar[str] = "Take off a whole number of per cent from 1 to 90, or an amount up to nine tenths of the price."
    field: ClassVar[str | None] = "percent"


@dataclass
class AgeIsNotChecked(Conflict):
    """Ask first."""

    age: int
    sentence: ClassVar[str] = "Check that the shopper is {age} or over before you take the payment."
    field: ClassVar[str | None] = "sale"


@dataclass
class AgeWasRefused(Conflict):
    """The goods must go."""

    sentence: ClassVar[str] = "The shopper did not pass the age check. Take those goods out of the sale."
    field: ClassVar[str | None] = "sale"


@dataclass
class TenderIsPending(Conflict):
    """A card's end is not known."""

    tender: str
    sentence: ClassVar[str] = "A card payment of this sale has no answer yet. Wait for it; it is asked for again by itself."
    field: ClassVar[str | None] = "tender"


@dataclass
class MoneyIsIn(Conflict):
    """Give it back first."""

    sentence: ClassVar[str] = "Money is in for this sale. Give it back first, or take the rest of the payment."
    field: ClassVar[str | None] = "sale"


@dataclass
class TenderExists(Conflict):
    """The id was used."""

    tender: str
    sentence: ClassVar[str] = "The tender {tender} exists already. Use a new id."
    field: ClassVar[str | None] = "tender"


@dataclass
class NoSuchTender(NotFound):
    """Not of this sale."""

    tender: str
    sentence: ClassVar[str] = "There is no tender {tender} of this sale. Look at the sale again."
    field: ClassVar[str | None] = "tender"


@dataclass
class MoreThanDue(Conflict):
    """Only cash gives change."""

    due_pence: int
    sentence: ClassVar[str] = "This is more than is still to pay. Only cash gives change."
    field: ClassVar[str | None] = "amount_pence"


@dataclass
class NoMemberIsKnown(Conflict):
    """Points are a member's."""

    sentence: ClassVar[str] = "Scan the membership card first."
    field: ClassVar[str | None] = "points"


@dataclass
class PointsAreWrong(Invalid):
    """Whole steps."""

    points: int
    sentence: ClassVar[str] = "Points can be spent in steps of {points}."
    field: ClassVar[str | None] = "points"


@dataclass
class PointsAreNotTaken(Conflict):
    """No rule for them."""

    sentence: ClassVar[str] = "Points cannot be spent in this store at the moment. Take another payment."
    field: ClassVar[str | None] = "points"


@dataclass
class NotEnoughPoints(Conflict):
    """Beyond what is known, or the cap."""

    left_points: int
    sentence: ClassVar[str] = "This member can spend {left_points} points here at the moment."
    field: ClassVar[str | None] = "points"


@dataclass
class TerminalMayStillSay(Conflict):
    """A person ends no payment whose terminal was only just asked."""

    sentence: ClassVar[str] = "This payment is less than a quarter of an hour old. Look at its terminal, and try again later."
    field: ClassVar[str | None] = "tender"


@dataclass
class TenderIs(Conflict):
    """The tender's state says no."""

    status: str
    sentence: ClassVar[str] = "This tender is {status}. Look at the sale again."
    field: ClassVar[str | None] = "tender"


@dataclass
class ApprovalStands(Conflict):
    """A terminal's yes is never forgotten."""

    tender: str
    sentence: ClassVar[str] = "The terminal approved this payment. It stands, and can only be reversed."
    field: ClassVar[str | None] = "tender"


@dataclass
class CardAnswerDiffers(Conflict):
    """Not what was asked for."""

    tender: str
    sentence: ClassVar[str] = "The terminal's answer is not about this payment. Ask it for the payment's status."
    field: ClassVar[str | None] = "tender"


@dataclass
class NoSuchUnits(Conflict):
    """Never more than was sold."""

    left: int
    sentence: ClassVar[str] = "Only {left} of these can still be given back."
    field: ClassVar[str | None] = "units"


@dataclass
class NothingToRefund(Invalid):
    """Name units."""

    sentence: ClassVar[str] = "Choose what the shopper gives back."
    field: ClassVar[str | None] = "units"


@dataclass
class MoreThanPaid(Conflict):
    """Never more than was paid."""

    left_pence: int
    sentence: ClassVar[str] = "Less than that was paid for this sale and not given back yet. Ask head office."
    field: ClassVar[str | None] = "units"


@dataclass
class StoredSaleIsWaiting(Conflict):
    """It may still be declined."""

    sentence: ClassVar[str] = "The card payment has not reached the bank yet. It can be given back once it has."
    field: ClassVar[str | None] = "tender"


@dataclass
class TerminalIsNeeded(Invalid):
    """A card part needs one."""

    sentence: ClassVar[str] = "Say at which card terminal the money goes back."
    field: ClassVar[str | None] = "terminal"


@dataclass
class TillRefundExists(Conflict):
    """The id was used."""

    refund: str
    sentence: ClassVar[str] = "The refund {refund} exists already. Use a new id."
    field: ClassVar[str | None] = "refund"


@dataclass
class NoSuchRefundPart(NotFound):
    """Not begun."""

    part: str
    sentence: ClassVar[str] = "There is no part {part} of this refund. Look at the refund again."
    field: ClassVar[str | None] = "part"
