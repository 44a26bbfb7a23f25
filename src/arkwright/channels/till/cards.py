"""Card payments at tills: each goes on by itself beside the page that waits for it; what a crash cuts off, the node's resolver takes up."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from arkwright.compartments.tills.commands import AskForCard, AskRefundAgain, BeginRefund
from arkwright.journeys import till_card, till_reconcile, till_refund
from arkwright.journeys.till_card import Tills
from arkwright.kit.ending import ended
from arkwright.kit.refusal import Refusal
from arkwright.kit.world import NetworkError

log = structlog.get_logger("till-card")


class TillCards:
    """`room.Cards` over the journeys of card tenders."""

    def __init__(self, tills: Tills) -> None:
        self._tills = tills
        self._under_way: set[asyncio.Task[None]] = set()

    async def begin(self, till: str, command: AskForCard) -> None:
        """On the books when it returns; the terminal is asked from then on."""
        await till_card.begin(self._tills, command)
        self._go(till_card.go_on(self._tills, command.tender), f"card {till}")

    async def abort(self, till: str, tender: str) -> None:
        """Have the terminal let go of it; refuses with `TerminalIsAway`."""
        await till_card.abort(self._tills, tender)

    async def reverse(self, till: str, tender: str) -> None:
        """Take it back; where the terminal is silent, the resolver goes on."""
        await till_card.reverse(self._tills, tender, "changed-mind")

    async def refund(self, till: str, command: BeginRefund) -> None:
        """On the books when it returns, its card parts asked for from then on."""
        await self._tills.lane.submit(command)
        self._go(till_refund.refund(self._tills, command), f"refund {till}")

    async def refund_again(self, till: str, refund: str, part: str, by: str) -> None:
        """On the books when it returns; nothing where it is under way or paid."""
        again = AskRefundAgain(id=self._tills.world.new_id(), store=self._tills.store, refund=refund, part=part, by=by)
        await self._tills.lane.submit(again)
        self._go(till_refund.pay_back(self._tills, part), f"refund {till}")

    async def reconcile(self, terminal: str) -> None:
        """At once; where the terminal or its bank is away, the resolver goes on."""
        await till_reconcile.reconcile(self._tills, terminal)

    async def stop(self) -> None:
        """Leave what is under way to the resolver of the next start."""
        await ended(self._under_way)

    def _go(self, work: Coroutine[Any, Any, object], name: str) -> None:
        task = asyncio.get_running_loop().create_task(self._taken(work), name=name)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _taken(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except (Refusal, NetworkError) as problem:
            log.info("a card is left to the resolver", why=type(problem).__name__)
        except Exception:
            log.exception("a card payment went wrong; it is left to the resolver")
