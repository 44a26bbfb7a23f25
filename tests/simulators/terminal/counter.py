"""A till, a terminal and an acquirer in one world, without a socket between them, and in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from arkwright.channels.terminal.client import NexoTerminal
from arkwright.kit.terminal import Approved, EntryMode, NotFound, Outcome, PaymentAsked
from arkwright.kit.world import NetworkError
from arkwright.simulators.acquirer.simulator import AcquirerSimulator
from arkwright.simulators.terminal.books import TerminalConfig
from arkwright.simulators.terminal.machine import ActName
from arkwright.simulators.terminal.simulator import TerminalSimulator
from tests.simulation.clock import VirtualLoop, run
from tests.simulators.shop import StillWorld

T = TypeVar("T")
BOTH: tuple[EntryMode, ...] = ("contactless", "chip-and-pin")
TENDER = "tender-1"


def in_virtual_time(story: Callable[[], Awaitable[T]]) -> T:
    """Run it; whoever waits for a minute waits for no time."""

    async def told() -> T:
        return await story()

    return run(told(), VirtualLoop())


class Counter:
    """What stands on the counter, and behind it."""

    def __init__(self) -> None:
        self.world = StillWorld()
        self.world_file = Path("leeds-1.json")
        self.acquirer = AcquirerSimulator(self.world)
        self.box = TerminalSimulator(self.world, self.acquirer, TerminalConfig(terminal="leeds-1"), self.world_file)
        self.world.hosts["leeds-1.localhost"] = self.box.handle
        self.till = NexoTerminal(self.world, address="http://leeds-1.localhost", terminal="leeds-1", sale="leeds")
        self.box.power_on()

    def asked(self, pence: int = 1250, modes: tuple[EntryMode, ...] = BOTH, *, stored: bool = False, tender: str = TENDER) -> PaymentAsked:
        return PaymentAsked(tender=tender, amount_pence=pence, entry_modes=modes, may_be_stored=stored)

    async def card_awaited(self) -> bool:
        """Until the terminal waits for a card, or there is no waiting for that."""
        for _ in range(50):
            await asyncio.sleep(0)
            if self.box.machine is None or self.box.machine.awaits_card:
                break
        return self.box.machine is not None and self.box.machine.awaits_card

    async def pay(self, *acts: ActName, asked: PaymentAsked | None = None, card: str = "visa") -> Outcome | None:
        """Ask the shopper, who does this; None where the till hears nothing."""
        paying = asyncio.ensure_future(self.till.pay(asked or self.asked()))
        for act in acts:
            if not await self.card_awaited():
                break
            assert self.box.act(act, card)
        try:
            return await paying
        except NetworkError:
            return None

    async def told(self, tender: str = TENDER) -> Outcome:
        """What a till makes of it afterwards: the terminal is switched on again, and asked until it is decided."""
        self.box.power_on()
        outcome = await self.till.status(tender)
        if isinstance(outcome, NotFound):
            await self.till.abort(tender)
            outcome = await self.till.status(tender)
        return outcome

    async def at_rest(self) -> None:
        """The line to the acquirer stands, and everything is told, over losses of power."""
        self.acquirer.books.trouble.cut_off, self.acquirer.books.trouble.silent = False, 0
        for _ in range(20):
            self.box.power_on()
            await self.box.forward()
            if self.box.machine is not None and not self.box.machine.ledger.books.outbox:
                return
        raise AssertionError("the terminal never tells the acquirer everything")

    @property
    def taken_pence(self) -> int:
        """What the acquirer takes from the shopper."""
        entries = [entry for entry in self.acquirer.books.entries.values() if entry.state == "captured"]
        return sum(entry.amount_pence if entry.kind == "payment" else -entry.amount_pence for entry in entries)


def paid_pence(outcome: Outcome | None) -> int:
    """What the till believes to have been paid."""
    return outcome.amount_pence if isinstance(outcome, Approved) else 0
