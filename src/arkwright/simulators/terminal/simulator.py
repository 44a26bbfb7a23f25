"""A terminal in its box: the power switch, the hand with the card, and the till's line; needs no socket, lives in its world's time."""

from __future__ import annotations

import asyncio
from pathlib import Path

from arkwright.kit.nexo.wire import PATH
from arkwright.kit.world import Answer, NetworkError, World
from arkwright.simulators.acquirer.line import AcquirerLine
from arkwright.simulators.acquirer.messages import DECLINES, Card
from arkwright.simulators.serving import Request
from arkwright.simulators.terminal import page
from arkwright.simulators.terminal.books import TerminalConfig
from arkwright.simulators.terminal.ledger import Ledger, PowerLost
from arkwright.simulators.terminal.machine import Act, ActName, Machine
from arkwright.simulators.terminal.talk import answered

CARDS = {
    "visa": Card("tok_visa_4242", "visa", "4242"),
    "mastercard": Card("tok_mastercard_4444", "mastercard", "4444"),
    "declined": Card(f"{DECLINES}_0002", "visa", "0002"),
}


class Life:
    """From power on to power off."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.over = asyncio.Event()
        self.tasks: set[asyncio.Task[Answer]] = set()


class TerminalSimulator:
    """One terminal; it is off until `power_on`. Its books are in the file at `path`.

    `lose_power_at` names the moment (`machine.MOMENTS`) at which it next loses its power, once. `lost_at` lists where it did.
    """

    def __init__(self, world: World, line: AcquirerLine, config: TerminalConfig, path: Path) -> None:
        self.config = config
        self.lose_power_at = ""
        self.lost_at: list[str] = []
        self._world = world
        self._line = line
        self._path = path
        self._life: Life | None = None

    @property
    def machine(self) -> Machine | None:
        """What is on, if it is on."""
        return self._life.machine if self._life is not None else None

    def power_on(self) -> None:
        """Start from what is on the disk. Refuses with `TerminalFileIsUnreadable`."""
        if self._life is None:
            ledger = Ledger(self._world, self.config.terminal, self._path)
            self._life = Life(Machine(self._world, self._line, self.config, ledger, self._moment))

    def power_off(self) -> None:
        """As if the plug were pulled."""
        if self._life is not None:
            life, self._life = self._life, None
            life.machine.cut()
            life.over.set()

    def act(self, name: ActName, card: str = "visa") -> bool:
        """What a hand does at the terminal; False where it is off or does not wait for a card."""
        return self.machine is not None and self.machine.act(Act(name, CARDS[card]))

    async def handle(self, request: Request) -> Answer:
        """A till's message, or a request to the page. Raises `NetworkError` where nothing answers, which it does not when it is off."""
        if request.path == PATH:
            if request.method != "POST":
                return Answer(405, {"allow": "POST"}, b"")
            return await self._talk(request.body)
        return page.handle(self, request)

    async def forward(self) -> None:
        """Tell the acquirer what is still to be told, if the terminal is on."""
        if self.machine is not None:
            try:
                await self.machine.forward()
            except PowerLost:
                return

    async def _talk(self, content: bytes) -> Answer:
        life = self._life
        if life is None:
            raise NetworkError(f"terminal {self.config.terminal} is off")
        talk = asyncio.get_running_loop().create_task(answered(self._world, life.machine, content), name="a talk with a till")
        life.tasks.add(talk)
        talk.add_done_callback(life.tasks.discard)
        over = asyncio.get_running_loop().create_task(life.over.wait(), name="power")
        try:
            await asyncio.wait({talk, over}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
        if life.over.is_set():
            if talk.done():
                talk.exception()
            talk.cancel()
            raise NetworkError(f"terminal {self.config.terminal} has lost its power")
        return talk.result()

    def _moment(self, name: str) -> None:
        if self.lose_power_at == name:
            self.lose_power_at = ""
            self.lost_at.append(name)
            self.power_off()
            raise PowerLost(name)
