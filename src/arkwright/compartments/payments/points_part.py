"""The rules of what points pay: first for what leaves, first to go back, never more than was taken; the rest is the card's."""

from __future__ import annotations

from arkwright.compartments.payments import commands as ask
from arkwright.compartments.payments import events as did
from arkwright.compartments.payments import refusals as no
from arkwright.compartments.payments.checks import LONGEST_WHY, REDEEMED, REFUNDS, SALES, about, booked, money
from arkwright.compartments.payments.points_rows import PointsMove, PointsPart
from arkwright.compartments.payments.state import Payment, Refund
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows


def check_begun(command: ask.BeginPayment) -> None:
    """Refuse a payment of nothing, by card and by points."""
    money(command.amount_pence + command.points_pence)
    if min(command.amount_pence, command.points_pence, command.points) < 0 or bool(command.points) != bool(command.points_pence):
        raise no.AmountOutOfRange(min(command.amount_pence, command.points_pence), command.amount_pence + command.points_pence)


def record_paid(rows: Rows, row: Payment, now_ms: int) -> list[Event]:
    """Points pay for all of it: the spend stands, and no card is asked."""
    if row.status == "authorised":
        return []
    if row.amount_pence or rows[PointsPart, row.payment] is None or row.status != "begun":
        raise no.PaymentIs(row.payment, row.status)
    return [did.PointsAccepted(**about(row), paid_ms=now_ms)]


def take(rows: Rows, row: Payment, command: ask.BeginCapture, now_ms: int) -> list[Event]:
    """What points pay of this parcel, once; a payment that no card has a part in is closed with its last parcel."""
    if not command.points_pence:
        return []
    before, part = rows[PointsMove, command.capture], rows[PointsPart, row.payment]
    if before:
        if (before.payment, before.points_pence) != (row.payment, command.points_pence):
            raise no.CaptureExists(command.capture)
        return []
    if row.status != "authorised":
        raise no.PaymentIs(row.payment, row.status)
    left = part.left_to_take_pence if part else 0
    if part is None or not 1 <= command.points_pence <= left:
        raise no.MoreThanAuthorised(left)
    return [
        did.PointsTaken(
            **about(row),
            capture=command.capture,
            points=part.points_for(part.taken_pence, command.points_pence),
            points_pence=command.points_pence,
            closed=command.final and not command.amount_pence and not row.left_to_capture_pence and not row.capturing_pence,
            postings=booked(REDEEMED, SALES, command.points_pence),
            taken_ms=now_ms,
        )
    ]


def left_over(rows: Rows, row: Payment, now_ms: int) -> list[Event]:
    """What points will not pay any more, since the rest is not sent."""
    part = rows[PointsPart, row.payment]
    if part is None or not part.left_to_take_pence:
        return []
    pence = part.left_to_take_pence
    points = part.points_for(part.taken_pence, pence)
    return [did.PointsLeftOver(**about(row), points=points, points_pence=pence, left_ms=now_ms)]


def give_back(rows: Rows, row: Payment, command: ask.BeginRefund, now_ms: int) -> tuple[int, list[Event]]:
    """What of this refund is the card's, and the event that points had the rest back; asked again, the same."""
    part, before, refund = rows[PointsPart, row.payment], rows[PointsMove, command.refund], rows[Refund, command.refund]
    if before:
        by_card_pence = refund.amount_pence if refund else 0
        if before.payment != row.payment or command.amount_pence != before.points_pence + by_card_pence:
            raise no.RefundExists(command.refund)
        return by_card_pence, []
    if refund:
        return command.amount_pence, []
    pence = min(command.amount_pence, part.left_to_give_back_pence) if part else 0
    if part is None or not pence:
        return command.amount_pence, []
    if command.amount_pence - pence > row.left_to_refund_pence:
        raise no.MoreThanCaptured(row.left_to_refund_pence + pence)
    return command.amount_pence - pence, [
        did.PointsRefunded(
            **about(row),
            refund=command.refund,
            points=part.points_for(part.given_back_pence, pence),
            points_pence=pence,
            why=command.why.strip()[:LONGEST_WHY],
            by=command.by,
            postings=booked(REFUNDS, REDEEMED, pence),
            refunded_ms=now_ms,
        )
    ]
