"""What may be asked of loyalty. A member is an account's id; no name, no address."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from arkwright.kit.messages import Command, DuringPause
from arkwright.kit.scope import Scope

SourceKind = Literal["receipt", "order"]
AdjustedBecause = Literal["good-will", "missing-receipt", "wrong-points"]


class BoughtLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of goods: `paid_pence` is what all of it cost after promotions. `line` names it within its receipt or order."""

    line: str
    name: str
    quantity: int
    paid_pence: int
    category: str


class ReturnedUnits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So many of a line came back; `sku` for a receipt that was claimed, of which lines are known by SKU alone."""

    line: str
    quantity: int
    sku: str = ""


def of_sku(sku: str) -> str:
    """What all units of a SKU are called as one line."""
    return f"sku:{sku}"


class LoyaltyCommand(Command, frozen=True, kw_only=True):
    """`store` is where it happened, "" for online."""

    store: str = ""
    capabilities: ClassVar[tuple[str, ...]] = ("loyalty",)

    def scope(self) -> Scope:
        """The store, or the website."""
        return Scope(channel="till", store=self.store) if self.store else Scope(channel="web")


class JoinLoyalty(LoyaltyCommand, frozen=True, kw_only=True):
    """An account becomes a member, with this membership number (kit/membership.py)."""

    member: str
    number: str


class EarnPoints(LoyaltyCommand, frozen=True, kw_only=True):
    """These goods were bought. `source` is the receipt or the order, `part` the receipt again or the parcel; each part counts once."""

    source: str
    part: str
    kind: SourceKind
    member: str
    lines: tuple[BoughtLine, ...]
    sold_ms: int


class ClawBack(LoyaltyCommand, frozen=True, kw_only=True):
    """These units came back: their points go, once for each `returned`, also when this is heard of before the goods are."""

    source: str
    returned: str
    units: tuple[ReturnedUnits, ...]
    at_ms: int


class ClawBackMoney(LoyaltyCommand, frozen=True, kw_only=True):
    """So much money of an order was given back, whole units or not: its points go, once for each `returned`, in any order."""

    source: str
    returned: str
    pence: int
    at_ms: int


class SpendPoints(LoyaltyCommand, frozen=True, kw_only=True):
    """Pay with points, within the balance; `spend` counts once."""

    spend: str
    member: str
    points: int


class RecordSpend(LoyaltyCommand, frozen=True, kw_only=True):
    """A till took points as a tender: that stands, whatever is left. `sale` is the signed sale that says so."""

    spend: str
    member: str
    points: int
    sale: str
    at_ms: int


class GiveBackPoints(LoyaltyCommand, frozen=True, kw_only=True):
    """What was paid with points was refunded; `refund` counts once."""

    refund: str
    member: str
    points: int
    at_ms: int


class EndSpend(LoyaltyCommand, frozen=True, kw_only=True):
    """Goes on with points that an order was paid with: also during a pause."""

    spend: str
    at_ms: int
    during_pause: ClassVar[DuringPause] = "finish"


class GiveBackSpent(EndSpend, frozen=True, kw_only=True):
    """So many points of a spend come back, never more in all than were spent; `refund` counts once."""

    refund: str
    points: int


class ReleaseSpend(EndSpend, frozen=True, kw_only=True):
    """What was to be paid came to nothing: whatever of the spend is left comes back, and it can never be made any more."""


class AdjustPoints(LoyaltyCommand, frozen=True, kw_only=True):
    """A colleague puts points right: either way, and all they put right in a day comes to at most `most_points`, as their role allows."""

    adjustment: str
    member: str
    points: int
    why: AdjustedBecause
    by: str
    most_points: int


class ExpiryCommand(LoyaltyCommand, frozen=True, kw_only=True):
    """About points that expire."""


class SetExpiry(ExpiryCommand, frozen=True, kw_only=True):
    """Points that come from a time on that is still to come expire so many months later; nought: never."""

    months: int
    from_ms: int
    by: str


class NoteUse(ExpiryCommand, frozen=True, kw_only=True):
    """Points can be used at this moment; `interrupted`: they could not be since this was said last."""

    interrupted: bool = False


class ForetellExpiry(ExpiryCommand, frozen=True, kw_only=True):
    """Tell the member what expires within thirty days, if there is anything new to tell."""

    member: str


class ExpirePoints(ExpiryCommand, frozen=True, kw_only=True):
    """Take what has come due, and the member was told of."""

    member: str


class SetTenderTerms(LoyaltyCommand, frozen=True, kw_only=True):
    """From a time that is still to come each whole `points` pay `pence`, and stores are told of at most `most_points_a_store` of a member:
    the worst that each can give too much while it is cut off."""

    terms: str
    points: int
    pence: int
    most_points_a_store: int
    from_ms: int
    by: str


class SetPointsRule(LoyaltyCommand, frozen=True, kw_only=True):
    """So many points for each whole pound, of one category or of everything (""), between two times that are still to come."""

    rule: str
    category: str
    points_a_pound: int
    from_ms: int
    until_ms: int
    by: str


class EndPointsRule(LoyaltyCommand, frozen=True, kw_only=True):
    """It holds no longer from now on; one that has not begun never begins."""

    rule: str
    by: str


class SetTreat(LoyaltyCommand, frozen=True, kw_only=True):
    """So many points for a birthday whose week begins between two times that are still to come; 0 is no treat."""

    points: int
    from_ms: int
    until_ms: int
    by: str


class GiveTreat(LoyaltyCommand, frozen=True, kw_only=True):
    """The member's birthday falls into this week, which ends at `until_ms`. The day itself is never said here."""

    member: str
    week_ms: int
    until_ms: int


class RecordLook(LoyaltyCommand, frozen=True, kw_only=True):
    """A colleague is about to see this member's points: recorded first, also during a pause. `look` counts once."""

    look: str
    member: str
    by: str
    during_pause: ClassVar[DuringPause] = "allow"


class MemberCommand(LoyaltyCommand, frozen=True, kw_only=True):
    """Follows from what happened to an account: also during a pause."""

    member: str
    during_pause: ClassVar[DuringPause] = "finish"


class FreezeMember(MemberCommand, frozen=True, kw_only=True):
    """Nothing may be spent."""


class ThawMember(MemberCommand, frozen=True, kw_only=True):
    """It may again."""


class ForgetMember(MemberCommand, frozen=True, kw_only=True):
    """The account is gone; its points are nobody's."""
