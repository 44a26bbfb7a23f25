"""Keeping the replica in step with its sources: from their journals, and from their rows where the journal does not tell."""

from __future__ import annotations

import asyncio

import structlog

from arkwright.channels.line.sources import DatasetSource
from arkwright.journal.entries import LANE_EVENTS
from arkwright.journal.reading import entries
from arkwright.journal.work import head_of
from arkwright.kit.chain import GENESIS
from arkwright.kit.refusal import NotTaken
from arkwright.kit.replicating.press import Press
from arkwright.kit.replicating.tables import Mark
from arkwright.kit.world import World

log = structlog.get_logger("replica")

AT_ONCE = 200  # entries of a journal
KEYS_AT_ONCE = 1000
FURTHEST_BEHIND = 5_000  # entries; beyond this the rows are read instead
AFTER_A_CHANGE_S = 2.0
LOOK_AGAIN_S = 15.0
AGAIN_AFTER_S = 30.0


class DatasetKeeper:
    """Follows one source; `run` for ever, or `catch_up` once. Never on the way of a write. `turn` is shared by all keepers of a press."""

    def __init__(self, world: World, source: DatasetSource, press: Press, turn: asyncio.Lock) -> None:
        self.name = source.dataset
        self._world = world
        self._source = source
        self._press = press
        self._turn = turn
        self._version = 0

    async def run(self) -> None:
        """Make it where it is missing, then follow each change; cancel to stop."""
        lane = self._source.lane
        while True:
            sequence = lane.head.sequence
            try:
                await self.catch_up()
            except NotTaken as refusal:
                log.info("a dataset waits for its source", dataset=self.name, why=type(refusal).__name__)
                await self._world.sleep(AGAIN_AFTER_S)
                continue
            except Exception:
                log.exception("a dataset was not brought up to date; it is tried again", dataset=self.name)
                await self._world.sleep(AGAIN_AFTER_S)
                continue
            waits = [asyncio.ensure_future(lane.beyond(sequence)), asyncio.ensure_future(self._world.sleep(LOOK_AGAIN_S))]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()
            await self._world.sleep(AFTER_A_CHANGE_S)

    async def catch_up(self) -> None:
        """The dataset is as its source was when this was called, or later."""
        self._version = await self._source.version_at(self._world.now_ms())
        mark, reader = await self._press.mark(self._source.dataset), self._source.lane.reader
        head = await head_of(reader)
        if mark is None or mark.version != self._version or head.sequence - mark.sequence > FURTHEST_BEHIND:
            return await self._build()
        if not await self._holds(mark):
            return await self._build()
        while page := await entries(reader, mark.sequence, AT_ONCE):
            mark = self._mark(page[-1].entry.sequence, page[-1].chain)
            events = [self._source.lane.decode(bytes(stored.entry.event)) for stored in page]
            now_ms = self._world.now_ms()
            items = await self._source.changed([event for event in events if not isinstance(event, LANE_EVENTS)], now_ms)
            async with self._turn:
                await self._press.put(self._source.dataset, items, now_ms, mark)
            await self._world.sleep(0)

    async def _holds(self, mark: Mark) -> bool:
        """Whether this journal is the one that the dataset was made of, which a restored backup may not be."""
        if mark.sequence == 0:
            return mark.chain == GENESIS
        at = await entries(self._source.lane.reader, mark.sequence - 1, 1)
        return bool(at) and at[0].chain == mark.chain

    async def _build(self) -> None:
        """Everything from the rows, then the mark of the journal as it stood before: what changed meanwhile is followed next time."""
        head, dataset = await head_of(self._source.lane.reader), self._source.dataset
        log.info("a dataset is made from its rows", dataset=dataset)
        now_ms, live, stores = self._world.now_ms(), set[str](), {key.split("/", 1)[0] for key in await self._known()}
        async with self._turn:
            async for page in self._source.whole(now_ms):
                stores |= await self._press.lay(dataset, page)
                live |= {f"{item.store}/{item.key}" for item in page}
                await self._world.sleep(0)
            await self._press.forget(dataset, [key for key in await self._known() if key not in live])
            mark = self._mark(head.sequence, head.chain if head.sequence else GENESIS)
            await self._press.rebuild(dataset, stores or {""}, now_ms, mark)
        log.info("a dataset is complete", dataset=dataset, items=len(live))

    async def _known(self) -> list[str]:
        found, after = list[str](), ""
        while page := await self._press.keys(self._source.dataset, after, KEYS_AT_ONCE):
            found += page
            after = page[-1]
        return found

    def _mark(self, sequence: int, chain: bytes) -> Mark:
        return Mark(dataset=self._source.dataset, version=self._version, sequence=sequence, chain=chain)
