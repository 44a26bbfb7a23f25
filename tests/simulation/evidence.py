"""What is left when everybody has gone home: journals, rows, the provider's books, and what people remember."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from arkwright.journal import tables
from arkwright.journal.checkpoints import Checkpoint, check_checkpoints
from arkwright.journal.entries import EventDecoder
from arkwright.journal.reading import checked
from arkwright.journal.rebuild import all_rows, rebuild
from arkwright.kit.database.port import Reader
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.messages import Event, Row
from arkwright.kit.signing import PublicKey, SigningKey, read_envelope
from arkwright.roles.databases import Files
from arkwright.roles.lanes import COMPARTMENTS, OFFICE
from arkwright.simulators.stripe.books import Books
from tests.simulation.desk import SimulatedDesk
from tests.simulation.record import Record
from tests.simulation.watching import Watched
from tests.simulation.world import SimulatedWorld

R = TypeVar("R", bound=Row)
OFFICE_KEY = SigningKey("office", bytes(32)).public


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a journal, with its event decoded."""

    sequence: int
    at_ms: int
    command: str
    event: Event


class LaneEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """One lane at rest."""

    entries: list[Entry]
    rows: dict[type[Row], dict[str, Any]]
    outcomes: dict[str, tuple[int, int]]
    chain: str
    rebuilt_same: bool
    checkpoints: list[Checkpoint]

    def of(self, row: type[R]) -> dict[str, R]:
        """The rows of a type, by key."""
        return self.rows[row]

    def events(self, *kinds: type[Event]) -> list[Entry]:
        """The entries with events of these types, in order."""
        return [entry for entry in self.entries if isinstance(entry.event, kinds)]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a checker may look at."""

    lanes: dict[str, LaneEvidence]
    books: Books
    desk: SimulatedDesk
    record: Record
    now_ms: int
    held_version: int
    watched: Watched = msgspec.field(default_factory=Watched)

    @property
    def trace(self) -> str:
        """One hash over every event of every lane with its time, and every answer with its time."""
        trace = hashlib.sha256()
        for name in sorted(self.lanes):
            trace.update(f"{name} {self.lanes[name].chain}\n".encode())
        for answered in self.record.answered:
            trace.update(f"{answered.at_ms} {answered.lane} {answered.command.id} {answered.answer}\n".encode())
        for told in self.record.told:
            trace.update(f"{told.at_ms} {told.order} {told.what}\n".encode())
        trace.update(msgspec.json.encode(self.books, order="sorted"))
        return trace.hexdigest()


async def gather(world: SimulatedWorld, folder: Path, books: Books, desk: SimulatedDesk, record: Record, held_version: int) -> Evidence:
    """Open the stopped office's files and read everything, rebuilding each lane beside the live one."""
    lanes = {name: await one_lane(world, folder, name) for name in OFFICE}
    return Evidence(lanes=lanes, books=books, desk=desk, record=record, now_ms=world.now_ms(), held_version=held_version)


async def one_lane(world: SimulatedWorld, folder: Path, name: str, node: str = "office", key: PublicKey = OFFICE_KEY) -> LaneEvidence:
    """One lane's journal and checkpoints, checked as they are read; raises `JournalBroken`. The key is the one that signed."""
    mounted = COMPARTMENTS[name]
    live = SqliteDatabase(world, Files(folder, node).path(name), tables.schema(mounted), node)
    fresh = SqliteDatabase(world, folder / "rebuilt" / f"{name}.db", tables.schema(mounted), node)
    decode, entries, chain = EventDecoder(mounted.events), [], b""
    async for stored in checked(name, live.reader):
        entry = stored.entry
        entries.append(Entry(sequence=entry.sequence, at_ms=entry.at_ms, command=entry.command, event=decode(bytes(entry.event))))
        chain = stored.chain
    rows = {record.type: {record.key(row): row for row in await all_rows(record, live.reader)} for record in mounted.records.RECORDS}
    found = await live.reader.all(tables.ALL_OUTCOMES, {"after": "", "most": 10**9})
    outcomes = {str(command): (int(str(first)), int(str(last))) for command, _, first, last in found}
    checkpoints = await checkpoints_of(name, live.reader, key)
    rebuilt = await rebuild(mounted, live.reader, fresh)
    await live.close()
    await fresh.close()
    return LaneEvidence(
        entries=entries, rows=rows, outcomes=outcomes, chain=chain.hex(), rebuilt_same=rebuilt.same, checkpoints=checkpoints
    )


async def checkpoints_of(lane: str, reader: Reader, key: PublicKey) -> list[Checkpoint]:
    """What the node signed, each held against the journal."""
    await check_checkpoints(lane, reader, key)
    found = await reader.all(tables.ALL_CHECKPOINTS)
    return [msgspec.json.decode(read_envelope(str(text)).content, type=Checkpoint) for _, text in found]
