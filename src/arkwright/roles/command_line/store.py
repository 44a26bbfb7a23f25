"""Commands about a store's node: let it in at the desk, start it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from cyclopts import App

from arkwright.channels.following.papers import enrol as let_in
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles import desk_keys, node
from arkwright.roles.desk_keys import FOLLOWING
from arkwright.roles.node import read_config
from arkwright.roles.store_config import StoreConfig

store_app = App(name="store", help="Let a store's node in at the desk, and start it.")


@store_app.command(name="run")
def store_command(*, config: Path) -> None:
    """Start the store's node that this configuration file describes. It needs neither head office nor the desk to begin."""
    from arkwright.roles import store_process

    store_process.start(config)


@store_app.command
def enrol(code: str, *, config: Path) -> None:
    """Let the node in with a one-time code from the desk; its key is made here, and never leaves this machine.

    Args:
        code: as the desk shows it.
        config: the node's configuration.
    """
    settings = read_config(config, StoreConfig)
    print(asyncio.run(enrolled(settings, code)))


async def enrolled(settings: StoreConfig, code: str) -> str:
    """The node's papers are kept when this returns; what to tell the person. Raises `NotLetIn`, `NodeUnusable`."""
    http = AiohttpHttp()
    try:
        world = RealWorld(http)
        desk_keys.make_node_key(world, settings.folder, settings.node)
        certificate = await let_in(world, settings.desk_url, code, settings.folder / FOLLOWING, node.signing_key(settings.folder))
    finally:
        await http.close()
    return f"{certificate.node} is let in for store {certificate.store}. Start it: arkwright store run --config FILE"
