"""Reading a journal: entries in order, checked as they are read."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec

from arkwright.journal import tables
from arkwright.journal.entries import Entry, entry_from
from arkwright.kit.chain import GENESIS, chained, leaf_hash
from arkwright.kit.database.port import Reader

PAGE = 500


class JournalBroken(Exception):
    """The journal does not agree with itself: edited, cut, reordered or damaged. `sequence` is the first bad index."""

    def __init__(self, lane: str, sequence: int, why: str) -> None:
        super().__init__(f"The journal of {lane} is not intact from entry {sequence} on: {why}.")
        self.sequence = sequence


class Stored(msgspec.Struct, frozen=True):
    """An entry with its hashes, as stored."""

    entry: Entry
    leaf: bytes
    chain: bytes


async def entries(reader: Reader, after: int, most: int = PAGE) -> list[Stored]:
    """The entries after a sequence, in order; nothing is checked."""
    found = await reader.all(tables.BETWEEN, {"first": after + 1, "last": after + most})
    return [Stored(entry_from(bytes(row[1])), bytes(row[2]), bytes(row[3])) for row in found]  # type: ignore[arg-type]


async def checked(lane: str, reader: Reader) -> AsyncIterator[Stored]:
    """Every entry of the journal; raises `JournalBroken` at the first whose bytes, place or chain are wrong."""
    sequence, chain = 0, GENESIS
    while page := await reader.all(tables.BETWEEN, {"first": sequence + 1, "last": sequence + PAGE}):
        for number, raw, leaf, stored_chain in page:
            sequence += 1
            stored = Stored(entry_from(bytes(raw)), bytes(leaf), bytes(stored_chain))  # type: ignore[arg-type]
            chain = chained(chain, leaf_hash(bytes(raw)))  # type: ignore[arg-type]
            if number != sequence or stored.entry.sequence != sequence or stored.entry.lane != lane:
                raise JournalBroken(lane, sequence, "another entry stands in its place")
            if leaf_hash(bytes(raw)) != stored.leaf or chain != stored.chain:  # type: ignore[arg-type]
                raise JournalBroken(lane, sequence, "its hash is wrong")
            yield stored
    last = await reader.all(tables.HEAD)
    if last and last[0][0] != sequence:
        raise JournalBroken(lane, sequence + 1, "an entry is missing")
