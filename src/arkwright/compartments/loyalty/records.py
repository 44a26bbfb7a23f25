"""How the rows of loyalty stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.loyalty.state import Counted, Entry, Member, NumberTaken, RuleBook, Source
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
MEMBERS = Record(Member, "members", METADATA)
NUMBERS = Record(NumberTaken, "numbers", METADATA)
ENTRIES = Record(Entry, "entries", METADATA)
SOURCES = Record(Source, "sources", METADATA)
COUNTED = Record(Counted, "counted", METADATA)
RULE_BOOKS = Record(RuleBook, "rule_books", METADATA)
sa.Index("entries_by_member", ENTRIES.table.c.member, ENTRIES.table.c.entry)
sa.Index("sources_by_member", SOURCES.table.c.member, SOURCES.table.c.sold_ms)

RECORDS = (MEMBERS, NUMBERS, ENTRIES, SOURCES, COUNTED, RULE_BOOKS)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
