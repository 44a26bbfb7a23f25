"""Rows that a step of a schema could not fill: made from the lane's own journal, once, before the lane begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arkwright.journal import tables
from arkwright.journal.compartment import Compartment
from arkwright.journal.entries import LANE_EVENTS, EventDecoder
from arkwright.journal.reading import entries
from arkwright.kit.database.change import Change
from arkwright.kit.database.port import CutOff, Database, Reader
from arkwright.kit.database.record import Record
from arkwright.kit.rows import LoadedRows


async def remake(compartment: Compartment, database: Database) -> None:
    """Where a step of the schema asked for it, the rows that `records.REMADE` names become what a rebuild makes of them.

    One transaction, which takes the asking away. All that the journal tells is held in memory meanwhile. A lane that is sealed waits
    for its next start.
    """
    records: Sequence[Record[Any]] = getattr(compartment.records, "REMADE", ())
    try:
        if not records or not await database.reader.all(tables.NOTE, {"name": tables.REMAKE}):
            return
    except CutOff:
        return
    await database.writer.begin()
    try:
        rows = await replayed(compartment, database.reader)
        changes = [change_of(record, rows) for record in records]
        await database.writer.save(*changes, Change(tables.NOTES, gone=[tables.REMAKE]))
    except BaseException:
        await database.writer.rollback()
        raise
    await database.writer.commit()


async def replayed(compartment: Compartment, reader: Reader) -> LoadedRows:
    """Every row that the journal leads to."""
    rows, decode, after = LoadedRows(complete=True), EventDecoder(compartment.events), 0
    while page := await entries(reader, after):
        for stored in page:
            event = decode(bytes(stored.entry.event))
            if not isinstance(event, LANE_EVENTS):
                compartment.state.evolve(rows, event)
                rows.keep()
        after = page[-1].entry.sequence
    return rows


def change_of(record: Record[Any], rows: LoadedRows) -> Change:
    """The rows of one table that there are, and the keys that went."""
    now = [(key, rows[record.type, key]) for row_type, key in sorted(rows.changed, key=lambda each: each[1]) if row_type is record.type]
    return record.change([row for _, row in now if row is not None], [key for key, row in now if row is None])
