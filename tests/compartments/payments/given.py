"""Payments as the tests begin them: one payment of £50, step by step."""

from __future__ import annotations

from typing import Any

from arkwright.compartments.payments import commands as ask
from arkwright.compartments.payments import events as did
from arkwright.kit.messages import Event

WHOLE = 50_00
ABOUT: dict[str, Any] = {"payment": "pay", "order": "ord", "number": "AW-00001-0001", "channel": "web"}

BEGUN = did.PaymentBegun(**ABOUT, amount_pence=WHOLE, begun_ms=1)
OPENED = did.PageOpened(**ABOUT, session="cs_1", expires_ms=100, opened_ms=2)
FAILED = did.PaymentFailed(**ABOUT, why="expired", failed_ms=3)
AUTHORISED = did.PaymentAuthorised(
    **ABOUT, provider_payment="pi_1", amount_pence=WHOLE, card_scheme="visa", card_last_four="4242", was="open", authorised_ms=3
)
VOID_BEGUN = did.VoidBegun(**ABOUT, provider_payment="pi_1", why="cancelled", begun_ms=4)
VOIDED = did.PaymentVoided(**ABOUT, voided_ms=5)
CLOSED = did.PaymentClosed(**ABOUT, released_pence=1, why="short", closed_ms=9)
PAID: list[Event] = [BEGUN, OPENED, AUTHORISED]


def capture_begun(capture: str = "cap", amount_pence: int = WHOLE, final: bool = False) -> did.CaptureBegun:
    return did.CaptureBegun(**ABOUT, capture=capture, provider_payment="pi_1", amount_pence=amount_pence, final=final, begun_ms=4)


def captured(capture: str = "cap", amount_pence: int = WHOLE, closed: bool = False) -> did.PaymentCaptured:
    return did.PaymentCaptured(
        **ABOUT,
        capture=capture,
        amount_pence=amount_pence,
        closed=closed,
        postings=(debit("provider-clearing", amount_pence), credit("sales-including-vat", amount_pence)),
        captured_ms=5,
    )


def capture_refused(capture: str = "cap", amount_pence: int = WHOLE) -> did.CaptureRefused:
    return did.CaptureRefused(**ABOUT, capture=capture, amount_pence=amount_pence, why="lapsed", refused_ms=5)


def refund_begun(refund: str = "ref", amount_pence: int = 10_00) -> did.RefundBegun:
    return did.RefundBegun(**ABOUT, refund=refund, provider_payment="pi_1", amount_pence=amount_pence, why="damaged", by="ada", begun_ms=6)


def refunded(refund: str = "ref", amount_pence: int = 10_00, in_all: int = 10_00) -> did.PaymentRefunded:
    return did.PaymentRefunded(
        **ABOUT,
        refund=refund,
        amount_pence=amount_pence,
        refunded_pence=in_all,
        why="damaged",
        postings=(debit("refunds-including-vat", amount_pence), credit("provider-clearing", amount_pence)),
        refunded_ms=7,
    )


def refund_refused(refund: str = "ref", amount_pence: int = 10_00) -> did.RefundRefused:
    return did.RefundRefused(**ABOUT, refund=refund, amount_pence=amount_pence, why="no funds", refused_ms=7)


def debit(account: did.AccountName, amount_pence: int) -> did.Posting:
    return did.Posting(account=account, debit_pence=amount_pence, credit_pence=0)


def credit(account: did.AccountName, amount_pence: int) -> did.Posting:
    return did.Posting(account=account, debit_pence=0, credit_pence=amount_pence)


def begin(payment: str = "pay", order: str = "ord", amount_pence: int = WHOLE) -> ask.BeginPayment:
    return ask.BeginPayment(id="c", payment=payment, order=order, number="AW-00001-0001", channel="web", amount_pence=amount_pence)


def authorise(
    provider_payment: str = "pi_1", amount_pence: int = WHOLE, last_four: str | None = "4242", payment: str = "pay"
) -> ask.RecordAuthorised:
    return ask.RecordAuthorised(
        id="c",
        payment=payment,
        channel="web",
        provider_payment=provider_payment,
        amount_pence=amount_pence,
        card_scheme="visa",
        card_last_four=last_four,
    )


def page(session: str = "cs_1", payment: str = "pay", channel: str = "web") -> ask.RecordPage:
    return ask.RecordPage(id="c", payment=payment, channel=channel, session=session, expires_ms=100)


def fail(why: str = "expired") -> ask.RecordFailed:
    return ask.RecordFailed(id="c", payment="pay", channel="web", why=why)


def capture(key: str = "cap", amount_pence: int = WHOLE, final: bool = False) -> ask.BeginCapture:
    return ask.BeginCapture(id="c", payment="pay", channel="web", capture=key, amount_pence=amount_pence, final=final)


def record_captured(key: str = "cap", amount_pence: int = WHOLE) -> ask.RecordCaptured:
    return ask.RecordCaptured(id="c", payment="pay", channel="web", capture=key, amount_pence=amount_pence)


def refuse_capture(key: str = "cap") -> ask.RecordCaptureRefused:
    return ask.RecordCaptureRefused(id="c", payment="pay", channel="web", capture=key, why="lapsed")


def void(why: str = "cancelled") -> ask.BeginVoid:
    return ask.BeginVoid(id="c", payment="pay", channel="web", why=why)


def record_voided() -> ask.RecordVoided:
    return ask.RecordVoided(id="c", payment="pay", channel="web")


def close(why: str = "short") -> ask.ClosePayment:
    return ask.ClosePayment(id="c", payment="pay", channel="web", why=why)


def refund(key: str = "ref", amount_pence: int = 10_00, why: str = "damaged", payment: str = "pay") -> ask.BeginRefund:
    return ask.BeginRefund(id="c", payment=payment, refund=key, amount_pence=amount_pence, why=why, by="ada")


def record_refunded(key: str = "ref", amount_pence: int = 10_00) -> ask.RecordRefunded:
    return ask.RecordRefunded(id="c", payment="pay", refund=key, amount_pence=amount_pence)


def refuse_refund(key: str = "ref") -> ask.RecordRefundRefused:
    return ask.RecordRefundRefused(id="c", payment="pay", refund=key, why="no funds")
