"""The publisher of an office: puts the range in force when somebody asks, and by itself soon after it has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import structlog

from arkwright.channels.back_office.office import Standing
from arkwright.channels.publication.publish import publish
from arkwright.channels.publication.settings import Settings
from arkwright.channels.publication.shelf import Shelf
from arkwright.compartments.promotions import queries as promotions
from arkwright.journeys.shop import Shop
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import SweepingWorld

log = structlog.get_logger("publisher")

AFTER_A_CHANGE_S = 2.0
AGAIN_AFTER_S = 30.0
MOST_PROMOTIONS = 1000

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
            shop = self._shop
            held = await promotions.current(shop.promotions.reader, self._world.now_ms(), MOST_PROMOTIONS)
            items = tuple(row.terms for row in held if not row.terms.code and row.terms.holds(self._world.now_ms()))
            settings = replace(self._settings, progress=progress, promotions=items)
            done = await publish(self._world, shop.catalogue.reader, shop.stores.reader, self._key, self._folder, settings)
        log.info("published", number=done.number, rendered=done.rendered, reused=done.reused)
        return f"Publication {done.number} is in force: {done.rendered} files made, {done.reused} kept."

    async def run(self) -> None:
        """Publish at the start, after each change of the range, the stores or promotions, and when a price for members begins or ends."""
        lanes = (self._shop.catalogue, self._shop.stores, self._shop.promotions)
        while True:
            heads, now_ms = [lane.head.sequence for lane in lanes], self._world.now_ms()
            try:
                await self.publish(lambda done, total: None)
                turn_ms = await self._next_turn_ms(now_ms)
            except Exception:
                log.exception("publishing went wrong; it will be tried again")
                await self._world.sleep(AGAIN_AFTER_S)
                continue
            waits: list[Awaitable[object]] = [lane.beyond(head) for lane, head in zip(lanes, heads, strict=True)]
            if turn_ms is not None:
                waits.append(self._world.sleep(max(0, turn_ms - self._world.now_ms()) / 1000))
            changes = [asyncio.ensure_future(wait) for wait in waits]
            try:
                await asyncio.wait(changes, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for change in changes:
                    change.cancel()
            await self._world.sleep(AFTER_A_CHANGE_S)

    async def _next_turn_ms(self, now_ms: int) -> int | None:
        """When a promotion for members begins or ends next, after this moment."""
        held = await promotions.current(self._shop.promotions.reader, now_ms, MOST_PROMOTIONS)
        turns = [turn for row in held if row.terms.members_only for turn in (row.from_ms, row.until_ms) if turn > now_ms]
        return min(turns, default=None)
