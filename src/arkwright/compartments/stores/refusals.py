"""The noes of the directory of stores, each a sentence for the colleague who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Invalid, NotFound


@dataclass
class NoSuchStore(NotFound):
    """Not known here."""

    store: str
    sentence: ClassVar[str] = "There is no store {store}. Check the address, or add the store first."
    field: ClassVar[str | None] = "store"


@dataclass
class NotAStoreId(Invalid):
    """Not the form of a store's id."""

    sentence: ClassVar[str] = "Enter a store id of 1 to 40 small letters, digits and hyphens, such as leeds-briggate."
    field: ClassVar[str | None] = "store"


@dataclass
class StoreNameMissing(Invalid):
    """A name is empty or too long."""

    sentence: ClassVar[str] = "Give the store a name of 1 to 80 characters."
    field: ClassVar[str | None] = "name"


@dataclass
class StoreAddressWrong(Invalid):
    """No lines, too many, or one empty or too long."""

    sentence: ClassVar[str] = "Enter 1 to 4 address lines of 1 to 80 characters each."
    field: ClassVar[str | None] = "address"


@dataclass
class StoreTownMissing(Invalid):
    """A town is empty or too long."""

    sentence: ClassVar[str] = "Enter the town, 1 to 60 characters."
    field: ClassVar[str | None] = "town"


@dataclass
class StorePostcodeWrong(Invalid):
    """Not the form of a postcode with a place on the ground."""

    sentence: ClassVar[str] = "Enter the store's full UK postcode, such as LS1 4AP."
    field: ClassVar[str | None] = "postcode"


@dataclass
class StorePhoneWrong(Invalid):
    """Not the form of a telephone number."""

    sentence: ClassVar[str] = "Enter a phone number of 10 to 13 digits, such as 0113 496 0000 or +44 113 496 0000."
    field: ClassVar[str | None] = "phone"


@dataclass
class HoursNeedSevenDays(Invalid):
    """Not a week."""

    days: int
    sentence: ClassVar[str] = "The hours have {days} days. Give seven, Monday first; mark a day without hours as closed."
    field: ClassVar[str | None] = "hours"


@dataclass
class HoursOutOfOrder(Invalid):
    """A day closes before it opens, or leaves the day."""

    day: str
    sentence: ClassVar[str] = "The hours of {day} are wrong: a store opens at 00:00 or later, and closes after that, by 24:00."
    field: ClassVar[str | None] = "hours"


@dataclass
class LatitudeOutOfRange(Invalid):
    """North or south of the British Isles."""

    sentence: ClassVar[str] = "Enter a latitude from 49.0 to 61.0, in the British Isles."
    field: ClassVar[str | None] = "latitude"


@dataclass
class LongitudeOutOfRange(Invalid):
    """West or east of the British Isles."""

    sentence: ClassVar[str] = "Enter a longitude from -11.0 to 2.0, in the British Isles (west of Greenwich is negative)."
    field: ClassVar[str | None] = "longitude"


@dataclass
class StoreServiceWrong(Invalid):
    """Not the form of what a store offers, or named twice."""

    sentence: ClassVar[str] = "List up to 20 different things the store offers, in small letters and hyphens, such as cafe."
    field: ClassVar[str | None] = "services"


@dataclass
class ClosedStoreSaysNothing(Invalid):
    """No sentence for shoppers, or too long a one."""

    sentence: ClassVar[str] = "Write what shoppers shall read while the store is closed, 1 to 200 characters."
    field: ClassVar[str | None] = "say"
