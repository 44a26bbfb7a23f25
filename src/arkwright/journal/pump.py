"""The pump: carries what happened in one lane to another, in order, at least once, with exactly-once effect."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

import structlog

from arkwright.journal.entries import LANE_EVENTS
from arkwright.journal.lane import Lane
from arkwright.journal.recent import Happened
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import NotTaken, Refusal, Unknown
from arkwright.kit.world import World

log = structlog.get_logger("pump")

React = Callable[[Event, str], Iterable[Command] | Awaitable[Iterable[Command]]]
AT_ONCE = 64
AGAIN_AFTER_S = 5.0


def reaction_id(source: str, happened: Happened, target: str) -> str:
    """The command id derived from the event: the same however often the event is read, another if its content is."""
    return f"{source}.{happened.sequence}.{happened.leaf[:8].hex()}.{target}"


class Pump:
    """One source, one target: a paused target keeps only its own reader waiting.

    `react(event, command_id)` gives the commands that follow from the event for this target, the same each time, with ids that
    derive from the event. It is pure, or awaits what never changes (whose order it is). A refused command is recorded by its lane
    and does not hold up those behind it. `at_once` events are carried together: few where each leads to very many commands.
    `part` names one of several between the same two: each keeps its own place, so that what waits in one keeps no other waiting.
    """

    def __init__(self, world: World, source: Lane, target: Lane, react: React, at_once: int = AT_ONCE, part: str = "") -> None:
        self.name = f"{source.name} to {target.name}" + (f", {part}" if part else "")
        self._world = world
        self._source = source
        self._target = target
        self._react = react
        self._at_once = at_once
        self.place = 0

    async def run(self) -> None:
        """Carry for ever; cancel to stop."""
        begun = False
        while True:
            try:
                if not begun:
                    self.place, begun = await self._source.noted(self.name), True
                await self._source.beyond(self.place)
                await self.carry()
            except NotTaken as refusal:
                log.info("a reaction waits for its source", pump=self.name, why=type(refusal).__name__)
                await self._world.sleep(AGAIN_AFTER_S)
            except Exception:
                log.exception("a reaction went wrong; it is tried again", pump=self.name, after=self.place)
                await self._world.sleep(AGAIN_AFTER_S)

    async def carry(self) -> bool:
        """Carry what stands in the journal now, at most a page; whether there was anything."""
        page = await self._source.after(self.place, self._at_once)
        if page:
            commands = [command for happened in page for command in await self._commands(happened)]
            if commands:
                await asyncio.gather(*map(self._deliver, commands))
            self.place = page[-1].sequence
            self._source.note(self.name, self.place)
        return bool(page)

    async def _commands(self, happened: Happened) -> Iterable[Command]:
        if isinstance(happened.event, LANE_EVENTS):
            return ()
        found = self._react(happened.event, reaction_id(self._source.name, happened, self._target.name))
        return await found if isinstance(found, Awaitable) else found

    async def _deliver(self, command: Command) -> None:
        while True:
            try:
                await self._target.submit(command)
            except (NotTaken, Unknown) as refusal:
                wait_s = refusal.retry_after_s if isinstance(refusal, NotTaken) else 1
                await self._world.sleep(wait_s)
            except Refusal as refusal:
                log.info("a reaction was refused", pump=self.name, command=type(command).__name__, why=type(refusal).__name__)
                return
            else:
                return
