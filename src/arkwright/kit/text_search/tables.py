"""The tables of the index, the same on both databases but for one column: SQLite keeps its words in FTS5, PostgreSQL in a tsvector."""

from __future__ import annotations

import functools
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement

from arkwright.kit.database.record import Record
from arkwright.kit.database.schema import Schema
from arkwright.kit.database.statement import Statement, among
from arkwright.kit.messages import Row
from arkwright.kit.text_search.asked import WEIGHTS

METADATA = sa.MetaData()


class Item(Row, frozen=True):
    """A product that can be found: what it is (a stem), how many words its name has, the name for ordering, the stems of each field."""

    product: str
    category: str
    noun: str
    length: int
    name: str
    title: str
    head: str
    codes: str
    text: str


class Word(Row, frozen=True):
    """A word of the names, brands, departments and options, as it is written, folded: what a typing error may have meant."""

    word: str


class Near(Row, frozen=True):
    """The words that have this neighbour (spelling.py)."""

    neighbour: str
    words: tuple[str, ...]


class Mark(Row, frozen=True):
    """What the index was made of: the words' analysis, and the place and chain digest in the journal of the catalogue."""

    name: str
    analysis: int
    sequence: int
    chain: bytes


ITEMS = Record(Item, "items", METADATA, indexes=("category",))
WORDS = Record(Word, "words", METADATA)
NEAR = Record(Near, "near", METADATA)
MARKS = Record(Mark, "marks", METADATA)

# An FTS5 table that takes its texts from `items`, and is told of each change (sqlite.org/fts5.html, 4.4.3).
PUT = "INSERT INTO found (rowid, title, head, codes, text) VALUES (new.rowid, new.title, new.head, new.codes, new.text);"
TAKE_OUT = (
    "INSERT INTO found (found, rowid, title, head, codes, text) VALUES ('delete', old.rowid, old.title, old.head, old.codes, old.text);"
)
VECTOR = " || ".join(f"setweight(to_tsvector('simple', {field}), '{weight}')" for field, weight in WEIGHTS.items())
FURTHER = {
    "sqlite": (
        "CREATE VIRTUAL TABLE found USING fts5(title, head, codes, text, content='items', tokenize='unicode61 remove_diacritics 0')",
        f"CREATE TRIGGER items_added AFTER INSERT ON items BEGIN {PUT} END",
        f"CREATE TRIGGER items_gone AFTER DELETE ON items BEGIN {TAKE_OUT} END",
        f"CREATE TRIGGER items_changed AFTER UPDATE ON items BEGIN {TAKE_OUT} {PUT} END",
    ),
    "postgresql": (
        f"ALTER TABLE items ADD COLUMN found tsvector GENERATED ALWAYS AS ({VECTOR}) STORED",
        "CREATE INDEX items_by_found ON items USING gin (found)",
    ),
}


class SearchSchema(Schema):
    """The tables, and what each database searches in."""

    def __init__(self) -> None:
        super().__init__("search", METADATA)

    def create(self, dialect: Dialect) -> list[str]:
        """The statements that make it all."""
        return [*super().create(dialect), *FURTHER[dialect.name]]


class holds(ColumnElement[bool]):  # noqa: N801 - reads as SQL
    """`holds("parameter")`: the item's words are as the parameter asks, in the language of its database (asked.py)."""

    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, parameter: str) -> None:
        self.parameter = sa.bindparam(parameter, type_=sa.Text())

    def self_group(self, against: object = None) -> holds:
        """As it stands, as `among` does."""
        return self


@compiles(holds, "sqlite")
def _holds_sqlite(element: holds, compiler: SQLCompiler, **options: Any) -> str:
    parameter = compiler.process(element.parameter, **options)
    return f"items.rowid IN (SELECT found.rowid FROM found WHERE found MATCH {parameter})"  # noqa: S608 - a bound parameter's mark


@compiles(holds, "postgresql")
def _holds_postgresql(element: holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"items.found @@ CAST({compiler.process(element.parameter, **options)} AS tsquery)"


_items = ITEMS.table.c
_MATCH = sa.and_(holds("match"), among(_items.category, "categories"))


def _points(parameter: str, points: int) -> ColumnElement[int]:
    return sa.case((holds(parameter), sa.literal_column(str(points))), else_=sa.literal_column("0"))


# In the name before brand, department and options, and these before the description; what was typed before other names for it; kettles
# before kettle stands; then short names before long ones, which say more that was not asked for.
_POINTS = (
    _points("title", 8)
    + _points("front", 4)
    + _points("typed", 2)
    + sa.case((among(_items.noun, "nouns"), sa.literal_column("1")), else_=sa.literal_column("0"))
)
PAGE = Statement(
    sa.select(_items.product)
    .where(_MATCH)
    .order_by(_POINTS.desc(), _items.length, _items.name, _items.product)
    .limit(sa.bindparam("most"))
    .offset(sa.bindparam("skip"))
)
COUNTS = Statement(sa.select(_items.category, sa.func.count()).where(_MATCH).group_by(_items.category))
HOW_MANY = Statement(sa.select(sa.func.count()).select_from(ITEMS.table).where(holds("match")))


@functools.cache
def holding(many: int) -> Statement:
    """For each of so many parameters (`match0`, `match1`, ...), 1 where an item holds it and 0 where none does."""
    found = [sa.exists(sa.select(_items.product).where(holds(f"match{number}"))) for number in range(many)]
    return Statement(sa.select(*(sa.case((each, sa.literal_column("1")), else_=sa.literal_column("0")) for each in found)))


PRODUCTS = Statement(
    sa.select(_items.product).where(_items.product > sa.bindparam("after")).order_by(_items.product).limit(sa.bindparam("most"))
)
KNOWN = Statement(sa.select(WORDS.table.c.word).where(among(WORDS.table.c.word, "words")))
NEIGHBOURS = Statement(sa.select(*NEAR.columns).where(among(NEAR.table.c.neighbour, "neighbours")))
