"""Every no of the tills, with the words for a colleague."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid


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
