"""Card terminals and their acquirer in a seeded world: hands that hold cards, plugs that are pulled, lines that lose and double."""

from __future__ import annotations

import asyncio

from arkwright.kit.world import World
from arkwright.simulators.acquirer.simulator import AcquirerSimulator
from arkwright.simulators.terminal.books import TerminalConfig
from arkwright.simulators.terminal.machine import MOMENTS, ActName
from arkwright.simulators.terminal.simulator import CARDS, TerminalSimulator
from tests.simulation.network import Network
from tests.simulation.world import SimulatedWorld, Universe

ACTS: tuple[ActName, ...] = ("tap", "tap", "tap", "insert", "insert", "insert", "wrong-pin", "cancel", "walk-away")
LOOKS_EVERY_S = 1.0
ACQUIRER_WITHIN_S = 5.0  # shorter than the network's longest delay, so that a payment may come after its reversal


class LineToAcquirer:
    """A terminal's line (`acquirer.line.AcquirerLine`) through the simulated network, where it is called "acquirer"."""

    def __init__(self, network: Network, acquirer: AcquirerSimulator) -> None:
        self._network = network
        self._acquirer = acquirer

    async def exchange(self, message: bytes, timeout_s: float) -> bytes:
        """Send a message and bring its answer."""

        async def heard() -> bytes:
            answer = self._acquirer.answer(message)
            if answer is None:
                await asyncio.sleep(timeout_s)  # nobody waits any longer by then
                return b""
            return answer

        return await self._network.carry("acquirer", heard, timeout_s)


class Terminals:
    """The terminals of a simulated world, at `http://NAME.terminal.localhost`; start `live` as a task for each, end with `at_rest`."""

    def __init__(self, universe: Universe, network: Network, names: tuple[str, ...]) -> None:
        self._universe = universe
        self.acquirer = AcquirerSimulator(self._world("acquirer", network))
        self.boxes = {name: self._box(name, network) for name in names}

    async def live(self, name: str) -> None:
        """A hand that does something with some card whenever one is waited for, and the terminal's own forwarding."""
        dice = self._universe.dice(f"hand at {name}")
        box = self.boxes[name]
        forwarding: asyncio.Task[None] | None = None
        while True:
            await asyncio.sleep(LOOKS_EVERY_S * dice.uniform(0.5, 1.5))
            if box.machine is not None and box.machine.awaits_card:
                box.act(dice.choice(ACTS), dice.choice(sorted(CARDS)))
            if forwarding is None or forwarding.done():
                forwarding = asyncio.get_running_loop().create_task(box.forward(), name=f"forwarding of {name}")

    async def pull_plugs(self, name: str, every_s: float) -> None:
        """Every so often the terminal loses its power, at some moment, and gets it back after a while."""
        dice = self._universe.dice(f"plug of {name}")
        box = self.boxes[name]
        while True:
            await asyncio.sleep(dice.uniform(0.0, 2 * every_s))
            box.lose_power_at = dice.choice(sorted(MOMENTS))
            for _ in range(60):
                await asyncio.sleep(1.0)
                if box.machine is None:
                    break
            else:
                box.power_off()
            await asyncio.sleep(dice.uniform(1.0, 30.0))
            box.lose_power_at = ""
            box.power_on()

    async def trouble_the_acquirer(self, every_s: float) -> None:
        """It is cut off, is silent, and declines, now and then."""
        dice, trouble = self._universe.dice("acquirer's trouble"), self.acquirer.books.trouble
        while True:
            await asyncio.sleep(dice.uniform(0.0, 2 * every_s))
            match dice.choice(("cut", "silent", "decline", "late")):
                case "cut":
                    trouble.cut_off = True
                    await asyncio.sleep(dice.uniform(5.0, 120.0))
                    trouble.cut_off = False
                case "silent":
                    trouble.silent = dice.randrange(1, 4)
                case "decline":
                    trouble.decline_next += 1
                case "late":
                    trouble.decline_next_stored += 1

    async def at_rest(self) -> None:
        """Everything is switched on, and the acquirer is told everything."""
        trouble = self.acquirer.books.trouble
        trouble.cut_off, trouble.silent = False, 0
        for box in self.boxes.values():
            box.lose_power_at = ""
            box.power_on()
            while box.machine is None or box.machine.ledger.books.outbox:
                await asyncio.sleep(LOOKS_EVERY_S)
                await box.forward()

    def _box(self, name: str, network: Network) -> TerminalSimulator:
        config = TerminalConfig(terminal=name, acquirer_within_s=ACQUIRER_WITHIN_S)
        path = self._universe.folder / f"{name}.json"
        box = TerminalSimulator(self._world(name, network), LineToAcquirer(network, self.acquirer), config, path)
        network.hosts[f"{name}.terminal.localhost"] = box.handle
        box.power_on()
        return box

    def _world(self, name: str, network: Network) -> World:
        return SimulatedWorld(self._universe, name, network)
