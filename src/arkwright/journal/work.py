"""What a batch, of a lane or of a rebuild, works on: the rows it loaded, the entries and outcomes it adds, and what to write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from arkwright.journal import tables
from arkwright.journal.compartment import Compartment
from arkwright.journal.entries import Entry, entry_of
from arkwright.journal.recent import Happened
from arkwright.kit.chain import GENESIS, chained, leaf_hash
from arkwright.kit.database.change import Change
from arkwright.kit.database.port import Question, Reader, Value, Writer
from arkwright.kit.database.record import Record
from arkwright.kit.database.statement import as_set
from arkwright.kit.messages import Event, Row
from arkwright.kit.refusal import Invalid
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
    return head_in(await reader.all(tables.HEAD))


def head_in(found: Sequence[tuple[Value, ...]]) -> Head:
    """What `tables.HEAD` answered."""
    for sequence, chain in found:
        return Head(int(str(sequence)), bytes(chain))  # type: ignore[arg-type]
    return Head(0, GENESIS)


@dataclass
class StepIsTooLarge(Invalid):
    """An entry of it could not be sent on: `largest_kb` is what the journal takes."""

    largest_kb: int
    sentence: ClassVar[str] = "This is too much for one step, which may take {largest_kb} KB. Do it in smaller steps; nothing was done."


class Known(msgspec.Struct, frozen=True):
    """Where a journal ends, and the digest of the switch table that its lane obeys."""

    head: Head
    obeyed_digest: str | None


STANDING: list[Question] = [(tables.HEAD, {}), (tables.OBEYED_DIGEST, {})]


class Work:
    """Gathers what a batch changes. `begin` it inside the transaction; `record` only after the command's events have evolved."""

    def __init__(self, compartment: Compartment, writer: Writer) -> None:
        self.rows = LoadedRows()
        self.head = self.began = Head(0, GENESIS)
        self.entries: list[tuple[int, bytes, bytes, bytes]] = []
        self.outcomes: dict[str, Outcome] = {}
        self.happened: list[Happened] = []
        self.obeyed_digest: str | None = None
        self._new: dict[str, Outcome] = {}
        self._compartment = compartment
        self._writer = writer
        self._records = {record.type: record for record in compartment.records.RECORDS}

    async def begin(self, commands: Sequence[str] = (), keys: Iterable[Key] = (), known: Known | None = None) -> None:
        """Hold the head, the outcomes of the commands that were decided before, and these rows: one round trip.

        `known` is what nobody else can have moved, and is not asked for.
        """
        wanted = self._wanted(keys)
        questions = [(tables.SEEN, {"commands": as_set(commands)}), *self._questions(wanted)]
        seen, *found = await self._writer.read(questions if known else [*questions, *STANDING])
        if known is None:
            *found, head, obeyed = found
            known = Known(head_in(head), str(obeyed[0][0]) if obeyed else None)
        self.head = self.began = known.head
        self.obeyed_digest = known.obeyed_digest
        for command, digest, first_of_it, last in seen:
            self.outcomes[str(command)] = Outcome(str(command), bytes(digest), int(str(first_of_it)), int(str(last)))  # type: ignore[arg-type]
        self._hold(wanted, found)

    async def load(self, keys: Iterable[Key]) -> None:
        """Hold these rows too."""
        wanted = self._wanted(keys)
        self._hold(wanted, await self._writer.read(self._questions(wanted)))

    def _wanted(self, keys: Iterable[Key]) -> dict[Record[Any], list[str]]:
        wanted: dict[Record[Any], list[str]] = {}
        for key in dict.fromkeys(keys):
            if key not in self.rows:
                wanted.setdefault(self._records[key[0]], []).append(key[1])
        return wanted

    def _questions(self, wanted: dict[Record[Any], list[str]]) -> list[Question]:
        return [(record.by_keys, {"keys": as_set(names)}) for record, names in wanted.items()]

    def _hold(self, wanted: dict[Record[Any], list[str]], found: Sequence[Sequence[tuple[Value, ...]]]) -> None:
        for (record, names), values in zip(wanted.items(), found, strict=True):
            rows = {record.key(row): row for row in map(record.from_values, values)}
            for name in names:
                self.rows.loaded((record.type, name), rows.get(name))

    def record(self, command: str, digest: bytes, events: Sequence[Event], now_ms: int) -> Outcome:
        """Append the events of a command, and its outcome. Refuses with `StepIsTooLarge`, and appends nothing then."""
        before, entries, happened = self.head, len(self.entries), len(self.happened)
        first = self.head.sequence + 1
        for event in events:
            self.happen(event, command, digest, now_ms)
        largest = self._compartment.largest_entry_bytes
        if largest is not None and any(len(entry) > largest for _, entry, _, _ in self.entries[entries:]):
            self.head = before
            del self.entries[entries:], self.happened[happened:]
            raise StepIsTooLarge(largest // 1024)
        return self.outcome(command, digest, first, self.head.sequence)

    def outcome(self, command: str, digest: bytes, first: int, last: int) -> Outcome:
        """What the command stands for; entries that follow for the same command widen it."""
        before = self.outcomes.get(command)
        outcome = Outcome(command, digest, before.first if before else first, last)
        self.outcomes[command] = self._new[command] = outcome
        return outcome

    def happen(self, event: Event, command: str, digest: bytes, now_ms: int) -> None:
        """Append the entry of an event that is new."""
        self.append(entry_of(self._compartment.name, self.head.sequence + 1, now_ms, command, digest, event))
        self.happened.append(Happened(self.head.sequence, self.entries[-1][2], event))

    def append(self, entry: Entry) -> None:
        """Append one entry to the chain."""
        stored = entry.bytes()
        leaf = leaf_hash(stored)
        self.head = Head(entry.sequence, chained(self.head.chain, leaf))
        self.entries.append((entry.sequence, stored, leaf, self.head.chain))

    def changes(self) -> list[Change]:
        """What to write: rows, entries and outcomes."""
        changed: dict[type[Row], list[str]] = {}
        for row_type, name in sorted(self.rows.changed, key=lambda key: (key[0].__name__, key[1])):
            changed.setdefault(row_type, []).append(name)
        return [
            *(self._change(self._records[row_type], names) for row_type, names in changed.items()),
            Change(tables.JOURNAL, self.entries, added=True),
            Change(tables.OUTCOMES, [msgspec.structs.astuple(outcome) for outcome in self._new.values()]),
        ]

    def _change(self, record: Record[Any], names: list[str]) -> Change:
        now = [(name, self.rows[record.type, name]) for name in names]
        return record.change([row for _, row in now if row is not None], [name for name, row in now if row is None])
