"""A store's node as its role opens it, with everything that it looks after by itself; its people stand at the tills (cashier.py)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from arkwright.channels.following.papers import enrol
from arkwright.journeys.till_card import Tills
from arkwright.kit.signing import SigningKey
from arkwright.roles.desk_keys import FOLLOWING
from arkwright.roles.node import keep_secret
from arkwright.roles.store import Store, open_store
from arkwright.roles.store_config import StoreConfig
from arkwright.roles.store_process import tasks
from tests.simulation.company.places import LINE_URL, TILLS, address_of, node_of, terminals_of
from tests.simulation.desk import DESK_URL
from tests.simulation.world import Life, SimulatedWorld, Universe


class RunningShop:
    """One life of the node."""

    def __init__(self, store: Store, life: Life) -> None:
        self.store = store
        self.work: list[asyncio.Task[Any]] = []
        store.failed.add_done_callback(lambda _: life.kill("a lane failed"))
        store.failed.add_done_callback(asyncio.Future.exception)

    @property
    def tills(self) -> Tills:
        """For who stands at a till."""
        return self.store.tills

    async def stop(self) -> None:
        """A clean stop."""
        for task in self.work:
            task.cancel()
        await asyncio.gather(*self.work, return_exceptions=True)
        await self.store.stop()


def key_of(universe: Universe, store: str) -> SigningKey:
    """The node's key, made on the node."""
    return SigningKey(node_of(store), universe.dice(f"key of {store}").randbytes(32))


def folder_of(universe: Universe, store: str) -> Path:
    """Where the node keeps everything."""
    return universe.folder / store


async def let_in(universe: Universe, world: SimulatedWorld, store: str, code: str) -> None:
    """What is done once, when the node is set up: its key, and its papers from the desk."""
    folder, key = folder_of(universe, store), key_of(universe, store)
    keep_secret(folder, "signing.key", key.secret_text.encode())
    await enrol(world, DESK_URL, code, folder / FOLLOWING, key)


async def start_shop(universe: Universe, world: SimulatedWorld, life: Life, store: str) -> RunningShop:
    """What the process does when it begins."""
    config = StoreConfig(
        node=node_of(store),
        store=store,
        folder=folder_of(universe, store),
        url="http://till.localhost",
        office_url=LINE_URL,
        desk_url=DESK_URL,
        smtp_host="mail.localhost",
        smtp_port=25,
        tills=TILLS,
        terminals={till: address_of(name) for till, name in terminals_of(store).items()},
        office_node="office",
    )
    node_world: Any = world
    opened = await open_store(node_world, config)
    running = RunningShop(opened, life)
    await opened.following.start(opened.obey)
    mail: Any = world
    running.work = [asyncio.get_running_loop().create_task(each, name=name) for name, each in tasks(opened, mail).items()]
    return running
