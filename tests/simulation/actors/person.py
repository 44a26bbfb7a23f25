"""What all people have in common: their own dice, a line to the office that may fail, and patience to try again with the same ids."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from arkwright.kit.provider import ProviderUnknown
from arkwright.kit.refusal import NotTaken, Unknown
from arkwright.kit.world import NetworkError
from tests.simulation.meeting import doing
from tests.simulation.network import Network
from tests.simulation.node import Node
from tests.simulation.office import RunningOffice
from tests.simulation.record import Record
from tests.simulation.world import Universe

T = TypeVar("T")
Action = Callable[[RunningOffice], Coroutine[Any, Any, T]]
PATIENCE_S = 30.0
TRY_AGAIN = (NetworkError, NotTaken, Unknown, ProviderUnknown)


class GivesUp(Exception):
    """The person has lost patience, or was told no."""


@dataclass
class Town:
    """Where people live: the office that they call, the line to it, and what is written down."""

    universe: Universe
    office: Node[RunningOffice]
    record: Record
    network: Network

    def sleepless(self) -> float:
        """Seconds since the simulation began."""
        return self.universe.loop.seconds


class Worker(Protocol):
    """Somebody with something to do."""

    async def work(self, until_s: float) -> None:
        """Do it until it is time to go home."""
        ...


class Person:
    """Somebody with dice of their own; `about` is the operation that they are at."""

    def __init__(self, town: Town, name: str) -> None:
        self.town = town
        self.name = name
        self.about = ""
        self.dice: random.Random = town.universe.dice(name)

    def chance(self, per_mille: int) -> bool:
        return self.dice.randrange(1000) < per_mille

    async def wait(self, shortest_s: float, longest_s: float) -> None:
        await asyncio.sleep(self.dice.uniform(shortest_s, longest_s))

    def new_id(self) -> str:
        return f"{self.dice.getrandbits(60):015x}"

    async def once(self, action: Action[T]) -> T:
        """One request over a line that may lose it, lose the answer, or carry it twice."""
        with doing(self.about):
            return await self.town.network.carry("line", lambda: self.town.office.ask(action), PATIENCE_S)

    def is_struck(self, kind: str) -> bool:
        """Whether this person now does what people do to software."""
        with doing(self.about):
            return self.town.universe.trouble.strikes(kind, "people") is not None

    async def persist(self, action: Action[T], tries: int = 6) -> T:
        """The same request again until it is answered; gives up after some tries."""
        for attempt in range(tries):
            try:
                return await self.once(action)
            except TRY_AGAIN:
                await self.wait(1.0, 10.0 * (attempt + 1))
        raise GivesUp
