"""What all people have in common: their own dice, a line to the office that may fail, and patience to try again with the same ids."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from arkwright.kit.provider import ProviderUnknown
from arkwright.kit.refusal import NotTaken, Unknown
from arkwright.kit.world import NetworkError
from tests.simulation.node import Node
from tests.simulation.office import RunningOffice
from tests.simulation.record import Record
from tests.simulation.world import Universe

T = TypeVar("T")
Action = Callable[[RunningOffice], Coroutine[Any, Any, T]]
TRY_AGAIN = (NetworkError, NotTaken, Unknown, ProviderUnknown)


class GivesUp(Exception):
    """The person has lost patience, or was told no."""


@dataclass
class Town:
    """Where people live: the office they call, what is written down, and the weather on their lines (chances in a thousand)."""

    universe: Universe
    office: Node[RunningOffice]
    record: Record
    line_fails: int = 0

    def sleepless(self) -> float:
        """Seconds since the simulation began."""
        return self.universe.loop.seconds


class Person:
    """Somebody with dice of their own."""

    def __init__(self, town: Town, name: str) -> None:
        self.town = town
        self.name = name
        self.dice: random.Random = town.universe.dice(name)

    def chance(self, per_mille: int) -> bool:
        return self.dice.randrange(1000) < per_mille

    async def wait(self, shortest_s: float, longest_s: float) -> None:
        await asyncio.sleep(self.dice.uniform(shortest_s, longest_s))

    def new_id(self) -> str:
        return f"{self.dice.getrandbits(60):015x}"

    async def once(self, action: Action[T]) -> T:
        """One request over a line that may lose it, lose the answer, or carry it twice."""
        await asyncio.sleep(self.dice.uniform(0.002, 0.1))
        fate = self.dice.randrange(1000)
        if fate < self.town.line_fails:
            self.town.universe.met["line lost the request"] += 1
            raise NetworkError("simulated: the request was lost")
        if fate < 2 * self.town.line_fails:
            self.town.universe.met["line doubled the request"] += 1
            twice = await asyncio.gather(self.town.office.ask(action), self.town.office.ask(action), return_exceptions=True)
            if isinstance(twice[0], BaseException):
                raise twice[0]
            return twice[0]
        answer = await self.town.office.ask(action)
        if fate < 3 * self.town.line_fails:
            self.town.universe.met["line lost the answer"] += 1
            raise NetworkError("simulated: the answer was lost")
        return answer

    async def persist(self, action: Action[T], tries: int = 6) -> T:
        """The same request again until it is answered; gives up after some tries."""
        for attempt in range(tries):
            try:
                return await self.once(action)
            except TRY_AGAIN:
                await self.wait(1.0, 10.0 * (attempt + 1))
        raise GivesUp
