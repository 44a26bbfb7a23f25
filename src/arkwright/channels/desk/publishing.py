"""What the desk publishes: switches and banners signed with its key, at once when they are newer than what a node holds."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from arkwright.channels.following.published import BANNER, CHANNELS, LONGEST_WAIT_S, Published
from arkwright.compartments.switchboard import queries
from arkwright.journal.lane import Lane
from arkwright.kit.refusal import Invalid
from arkwright.kit.signing import Envelope, SigningKey, sign
from arkwright.kit.switches import SWITCHES, Capabilities, SwitchTable, banner
from arkwright.kit.trust import TrustRoot
from arkwright.kit.world import World

Age = tuple[int, int]


@dataclass
class AfterIsWrong(Invalid):
    """What the node says it holds cannot be read."""

    sentence: ClassVar[str] = "The field after is the generation and the version that you hold, as two whole numbers: 1.42."
    field: ClassVar[str | None] = "after"


@dataclass
class WaitIsWrong(Invalid):
    """Longer than a request may take."""

    longest_s: int = LONGEST_WAIT_S
    sentence: ClassVar[str] = "The field wait is a whole number of seconds from 0 to {longest_s}."
    field: ClassVar[str | None] = "wait"


class Publisher:
    """Signs the switches as they stand whenever somebody asks; each answer says that they stood so at that moment."""

    def __init__(
        self, world: World, lane: Lane, key: SigningKey, trust: TrustRoot, key_changes: Sequence[Envelope], capabilities: Capabilities
    ) -> None:
        self._world = world
        self._lane = lane
        self._key = key
        self._trust = trust
        self._key_changes = tuple(key_changes)
        self._capabilities = capabilities
        self._ending = asyncio.Event()

    @property
    def generation(self) -> int:
        """Of the key that signs."""
        return self._trust.generation

    async def table(self) -> SwitchTable:
        """The switches as they stand now."""
        return await queries.table(self._lane.reader, self._trust.generation, self._world.now_ms())

    async def published(self) -> Published:
        """Signed now."""
        table = await self.table()
        return Published(
            switches=sign(SWITCHES, table, self._key),
            banners={channel: sign(BANNER, banner(table, self._capabilities, channel), self._key) for channel in CHANNELS},
            key_changes=self._key_changes,
        )

    async def newer_than(self, after: Age, wait_s: int) -> Published:
        """At once when the switches are newer than `after`; otherwise when a change commits, or after `wait_s` as a sign of life.

        A node that holds newer ones than the desk, which was restored from an older copy, waits like any other.
        """
        until_ms = self._world.now_ms() + wait_s * 1000
        while True:
            seen = self._lane.head.sequence
            counted = await queries.counter(self._lane.reader)
            left_ms = until_ms - self._world.now_ms()
            if (self._trust.generation, counted.version) > after or left_ms <= 0 or self._ending.is_set():
                return await self.published()
            await self._moved_or_over(seen, left_ms)

    async def _moved_or_over(self, seen: int, left_ms: int) -> None:
        causes = (self._lane.beyond(seen), self._world.sleep(left_ms / 1000), self._ending.wait())
        tasks: set[asyncio.Task[Any]] = {asyncio.ensure_future(cause) for cause in causes}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def let_go(self) -> None:
        """Answer everybody who waits now, and whoever asks later at once: the desk is about to stop."""
        self._ending.set()


def read_after(text: str) -> Age:
    """'1.42' as generation and version, or `AfterIsWrong`."""
    generation, dot, version = text.partition(".")
    if not (dot and is_number(generation) and is_number(version)):
        raise AfterIsWrong()
    return int(generation), int(version)


def read_wait(text: str) -> int:
    """Seconds from 0 to 25, or `WaitIsWrong`."""
    if not is_number(text) or int(text) > LONGEST_WAIT_S:
        raise WaitIsWrong()
    return int(text)


def is_number(text: str) -> bool:
    """Up to 15 plain digits."""
    return 0 < len(text) <= 15 and text.isascii() and text.isdigit()
