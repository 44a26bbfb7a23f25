"""The rules of payments: what a command leads to."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.payments import commands as ask
from arkwright.compartments.payments import events as did
from arkwright.compartments.payments import points_part
from arkwright.compartments.payments import refusals as no
from arkwright.compartments.payments.checks import CLEARING, LONGEST_WHY, REFUNDS, SALES, about, begun_capture, booked, known, money, reason
from arkwright.compartments.payments.points_rows import PointsMove, PointsPart
from arkwright.compartments.payments.refunding import begin_refund, record_refund_refused, record_refunded
from arkwright.compartments.payments.state import Account, Capture, Payment, PaymentOfOrder, ProviderPaymentTaken, Refund
from arkwright.kit.messages import Command, Event
from arkwright.kit.rows import Key, Rows


def keys(command: Command) -> Iterable[Key]:
    """Rows worth loading beforehand."""
    match command:
        case ask.BeginPayment(payment=payment, order=order):
            yield from ((Payment, payment), (PaymentOfOrder, order), (PointsPart, payment))
        case ask.PaymentCommand(payment=payment) | ask.RefundCommand(payment=payment):
            yield from ((Payment, payment), (PointsPart, payment))
    match command:
        case ask.RecordAuthorised(provider_payment=provider_payment):
            yield (ProviderPaymentTaken, provider_payment)
        case ask.BeginCapture(capture=capture):
            yield from ((Capture, capture), (PointsMove, capture))
        case ask.RecordCaptureRefused(capture=capture):
            yield (Capture, capture)
        case ask.RecordCaptured(capture=capture):
            yield from ((Capture, capture), (Account, CLEARING), (Account, SALES))
        case ask.RecordRefunded(refund=refund):
            yield from ((Refund, refund), (Account, CLEARING), (Account, REFUNDS))
        case ask.RefundCommand(refund=refund):
            yield from ((Refund, refund), (PointsMove, refund))


def decide(rows: Rows, command: Command, now_ms: int) -> list[Event]:
    """The events that the command leads to, or a refusal."""
    match command:
        case ask.BeginPayment():
            return begin(rows, command, now_ms)
        case ask.RecordPage() | ask.RecordAuthorised() | ask.RecordFailed():
            return record_evidence(rows, command, now_ms)
        case ask.RecordPaidWithPoints():
            return points_part.record_paid(rows, known(rows, command), now_ms)
        case ask.BeginCapture():
            return begin_capture(rows, command, now_ms)
        case ask.RecordCaptured():
            return record_captured(rows, command, now_ms)
        case ask.RecordCaptureRefused():
            return record_capture_refused(rows, command, now_ms)
        case ask.BeginVoid() | ask.RecordVoided() | ask.ClosePayment():
            return release(rows, command, now_ms)
        case ask.BeginRefund():
            return begin_refund(rows, command, now_ms)
        case ask.RecordRefunded():
            return record_refunded(rows, command, now_ms)
        case ask.RecordRefundRefused():
            return record_refund_refused(rows, command, now_ms)
        case _:
            raise TypeError(f"payments does not know the command {type(command).__name__}")


def begin(rows: Rows, command: ask.BeginPayment, now_ms: int) -> list[Event]:
    """One payment an order; the same one again is nothing to do."""
    points_part.check_begun(command)
    claim, row = rows[PaymentOfOrder, command.order], rows[Payment, command.payment]
    asked = (command.order, command.number, command.channel, command.amount_pence)
    if row and (row.order, row.number, row.channel, row.amount_pence) == asked:
        return []
    if claim or row:
        raise no.PaymentExists(claim.payment if claim else command.payment)
    return [
        did.PaymentBegun(
            payment=command.payment,
            order=command.order,
            number=command.number,
            channel=command.channel,
            amount_pence=command.amount_pence,
            begun_ms=now_ms,
            points=command.points,
            points_pence=command.points_pence,
        )
    ]


def record_evidence(rows: Rows, command: ask.RecordPage | ask.RecordAuthorised | ask.RecordFailed, now_ms: int) -> list[Event]:
    """What the provider says of the page and of the shopper's paying on it; told twice, it is the same."""
    row = known(rows, command)
    match command:
        case ask.RecordPage(session=session, expires_ms=expires_ms):
            if row.session not in (None, session):
                raise no.OtherPageIsOpen(row.payment)
            if row.session == session:
                return []
            return [did.PageOpened(**about(row), session=session, expires_ms=expires_ms, opened_ms=now_ms)]
        case ask.RecordAuthorised():
            return record_authorised(rows, row, command, now_ms)
        case ask.RecordFailed(why=why):
            if row.status == "failed":
                return []
            if row.status not in ("begun", "open"):
                raise no.SuccessStands(row.payment)
            return [did.PaymentFailed(**about(row), why=why[:LONGEST_WHY], failed_ms=now_ms)]


def record_authorised(rows: Rows, row: Payment, command: ask.RecordAuthorised, now_ms: int) -> list[Event]:
    """The provider's yes counts from every state before it, a failure too; only for the amount that was asked for."""
    if command.card_last_four is not None and not (len(command.card_last_four) == 4 and command.card_last_four.isdecimal()):
        raise no.CardDigitsAreWrong()
    claim = rows[ProviderPaymentTaken, command.provider_payment]
    if row.provider_payment not in (None, command.provider_payment) or (claim and claim.payment != row.payment):
        raise no.EvidenceDiffers(command.provider_payment)
    if command.amount_pence != row.amount_pence:
        raise no.AmountDiffers(row.amount_pence, command.amount_pence)
    if row.provider_payment:
        return []
    return [
        did.PaymentAuthorised(
            **about(row),
            provider_payment=command.provider_payment,
            amount_pence=command.amount_pence,
            card_scheme=command.card_scheme,
            card_last_four=command.card_last_four,
            was=row.status,
            authorised_ms=now_ms,
        )
    ]


def begin_capture(rows: Rows, command: ask.BeginCapture, now_ms: int) -> list[Event]:
    """Of what is authorised and not captured yet; each id once.

    "final" is honoured only while no other capture is under way: the provider releases the rest at once, and would take
    the other's money from under it. What is left then lapses, or `ClosePayment` ends it.
    """
    row = known(rows, command)
    money(command.amount_pence + command.points_pence)
    before = rows[Capture, command.capture]
    if not command.amount_pence and row.status in ("authorised", "closed"):
        return points_part.take(rows, row, command, now_ms)
    if before:
        if (before.payment, before.amount_pence) != (row.payment, command.amount_pence):
            raise no.CaptureExists(command.capture)
        return []
    if row.last_capture:
        raise no.RestIsReleased(row.last_capture)
    if row.status != "authorised" or row.provider_payment is None:
        raise no.PaymentIs(row.payment, row.status)
    if command.amount_pence > row.left_to_capture_pence:
        raise no.MoreThanAuthorised(row.left_to_capture_pence)
    return [
        *points_part.take(rows, row, command, now_ms),
        did.CaptureBegun(
            **about(row),
            capture=command.capture,
            provider_payment=row.provider_payment,
            amount_pence=command.amount_pence,
            final=command.final and row.capturing_pence == 0,
            begun_ms=now_ms,
        ),
    ]


def record_captured(rows: Rows, command: ask.RecordCaptured, now_ms: int) -> list[Event]:
    """The provider's yes to a capture, once; also after a no that was recorded too early, while there is room."""
    row, capture = known(rows, command), begun_capture(rows, command)
    if command.amount_pence != capture.amount_pence:
        raise no.AmountDiffers(capture.amount_pence, command.amount_pence)
    if capture.status == "captured":
        return []
    if capture.status == "refused" and capture.amount_pence > row.left_to_capture_pence:
        raise no.MoreThanAuthorised(row.left_to_capture_pence)
    everything = row.captured_pence + capture.amount_pence == row.authorised_pence
    return [
        did.PaymentCaptured(
            **about(row),
            capture=capture.capture,
            amount_pence=capture.amount_pence,
            closed=everything or row.last_capture == capture.capture,
            postings=booked(CLEARING, SALES, capture.amount_pence),
            captured_ms=now_ms,
        )
    ]


def record_capture_refused(rows: Rows, command: ask.RecordCaptureRefused, now_ms: int) -> list[Event]:
    """The provider's no to a capture; a yes recorded before stands."""
    row, capture = known(rows, command), begun_capture(rows, command)
    if capture.status == "captured":
        raise no.SuccessStands(row.payment)
    if capture.status == "refused":
        return []
    return [
        did.CaptureRefused(
            **about(row),
            capture=capture.capture,
            amount_pence=capture.amount_pence,
            why=command.why[:LONGEST_WHY],
            refused_ms=now_ms,
        )
    ]


def release(rows: Rows, command: ask.BeginVoid | ask.RecordVoided | ask.ClosePayment, now_ms: int) -> list[Event]:
    """Let go of what was authorised: all of it while nothing is captured, or what is left when captures have ended."""
    row = known(rows, command)
    match command:
        case ask.BeginVoid(why=why):
            if row.status in ("voiding", "voided"):
                return []
            part = rows[PointsPart, row.payment]
            if row.captured_pence or row.capturing_pence or (part and part.taken_pence):
                raise no.SomethingIsCaptured(row.payment)
            if row.status == "authorised" and not row.amount_pence:
                return [did.PaymentVoided(**about(row), voided_ms=now_ms)]
            if row.status != "authorised" or row.provider_payment is None:
                raise no.PaymentIs(row.payment, row.status)
            return [did.VoidBegun(**about(row), provider_payment=row.provider_payment, why=reason(why), begun_ms=now_ms)]
        case ask.RecordVoided():
            if row.status == "voided":
                return []
            if row.status != "voiding":
                raise no.PaymentIs(row.payment, row.status)
            return [did.PaymentVoided(**about(row), voided_ms=now_ms)]
        case ask.ClosePayment(why=why):
            if row.status == "closed":
                return []
            part = rows[PointsPart, row.payment]
            if row.status != "authorised" or not (row.captured_pence or (part and part.taken_pence)):
                raise no.PaymentIs(row.payment, row.status)
            if row.capturing_pence:
                raise no.SomethingIsCaptured(row.payment)
            closed = did.PaymentClosed(**about(row), released_pence=row.left_to_capture_pence, why=reason(why), closed_ms=now_ms)
            return [closed, *points_part.left_over(rows, row, now_ms)]
