"""One simulated day of a store by a seed: two tills, two terminals, an acquirer, trouble at all of them; then rest, then the evidence."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter

from tests.simulation.actors.cashier import Cashier, terminal_of
from tests.simulation.checkers.tills import StoreEvidence, violations_of_a_store
from tests.simulation.clock import VirtualLoop, run
from tests.simulation.day import folder_for_files
from tests.simulation.disk import mounted
from tests.simulation.evidence import one_lane
from tests.simulation.faults import Fault
from tests.simulation.network import Network
from tests.simulation.node import Node, births
from tests.simulation.store import STORE, RunningStore, start_store
from tests.simulation.terminals import Terminals
from tests.simulation.world import Life, SimulatedWorld, Universe

ACTIVE_S, REST_S = 900.0, 600.0
TILLS = ("1", "2")
NAMES = tuple(terminal_of(till) for till in TILLS)
ON_LINES = ("lose request", "lose answer", "double", "late request", "late answer")
PLACES_TO_DIE = (
    *("", ".loaded", ".before-commit", ".after-commit", "thread."),
    *("card.", "card-settle.", "card-refund.", "request."),
)


def faults_of(dice: random.Random) -> list[Fault]:
    """A swarm: each day has some kinds of trouble and lacks others."""
    found = [
        Fault(name=f"{kind} {where}", kind=kind, where=where, per_mille=dice.choice((20, 80)))
        for kind in ON_LINES
        for where in ("terminal", "acquirer")
        if dice.randrange(3) == 0
    ]
    for number in range(dice.randrange(4)):
        place = dice.choice(PLACES_TO_DIE)
        often = 5 if place in PLACES_TO_DIE[:4] else 60
        kind = dice.choice(("crash", "crash", "power cut"))
        found.append(Fault(name=f"{kind} {number}", kind=kind, where=place, per_mille=often, times=dice.choice((2, 5))))
    return found


class StoreDay:
    """Everything and everybody of one seed."""

    def __init__(self, universe: Universe) -> None:
        self.universe = universe
        self.network = Network(universe.dice, universe.trouble)
        self.terminals = Terminals(universe, self.network, NAMES)
        self.node: Node[RunningStore] = Node(universe, "store", self.world, self.begin)
        seconds = lambda: universe.loop.seconds  # noqa: E731 - one clock, handed to both
        self.cashiers = [Cashier(self.node, till, universe.dice(f"cashier {till}"), seconds) for till in TILLS]

    def world(self, life: Life) -> SimulatedWorld:
        """The world of one life of the node."""
        return SimulatedWorld(self.universe, life.name, self.network, life)

    async def begin(self, world: SimulatedWorld, life: Life) -> RunningStore:
        """One start of the node's process."""
        addresses = {name: f"http://{name}.terminal.localhost" for name in NAMES}
        return await start_store(world, life, self.universe.folder / "store", addresses)

    async def live(self) -> StoreEvidence:
        """The day."""
        loop, dice = asyncio.get_running_loop(), self.universe.dice("weather")
        await self.node.up()
        self.universe.trouble.begin()
        hands = [loop.create_task(self.terminals.live(name)) for name in NAMES]
        weather = [loop.create_task(self.terminals.trouble_the_acquirer(dice.choice((60.0, 300.0))))]
        if dice.randrange(2):
            weather += [loop.create_task(self.terminals.pull_plugs(name, 150.0)) for name in NAMES]
        await asyncio.gather(*(cashier.work(ACTIVE_S) for cashier in self.cashiers))
        for task in weather:
            task.cancel()
        self.universe.trouble.end()
        await self.terminals.at_rest()
        await asyncio.sleep(REST_S)
        await self.terminals.at_rest()
        while self.node.running is None:
            await asyncio.sleep(1.0)
        await asyncio.sleep(60.0)
        await self.node.down()
        for task in hands:
            task.cancel()
        return await self.gathered()

    async def gathered(self) -> StoreEvidence:
        """What is left."""
        auditor = SimulatedWorld(self.universe, "auditor", self.network)
        did: Counter[str] = sum((cashier.did for cashier in self.cashiers), Counter())
        return StoreEvidence(
            tills=await one_lane(auditor, self.universe.folder / "store", "tills", STORE),
            acquirer=self.terminals.acquirer.books,
            acknowledged=frozenset[str]().union(*(cashier.acknowledged for cashier in self.cashiers)),
            did=dict(did),
        )


def live_store(seed: int) -> StoreEvidence:
    """The evidence of one seed's day."""
    loop = VirtualLoop()
    with folder_for_files() as folder, births(loop):
        universe = Universe(seed, loop, folder, faults_of(random.Random(f"{seed}/store")))
        with mounted(universe.disk):
            return run(StoreDay(universe).live(), loop)


def main(first: int, until: int) -> int:
    """`python -m tests.simulation.store_day 0 1000`: what is wrong with each of these days; as many as are."""
    wrong = {seed: found for seed in range(first, until) if (found := violations_of_a_store(live_store(seed)))}
    sys.stdout.writelines(f"seed {seed}: {line}\n" for seed, found in wrong.items() for line in found)
    return len(wrong)


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]), int(sys.argv[2])), 1))
