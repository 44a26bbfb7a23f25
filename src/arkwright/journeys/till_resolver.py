"""What a store's node looks after by itself, so that no card tender stays unknown, no surplus is kept and no refund is forgotten."""

from __future__ import annotations

from collections.abc import Awaitable

import structlog

from arkwright.compartments.tills import queries as tills
from arkwright.journeys.till_card import Tills, reverse, settle
from arkwright.journeys.till_refund import pay_back
from arkwright.kit.refusal import NotTaken, Refusal, Unknown

log = structlog.get_logger("till-resolver")

ASKED_SINCE_MS = 10_000  # whoever asks the terminal may still be waiting for its answer, which says the same
REFUND_SINCE_MS = 10_000


async def resolve(at_tills: Tills) -> None:
    """One round: undecided tenders, surplus ones, refunds begun. A terminal that is silent is asked in the next round."""
    reader, now_ms = at_tills.lane.reader, at_tills.world.now_ms()
    for tender in await tills.undecided(reader, now_ms - ASKED_SINCE_MS, ("asked",)):
        await alone(settle(at_tills, tender.tender), tender.tender)
    for tender in await tills.undecided(reader, now_ms, ("unknown", "reversing")):
        await alone(settle(at_tills, tender.tender), tender.tender)
    for tender in await tills.surplus(reader):
        await alone(reverse(at_tills, tender.tender, "not-needed"), tender.tender)
    for part in await tills.open_card_refunds(reader, now_ms - REFUND_SINCE_MS):
        await alone(pay_back(at_tills, part.part), part.part)


async def follow_stored(at_tills: Tills, most: int = 200) -> None:
    """One round of asking what the acquirer made of stored sales: taken, or declined late."""
    for tender in await tills.stored_waiting(at_tills.lane.reader, most=most):
        await alone(settle(at_tills, tender.tender), tender.tender)


async def alone(work: Awaitable[None], about: str) -> None:
    """One of a round. What the tills refuse (a terminal says another amount) is told in the log, and keeps nobody behind it waiting."""
    try:
        await work
    except (NotTaken, Unknown):
        raise
    except Refusal:
        log.exception("a card cannot be settled: look at its terminal's own record", about=about)
