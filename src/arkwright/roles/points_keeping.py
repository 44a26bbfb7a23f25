"""Keeping points: noting that they can be used, telling what expires, taking what has come due; nothing while they cannot be used."""

from __future__ import annotations

from collections.abc import Callable

from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.loyalty.commands import ExpirePoints, ForetellExpiry, NoteUse
from arkwright.compartments.loyalty.expiring import TOLD_AHEAD_MS
from arkwright.journeys.shop import Shop
from arkwright.kit.scope import Scope
from arkwright.kit.switches import Gate

A_PAGE = 500
EVERY_S = 60.0
LOOKED_AT_AFTER_MS = 6 * 60 * 60 * 1000


class PointsKeeping:
    """One office's; run it again and again. What it knows beside the journal only saves work, or counts in the members' favour."""

    def __init__(self, shop: Shop, gate: Callable[[], Gate]) -> None:
        self._shop = shop
        self._gate = gate
        self._interrupted = True  # whatever was before this process counts in the members' favour
        self._looked_ms = 0

    async def keep(self) -> None:
        """Points can be used everywhere, or time stands still for them: paused, limited and sealed, here or at any till, are the same."""
        now_ms, world = self._shop.world.now_ms(), self._shop.world
        if not self.usable(now_ms):
            self._interrupted = True
            return
        if not await loyalty.expiry_rules(self._shop.loyalty.reader):
            return
        await self._shop.loyalty.submit(NoteUse(id=f"points-use.{world.new_id()}", interrupted=self._interrupted))
        self._interrupted = False
        if now_ms - self._looked_ms >= LOOKED_AT_AFTER_MS:
            await self.look(now_ms)
            self._looked_ms = now_ms

    def usable(self, now_ms: int) -> bool:
        """Whether no switch stops, limits or seals loyalty anywhere."""
        gate = self._gate()
        narrowed = any(order.capability == "loyalty" and order.mode != "open" for order in gate.table.orders)
        return not narrowed and gate.describe("loyalty", Scope(channel="web"), now_ms).mode == "open"

    async def look(self, now_ms: int) -> None:
        """Every member of whose points some expire soon."""
        after, world = "", self._shop.world
        while page := await loyalty.members_after(self._shop.loyalty.reader, after, A_PAGE):
            for member in page:
                due = await loyalty.expiring(self._shop.loyalty.reader, member.member) if member.balance > 0 else []
                if due and due[0].expires_ms <= now_ms + TOLD_AHEAD_MS:
                    for command in (
                        ExpirePoints(id=world.new_id(), member=member.member),
                        ForetellExpiry(id=world.new_id(), member=member.member),
                    ):
                        await self._shop.loyalty.submit(command)
            after = page[-1].member
