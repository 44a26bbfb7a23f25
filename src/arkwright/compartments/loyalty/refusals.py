"""The noes of loyalty, each a sentence for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Forbidden, Invalid, NotFound


@dataclass
class NoSuchMembership(NotFound):
    """Not known here, or gone."""

    sentence: ClassVar[str] = "There is no such membership. Check the number."
    field: ClassVar[str | None] = "member"


@dataclass
class MembershipNumberIsWrong(Invalid):
    """The check digit does not fit."""

    sentence: ClassVar[str] = "A membership number has 13 digits, begins with 29, and its last digit checks the others. Read it again."
    field: ClassVar[str | None] = "number"


@dataclass
class MembershipNumberIsTaken(Conflict):
    """Somebody else's."""

    sentence: ClassVar[str] = "This membership number is another member's. Ask for another."
    field: ClassVar[str | None] = "number"


@dataclass
class PointsOutOfRange(Invalid):
    """Not so many."""

    most: int
    sentence: ClassVar[str] = "Give a number of points from 1 to {most}."
    field: ClassVar[str | None] = "points"


@dataclass
class FewerPointsThanThat(Conflict):
    """More than there are."""

    points: int
    sentence: ClassVar[str] = "There are {points} points to spend. Spend fewer, or pay in another way."
    field: ClassVar[str | None] = "points"


@dataclass
class NoSuchSpend(NotFound):
    """Nothing was paid under this id."""

    sentence: ClassVar[str] = "Nothing was paid with points here. Check the order."
    field: ClassVar[str | None] = "spend"


@dataclass
class SpendIsOver(Conflict):
    """The order ended before its points were taken."""

    sentence: ClassVar[str] = "This order has ended, and its points are with the member. Order anew."
    field: ClassVar[str | None] = "spend"


@dataclass
class MorePointsThanWereSpent(Conflict):
    """More than is left of the spend."""

    left: int
    sentence: ClassVar[str] = "Only {left} points of this payment are left to give back."
    field: ClassVar[str | None] = "points"


@dataclass
class PointsAreFrozen(Forbidden):
    """The member said that something was not them."""

    sentence: ClassVar[str] = "These points cannot be spent until the member has signed in and confirmed that it is them."
    field: ClassVar[str | None] = "member"


@dataclass
class BoughtByAnother(Conflict):
    """A receipt belongs to one member."""

    sentence: ClassVar[str] = "This receipt already counts for another member."
    field: ClassVar[str | None] = "source"


@dataclass
class GoodsAreWrong(Invalid):
    """No goods, or less than nothing."""

    sentence: ClassVar[str] = "Each line has a quantity of at least one and costs nothing or more."
    field: ClassVar[str | None] = "lines"


@dataclass
class TermsAreInThePast(Invalid):
    """What was paid keeps the terms of its day."""

    sentence: ClassVar[str] = "What points are worth changes now or later. What was paid keeps the terms of its day."
    field: ClassVar[str | None] = "from_ms"


@dataclass
class TermsOutOfRange(Invalid):
    """Nobody means this."""

    most_points: int
    most_pence: int
    most_told: int
    sentence: ClassVar[str] = (
        "Give a step of 1 to {most_points} points, worth 1 to {most_pence} pence, and up to {most_told} points that a store is told of."
    )
    field: ClassVar[str | None] = "points"


@dataclass
class ExpiryIsInThePast(Invalid):
    """What members have keeps the rule of the day on which it came."""

    sentence: ClassVar[str] = "A rule for expiry begins now or later. Points that members have keep the rule of the day on which they came."
    field: ClassVar[str | None] = "from_ms"


@dataclass
class MonthsOutOfRange(Invalid):
    """Not so many, and not one: members are told a month ahead."""

    least: int
    most: int
    sentence: ClassVar[str] = "Points expire after {least} to {most} months; give 0 for points that never do."
    field: ClassVar[str | None] = "months"


@dataclass
class RuleIsInThePast(Invalid):
    """What was sold keeps the rule of its day."""

    sentence: ClassVar[str] = "A rule for points begins now or later, and ends after it begins. What was sold keeps the rules of its day."
    field: ClassVar[str | None] = "from_ms"


@dataclass
class PointsAPoundAreWrong(Invalid):
    """Not so many."""

    most: int
    sentence: ClassVar[str] = "Give the points for each whole pound as a whole number from 1 to {most}."
    field: ClassVar[str | None] = "points_a_pound"


@dataclass
class NoSuchPointsRule(NotFound):
    """Not known here."""

    sentence: ClassVar[str] = "There is no such rule for points. Reload the page."
    field: ClassVar[str | None] = "rule"


@dataclass
class AdjustedEnoughToday(Conflict):
    """All that a colleague puts right in a day counts together."""

    left: int
    sentence: ClassVar[str] = "You may put right {left} more points today. Ask a colleague with a higher limit."
    field: ClassVar[str | None] = "points"


@dataclass
class PointsOfATreatAreWrong(Invalid):
    """Not so many."""

    most: int
    sentence: ClassVar[str] = "Give the points of a treat as a whole number from 0 to {most}; 0 is no treat."
    field: ClassVar[str | None] = "treat_points"
