"""Invariants 9 and 26, what is said by letter: what guests are told of is told once, nothing else is, and no letter stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from arkwright.compartments.accounts import events as accounts
from arkwright.compartments.notices.events import MessageQueued
from arkwright.compartments.notices.state import Message
from arkwright.compartments.ordering import events as ordering
from arkwright.compartments.payments import events as payments
from arkwright.journeys.contact import guest_of
from tests.simulation.evidence import Evidence

LONGEST_UNSENT_MS = 60_000


def letters_say_what_happened(evidence: Evidence) -> Iterator[str]:
    """26: as many letters of each kind to each guest and member as there were events of it."""
    happened: Counter[tuple[str, str]] = Counter()
    for entry in (entry for lane in ("ordering", "payments", "accounts") for entry in evidence.lanes[lane].entries):
        match entry.event:
            case ordering.OrderConfirmed(order=order):
                happened["order-received", guest_of(order)] += 1
            case ordering.OrderDispatched(order=order):
                happened["order-dispatched", guest_of(order)] += 1
            case ordering.OrderCancelled(order=order, was="confirmed"):
                happened["order-cancelled", guest_of(order)] += 1
            case payments.PaymentRefunded(order=order) | payments.PointsRefunded(order=order):
                happened["refund-made", guest_of(order)] += 1
            case accounts.CodeIssued(account=account, moves=False, instead=""):
                happened["sign-in-code", account] += 1
            case accounts.SignedIn(account=account, unknown_device=True):
                happened["account-told", account] += 1
    told: Counter[tuple[str, str]] = Counter()
    for entry in evidence.lanes["notices"].events(MessageQueued):
        assert isinstance(entry.event, MessageQueued)
        told[entry.event.kind, entry.event.person] += 1
    for (kind, person), times in (told - happened).items():
        yield f"26: {person} was sent {kind} {times} times more often than it happened"
    for (kind, person), times in (happened - told).items():
        yield f"9: {person} was never told of {times} {kind}"


def letters_leave(evidence: Evidence) -> Iterator[str]:
    """9: at rest no letter that is due waits."""
    for key, row in evidence.lanes["notices"].of(Message).items():
        if row.status == "queued" and evidence.now_ms - row.next_attempt_ms > LONGEST_UNSENT_MS:
            yield f"9: the letter {key} ({row.kind}) was due and has not left"
