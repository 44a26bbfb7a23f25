"""The tables of a press: items as their sources gave them, buckets, pieces, and how each dataset stands for each store."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.kit.database.record import Record
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.statement import Statement, among
from arkwright.kit.messages import Row

METADATA = sa.MetaData()


class Kept(Row, frozen=True):
    """An item, keyed "range//mug" (dataset, store, key); `place` is its bucket, `content` its lines, each with its key, as JSON."""

    item: str
    shelf: str
    place: str
    content: str


class Bucket(Row, frozen=True):
    """The hash of a bucket, keyed "range//00012"."""

    place: str
    shelf: str
    digest: str


class Piece(Row, frozen=True):
    """A chunk or a manifest, compressed; `gone_ms` since nothing names it any more."""

    digest: str
    content: bytes
    gone_ms: int = 0


class Shelf(Row, frozen=True):
    """A dataset as it stands for one store, or for all (`store` empty), keyed "range/"."""

    shelf: str
    dataset: str
    store: str
    edition: int
    changed_ms: int
    manifest: str


class Mark(Row, frozen=True):
    """What a dataset was made of: how its lines are made, and the place and chain digest in the journal of its source."""

    dataset: str
    version: int
    sequence: int
    chain: bytes


ITEMS = Record(Kept, "items", METADATA, indexes=("place", "shelf"))
BUCKETS = Record(Bucket, "buckets", METADATA, indexes=("shelf", "digest"))
PIECES = Record(Piece, "pieces", METADATA, indexes=("gone_ms",))
SHELVES = Record(Shelf, "shelves", METADATA, indexes=("store", "manifest"))
MARKS = Record(Mark, "marks", METADATA)

items, buckets, pieces, shelves = ITEMS.table.c, BUCKETS.table.c, PIECES.table.c, SHELVES.table.c

IN_PLACE = Statement(sa.select(items.content).where(items.place == sa.bindparam("place")))
KEYS_OF = Statement(
    sa.select(items.item)
    .where(items.item > sa.bindparam("after"), items.item < sa.bindparam("until"))
    .order_by(items.item)
    .limit(sa.bindparam("most"))
)
BUCKETS_OF = Statement(sa.select(buckets.place, buckets.digest).where(buckets.shelf == sa.bindparam("shelf")).order_by(buckets.place))
FOR_STORE = Statement(sa.select(*SHELVES.columns).where(among(shelves.store, "stores")))
GONE_PIECES = Statement(
    sa.delete(PIECES.table).where(
        pieces.gone_ms > sa.literal(0),
        pieces.gone_ms < sa.bindparam("before_ms"),
        sa.not_(sa.exists(sa.select(buckets.place).where(buckets.digest == pieces.digest))),
        sa.not_(sa.exists(sa.select(shelves.shelf).where(shelves.manifest == pieces.digest))),
    )
)
SOME_PIECES = Statement(sa.select(pieces.digest, pieces.content).where(among(pieces.digest, "digests")))


class ReplicaSchema(Schema):
    """The tables, under the name of their database."""

    def __init__(self) -> None:
        super().__init__("replica", METADATA)
