"""What the rules of payments ask first, and how money is booked: pure, and split from the rules to keep both short."""

from __future__ import annotations

from arkwright.compartments.payments import commands as ask
from arkwright.compartments.payments import refusals as no
from arkwright.compartments.payments.events import AccountName, Posting
from arkwright.compartments.payments.state import Capture, Payment, Refund
from arkwright.kit.rows import Rows

MOST_PENCE = 99_999_999  # eight digits: the most that Stripe takes in one payment (docs.stripe.com/currencies)
LONGEST_WHY = 200
CLEARING: AccountName = "provider-clearing"
SALES: AccountName = "sales-including-vat"
REFUNDS: AccountName = "refunds-including-vat"
REDEEMED: AccountName = "points-redeemed"


def known(rows: Rows, command: ask.PaymentCommand) -> Payment:
    """The payment, or a refusal; also when the command names another channel, by which a switch could be passed."""
    row = rows[Payment, command.payment]
    if row is None:
        raise no.NoSuchPayment(command.payment)
    if row.channel != command.channel:
        raise no.OtherChannel(row.channel)
    return row


def known_for_refund(rows: Rows, command: ask.RefundCommand) -> Payment:
    """The payment, or a refusal."""
    row = rows[Payment, command.payment]
    if row is None:
        raise no.NoSuchPayment(command.payment)
    return row


def begun_capture(rows: Rows, command: ask.RecordCaptured | ask.RecordCaptureRefused) -> Capture:
    """The capture that the provider speaks of, of this payment, or a refusal."""
    row = rows[Capture, command.capture]
    if row is None or row.payment != command.payment:
        raise no.NoSuchCapture(command.capture)
    return row


def begun_refund(rows: Rows, command: ask.RecordRefunded | ask.RecordRefundRefused) -> Refund:
    """The refund that the provider speaks of, of this payment, or a refusal."""
    row = rows[Refund, command.refund]
    if row is None or row.payment != command.payment:
        raise no.NoSuchRefund(command.refund)
    return row


def about(row: Payment) -> dict[str, str]:
    """What every event says of its payment."""
    return {"payment": row.payment, "order": row.order, "number": row.number, "channel": row.channel}


def money(amount_pence: int) -> int:
    """An amount that can be paid, or a refusal."""
    if not 1 <= amount_pence <= MOST_PENCE:
        raise no.AmountOutOfRange(amount_pence, MOST_PENCE)
    return amount_pence


def reason(why: str) -> str:
    """A short reason, or a refusal."""
    if not 1 <= len(why.strip()) <= LONGEST_WHY:
        raise no.ReasonIsMissing(LONGEST_WHY)
    return why.strip()


def booked(debit: AccountName, credit: AccountName, amount_pence: int) -> tuple[Posting, ...]:
    """The amount on both sides."""
    return balanced(
        Posting(account=debit, debit_pence=amount_pence, credit_pence=0),
        Posting(account=credit, debit_pence=0, credit_pence=amount_pence),
    )


def balanced(*postings: Posting) -> tuple[Posting, ...]:
    """The postings, when debits equal credits and none is below nought. Anything else is a mistake of ours: ValueError, and no event."""
    if any(min(each.debit_pence, each.credit_pence) < 0 for each in postings):
        raise ValueError("a posting is below nought")
    if sum(each.debit_pence for each in postings) != sum(each.credit_pence for each in postings):
        raise ValueError("debits do not equal credits")
    return postings
