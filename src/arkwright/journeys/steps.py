"""A story that crosses compartments: its steps, their undoing, and how it is run, resumed and undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from arkwright.kit.provider import ProviderRefused
from arkwright.kit.refusal import NotTaken, Refusal, Unknown
from arkwright.kit.world import World

C = TypeVar("C")
Action = Callable[[C], Awaitable[None]]


@dataclass(frozen=True)
class Step(Generic[C]):
    """One step. `do` sends a command whose id derives from the story's, or calls the `outside` with such an id; so that
    running a story again is resuming it. `undo` makes good what `do` did, when a later step is refused."""

    name: str
    do: Action[C]
    undo: Action[C] | None = None
    outside: bool = False


async def run(world: World, story: str, steps: Sequence[Step[C]], context: C) -> None:
    """Take the steps in order. A refusal undoes the steps taken, the last one first, and is raised again; where it cannot
    be told (`Unknown`, `ProviderUnknown`) or nothing was decided (`NotTaken`), everything stays as it is, to be resumed."""
    taken: list[Step[C]] = []
    for step in steps:
        await world.point(f"{story}.{step.name}.before")
        try:
            await step.do(context)
        except (NotTaken, Unknown):
            raise
        except (Refusal, ProviderRefused):
            for earlier in reversed(taken):
                if earlier.undo is not None:
                    await world.point(f"{story}.{earlier.name}.undo")
                    await earlier.undo(context)
            raise
        await world.point(f"{story}.{step.name}.after")
        taken.append(step)
