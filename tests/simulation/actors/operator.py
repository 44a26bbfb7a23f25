"""The operators of the desk: they pause, limit, seal and reopen, each reopening by two of them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools

from arkwright.compartments.switchboard.commands import ApproveRestart, ProposeRestart, Tighten
from arkwright.kit.refusal import Refusal
from arkwright.kit.switches import EVERYWHERE, InFlight, Limits, Mode, Place, Setting
from tests.simulation.actors.person import Person, Town
from tests.simulation.desk import SimulatedDesk

PLACES = (Place(channel="web"), Place(channel="app"), EVERYWHERE)
LIMITS = (
    Limits(categories=("books", "kitchen")),
    Limits(regions=("England", "Wales")),
    Limits(delivery_methods=("standard",)),
    Limits(max_total_pence=60_00),
    Limits(share_per_mille=400),
)
SAY = "We are looking into a problem and will be back soon."
LONGEST_WAIT_S = 120.0
MEANWHILE = ("place", "place", "place", "pay", "cancel", "capture", "void", "refund", "notice")
WHY = "Practice makes perfect."


class Operator(Person):
    """Moves switches at random; `relevant` ones are those that orders depend on."""

    def __init__(self, town: Town, name: str, desk: SimulatedDesk) -> None:
        super().__init__(town, name)
        self.desk = desk
        self._numbers = itertools.count(1)

    async def work(self, until_s: float) -> None:
        """One switch after another."""
        while self.town.sleepless() < until_s:
            await self.wait(30.0, 400.0)
            if self.chance(400):
                await self.until_begun(self.dice.choice(MEANWHILE))
            self.move(self.any_setting())

    async def until_begun(self, operation: str) -> None:
        """The worst moment for a switch: while something is being done that it may stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.town.record.under_way.begins(operation).wait(), LONGEST_WAIT_S)

    def any_setting(self) -> Setting:
        """A switch that orders depend on, set to anything."""
        capability = self.dice.choice(("orders", "orders", "orders", "delivery", "notices"))
        mode: Mode = self.dice.choice(("open", "open", "open", "limited", "paused", "paused", "sealed"))
        in_flight: InFlight = self.dice.choice(("finish", "finish", "hold", "cancel")) if mode == "paused" else "finish"
        now_ms = self.town.universe.loop.now_ms()
        return Setting(
            capability=capability,
            place=EVERYWHERE if capability == "notices" else self.dice.choice(PLACES),
            mode=mode,
            limits=self.dice.choice(LIMITS) if mode == "limited" else Limits(),
            in_flight=in_flight,
            cancel_from_ms=now_ms - 600_000 if in_flight == "cancel" else None,
            say="" if mode == "open" else SAY,
            review_ms=None if mode == "open" else now_ms + 3_600_000,
        )

    def move(self, setting: Setting) -> None:
        """Tighten alone, or loosen with a second person; what the switchboard refuses is left."""
        proposal = f"proposal-{self.name}-{next(self._numbers)}"
        tighten = Tighten(id=f"{proposal}.tighten", setting=setting, reason=WHY, by="olive")
        propose = ProposeRestart(id=f"{proposal}.propose", proposal=proposal, setting=setting, reason=WHY, by="olive")
        approve = ApproveRestart(id=f"{proposal}.approve", proposal=proposal, by="oscar")
        try:
            self.desk.do(tighten)
        except Refusal:
            try:
                self.desk.do(propose, approve)
            except Refusal:
                return
        self.town.universe.met[f"switch {setting.capability} {setting.mode}"] += 1

    def reopen_everything(self) -> None:
        """The incident is over: two people open every switch that is not open."""
        for order in self.desk.table.orders:
            if order.mode != "open":
                self.move(Setting(capability=order.capability, place=order.place, mode="open"))
