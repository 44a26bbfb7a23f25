"""Commands that start a process: an edge, an office, a desk; each ends cleanly on SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
from pathlib import Path

from cyclopts import App

from arkwright.channels.following.following import Following
from arkwright.kit.ending import ended
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import Gate, SwitchTable, shipped
from arkwright.kit.world import RealWorld
from arkwright.roles import desk, edge
from arkwright.roles.desk import DeskConfig
from arkwright.roles.desk_keys import FOLLOWING
from arkwright.roles.edge import EdgeConfig
from arkwright.roles.event_loop import until_told
from arkwright.roles.logs import to_standard_error
from arkwright.roles.node import OfficeConfig, read_config
from arkwright.roles.office_processes import run_office
from arkwright.roles.what_is_published import Picture, no_picture

run_app = App(name="run", help="Start one process of Arkwright.")


@run_app.command(name="desk")
def desk_command(*, config: Path) -> None:
    """Start the incident desk that this configuration file describes."""
    settings = read_config(config, DeskConfig)
    to_standard_error(settings.node)
    until_told(lambda stop: desk.run(settings, None, stop))


@run_app.command(name="office")
def office_command(*, config: Path) -> None:
    """Start the office that this configuration file describes."""
    start_office(config, no_picture)


@run_app.command(name="edge")
def edge_command(*, config: Path) -> None:
    """Start the edge that this configuration file describes."""
    settings = read_config(config, EdgeConfig)
    to_standard_error("edge")
    until_told(lambda stop: run_edge(settings, stop))


def start_office(config: Path, picture: Picture) -> None:
    """Start an office whose pictures are drawn by `picture`."""
    run_office(read_config(config, OfficeConfig), picture)


async def run_edge(settings: EdgeConfig, stop: asyncio.Event) -> None:
    """The edge, which follows the desk by itself."""
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
