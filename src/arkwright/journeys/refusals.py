"""The noes that belong to no compartment: what the card provider and the outside answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, NotTaken


@dataclass
class PaymentPageIsAway(NotTaken):
    """The card provider does not answer; the order waits, and trying again goes on with it."""

    sentence: ClassVar[str] = "We could not reach the payment page. You have not been charged. Please try again in a moment."
    retry_after_s: ClassVar[int] = 15


@dataclass
class PaymentIsNotPossible(Conflict):
    """The card provider decided no; the order was undone."""

    sentence: ClassVar[str] = "The payment could not be started, so no order was made and you have not been charged. Your basket is kept."


@dataclass
class PointsAreAway(Conflict):
    """Loyalty is paused or sealed: no points are taken, and the order that was to be paid with them is undone."""

    sentence: ClassVar[str] = "Points cannot be used at the moment. No order was made. Use none and pay by card, or come back later."
    field: ClassVar[str | None] = "points"


@dataclass
class TerminalIsAway(NotTaken):
    """A card terminal does not answer; what it was asked before goes on as it stands."""

    terminal: str
    sentence: ClassVar[str] = "Card terminal {terminal} does not answer. Look whether it is switched on; it is asked again by itself."
    retry_after_s: ClassVar[int] = 5
