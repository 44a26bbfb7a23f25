"""The noes of dispatch, each a sentence for the colleague who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class NoSuchConsignment(NotFound):
    """Not known here."""

    order: str
    sentence: ClassVar[str] = "There is nothing to send for this order. Check the order number; it may not be paid yet."
    field: ClassVar[str | None] = "order"


@dataclass
class NothingToSend(Invalid):
    """An order without lines, or with a line of no units."""

    sentence: ClassVar[str] = "An order to send needs at least one line, each of at least 1."
    field: ClassVar[str | None] = "lines"


@dataclass
class ConsignmentExists(Conflict):
    """The order has a consignment already, and another one at that."""

    order: str
    sentence: ClassVar[str] = "This order is already waiting to be sent, with other details. Look at it before you do anything."
    field: ClassVar[str | None] = "order"


@dataclass
class ConsignmentDiffers(Conflict):
    """The channel, region or method given is not the consignment's."""

    order: str
    sentence: ClassVar[str] = "The channel, region or delivery method is not this order's. Load the page again and repeat."
    field: ClassVar[str | None] = "order"


@dataclass
class ConsignmentIs(Conflict):
    """The consignment's state does not allow it."""

    order: str
    status: str
    sentence: ClassVar[str] = "This order is {status}, so that cannot be done now. Load the page again to see what can."
    field: ClassVar[str | None] = "order"


@dataclass
class ConsignmentIsStopped(Conflict):
    """The order was cancelled."""

    order: str
    sentence: ClassVar[str] = "This order was cancelled. Do not send it; put anything you fetched back."
    field: ClassVar[str | None] = "order"


@dataclass
class SomebodyElseIsPicking(Conflict):
    """A colleague has gone to fetch it."""

    order: str
    sentence: ClassVar[str] = "A colleague is already picking this order. Choose the next one."
    field: ClassVar[str | None] = "order"


@dataclass
class NotOnThisOrder(Invalid):
    """A SKU that was not ordered."""

    sku: str
    sentence: ClassVar[str] = "{sku} is not on this order. Put it back and check the list."
    field: ClassVar[str | None] = "lines"


@dataclass
class PickedQuantityWrong(Invalid):
    """Fewer than none, or more than are still to be sent."""

    sku: str
    most: int
    sentence: ClassVar[str] = "Enter how many of {sku} you picked: from 0 to {most}."
    field: ClassVar[str | None] = "lines"


@dataclass
class NotPicked(Conflict):
    """More in the parcel than is picked and unsent."""

    sku: str
    picked: int
    sentence: ClassVar[str] = "{picked} of {sku} are picked and not sent yet. Send from 1 to that many, or record what was picked first."
    field: ClassVar[str | None] = "lines"


@dataclass
class NothingPicked(Conflict):
    """An empty parcel."""

    order: str
    sentence: ClassVar[str] = "Nothing is picked that was not sent already. Record what was picked first."
    field: ClassVar[str | None] = "lines"


@dataclass
class NotATracking(Invalid):
    """Not the form of a tracking reference."""

    sentence: ClassVar[str] = "Enter the carrier's tracking reference: 6 to 40 letters, digits and hyphens."
    field: ClassVar[str | None] = "tracking"


@dataclass
class NotAParcel(Invalid):
    """Not the form of a parcel's number."""

    sentence: ClassVar[str] = "Enter a parcel number of 1 to 60 characters."
    field: ClassVar[str | None] = "parcel"


@dataclass
class ParcelExists(Conflict):
    """The parcel id is taken."""

    parcel: str
    sentence: ClassVar[str] = "This parcel was recorded already. Use a new parcel number for another one."
    field: ClassVar[str | None] = "parcel"


@dataclass
class ParcelIsBeingPacked(Conflict):
    """Too late to stop."""

    order: str
    sentence: ClassVar[str] = "This order is being packed or has left, so it cannot be cancelled here. It can be returned after delivery."
    field: ClassVar[str | None] = "order"
