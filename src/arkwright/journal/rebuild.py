"""Rebuild: make a compartment's state anew from its journal alone, and compare it with the live one to the last byte."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from arkwright.journal import tables
from arkwright.journal.compartment import Compartment
from arkwright.journal.entries import LANE_EVENTS, EventDecoder, SwitchesObeyed
from arkwright.journal.reading import Stored, checked
from arkwright.journal.work import Head, Work, head_of
from arkwright.kit.database.port import Database, Reader
from arkwright.kit.database.record import Record
from arkwright.kit.messages import Event, canonical
from arkwright.kit.rows import Key, Missing, R

BATCH = 500


class Rebuilt(msgspec.Struct, frozen=True, kw_only=True):
    """What a rebuild found: `same` when the fresh state equals the live one."""

    lane: str
    entries: int
    live: str
    fresh: str

    @property
    def same(self) -> bool:
        """Whether both digests agree."""
        return self.live == self.fresh


async def rebuild(compartment: Compartment, source: Reader, target: Database, progress: Callable[[int], None] = lambda _: None) -> Rebuilt:
    """Replay the source's journal into the fresh target database. Raises `JournalBroken` where the journal is not intact."""
    replay = Replay(compartment, target)
    count = 0
    batch: list[Stored] = []
    async for stored in checked(compartment.name, source):
        batch.append(stored)
        count += 1
        if len(batch) == BATCH:
            await replay.apply(batch)
            batch = []
            progress(count)
    await replay.apply(batch)
    progress(count)
    live, fresh = await state_digest(compartment, source), await state_digest(compartment, target.reader)
    return Rebuilt(lane=compartment.name, entries=count, live=live, fresh=fresh)


class Replay:
    """Applies journal entries to a database through `evolve` alone."""

    def __init__(self, compartment: Compartment, target: Database) -> None:
        self._compartment = compartment
        self._writer = target.writer
        self._decode = EventDecoder(compartment.events)

    async def apply(self, batch: list[Stored]) -> None:
        """One transaction for a batch of entries."""
        await self._writer.begin()
        work = Work(self._compartment, self._writer)
        events = [self._decode(bytes(stored.entry.event)) for stored in batch]
        await work.begin([stored.entry.command for stored in batch if stored.entry.command], self._hints(events))
        documents = []
        for stored, event in zip(batch, events, strict=True):
            if isinstance(event, SwitchesObeyed):
                documents.append(event.document)
            elif not isinstance(event, LANE_EVENTS):
                await self._evolve(work, event)
            work.append(stored.entry)
        widen_outcomes(work, batch)
        await self._writer.save(*work.changes(), tables.held(documents))
        await self._writer.commit()

    def _hints(self, events: list[Event]) -> list[Key]:
        """Rows worth loading beforehand, in one query a table: those that each event asks for first. Others are loaded when missed."""
        hints: list[Key] = []
        for event in events:
            if not isinstance(event, LANE_EVENTS):
                rehearsal = Rehearsal()
                # Where it goes without its rows is nobody's business: it is played in earnest below.
                with contextlib.suppress(LookupError, AttributeError, TypeError):
                    self._compartment.state.evolve(rehearsal, event)
                hints += rehearsal.asked
        return hints

    async def _evolve(self, work: Work, event: Event) -> None:
        while True:
            try:
                self._compartment.state.evolve(work.rows, event)
            except Missing as missing:
                work.rows.undo()
                await work.load([missing.key])
            else:
                return work.rows.keep()


class Rehearsal:
    """Rows of which there are none: it only notes which were asked for."""

    def __init__(self) -> None:
        self.asked: list[Key] = []

    def __getitem__(self, key: tuple[type[R], str]) -> R | None:
        self.asked.append(key)
        return None

    def __setitem__(self, key: tuple[type[R], str], row: R | None) -> None:
        """What stood there is not asked for."""


def widen_outcomes(work: Work, batch: list[Stored]) -> None:
    """The outcome of each command, which the entries themselves tell."""
    for entry in (stored.entry for stored in batch if stored.entry.command):
        work.outcome(entry.command, bytes.fromhex(entry.digest), entry.sequence, entry.sequence)


async def state_digest(compartment: Compartment, reader: Reader) -> str:
    """SHA-256 over every row of every table in order of key, the outcomes and the head of the journal."""
    state = hashlib.sha256()
    for record in sorted(compartment.records.RECORDS, key=lambda each: each.table.name):
        state.update(record.table.name.encode() + b"\n")
        for row in await all_rows(record, reader):
            state.update(canonical(row) + b"\n")
    after = ""
    while page := await reader.all(tables.ALL_OUTCOMES, {"after": after, "most": BATCH}):
        after = str(page[-1][0])
        for command, digest, first, last in page:
            state.update(canonical([command, bytes(digest).hex(), first, last]) + b"\n")  # type: ignore[arg-type]
    head: Head = await head_of(reader)
    state.update(head.chain)
    return state.hexdigest()


async def all_rows(record: Record[Any], reader: Reader) -> list[Any]:
    """Every row of a table in order of key."""
    return await reader.rows(record, record.in_order)
