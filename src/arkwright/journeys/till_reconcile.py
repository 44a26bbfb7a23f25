"""A terminal's totals for a Z report: the drawer is closed long before, and a terminal that does not answer is asked again later."""

from __future__ import annotations

from arkwright.compartments.tills import queries as tills
from arkwright.compartments.tills.commands import RecordReconciliation
from arkwright.compartments.tills.facts import CardTotals
from arkwright.journeys.refusals import TerminalIsAway
from arkwright.journeys.till_card import Tills
from arkwright.kit.terminal import TerminalRefused, Totals
from arkwright.kit.world import NetworkError


async def reconcile(at_tills: Tills, terminal: str) -> bool:
    """Ask the terminal for every Z report that waits for it, the oldest first; whether none waits any more.

    Safe any number of times: what the terminal is asked by derives from the session, so that asking again is the same reconciliation.
    Not asked while a card's end is open at the terminal, since one of the two would count it and the other not; nor for a Z report
    before the one ahead of it is answered, since the terminal would close one period for both.
    """
    for row in await tills.to_reconcile(at_tills.lane.reader, terminal):
        if await cards_are_open(at_tills, terminal):
            return False
        try:
            said = await at_tills.terminal(terminal).reconcile(f"{at_tills.store}.{row.session}.z")
        except (NetworkError, TerminalIsAway, TerminalRefused):
            return False
        command = RecordReconciliation(
            id=f"{row.session}.reconciled",
            store=at_tills.store,
            session=row.session,
            period=said.period,
            agreed=said.agreed,
            told=totals_told(said),
        )
        await at_tills.lane.submit(command)
    return True


async def cards_are_open(at_tills: Tills, terminal: str) -> bool:
    """Whether the books do not know yet what the terminal knows of some payment or refund."""
    reader, now_ms = at_tills.lane.reader, at_tills.world.now_ms()
    return bool(
        await tills.undecided(reader, now_ms, terminal=terminal)
        or await tills.surplus(reader, terminal=terminal)
        or await tills.open_card_refunds(reader, now_ms, terminal=terminal)
        or await tills.stored_waiting(reader, terminal=terminal)
    )


def totals_told(said: Totals) -> CardTotals:
    """As the books keep them."""
    return CardTotals(
        payments=said.payments_count,
        payments_pence=said.payments_pence,
        refunds=said.refunds_count,
        refunds_pence=said.refunds_pence,
        reversals=said.reversals_count,
        reversals_pence=said.reversals_pence,
    )
