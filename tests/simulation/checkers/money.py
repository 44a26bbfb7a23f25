"""Invariants 4 to 9: what is captured, refunded and called paid, against the provider's own books."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from arkwright.compartments.ordering import events as ordering
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import events as did
from arkwright.compartments.payments.state import Account, Capture, Payment, Refund
from tests.simulation.evidence import Evidence


def captures_stay_within(evidence: Evidence) -> Iterator[str]:
    """4: each capture once, and together no more than was authorised, on our books and on the provider's."""
    lane = evidence.lanes["payments"]
    authorised: dict[str, int] = {}
    captured: Counter[str] = Counter()
    seen: set[str] = set()
    for entry in lane.entries:
        match entry.event:
            case did.PaymentAuthorised(payment=payment, amount_pence=amount):
                if payment in authorised:
                    yield f"4: the payment {payment} was authorised twice"
                authorised[payment] = amount
            case did.PaymentCaptured(payment=payment, amount_pence=amount, capture=capture):
                if capture in seen:
                    yield f"4: the capture {capture} was recorded twice"
                seen.add(capture)
                captured[payment] += amount
                if captured[payment] > authorised.get(payment, 0):
                    yield f"4: the payment {payment} captured {captured[payment]} of {authorised.get(payment, 0)} pence"
    for intent in evidence.books.intents.values():
        if intent.received > intent.amount:
            yield f"4: the provider captured {intent.received} of {intent.amount} pence of {intent.id}"


def books_agree_with_the_provider(evidence: Evidence) -> Iterator[str]:
    """5: at rest captures and refunds are the same here and there, by id and amount."""
    payments = evidence.lanes["payments"].of(Payment)
    ours = {row.provider_payment: row for row in payments.values() if row.provider_payment}
    refunded: dict[str, int] = defaultdict(int)
    theirs: dict[str, int] = {}
    for refund in evidence.books.refunds.values():
        refunded[refund.intent] += refund.amount
        key = refund.metadata.get("refund_id", refund.id)
        if key in theirs:
            yield f"5: the provider gave the refund {key} twice"
        theirs[key] = refund.amount
    for intent in evidence.books.intents.values():
        row = ours.get(intent.id)
        taken, given = (row.captured_pence, row.refunded_pence) if row else (0, 0)
        if (taken, given) != (intent.received, refunded[intent.id]):
            yield (
                f"5: {intent.id} has {intent.received} captured and {refunded[intent.id]} refunded at the provider, "
                f"and {taken} and {given} here"
            )
        if intent.status == "requires_capture" and (row is None or row.status not in ("authorised", "closed")):
            yield f"5: the provider still holds money of {intent.id}, whose payment here is {row.status if row else 'unknown'}"
    mine = {key: row.amount_pence for key, row in evidence.lanes["payments"].of(Refund).items() if row.status == "refunded"}
    if mine != theirs:
        yield f"5: refunds differ: {dict(mine.items() ^ theirs.items())}"


def paid_means_evidence(evidence: Evidence) -> Iterator[str]:
    """6: confirmed orders are paid for at the provider; what it called paid is never left as failed, nor kept for a cancelled order."""
    payments = evidence.lanes["payments"].of(Payment)
    orders = evidence.lanes["ordering"].of(Order)
    charged = {charge.intent: charge.amount for charge in evidence.books.charges.values() if charge.succeeded}
    for entry in evidence.lanes["ordering"].events(ordering.OrderConfirmed):
        event = entry.event
        assert isinstance(event, ordering.OrderConfirmed)
        payment = payments.get(event.payment)
        if payment is None or charged.get(payment.provider_payment or "", 0) != event.total_pence - event.points_pence:
            yield f"6: the order {event.order} is confirmed without the provider's evidence"
    by_session = {row.session: row for row in payments.values() if row.session}
    for intent in evidence.books.intents.values():
        if intent.id not in charged:
            continue
        paid = by_session.get(intent.session)
        taken_back = intent.status == "canceled"  # by the bank, before we had looked: it succeeded once, and nothing is held any more
        if paid is None or paid.status in ("begun", "open") or (paid.status == "failed" and not taken_back):
            yield f"6: {intent.id} succeeded at the provider, and its payment is {paid.status if paid else 'unknown'} here"
        elif orders[paid.order].status == "cancelled" and paid.status != "voided" and not taken_back:
            yield f"6: the order {paid.order} is cancelled and its payment is {paid.status}"


def debits_equal_credits(evidence: Evidence) -> Iterator[str]:
    """7: after every entry, and account by account at rest."""
    lane = evidence.lanes["payments"]
    debit: Counter[str] = Counter()
    credit: Counter[str] = Counter()
    for entry in lane.events(did.PaymentCaptured, did.PaymentRefunded, did.PointsTaken, did.PointsRefunded):
        assert isinstance(entry.event, did.PaymentCaptured | did.PaymentRefunded | did.PointsTaken | did.PointsRefunded)
        for posting in entry.event.postings:
            debit[posting.account] += posting.debit_pence
            credit[posting.account] += posting.credit_pence
        if debit.total() != credit.total():
            yield f"7: debits are {debit.total()} and credits {credit.total()} at {entry.sequence}"
    for name, account in lane.of(Account).items():
        if (account.debit_pence, account.credit_pence) != (debit[name], credit[name]):
            yield f"7: the account {name} differs from its postings"


def refunds_stay_within(evidence: Evidence) -> Iterator[str]:
    """8: over all refunds, never more than was captured; nor is the provider asked for more."""
    captured: Counter[str] = Counter()
    refunded: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for entry in evidence.lanes["payments"].events(did.PaymentCaptured, did.RefundBegun, did.RefundRefused, did.PaymentRefunded):
        match entry.event:
            case did.PaymentCaptured(payment=payment, amount_pence=amount):
                captured[payment] += amount
            case did.RefundBegun(payment=payment, amount_pence=amount):
                asked[payment] += amount
                if asked[payment] > captured[payment]:
                    yield f"8: the payment {payment} was to give back {asked[payment]} of {captured[payment]} pence"
            case did.RefundRefused(payment=payment, amount_pence=amount):
                asked[payment] -= amount
            case did.PaymentRefunded(payment=payment, amount_pence=amount):
                refunded[payment] += amount
                if refunded[payment] > captured[payment]:
                    yield f"8: the payment {payment} gave back {refunded[payment]} of {captured[payment]} pence"
    for charge in evidence.books.charges.values():
        if charge.amount_refunded > charge.amount_captured:
            yield f"8: the provider gave back more than it took of {charge.id}"


def nothing_stays_unknown(evidence: Evidence) -> Iterator[str]:
    """9: at rest every payment, capture, void and refund has ended."""
    lane = evidence.lanes["payments"]
    for key, row in lane.of(Payment).items():
        if row.status == "voiding" or (row.status in ("begun", "open") and evidence.now_ms - row.begun_ms > 40 * 60_000):
            yield f"9: the payment {key} is still {row.status}"
    begun = {f"capture {key}" for key, capture in lane.of(Capture).items() if capture.status == "begun"}
    begun |= {f"refund {key}" for key, refund in lane.of(Refund).items() if refund.status == "begun"}
    for move in sorted(begun):
        yield f"9: the {move} is still unknown"
