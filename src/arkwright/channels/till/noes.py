"""The noes of till pages: what was typed fits nothing, and pages about something that is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Invalid, NotFound


@dataclass
class NothingIsCalledSo(NotFound):
    """No bar code, SKU, membership or name fits."""

    typed: str
    sentence: ClassVar[str] = "Nothing fits “{typed}”. Scan it again, type the number under the bar code, or a word of its name."
    field: ClassVar[str | None] = "entry"


@dataclass
class NoLongerSold(NotFound):
    """Known, and taken out of the range."""

    name: str
    sentence: ClassVar[str] = "{name} is not in the range any more. Put it aside and call the manager."
    field: ClassVar[str | None] = "entry"


@dataclass
class MemberIsNotOnTheList(NotFound):
    """The store's list has no such number."""

    sentence: ClassVar[str] = (
        "This membership number is not in the store's list. Check it; a membership of the last days may not have reached us yet."
    )
    field: ClassVar[str | None] = "number"


@dataclass
class LineIsGone(NotFound):
    """It was taken off, or the sale is over."""

    sentence: ClassVar[str] = "This line is not in the sale any more. Go back to the sale."


@dataclass
class SayWhy(Invalid):
    """Each change says why."""

    sentence: ClassVar[str] = "Choose why."
    field: ClassVar[str | None] = "reason"


@dataclass
class NoSuchReceipt(NotFound):
    """This store has not sold it."""

    sentence: ClassVar[str] = "This store has no receipt of that number. Check the number, or scan its square."
    field: ClassVar[str | None] = "receipt"


@dataclass
class SoldInAnotherStore(NotFound):
    """Genuine, and not ours to refund yet."""

    store: str
    sentence: ClassVar[str] = (
        "The receipt is genuine, and from store {store}. Money goes back in the store that sold it: send the customer there."
    )
    field: ClassVar[str | None] = "receipt"


@dataclass
class NothingComesBack(Invalid):
    """Every number is nought."""

    sentence: ClassVar[str] = "Type how many of which line come back."
    field: ClassVar[str | None] = "units"


@dataclass
class SayHowItWentBack(Invalid):
    """Which money, and which way."""

    sentence: ClassVar[str] = "Choose which payment was given back, and how."
    field: ClassVar[str | None] = "way"


@dataclass
class SayWhatBecameOfIt(Invalid):
    """Which payment, and whether it was paid."""

    sentence: ClassVar[str] = "Choose which payment it is, and whether it was paid."
    field: ClassVar[str | None] = "end"


@dataclass
class TheHouseIsUnknown(NotFound):
    """Nothing came down from head office yet."""

    sentence: ClassVar[str] = (
        "The company's details for receipts have not reached this store yet. The sale is kept; the receipt can be made later."
    )
