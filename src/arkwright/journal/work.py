"""One batch of a lane: the rows it loaded, the entries it adds, and how both are saved in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import msgspec

from arkwright.journal import tables
from arkwright.journal.compartment import Compartment
from arkwright.journal.entries import GENESIS, Entry, chained, entry_of, leaf_hash
from arkwright.kit.database.port import Reader, Writer
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Key, LoadedRows


class Head(msgspec.Struct, frozen=True):
    """The end of a journal: its last sequence and the chain digest there."""

    sequence: int
    chain: bytes


class Outcome(msgspec.Struct, frozen=True):
    """What a command id stands for: the digest of its content, and the entries it led to."""

    command: str
    digest: bytes
    first: int
    last: int


async def head_of(reader: Reader | Writer) -> Head:
    """Where the journal ends."""
    for sequence, chain in await reader.all(tables.HEAD):
        return Head(int(str(sequence)), bytes(chain))  # type: ignore[arg-type]
    return Head(0, GENESIS)


class Work:
    """Gathers what a batch changes. `record` only after the command's events have evolved."""

    def __init__(self, compartment: Compartment, writer: Writer, head: Head) -> None:
        self.rows = LoadedRows()
        self.head = head
        self.entries: list[tuple[bytes, bytes, bytes, int]] = []
        self.outcomes: dict[str, Outcome] = {}
        self._new: dict[str, Outcome] = {}
        self._compartment = compartment
        self._writer = writer
        self._records = {record.type: record for record in compartment.records.RECORDS}

    async def load(self, keys: Iterable[Key]) -> None:
        """Hold these rows, one query a table."""
        wanted: dict[type[Row], list[str]] = {}
        for key in dict.fromkeys(keys):
            if key not in self.rows:
                wanted.setdefault(key[0], []).append(key[1])
        for row_type, names in wanted.items():
            found = await self._writer.load(self._records[row_type], names)
            for name in names:
                self.rows.loaded((row_type, name), found.get(name))

    async def seen(self, commands: Sequence[str]) -> None:
        """Hold the outcomes of the commands that were decided before."""
        for command, digest, first, last in await self._writer.all(tables.SEEN, {"commands": json.dumps(list(commands))}):
            self.outcomes[str(command)] = Outcome(str(command), bytes(digest), int(str(first)), int(str(last)))  # type: ignore[arg-type]

    def record(self, command: str, digest: bytes, events: Sequence[Event], now_ms: int) -> Outcome:
        """Append the events of a command, and its outcome."""
        first = self.head.sequence + 1
        for event in events:
            self.append(entry_of(self._compartment.name, self.head.sequence + 1, now_ms, command, digest, event))
        return self.outcome(command, digest, first, self.head.sequence)

    def outcome(self, command: str, digest: bytes, first: int, last: int) -> Outcome:
        """What the command stands for; entries that follow for the same command widen it."""
        before = self.outcomes.get(command)
        outcome = Outcome(command, digest, before.first if before else first, last)
        self.outcomes[command] = self._new[command] = outcome
        return outcome

    def append(self, entry: Entry) -> None:
        """Append one entry to the chain."""
        stored = entry.bytes()
        leaf = leaf_hash(stored)
        self.head = Head(entry.sequence, chained(self.head.chain, leaf))
        self.entries.append((stored, leaf, self.head.chain, entry.sequence))

    async def save(self) -> None:
        """Write rows, entries and outcomes; the caller commits."""
        changed: dict[type[Row], list[str]] = {}
        for row_type, name in sorted(self.rows.changed, key=lambda key: (key[0].__name__, key[1])):
            changed.setdefault(row_type, []).append(name)
        for row_type, names in changed.items():
            now = [(name, self.rows[row_type, name]) for name in names]
            record = self._records[row_type]
            await self._writer.save(record, [row for _, row in now if row is not None], [name for name, row in now if row is None])
        await self._writer.run(
            tables.ADD_ENTRY,
            [{"sequence": sequence, "entry": entry, "leaf": leaf, "chain": chain} for entry, leaf, chain, sequence in self.entries],
        )
        await self._writer.run(tables.PUT_OUTCOME, [msgspec.structs.asdict(outcome) for outcome in self._new.values()])
