"""A terminal's totals beside the tills': what the tills count of it by period, what it says at a Z report, and how the two differ."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills.facts import Card, CardTotals
from arkwright.compartments.tills.till_rows import CardTender
from arkwright.kit.messages import Event, Row
from arkwright.kit.money import pounds
from arkwright.kit.rows import Rows


class CardPeriod(Row, frozen=True):
    """What the tills count of one period of a terminal (`place` is both); reversals, which name none, stand under the empty period."""

    place: str
    totals: CardTotals


class Reconciliation(Row, frozen=True):
    """A terminal is to be reconciled for the Z report of a session, or has been."""

    session: str
    till: str
    terminal: str
    z: int
    status: Literal["waiting", "done"]
    closed_ms: int
    period: str = ""
    agreed: bool = False
    told: CardTotals = CardTotals()
    counted: CardTotals = CardTotals()


def place_of(terminal: str, period: str) -> str:
    """By what a period is found."""
    return f"{terminal}/{period}"


def record(rows: Rows, command: ask.RecordReconciliation, now_ms: int) -> list[Event]:
    """Once a Z report; what the tills count is what came in the period that the terminal closed, and what names no period."""
    row = rows[Reconciliation, command.session]
    if row is None:
        raise no.NothingToReconcile()
    if row.status == "done":
        return []
    return [
        did.TerminalReconciled(
            store=command.store,
            at_ms=now_ms,
            till=row.till,
            by="",
            session=row.session,
            z=row.z,
            terminal=row.terminal,
            period=command.period,
            agreed=command.agreed,
            told=command.told,
            counted=counted(rows, row.terminal, command.period),
        )
    ]


def counted(rows: Rows, terminal: str, period: str) -> CardTotals:
    """What the tills count of this period, with what names none."""
    found = CardTotals()
    for each in dict.fromkeys((period, "")):
        held = rows[CardPeriod, place_of(terminal, each)]
        found = found.with_more(held.totals) if held else found
    return found


def evolve_reconciliation(rows: Rows, event: Event) -> None:
    """Card payments are counted by their terminal's period; a Z report waits for its terminal, and has its word."""
    match event:
        case did.CardApproved(card=card, amount_pence=pence):
            count(rows, card.terminal, card.period, payments=1, payments_pence=pence)
        case did.CardReversed(tender=tender, amount_pence=pence):
            row = rows[CardTender, tender]
            if row is not None:
                count(rows, row.terminal, "", reversals=1, reversals_pence=pence)
        case did.StoredCardDeclined(tender=tender, amount_pence=pence):
            stored_stands(rows, tender, -1, pence)
        case did.StoredCardTaken(tender=tender, amount_pence=pence):
            row = rows[CardTender, tender]
            if row is not None and row.stored == "declined":
                stored_stands(rows, tender, 1, pence)
        case did.RefundPartPaid(part=part) if part.card is not None:
            count(rows, part.card.terminal, part.card.period, refunds=1, refunds_pence=part.amount_pence)
        case did.SessionClosed(terminal=terminal) if terminal:
            rows[Reconciliation, event.session] = Reconciliation(
                session=event.session, till=event.till, terminal=terminal, z=event.z, status="waiting", closed_ms=event.at_ms
            )
        case did.TerminalReconciled():
            note(rows, event)


def stored_stands(rows: Rows, tender: str, sign: int, pence: int) -> None:
    """A stored sale that was declined late stands in no total of its terminal; one that was taken after all, does."""
    row = rows[CardTender, tender]
    card: Card | None = row.card if row else None
    if card is not None:
        count(rows, card.terminal, card.period, payments=sign, payments_pence=sign * pence)


def count(rows: Rows, terminal: str, period: str, **more: int) -> None:
    """Onto what is counted of the period."""
    place = place_of(terminal, period)
    before = rows[CardPeriod, place]
    rows[CardPeriod, place] = CardPeriod(place=place, totals=(before.totals if before else CardTotals()).with_more(CardTotals(**more)))


def note(rows: Rows, event: did.TerminalReconciled) -> None:
    """The Z report has its terminal's word, and the period is over."""
    row = rows[Reconciliation, event.session]
    if row is not None:
        said = {"period": event.period, "agreed": event.agreed, "told": event.told, "counted": event.counted}
        rows[Reconciliation, event.session] = replace(row, status="done", **said)
    for period in dict.fromkeys((event.period, "")):
        rows[CardPeriod, place_of(event.terminal, period)] = None


def differences(told: CardTotals, counted: CardTotals, *, agreed: bool) -> list[str]:
    """Sentences for what does not agree; none where terminal, till and acquirer count the same."""
    pairs = (
        ("payments", told.kept, counted.kept),
        ("refunds", (told.refunds, told.refunds_pence), (counted.refunds, counted.refunds_pence)),
    )
    found = [
        f"The terminal counts {pounds(theirs[1])} in {what} ({theirs[0]}), the tills {pounds(ours[1])} ({ours[0]})."
        for what, theirs, ours in pairs
        if theirs != ours
    ]
    return found if agreed else [*found, "The bank does not count what the terminal does."]
