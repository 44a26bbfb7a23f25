"""The world as one of several nodes meets it: where it may die, its clock and its way to the others bear its name."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message

from arkwright.kit.world import Answer
from tests.simulation.network import Network
from tests.simulation.world import MAIL_WITHIN_S, Life, SimulatedWorld, Universe


class NodeWorld(SimulatedWorld):
    """Places are "NODE/point" and ways "NODE to host", so that a fault strikes one node and not the others."""

    def __init__(self, universe: Universe, node: str, network: Network, life: Life) -> None:
        super().__init__(universe, life.name, network, life)
        self.node = node

    async def over_the_network(self, method: str, url: str, headers: Mapping[str, str], body: bytes, timeout_s: float) -> Answer:
        return await self._network.request(method, url, headers, body, timeout_s, sender=self.node)

    async def send(self, message: Message) -> None:
        await self.point("mail.before")

        async def posted() -> None:
            self._universe.letters.append(message)

        await self._network.carry(f"{self.node} to mail", posted, MAIL_WITHIN_S)
        await self.point("mail.after")

    def _off_ms(self) -> int:
        standing = self._universe.trouble.standing("clock off", self.node)
        for _ in standing:
            self._universe.trouble.count("clock off", self.node)
        return sum(fault.amount for fault in standing)

    def _count_clocks(self, place: str) -> None:
        """Counted when the clock is asked."""

    def _maybe_die(self, place: str) -> None:
        super()._maybe_die(f"{self.node}/{place}")
