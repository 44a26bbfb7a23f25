"""The noes of promotions, each a sentence for the colleague who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arkwright.kit.refusal import Conflict, Invalid, NotFound


@dataclass
class NoSuchPromotion(NotFound):
    """Not known here."""

    promotion: str
    sentence: ClassVar[str] = "There is no promotion {promotion}. Choose one from the list."
    field: ClassVar[str | None] = "promotion"


@dataclass
class NotAPromotionId(Invalid):
    """Not the form of an id."""

    most: int
    sentence: ClassVar[str] = "Enter a short id of 1 to {most} small letters, digits and single hyphens, such as mugs-3-for-2."
    field: ClassVar[str | None] = "promotion"


@dataclass
class PromotionNeedsAName(Invalid):
    """Shoppers read it."""

    most: int
    sentence: ClassVar[str] = "Enter what shoppers read of it, 1 to {most} characters, such as 3 for 2 on mugs."
    field: ClassVar[str | None] = "name"


@dataclass
class PromotionEndsBeforeItBegins(Invalid):
    """Nothing lies between its dates."""

    sentence: ClassVar[str] = "The last day is before the first. Put the dates right."
    field: ClassVar[str | None] = "until"


@dataclass
class PromotionNeedsGoods(Invalid):
    """For nothing at all."""

    sentence: ClassVar[str] = "Say which goods it is for: SKUs, products or a category."
    field: ClassVar[str | None] = "category"


@dataclass
class TooManyGoods(Invalid):
    """More than one row should hold."""

    most: int
    sentence: ClassVar[str] = "Name at most {most} SKUs and products together, or a category."
    field: ClassVar[str | None] = "skus"


@dataclass
class GroupIsWrong(Invalid):
    """Not a multi-buy."""

    most: int
    sentence: ClassVar[str] = "Say how many make up the offer: from 2 to {most}."
    field: ClassVar[str | None] = "buy"


@dataclass
class PaidForIsWrong(Invalid):
    """Pay for all of them, or for none."""

    most: int
    sentence: ClassVar[str] = "Say how many of them are paid for: from 1 to {most}."
    field: ClassVar[str | None] = "pay_for"


@dataclass
class GroupPriceIsWrong(Invalid):
    """So many for nothing."""

    sentence: ClassVar[str] = "Say what they cost together: at least £0.01."
    field: ClassVar[str | None] = "price_pence"


@dataclass
class PercentIsWrong(Invalid):
    """Nothing off, or more than may be taken off."""

    most: int
    sentence: ClassVar[str] = "Say how much is taken off: from 1 to {most} per cent."
    field: ClassVar[str | None] = "percent"


@dataclass
class CodeTakesNothingOff(Invalid):
    """Neither a percentage nor an amount, or both."""

    sentence: ClassVar[str] = "A code takes a percentage or an amount off. Fill in one of the two."
    field: ClassVar[str | None] = "amount_pence"


@dataclass
class TimesNeedAMinimum(Invalid):
    """An amount several times an order, for how much each?"""

    most: int
    sentence: ClassVar[str] = "A code counts 1 to {most} times an order, and more than once only for an amount with a minimum spend."
    field: ClassVar[str | None] = "times"


@dataclass
class NotACode(Invalid):
    """Not the form of a code."""

    least: int
    most: int
    sentence: ClassVar[str] = "Enter a code of {least} to {most} letters, digits and hyphens. Capitals and spaces make no difference."
    field: ClassVar[str | None] = "code"


@dataclass
class CodeBelongsToAnother(Conflict):
    """A code is one promotion's for ever."""

    code: str
    promotion: str
    sentence: ClassVar[str] = "The code {code} belongs to the promotion {promotion}. Choose another code, or change that promotion."
    field: ClassVar[str | None] = "code"


@dataclass
class KindStays(Conflict):
    """Another kind or code would be another promotion."""

    promotion: str
    sentence: ClassVar[str] = "A promotion keeps its kind and its code. End {promotion}, and add another one."
    field: ClassVar[str | None] = "kind"


@dataclass
class TooManyPromotions(Conflict):
    """More than can be told apart at the checkout."""

    most: int
    sentence: ClassVar[str] = "There are {most} promotions without a code that are not over. End one of them first."


@dataclass
class PromotionIsOver(Conflict):
    """Nothing is left to end."""

    promotion: str
    sentence: ClassVar[str] = "The promotion {promotion} is over already. To have it again, give it new dates."
    field: ClassVar[str | None] = "promotion"


@dataclass
class CodeIsForEverybody(Invalid):
    """A member price is shown to everybody before they buy; a code is known to whoever has it."""

    sentence: ClassVar[str] = "A code is for whoever types it. For members alone choose a percentage or a multi-buy."
    field: ClassVar[str | None] = "members_only"
