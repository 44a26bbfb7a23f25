"""Late duplicates: commands that come once more, word for word, long after they were answered."""

from __future__ import annotations

import asyncio
import contextlib

import msgspec

from arkwright.compartments.ordering.commands import AddToBasket
from arkwright.journal.lane import Lane
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from arkwright.kit.world import NetworkError
from tests.simulation.actors.person import Person


class Parrot(Person):
    """Sends commands once more, word for word, long after they were answered: a late duplicate of each kind."""

    async def repeat_everything(self) -> None:
        """Every refused command, some accepted ones, and a few ids with another content."""
        answered = list(self.town.record.answered)
        refused = [each for each in answered if each.decided and not each.answer.startswith("done")]
        done = [each for each in answered if each.answer.startswith("done")]
        for each in [*refused, *self.dice.sample(done, min(len(done), 60))]:
            await self.repeat(each.lane, each.command)
        for each in done:
            if isinstance(each.command, AddToBasket) and self.chance(300):
                await self.repeat(each.lane, msgspec.structs.replace(each.command, quantity=each.command.quantity % 3 + 1))

    async def repeat(self, lane: str, command: Command) -> None:
        """One command at its lane."""
        for _ in range(5):
            running = self.town.office.running
            if running is not None:
                with contextlib.suppress(Refusal, NetworkError):
                    at: Lane = getattr(running.shop, lane)
                    await self.town.office.ask(lambda _, at=at: at.submit(command))  # type: ignore[misc]
                return
            await asyncio.sleep(5.0)
