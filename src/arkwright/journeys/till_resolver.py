"""What a store's node looks after by itself, so that no card tender stays unknown, no surplus is kept and no refund is forgotten."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from functools import partial

import structlog

from arkwright.compartments.tills import queries as tills
from arkwright.compartments.tills.card_rules import MOST_REFUSALS
from arkwright.compartments.tills.commands import RecordReversalRefused, RecordUnknown
from arkwright.compartments.tills.till_rows import CardTender
from arkwright.journeys.till_card import Tills, reverse, settle, submit
from arkwright.journeys.till_reconcile import reconcile
from arkwright.journeys.till_refund import pay_back
from arkwright.kit.refusal import NotTaken, Refusal, Unknown

log = structlog.get_logger("till-resolver")

ASKED_SINCE_MS = 10_000  # whoever asks the terminal may still be waiting for its answer, which says the same
REFUND_SINCE_MS = 10_000
REFUSED_AGAIN_MS = 20_000  # after the first no to a reversal, twice as long after the second, and so on
STORED_A_ROUND = 20
GONE_MS = 15 * 60 * 1000
RECONCILED_AGAIN_MS = 60_000  # a terminal whose bank is away says no for a while
Asking = Callable[[], Awaitable[bool]]


class Resolver:
    """Looks after one terminal's tenders, one question at a time; a terminal that is silent keeps no other terminal's tenders waiting."""

    def __init__(self, at_tills: Tills, terminal: str) -> None:
        self._tills = at_tills
        self.terminal = terminal
        self._stored_after = ""
        self._reconcile_from_ms = 0
        self._left: dict[str, None] = {}  # unanswered, by tender or part, the one that was asked last at the end

    async def round(self) -> None:
        """Undecided tenders, surplus ones, refunds begun, and some of the stored sales, until the terminal leaves a question unanswered.

        What it left is asked in a later round, the longest undecided first, and what was left before only after all the others: an
        answer that cannot be read is none, and one tender's must not keep those behind it waiting.
        """
        left_before = dict[str, Asking]()
        async with aclosing(self._work()) as work:
            async for about, ask in work:
                if about in self._left:
                    left_before[about] = ask
                elif not await self._answers(about, ask):
                    return
        self._left = {about: None for about in self._left if about in left_before}
        for about in list(self._left):
            if not await self._answers(about, left_before[about]):
                return
        await self._reconcile()

    async def _reconcile(self) -> None:
        """Z reports that wait for the terminal's totals, once nothing else does."""
        now_ms = self._tills.world.now_ms()
        if now_ms >= self._reconcile_from_ms and not await alone(reconcile(self._tills, self.terminal), self.terminal):
            self._reconcile_from_ms = now_ms + RECONCILED_AGAIN_MS

    async def _answers(self, about: str, ask: Asking) -> bool:
        """Ask; what stays unanswered stands behind all that was left before."""
        self._left.pop(about, None)
        answered = await alone(ask(), about)
        if not answered:
            self._left[about] = None
        return answered

    async def _work(self) -> AsyncGenerator[tuple[str, Asking]]:
        at_tills, reader, now_ms = self._tills, self._tills.lane.reader, self._tills.world.now_ms()
        for tender in await tills.undecided(reader, now_ms - ASKED_SINCE_MS, ("asked",), terminal=self.terminal):
            yield tender.tender, partial(settle, at_tills, tender.tender)
        for tender in await tills.undecided(reader, now_ms, ("unknown", "reversing"), terminal=self.terminal):
            if due(tender, now_ms):
                yield tender.tender, partial(settle, at_tills, tender.tender)
        for tender in await tills.surplus(reader, terminal=self.terminal):
            yield tender.tender, partial(reverse, at_tills, tender.tender, "not-needed")
        for part in await tills.open_card_refunds(reader, now_ms - REFUND_SINCE_MS, terminal=self.terminal):
            yield part.part, partial(pay_back, at_tills, part.part)
        stored = await tills.stored_waiting(reader, self._stored_after, STORED_A_ROUND, terminal=self.terminal)
        self._stored_after = stored[-1].tender if len(stored) == STORED_A_ROUND else ""
        for tender in stored:
            yield tender.tender, partial(settle, at_tills, tender.tender)


def resolvers(at_tills: Tills) -> list[Resolver]:
    """One for each terminal of the store; run side by side."""
    return [Resolver(at_tills, terminal) for terminal in at_tills.terminals]


class Orphans:
    """Looks after tenders of terminals that the store has no more: taken out of its configuration, or replaced under another id.

    What would be reversed is owed after a quarter of an hour, counted from this node's start at the earliest, so that a slip in the
    configuration can be mended; what nobody knows the end of is unknown, for a manager to end by hand.
    """

    def __init__(self, at_tills: Tills) -> None:
        self._tills = at_tills
        self._since_ms = at_tills.world.now_ms()

    async def round(self) -> None:
        """Each one that nothing has changed for long enough."""
        at_tills, reader, until_ms = self._tills, self._tills.lane.reader, self._tills.world.now_ms() - GONE_MS
        if self._since_ms > until_ms:
            return
        for tender in await tills.surplus(reader):
            if tender.terminal not in at_tills.terminals:
                await alone(reverse(at_tills, tender.tender, "not-needed"), tender.tender)
        for tender in await tills.undecided(reader, until_ms, ("asked", "reversing")):
            if tender.terminal not in at_tills.terminals:
                await alone(self._give_up(tender), tender.tender)

    async def _give_up(self, tender: CardTender) -> bool:
        """All the noes that a terminal would have said, at once; or that its answer is lost."""
        of = {"id": "", "store": self._tills.store, "tender": tender.tender}
        if tender.status == "asked":
            await submit(self._tills, RecordUnknown(**of))
            return True
        for attempt in range(tender.refusals + 1, MOST_REFUSALS + 1):
            no = RecordReversalRefused(**of, attempt=attempt, why=f"This store has no terminal {tender.terminal} any more.")
            await submit(self._tills, no)
        return True


def due(tender: CardTender, now_ms: int) -> bool:
    """Whether to ask now: a terminal that said no to a reversal is left in peace for a while."""
    return now_ms - tender.changed_ms >= REFUSED_AGAIN_MS * tender.refusals


async def alone(work: Awaitable[bool], about: str) -> bool:
    """One of a round; whether to go on. What the tills refuse is told in the log, and keeps nobody behind it waiting."""
    try:
        return await work
    except (NotTaken, Unknown):
        raise
    except Refusal:
        log.exception("a card cannot be settled: look at its terminal's own record", about=about)
        return True
