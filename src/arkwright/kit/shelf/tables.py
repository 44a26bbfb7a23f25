"""The tables of a shelf: lines with what they are looked up by, the hash of each bucket, and how each dataset stands."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect

from arkwright.kit.database.record import Record
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.statement import Statement
from arkwright.kit.messages import Row

METADATA = sa.MetaData()
LAST = "~"  # after every character of a place


class Kept(Row, frozen=True):
    """A line, keyed "range/MUG-1"; `also` is "range/05012345678900" or empty, `words` those of its name, if it is found by words."""

    key: str
    dataset: str
    place: str
    also: str
    words: str
    content: str


class Bucket(Row, frozen=True):
    """The hash of a bucket as it was put here, keyed "range/1024/00012"."""

    place: str
    dataset: str
    digest: str


class Dataset(Row, frozen=True):
    """A dataset that was whole once: its edition, and when head office last stood by it."""

    dataset: str
    edition: int
    as_at_ms: int
    manifest: str


LINES = Record(Kept, "lines", METADATA, indexes=("place", "also"))
BUCKETS = Record(Bucket, "buckets", METADATA)
DATASETS = Record(Dataset, "datasets", METADATA)

lines, buckets = LINES.table.c, BUCKETS.table.c
_OTHERS = sa.or_(lines.place < sa.bindparam("first"), lines.place > sa.bindparam("last"))

CLEAR_BUCKET = Statement(sa.delete(LINES.table).where(lines.place == sa.bindparam("place")))
CLEAR_OTHER_LINES = Statement(sa.delete(LINES.table).where(lines.dataset == sa.bindparam("dataset"), _OTHERS))
CLEAR_OTHER_BUCKETS = Statement(
    sa.delete(BUCKETS.table).where(
        buckets.dataset == sa.bindparam("dataset"),
        sa.or_(buckets.place < sa.bindparam("first"), buckets.place > sa.bindparam("last")),
    )
)
HELD = Statement(
    sa.select(buckets.place, buckets.digest).where(buckets.place >= sa.bindparam("first"), buckets.place <= sa.bindparam("last"))
)
BY_KEY = Statement(sa.select(lines.content).where(lines.key == sa.bindparam("key")))
ALSO = Statement(sa.select(lines.content).where(lines.also == sa.bindparam("also")).order_by(lines.key))
ALL_OF = Statement(
    sa.select(lines.content).where(lines.place >= sa.bindparam("first"), lines.place <= sa.bindparam("last")).order_by(lines.key)
)
COUNT_OF = Statement(
    sa.select(sa.func.count()).select_from(LINES.table).where(lines.place >= sa.bindparam("first"), lines.place <= sa.bindparam("last"))
)
STANDINGS = Statement(sa.select(*DATASETS.columns).order_by(DATASETS.table.c.dataset))
# Of very many that fit, some: a till that typed one letter waits no longer than one that typed the name.
FOUND = Statement(
    sa.select(lines.content)
    .where(sa.text("lines.rowid IN (SELECT found.rowid FROM found WHERE found MATCH :match LIMIT 400)"))
    .order_by(sa.func.length(lines.words), lines.key)
    .limit(sa.bindparam("most"))
)

# An FTS5 table over the words of names, told of each change (sqlite.org/fts5.html, 4.4.3). A shelf is always a file in its store.
PUT = "INSERT INTO found (rowid, words) SELECT new.rowid, new.words WHERE new.words <> '';"
TAKE_OUT = "INSERT INTO found (found, rowid, words) SELECT 'delete', old.rowid, old.words WHERE old.words <> '';"
FURTHER = (
    "CREATE VIRTUAL TABLE found USING fts5(words, content='lines', tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    f"CREATE TRIGGER lines_added AFTER INSERT ON lines BEGIN {PUT} END",
    f"CREATE TRIGGER lines_gone AFTER DELETE ON lines BEGIN {TAKE_OUT} END",
    f"CREATE TRIGGER lines_changed AFTER UPDATE ON lines BEGIN {TAKE_OUT} {PUT} END",
)


class ShelfSchema(Schema):
    """The tables, and what is searched by words."""

    def __init__(self) -> None:
        super().__init__("shelf", METADATA)

    def create(self, dialect: Dialect) -> list[str]:
        """The statements that make it all."""
        return [*super().create(dialect), *FURTHER]
