"""A store's node under test: its tills' lane, the journeys of its cards, and the resolver beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from arkwright.channels.terminal.client import NexoTerminal
from arkwright.journeys.till_card import Tills
from arkwright.journeys.till_resolver import Resolver, resolvers
from arkwright.kit.refusal import Refusal
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, shipped
from arkwright.kit.world import NetworkError
from arkwright.roles.databases import Files
from arkwright.roles.lanes import open_lane
from tests.simulation.world import Life, SimulatedWorld

STORE = "leeds"
RESOLVED_EVERY_S = 5.0


class RunningStore:
    """One life of the node."""

    def __init__(self, tills: Tills) -> None:
        self.tills = tills
        self.keeper = asyncio.get_running_loop().create_task(self._resolve())

    async def _resolve(self) -> None:
        await asyncio.gather(*(self._look_after(each) for each in resolvers(self.tills)))

    async def _look_after(self, resolver: Resolver) -> None:
        while True:
            await self.tills.world.sleep(RESOLVED_EVERY_S)
            try:
                await resolver.round()
            except (Refusal, NetworkError):
                continue

    async def stop(self) -> None:
        """A clean stop."""
        self.keeper.cancel()
        await asyncio.gather(self.keeper, return_exceptions=True)
        await self.tills.lane.stop()


async def start_store(world: SimulatedWorld, life: Life, folder: Path, terminals: Mapping[str, str]) -> RunningStore:
    """What the process does when it begins: open its lane, then look after what was left; `terminals` have their addresses."""
    folder.mkdir(exist_ok=True)
    gate = Gate(NOTHING_SWITCHED, shipped())
    lane = await open_lane(world, Files(folder, STORE), "tills", lambda _: gate, lambda _: life.kill("the lane failed"))
    made = {name: NexoTerminal(world, address=address, terminal=name, sale=STORE) for name, address in terminals.items()}
    return RunningStore(Tills(world=world, store=STORE, lane=lane, terminals=made))
