"""The rules of giving money back: on the books before the provider is asked, within what was paid, each id once."""

from __future__ import annotations

from arkwright.compartments.payments import commands as ask
from arkwright.compartments.payments import events as did
from arkwright.compartments.payments import points_part
from arkwright.compartments.payments import refusals as no
from arkwright.compartments.payments.checks import (
    CLEARING,
    LONGEST_WHY,
    REFUNDS,
    about,
    begun_refund,
    booked,
    known_for_refund,
    money,
    reason,
)
from arkwright.compartments.payments.state import Refund
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows


def begin_refund(rows: Rows, command: ask.BeginRefund, now_ms: int) -> list[Event]:
    """Of what is captured and not refunded yet; each id once."""
    row = known_for_refund(rows, command)
    money(command.amount_pence)
    reason(command.why)
    by_card_pence, to_points = points_part.give_back(rows, row, command, now_ms)
    before = rows[Refund, command.refund]
    if before:
        if (before.payment, before.amount_pence) != (row.payment, by_card_pence):
            raise no.RefundExists(command.refund)
        return []
    if not by_card_pence:
        return to_points
    if by_card_pence > row.left_to_refund_pence or row.provider_payment is None:
        raise no.MoreThanCaptured(row.left_to_refund_pence)
    return [
        *to_points,
        did.RefundBegun(
            **about(row),
            refund=command.refund,
            provider_payment=row.provider_payment,
            amount_pence=by_card_pence,
            why=reason(command.why),
            by=command.by,
            begun_ms=now_ms,
        ),
    ]


def record_refunded(rows: Rows, command: ask.RecordRefunded, now_ms: int) -> list[Event]:
    """The provider's yes to a refund, once; also after a no that was recorded too early, while there is room."""
    row, refund = known_for_refund(rows, command), begun_refund(rows, command)
    if command.amount_pence != refund.amount_pence:
        raise no.AmountDiffers(refund.amount_pence, command.amount_pence)
    if refund.status == "refunded":
        return []
    if refund.status == "refused" and refund.amount_pence > row.left_to_refund_pence:
        raise no.MoreThanCaptured(row.left_to_refund_pence)
    return [
        did.PaymentRefunded(
            **about(row),
            refund=refund.refund,
            amount_pence=refund.amount_pence,
            refunded_pence=row.refunded_pence + refund.amount_pence,
            why=refund.why,
            postings=booked(REFUNDS, CLEARING, refund.amount_pence),
            refunded_ms=now_ms,
        )
    ]


def record_refund_refused(rows: Rows, command: ask.RecordRefundRefused, now_ms: int) -> list[Event]:
    """The provider's no to a refund; a yes recorded before stands."""
    row, refund = known_for_refund(rows, command), begun_refund(rows, command)
    if refund.status == "refunded":
        raise no.SuccessStands(row.payment)
    if refund.status == "refused":
        return []
    why = command.why[:LONGEST_WHY]
    return [did.RefundRefused(**about(row), refund=refund.refund, amount_pence=refund.amount_pence, why=why, refused_ms=now_ms)]
