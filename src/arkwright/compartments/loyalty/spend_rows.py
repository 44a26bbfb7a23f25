"""The row of what an online order is paid with in points, and how an event changes it."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.compartments.loyalty import events as did
from arkwright.kit.messages import Row
from arkwright.kit.rows import Rows


class Spend(Row, frozen=True):
    """What an online order was paid with; `ended` once nothing of it is left, or it was never made and never will be."""

    spend: str
    member: str
    points: int
    given_back: int
    ended: bool

    @property
    def left(self) -> int:
        """Points that may still come back."""
        return self.points - self.given_back


def evolve_spend(rows: Rows, event: did.PointsSpent | did.PointsGivenBack | did.SpendReleased) -> None:
    """Online, what is left of a spend is kept beside it; a till keeps that itself."""
    match event:
        case did.PointsSpent(spend=spend, store=""):
            rows[Spend, spend] = Spend(spend=spend, member=event.member, points=-event.points, given_back=0, ended=False)
        case did.PointsGivenBack(spend=spend) if spend and (before := rows[Spend, spend]):
            rows[Spend, spend] = replace(before, given_back=before.given_back + event.points)
        case did.SpendReleased(spend=spend):
            before = rows[Spend, spend] or Spend(spend=spend, member="", points=0, given_back=0, ended=True)
            rows[Spend, spend] = replace(before, ended=True)
