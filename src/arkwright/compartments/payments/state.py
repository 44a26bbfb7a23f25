"""The state of payments: its rows, and how an event changes them."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from arkwright.compartments.payments import events as did
from arkwright.compartments.payments.points_rows import evolve_begun_points, evolve_points
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

Status = Literal["begun", "open", "authorised", "failed", "voiding", "voided", "closed"]
CaptureStatus = Literal["begun", "captured", "refused"]
RefundStatus = Literal["begun", "refunded", "refused"]


class Payment(Row, frozen=True):
    """One order's payment. "begun" and "open" may still be paid, "authorised" may be captured, "closed" only refunded.

    `capturing_pence` and `refunding_pence` are begun and not ended yet; `last_capture` is the capture that releases the rest.
    """

    payment: str
    order: str
    number: str
    channel: str
    status: Status
    amount_pence: int
    begun_ms: int
    changed_ms: int
    authorised_pence: int = 0
    session: str | None = None
    expires_ms: int | None = None
    provider_payment: str | None = None
    card_scheme: str | None = None
    card_last_four: str | None = None
    captured_pence: int = 0
    capturing_pence: int = 0
    last_capture: str | None = None
    refunded_pence: int = 0
    refunding_pence: int = 0

    @property
    def left_to_capture_pence(self) -> int:
        """Authorised, and neither captured nor being captured."""
        return self.authorised_pence - self.captured_pence - self.capturing_pence

    @property
    def left_to_refund_pence(self) -> int:
        """Captured, and neither refunded nor being refunded."""
        return self.captured_pence - self.refunded_pence - self.refunding_pence


class PaymentOfOrder(Row, frozen=True):
    """Claims an order: it has one payment."""

    order: str
    payment: str


class ProviderPaymentTaken(Row, frozen=True):
    """Claims the provider's payment: one evidence never pays for two orders."""

    provider_payment: str
    payment: str


class Capture(Row, frozen=True):
    """One capture, by the id it was asked for with."""

    capture: str
    payment: str
    amount_pence: int
    final: bool
    status: CaptureStatus
    begun_ms: int
    changed_ms: int


class Refund(Row, frozen=True):
    """One refund, by the id it was asked for with."""

    refund: str
    payment: str
    amount_pence: int
    why: str
    by: str
    status: RefundStatus
    begun_ms: int
    changed_ms: int


class Account(Row, frozen=True):
    """A ledger account with its totals since the beginning."""

    account: str
    debit_pence: int = 0
    credit_pence: int = 0


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of payments change."""
    match event:
        case did.PaymentBegun():
            evolve_begun(rows, event)
        case did.PointsAccepted(payment=payment):
            rows[Payment, payment] = replace(standing(rows, payment), status="authorised", changed_ms=event.paid_ms)
        case did.PointsTaken() | did.PointsRefunded() | did.PointsLeftOver():
            evolve_points(rows, event)
            if isinstance(event, did.PointsTaken) and event.closed:
                rows[Payment, event.payment] = replace(standing(rows, event.payment), status="closed", changed_ms=event.taken_ms)
            post(rows, () if isinstance(event, did.PointsLeftOver) else event.postings)
        case did.PageOpened():
            row = standing(rows, event.payment)
            status: Status = "open" if row.status in ("begun", "failed") else row.status
            rows[Payment, row.payment] = replace(
                row, status=status, session=event.session, expires_ms=event.expires_ms, changed_ms=event.opened_ms
            )
        case did.PaymentAuthorised():
            evolve_authorised(rows, event)
        case did.PaymentFailed(payment=payment):
            rows[Payment, payment] = replace(standing(rows, payment), status="failed", changed_ms=event.failed_ms)
        case did.VoidBegun(payment=payment):
            rows[Payment, payment] = replace(standing(rows, payment), status="voiding", changed_ms=event.begun_ms)
        case did.PaymentVoided(payment=payment):
            rows[Payment, payment] = replace(standing(rows, payment), status="voided", changed_ms=event.voided_ms)
        case did.PaymentClosed(payment=payment):
            rows[Payment, payment] = replace(standing(rows, payment), status="closed", changed_ms=event.closed_ms)
        case did.CaptureBegun() | did.PaymentCaptured() | did.CaptureRefused():
            evolve_capture(rows, event)
        case did.RefundBegun() | did.PaymentRefunded() | did.RefundRefused():
            evolve_refund(rows, event)
        case _:
            raise TypeError(f"payments does not know the event {type(event).__name__}")


def evolve_begun(rows: Rows, event: did.PaymentBegun) -> None:
    """The payment stands, and its order is claimed."""
    evolve_begun_points(rows, event)
    rows[PaymentOfOrder, event.order] = PaymentOfOrder(order=event.order, payment=event.payment)
    rows[Payment, event.payment] = Payment(
        payment=event.payment,
        order=event.order,
        number=event.number,
        channel=event.channel,
        status="begun",
        amount_pence=event.amount_pence,
        begun_ms=event.begun_ms,
        changed_ms=event.begun_ms,
    )


def evolve_authorised(rows: Rows, event: did.PaymentAuthorised) -> None:
    """The money is ours to capture, and the provider's payment is claimed."""
    rows[ProviderPaymentTaken, event.provider_payment] = ProviderPaymentTaken(
        provider_payment=event.provider_payment, payment=event.payment
    )
    rows[Payment, event.payment] = replace(
        standing(rows, event.payment),
        status="authorised",
        authorised_pence=event.amount_pence,
        provider_payment=event.provider_payment,
        card_scheme=event.card_scheme,
        card_last_four=event.card_last_four,
        changed_ms=event.authorised_ms,
    )


def evolve_capture(rows: Rows, event: did.CaptureBegun | did.PaymentCaptured | did.CaptureRefused) -> None:
    """A capture begins, or ends; a success may follow a refusal that was recorded too early."""
    row, amount = standing(rows, event.payment), event.amount_pence
    match event:
        case did.CaptureBegun(capture=key, final=final, begun_ms=now_ms):
            rows[Capture, key] = Capture(
                capture=key, payment=row.payment, amount_pence=amount, final=final, status="begun", begun_ms=now_ms, changed_ms=now_ms
            )
            last = key if final else row.last_capture
            rows[Payment, row.payment] = replace(row, capturing_pence=row.capturing_pence + amount, last_capture=last, changed_ms=now_ms)
        case did.PaymentCaptured(capture=key, captured_ms=now_ms):
            before = known_capture(rows, key)
            rows[Capture, key] = replace(before, status="captured", changed_ms=now_ms)
            rows[Payment, row.payment] = replace(
                row,
                status="closed" if event.closed else row.status,
                captured_pence=row.captured_pence + amount,
                capturing_pence=row.capturing_pence - (amount if before.status == "begun" else 0),
                changed_ms=now_ms,
            )
            post(rows, event.postings)
        case did.CaptureRefused(capture=key, refused_ms=now_ms):
            rows[Capture, key] = replace(known_capture(rows, key), status="refused", changed_ms=now_ms)
            last = None if row.last_capture == key else row.last_capture
            rows[Payment, row.payment] = replace(row, capturing_pence=row.capturing_pence - amount, last_capture=last, changed_ms=now_ms)


def evolve_refund(rows: Rows, event: did.RefundBegun | did.PaymentRefunded | did.RefundRefused) -> None:
    """A refund begins, or ends; a success may follow a refusal that was recorded too early."""
    row, key, amount = standing(rows, event.payment), event.refund, event.amount_pence
    match event:
        case did.RefundBegun(why=why, by=by, begun_ms=now_ms):
            rows[Refund, key] = Refund(
                refund=key, payment=row.payment, amount_pence=amount, why=why, by=by, status="begun", begun_ms=now_ms, changed_ms=now_ms
            )
            rows[Payment, row.payment] = replace(row, refunding_pence=row.refunding_pence + amount, changed_ms=now_ms)
        case did.PaymentRefunded(refunded_ms=now_ms):
            before = known_refund(rows, key)
            rows[Refund, key] = replace(before, status="refunded", changed_ms=now_ms)
            rows[Payment, row.payment] = replace(
                row,
                refunded_pence=row.refunded_pence + amount,
                refunding_pence=row.refunding_pence - (amount if before.status == "begun" else 0),
                changed_ms=now_ms,
            )
            post(rows, event.postings)
        case did.RefundRefused(refused_ms=now_ms):
            rows[Refund, key] = replace(known_refund(rows, key), status="refused", changed_ms=now_ms)
            rows[Payment, row.payment] = replace(row, refunding_pence=row.refunding_pence - amount, changed_ms=now_ms)


def post(rows: Rows, postings: tuple[did.Posting, ...]) -> None:
    """Add the postings to the totals of their accounts."""
    for each in postings:
        before = rows[Account, each.account] or Account(account=each.account)
        rows[Account, each.account] = replace(
            before, debit_pence=before.debit_pence + each.debit_pence, credit_pence=before.credit_pence + each.credit_pence
        )


def standing(rows: Rows, payment: str) -> Payment:
    """The payment that an event speaks of; a journal without it is broken."""
    row = rows[Payment, payment]
    if row is None:
        raise LookupError(f"no payment {payment} for an event about it")
    return row


def known_capture(rows: Rows, capture: str) -> Capture:
    """The capture that an event speaks of."""
    row = rows[Capture, capture]
    if row is None:
        raise LookupError(f"no capture {capture} for an event about it")
    return row


def known_refund(rows: Rows, refund: str) -> Refund:
    """The refund that an event speaks of."""
    row = rows[Refund, refund]
    if row is None:
        raise LookupError(f"no refund {refund} for an event about it")
    return row
