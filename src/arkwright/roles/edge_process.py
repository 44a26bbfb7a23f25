"""The edge as a process: it serves, and follows the desk by itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

from arkwright.channels.following.following import Following
from arkwright.kit.ending import ended
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import Gate, SwitchTable, shipped
from arkwright.kit.world import RealWorld
from arkwright.roles import edge
from arkwright.roles.desk_keys import FOLLOWING
from arkwright.roles.edge import EdgeConfig
from arkwright.roles.event_loop import until_told
from arkwright.roles.logs import to_standard_error
from arkwright.roles.node import read_config


def start(config: Path) -> None:
    """Serve until SIGTERM or SIGINT, as this file says. Raises `NodeUnusable`, `PortTaken`, `CannotListen`, `KeyIsWrong`."""
    settings = read_config(config, EdgeConfig)
    to_standard_error("edge")
    until_told(lambda stop: run(settings, stop))


async def run(settings: EdgeConfig, stop: asyncio.Event) -> None:
    """Until `stop`."""
    http = AiohttpHttp()
    following = Following(RealWorld(http), settings.desk_url, "edge", None, settings.folder / FOLLOWING, shipped())
    task = asyncio.create_task(following.run(taken))
    try:
        await edge.run(settings, None, stop, following)
    finally:
        await ended([task])
        await http.close()


async def taken(document: str, table: SwitchTable, gate: Gate, changed: bool) -> None:
    """The edge asks its follower for gate and banner at each request; there is nothing more to do."""
