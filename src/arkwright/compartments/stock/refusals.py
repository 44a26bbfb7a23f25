"""The noes of stock, each a sentence for the colleague who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class NotASku(Invalid):
    """Not the form of a SKU."""

    sentence: ClassVar[str] = "Enter a SKU of 1 to 64 printable characters, without @ and without spaces around it."
    field: ClassVar[str | None] = "sku"


@dataclass
class NotALocation(Invalid):
    """Not the form of a location's id."""

    sentence: ClassVar[str] = "Enter a location id of 1 to 40 small letters, digits and hyphens, such as leeds-warehouse."
    field: ClassVar[str | None] = "location"


@dataclass
class LocationNeedsAName(Invalid):
    """A name is empty or too long."""

    sentence: ClassVar[str] = "Give the location a name of 1 to 80 characters."
    field: ClassVar[str | None] = "name"


@dataclass
class NoSuchLocation(NotFound):
    """Not a location known here."""

    location: str
    sentence: ClassVar[str] = "There is no location {location}. Add it first, or choose another."
    field: ClassVar[str | None] = "location"


@dataclass
class LocationHoldsStock(Conflict):
    """Whether a location sells online cannot change under its stock."""

    location: str
    stocked: int
    sentence: ClassVar[str] = (
        "{location} holds stock of {stocked} products. Move it elsewhere before you change whether this location sells online."
    )
    field: ClassVar[str | None] = "sells_online"


@dataclass
class StockQuantityOutOfRange(Invalid):
    """Not a number of units that a delivery, a move or a parcel has."""

    quantity: int
    most: int
    sentence: ClassVar[str] = "You entered {quantity}. Enter a whole number from 1 to {most}."
    field: ClassVar[str | None] = "quantity"


@dataclass
class CountOutOfRange(Invalid):
    """Not a number of units that one counts."""

    counted: int
    most: int
    sentence: ClassVar[str] = "You entered {counted}. Enter a whole number from 0 to {most}."
    field: ClassVar[str | None] = "counted"


@dataclass
class ChangeDoesNotFitReason(Invalid):
    """The sign or size of an adjustment contradicts its reason."""

    reason: str
    allowed: str
    sentence: ClassVar[str] = "For {reason}, enter a change that is {allowed}."
    field: ClassVar[str | None] = "change"


@dataclass
class ReferenceMissing(Invalid):
    """A delivery without a usable reference."""

    sentence: ClassVar[str] = "Enter the number on the delivery note, 1 to 60 characters."
    field: ClassVar[str | None] = "reference"


@dataclass
class NotEnoughThere(Conflict):
    """Fewer lie there than would leave."""

    sku: str
    location: str
    on_hand: int
    sentence: ClassVar[str] = "{location} shows {on_hand} of {sku}. Enter fewer, or count the stock there first."
    field: ClassVar[str | None] = "quantity"


@dataclass
class SameLocation(Invalid):
    """A move that goes nowhere."""

    sentence: ClassVar[str] = "Choose two different locations."
    field: ClassVar[str | None] = "destination"


@dataclass
class MoreThanGranted(Conflict):
    """A sale of units that ordering was never granted."""

    sku: str
    granted: int
    sentence: ClassVar[str] = "Ordering holds an allowance of {granted} of {sku}, fewer than this. Compare the journals of both."
    field: ClassVar[str | None] = "quantity"


@dataclass
class NotAskedBack(Conflict):
    """An answer to a recall that was never made."""

    sku: str
    recalled: int
    sentence: ClassVar[str] = "{recalled} of {sku} are being asked back, and this answer does not fit that. Compare the journals of both."
    field: ClassVar[str | None] = "asked"
