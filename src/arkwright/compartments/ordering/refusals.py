"""The noes of ordering, each a sentence for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class BasketIsEmpty(Conflict):
    """Nothing to order."""

    sentence: ClassVar[str] = "Your basket is empty. Put something in it first."
    field: ClassVar[str | None] = "basket"


@dataclass
class BasketIsFull(Conflict):
    """Too many different lines."""

    most: int
    sentence: ClassVar[str] = "A basket holds {most} different products. Please order these first."
    field: ClassVar[str | None] = "basket"


@dataclass
class BasketWasOrdered(Conflict):
    """The basket has become an order."""

    order: str
    sentence: ClassVar[str] = "This basket has already been ordered. Start a new one to buy more."
    field: ClassVar[str | None] = "basket"


@dataclass
class NoSuchSavedBasket(NotFound):
    """Not known here, or expired."""

    sentence: ClassVar[str] = "We do not know this saved basket. Check the link; we keep a saved basket for 30 days."
    field: ClassVar[str | None] = "key"


@dataclass
class QuantityOutOfRange(Invalid):
    """Not a quantity one can buy."""

    quantity: int
    most: int
    sentence: ClassVar[str] = "You asked for {quantity}. Choose a quantity from 1 to {most}."
    field: ClassVar[str | None] = "quantity"


@dataclass
class NotInRange(NotFound):
    """No such SKU on sale."""

    sku: str
    sentence: ClassVar[str] = "{sku} is not on sale at the moment."
    field: ClassVar[str | None] = "sku"


@dataclass
class SoldOut(Conflict):
    """Fewer are left than asked for."""

    sku: str
    name: str
    left: int
    sentence: ClassVar[str] = "We have {left} of {name} left. Please change the quantity."
    field: ClassVar[str | None] = "quantity"


@dataclass
class RangeChanged(Conflict):
    """The price or place in the range is not what the shopper saw."""

    sku: str
    name: str
    sentence: ClassVar[str] = "{name} has changed since you put it in your basket. Please look at your basket again."
    field: ClassVar[str | None] = "price"


@dataclass
class SavingsChanged(Conflict):
    """Promotions take off another amount than the shopper saw."""

    saved_pence: int
    sentence: ClassVar[str] = "What promotions save you has changed. Please look at the total again."
    field: ClassVar[str | None] = "saved_pence"


@dataclass
class NoSuchCode(NotFound):
    """No promotion has it, or its promotion has not begun."""

    code: str
    sentence: ClassVar[str] = "We do not know the code {code}. Check it letter by letter, or go on without it."
    field: ClassVar[str | None] = "code"


@dataclass
class CodeIsOver(Conflict):
    """Its promotion has ended."""

    code: str
    sentence: ClassVar[str] = "The code {code} is not valid any more. Take it out, or use another one."
    field: ClassVar[str | None] = "code"


@dataclass
class CodeIsUsedUp(Conflict):
    """As many orders as may have used it."""

    code: str
    sentence: ClassVar[str] = "The code {code} has been used as often as it can be. Take it out, or use another one."
    field: ClassVar[str | None] = "code"


@dataclass
class NotDeliveredThere(Conflict):
    """A restriction on a product, or no such service in that zone."""

    name: str
    sentence: ClassVar[str] = "We cannot deliver {name} to that address with that delivery. Choose another delivery or take it out."
    field: ClassVar[str | None] = "delivery"


@dataclass
class DeliveryChargeChanged(Conflict):
    """The charge shown is not the charge now."""

    charge_pence: int
    sentence: ClassVar[str] = "The delivery charge has changed. Please look at the total again."
    field: ClassVar[str | None] = "delivery"


@dataclass
class DayIsNotOffered(Conflict):
    """Not a day that we deliver on there, not ahead enough, or closed."""

    words: str
    sentence: ClassVar[str] = "We cannot deliver on {words}. Please choose another day."
    field: ClassVar[str | None] = "day"


@dataclass
class DayIsFull(Conflict):
    """Every place of the day is taken; `next_day` is the next one with room ("" for none), and `instead` says so."""

    day: str
    words: str
    next_day: str
    instead: str
    sentence: ClassVar[str] = "There is no room left on {words}. {instead}"
    field: ClassVar[str | None] = "day"


@dataclass
class NotADay(Invalid):
    """Not a date."""

    day: str
    sentence: ClassVar[str] = "Enter a date such as 2026-12-01."
    field: ClassVar[str | None] = "day"


@dataclass
class CapacityOutOfRange(Invalid):
    """Not a number of orders a day."""

    most: int
    sentence: ClassVar[str] = "Enter how many orders a day can take, from 0 to {most}."
    field: ClassVar[str | None] = "capacity"


@dataclass
class ChargeOutOfRange(Invalid):
    """Not a charge."""

    most_pence: int
    sentence: ClassVar[str] = "Enter a charge from 0 to {most_pence} pence."
    field: ClassVar[str | None] = "charge_pence"


@dataclass
class PointsPayWrongly(Invalid):
    """More than everything, points of nobody, or so little left that no card company takes it."""

    least_pence: int
    sentence: ClassVar[str] = "Points pay for all of an order, or leave at least {least_pence}p to pay by card. Use a few points fewer."
    field: ClassVar[str | None] = "points"


@dataclass
class OrderExists(Conflict):
    """The order id or number is taken."""

    order: str
    sentence: ClassVar[str] = "This order has already been placed."
    field: ClassVar[str | None] = "order"


@dataclass
class NoSuchOrder(NotFound):
    """Not known here."""

    order: str
    sentence: ClassVar[str] = "We do not know this order. Check the link or the order number."
    field: ClassVar[str | None] = "order"


@dataclass
class OrderIs(Conflict):
    """The order's state does not allow it."""

    order: str
    status: str
    sentence: ClassVar[str] = "This order is {status}, so that cannot be done any more."
    field: ClassVar[str | None] = "order"


@dataclass
class CancelWindowIsOver(Conflict):
    """Too late for a shopper to cancel."""

    order: str
    sentence: ClassVar[str] = "It is too late to cancel this order here. Please contact us; you can return it after delivery."
    field: ClassVar[str | None] = "order"


@dataclass
class NotFullyAuthorised(Conflict):
    """The provider authorised another amount than the order's total."""

    authorised_pence: int
    total_pence: int
    sentence: ClassVar[str] = "The payment does not match the order, so the order was not confirmed."


@dataclass
class NotThatMany(Conflict):
    """More dispatched than ordered."""

    sku: str
    sentence: ClassVar[str] = "More of {sku} would be dispatched than was ordered."
    field: ClassVar[str | None] = "lines"


@dataclass
class ParcelIsEmpty(Invalid):
    """A parcel without lines, or with a line of no units."""

    sentence: ClassVar[str] = "A parcel holds at least one line, each of at least 1."
    field: ClassVar[str | None] = "lines"
