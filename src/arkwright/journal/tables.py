"""The tables that every lane has beside its compartment's own: journal, outcomes, switches, checkpoints, notes."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence

import sqlalchemy as sa

from arkwright.journal.compartment import Compartment
from arkwright.kit.database.change import Change
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.statement import Statement, among

LANE = sa.MetaData()

JOURNAL = sa.Table(
    "journal",
    LANE,
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("entry", sa.LargeBinary, nullable=False),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.Column("chain", sa.LargeBinary, nullable=False),
)
OUTCOMES = sa.Table(
    "outcomes",
    LANE,
    sa.Column("command", sa.Text, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("first", sa.BigInteger, nullable=False),
    sa.Column("last", sa.BigInteger, nullable=False),
)
SWITCHES = sa.Table("switches", LANE, sa.Column("name", sa.Text, primary_key=True), sa.Column("document", sa.Text, nullable=False))
CHECKPOINTS = sa.Table(
    "checkpoints", LANE, sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False), sa.Column("signed", sa.Text)
)
NOTES = sa.Table("notes", LANE, sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.BigInteger, nullable=False))


HEAD = Statement(sa.select(JOURNAL.c.sequence, JOURNAL.c.chain).order_by(JOURNAL.c.sequence.desc()).limit(1))
SEEN = Statement(sa.select(*OUTCOMES.columns).where(among(OUTCOMES.c.command, "commands")))
BETWEEN = Statement(
    sa.select(*JOURNAL.columns)
    .where(JOURNAL.c.sequence >= sa.bindparam("first"), JOURNAL.c.sequence <= sa.bindparam("last"))
    .order_by(JOURNAL.c.sequence)
)
OBEYED = Statement(sa.select(SWITCHES.c.document).where(SWITCHES.c.name == "held"))
OBEYED_DIGEST = Statement(sa.select(SWITCHES.c.document).where(SWITCHES.c.name == "digest"))
NOTE = Statement(sa.select(NOTES.c.value).where(NOTES.c.name == sa.bindparam("name")))
REMAKE = "remake"  # the note by which a step of a schema asks that rows be made from the journal
FORGET_NOTES = Statement(sa.delete(NOTES).where(NOTES.c.name != REMAKE))
LAST_CHECKPOINT = Statement(sa.select(*CHECKPOINTS.columns).order_by(CHECKPOINTS.c.sequence.desc()).limit(1))
ALL_CHECKPOINTS = Statement(sa.select(*CHECKPOINTS.columns).order_by(CHECKPOINTS.c.sequence))
ALL_OUTCOMES = Statement(
    sa.select(*OUTCOMES.columns).where(OUTCOMES.c.command > sa.bindparam("after")).order_by(OUTCOMES.c.command).limit(sa.bindparam("most"))
)


def held(documents: Sequence[str]) -> Change:
    """The last of the switch tables as the one that the lane obeys, with its digest, by which another process sees that it changed."""
    return Change(SWITCHES, [row for document in documents[-1:] for row in (("held", document), ("digest", digest_of(document)))])


def digest_of(document: str) -> str:
    """SHA-256 of a switch table's document."""
    return hashlib.sha256(document.encode()).hexdigest()


@functools.cache
def schema(compartment: Compartment) -> Schema:
    """The whole schema of a lane's database; made once, since copying its tables takes longer than opening a file."""
    both = sa.MetaData()
    for metadata in (LANE, compartment.records.METADATA):
        for table in metadata.sorted_tables:
            table.to_metadata(both)
    return Schema(compartment.name, both, compartment.records.MIGRATIONS)
