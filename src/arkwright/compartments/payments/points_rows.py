"""The rows of what was paid with points beside, or instead of, a card; and how an event changes them."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from arkwright.compartments.payments import events as did
from arkwright.kit.messages import Row
from arkwright.kit.rows import Rows


class PointsPart(Row, frozen=True):
    """What points pay of a payment: `points` worth `points_pence`. They are the first to pay for what leaves, and the first to go back."""

    payment: str
    points: int
    points_pence: int
    taken_pence: int = 0
    given_back_pence: int = 0

    @property
    def left_to_take_pence(self) -> int:
        """What they may still pay for."""
        return self.points_pence - self.taken_pence

    @property
    def left_to_give_back_pence(self) -> int:
        """Taken, and not given back."""
        return self.taken_pence - self.given_back_pence

    def points_for(self, before_pence: int, pence: int) -> int:
        """The points of these pence after those before: shares of whole points that together are never more or fewer than all."""
        return self.points * (before_pence + pence) // self.points_pence - self.points * before_pence // self.points_pence


class PointsMove(Row, frozen=True):
    """What points paid of a parcel (by its capture's id), or had back of a refund."""

    move: str
    payment: str
    kind: Literal["taken", "given-back"]
    points_pence: int
    points: int
    why: str
    by: str
    moved_ms: int


PointsEvent = did.PointsTaken | did.PointsRefunded | did.PointsLeftOver


def evolve_points(rows: Rows, event: PointsEvent) -> None:
    """The part has paid, or has back; the same id is known again."""
    part = rows[PointsPart, event.payment]
    if part is None:
        raise LookupError(f"no points pay for {event.payment}")
    match event:
        case did.PointsTaken(capture=move, points_pence=pence, taken_ms=now_ms):
            rows[PointsPart, part.payment] = replace(part, taken_pence=part.taken_pence + pence)
            rows[PointsMove, move] = PointsMove(
                move=move, payment=part.payment, kind="taken", points_pence=pence, points=event.points, why="", by="", moved_ms=now_ms
            )
        case did.PointsRefunded(refund=move, points_pence=pence, refunded_ms=now_ms):
            rows[PointsPart, part.payment] = replace(part, given_back_pence=part.given_back_pence + pence)
            rows[PointsMove, move] = PointsMove(
                move=move,
                payment=part.payment,
                kind="given-back",
                points_pence=pence,
                points=event.points,
                why=event.why,
                by=event.by,
                moved_ms=now_ms,
            )
        case did.PointsLeftOver():
            return


def evolve_begun_points(rows: Rows, event: did.PaymentBegun) -> None:
    """Points pay a part of it from the beginning, or none."""
    if event.points:
        rows[PointsPart, event.payment] = PointsPart(payment=event.payment, points=event.points, points_pence=event.points_pence)
