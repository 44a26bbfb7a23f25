"""The operator of the desk who moves what tills depend on, everywhere, for stores alone or for one of them."""

from __future__ import annotations

from arkwright.kit.switches import EVERYWHERE, Mode, Place, Setting
from tests.simulation.actors.operator import SAY, Operator
from tests.simulation.company.places import STORES

AT_TILLS = ("contactless", "chip-and-pin", "cash", "returns", "loyalty")
SHORTEST_S, LONGEST_S = 5.0, 60.0


class TillOperator(Operator):
    """Moves switches at random."""

    async def work(self, until_s: float) -> None:
        """One switch after another."""
        while self.town.sleepless() < until_s:
            await self.wait(SHORTEST_S, LONGEST_S)
            self.move(self.any_setting())

    def any_setting(self) -> Setting:
        """A switch that tills or orders depend on."""
        if self.chance(200):
            return super().any_setting()
        mode: Mode = self.dice.choice(("open", "open", "open", "paused", "paused", "sealed"))
        place = self.dice.choice((EVERYWHERE, Place(channel="till"), Place(store=self.dice.choice(STORES))))
        review_ms = None if mode == "open" else self.town.universe.loop.now_ms() + 3_600_000
        capability = self.dice.choice(AT_TILLS)
        return Setting(capability=capability, place=place, mode=mode, say="" if mode == "open" else SAY, review_ms=review_ms)
