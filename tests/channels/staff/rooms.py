"""A staff lane and vault in a folder, with a clock that can be moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from arkwright.channels.staff.door import StaffDoor
from arkwright.channels.staff.permissions import Node
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import NOTHING_SWITCHED, Gate
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import RealWorld
from arkwright.roles import lanes
from tests.databases import TestDatabases

MINUTE_MS = 60_000
PASSWORD = "nine green paper lanterns"


class MovedWorld(RealWorld):
    """The real world, later by as much as a test says, with a count of what was hashed."""

    later_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.later_ms


@asynccontextmanager
async def door(folder: Path, node: Node = "desk", role: str = "observer") -> AsyncIterator[tuple[StaffDoor, MovedWorld]]:
    """A door with one account, ada."""

    def failed(error: Exception) -> None:
        raise error

    world = MovedWorld(AiohttpHttp())
    databases = TestDatabases(folder, node)
    vault = await Vault.open(world, await databases.open(world, SCHEMA), b"\x07" * 32)
    lane = await lanes.open_lane(world, databases, "staff", lambda _: Gate(NOTHING_SWITCHED, {}), failed)
    found = StaffDoor(world, lane, vault, node)
    try:
        await found.add("ada", [role], PASSWORD, by="command-line")
        yield found, world
    finally:
        await lane.stop()
        await vault.close()
