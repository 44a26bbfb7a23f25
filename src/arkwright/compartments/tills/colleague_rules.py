"""The rules of signing on: one colleague a till, wrong PINs, locking and handing over; pure."""

from __future__ import annotations

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills.checks import at_till, attended, may_sign_on, till_of
from arkwright.compartments.tills.till_rows import Colleague, Till
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

MOST_FAILURES = 5
WAIT_MS = 15 * 60_000


def sign_on(rows: Rows, command: ask.SignOn, now_ms: int) -> list[Event]:
    """At a free till; at a locked one its colleague, or a manager; a hand-over also at one that somebody is signed on at."""
    till = till_of(rows, command.till)
    may_sign_on(rows, command.by, command.edition, command.how, now_ms)
    if till.wait_until_ms > now_ms and command.how == "pin" and not command.manager:  # a badge's secret is too long to be guessed
        raise no.MustWaitToSignOn(till.wait_until_ms)
    same = till.colleague == command.by
    if same and not till.locked:
        return []
    if till.locked and not same and not command.manager:
        raise no.TillIsLocked(till.till)
    if till.colleague and not same and not till.locked and not isinstance(command, ask.HandOver):
        raise no.SomebodyElseIsSignedOn(till.till)
    return [did.SignedOn(**at_till(command, now_ms), how=command.how, manager=command.manager, edition=command.edition, was=till.colleague)]


def note_failure(rows: Rows, command: ask.NoteFailedSignOn, now_ms: int) -> list[Event]:
    """Counted in a row for the colleague, or for the till when nobody knows whose badge it was; after a while it is no row any more."""
    till = till_of(rows, command.till)
    row: Till | Colleague | None = rows[Colleague, command.by] if command.by else till
    failures = (row.failures if row and now_ms < row.failed_ms + WAIT_MS else 0) + 1
    wait = failures >= MOST_FAILURES
    return [
        did.SignOnFailed(
            **at_till(command, now_ms),
            how=command.how,
            failures=0 if wait else failures,
            wait_until_ms=now_ms + WAIT_MS if wait else None,
        )
    ]


def note_right_pin(rows: Rows, command: ask.NoteRightPin, now_ms: int) -> list[Event]:
    """Nothing to forget, nothing to note; who must wait goes on waiting."""
    till_of(rows, command.till)
    row = rows[Colleague, command.by]
    return [did.PinShown(**at_till(command, now_ms))] if row and row.failures else []


def leave(rows: Rows, command: ask.LockTill | ask.SignOff, now_ms: int) -> list[Event]:
    """Lock the till, or leave it to others; a sale on the screen keeps its colleague."""
    if isinstance(command, ask.LockTill):
        till = till_of(rows, command.till)
        if till.colleague == command.by and till.locked:
            return []
        attended(rows, command)
        return [did.TillLocked(**at_till(command, now_ms))]
    till = attended(rows, command)
    if till.sale:
        raise no.SaleIsOnTheTill(till.sale)
    return [did.SignedOff(**at_till(command, now_ms))]
