"""The publisher of an office: puts the range in force when somebody asks, and by itself soon after it has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import structlog

from arkwright.channels.back_office.office import Standing
from arkwright.channels.publication.publish import publish
from arkwright.channels.publication.settings import Settings
from arkwright.channels.publication.shelf import Shelf
from arkwright.journeys.shop import Shop
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import SweepingWorld

log = structlog.get_logger("publisher")

AFTER_A_CHANGE_S = 2.0
AGAIN_AFTER_S = 30.0

Progress = Callable[[int, int], None]


class RangePublisher:
    """One publication at a time."""

    def __init__(self, world: SweepingWorld, shop: Shop, key: SigningKey, folder: Path, settings: Settings) -> None:
        self._world = world
        self._shop = shop
        self._key = key
        self._folder = folder
        self._settings = settings
        self._one_at_a_time = asyncio.Lock()
        self._standing: Standing | None = None

    def standing(self) -> Standing | None:
        """What stands published now; None before the first publication."""
        shelf = Shelf(self._world, self._folder)
        number = shelf.newest()
        if self._standing is None or self._standing.number != number:
            manifest = None if number is None else shelf.manifest(number, self._key.public)
            self._standing = None if manifest is None else Standing(number=manifest.number, made_ms=manifest.made_ms)
        return self._standing

    async def publish(self, progress: Progress) -> str:
        """Publish the range as it is now; a sentence about it."""
        async with self._one_at_a_time:
            settings = replace(self._settings, progress=progress)
            shop = self._shop
            done = await publish(self._world, shop.catalogue.reader, shop.stores.reader, self._key, self._folder, settings)
        log.info("published", number=done.number, rendered=done.rendered, reused=done.reused)
        return f"Publication {done.number} is in force: {done.rendered} files made, {done.reused} kept."

    async def run(self) -> None:
        """Publish at the start and after each change of the range or the stores; cancel to stop."""
        catalogue, stores = self._shop.catalogue, self._shop.stores
        while True:
            heads = (catalogue.head.sequence, stores.head.sequence)
            try:
                await self.publish(lambda done, total: None)
            except Exception:
                log.exception("publishing went wrong; it will be tried again")
                await self._world.sleep(AGAIN_AFTER_S)
                continue
            changes = [asyncio.ensure_future(catalogue.beyond(heads[0])), asyncio.ensure_future(stores.beyond(heads[1]))]
            try:
                await asyncio.wait(changes, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for change in changes:
                    change.cancel()
            await self._world.sleep(AFTER_A_CHANGE_S)
