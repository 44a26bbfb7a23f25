"""How the rows of loyalty stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.loyalty.expiry_rows import ExpiryBook, Lots, MemberPauses, UseBook
from arkwright.compartments.loyalty.spend_rows import Spend
from arkwright.compartments.loyalty.state import AdjustedBy, Counted, Entry, Look, Member, NumberTaken, RuleBook, Source
from arkwright.compartments.loyalty.tender_terms import TermsBook
from arkwright.compartments.loyalty.treats import TreatBook, Treated
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
MEMBERS = Record(Member, "members", METADATA)
NUMBERS = Record(NumberTaken, "numbers", METADATA)
ENTRIES = Record(Entry, "entries", METADATA)
SOURCES = Record(Source, "sources", METADATA)
COUNTED = Record(Counted, "counted", METADATA)
RULE_BOOKS = Record(RuleBook, "rule_books", METADATA)
ADJUSTED_BY = Record(AdjustedBy, "adjusted_by", METADATA)
LOOKS = Record(Look, "looks", METADATA)
SPENDS = Record(Spend, "spends", METADATA)
TERMS_BOOKS = Record(TermsBook, "terms_books", METADATA)
TREAT_BOOKS = Record(TreatBook, "treat_books", METADATA)
TREATED = Record(Treated, "treated", METADATA)
LOTS = Record(Lots, "lots", METADATA)
MEMBER_PAUSES = Record(MemberPauses, "member_pauses", METADATA)
USE_BOOKS = Record(UseBook, "use_books", METADATA)
EXPIRY_BOOKS = Record(ExpiryBook, "expiry_books", METADATA)
sa.Index("entries_by_member", ENTRIES.table.c.member, ENTRIES.table.c.entry)
sa.Index("sources_by_member", SOURCES.table.c.member, SOURCES.table.c.sold_ms)
sa.Index("looks_by_member", LOOKS.table.c.member, LOOKS.table.c.shown_ms)

RECORDS = (
    MEMBERS,
    NUMBERS,
    ENTRIES,
    SOURCES,
    COUNTED,
    RULE_BOOKS,
    ADJUSTED_BY,
    LOOKS,
    SPENDS,
    TERMS_BOOKS,
    LOTS,
    MEMBER_PAUSES,
    USE_BOOKS,
    EXPIRY_BOOKS,
    TREAT_BOOKS,
    TREATED,
)
REMADE = (LOTS, MEMBER_PAUSES, USE_BOOKS, EXPIRY_BOOKS)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        'CREATE TABLE adjusted_by ("by" TEXT NOT NULL, day TEXT NOT NULL, points BIGINT NOT NULL, PRIMARY KEY ("by"))',
        ('CREATE TABLE looks (look TEXT NOT NULL, member TEXT NOT NULL, "by" TEXT NOT NULL, shown_ms BIGINT NOT NULL, PRIMARY KEY (look))'),
        "CREATE INDEX looks_by_member ON looks (member, shown_ms)",
    ),
    (
        (
            "CREATE TABLE spends (spend TEXT NOT NULL, member TEXT NOT NULL, points BIGINT NOT NULL, given_back BIGINT NOT NULL, "
            "ended BIGINT NOT NULL, PRIMARY KEY (spend))"
        ),
    ),
    ("ALTER TABLE sources ADD COLUMN refunded_pence BIGINT NOT NULL DEFAULT 0",),
    ("CREATE TABLE terms_books (book TEXT NOT NULL, terms TEXT NOT NULL, PRIMARY KEY (book))",),
    (
        "CREATE TABLE treat_books (book TEXT NOT NULL, rules TEXT NOT NULL, PRIMARY KEY (book))",
        "CREATE TABLE treated (member TEXT NOT NULL, week_ms BIGINT NOT NULL, given_ms BIGINT NOT NULL, PRIMARY KEY (member))",
    ),
    (
        "CREATE TABLE lots (member TEXT NOT NULL, lots TEXT NOT NULL, told_ms BIGINT NOT NULL, PRIMARY KEY (member))",
        "CREATE TABLE member_pauses (member TEXT NOT NULL, pauses TEXT NOT NULL, frozen_ms BIGINT NOT NULL, PRIMARY KEY (member))",
        "CREATE TABLE use_books (book TEXT NOT NULL, pauses TEXT NOT NULL, noted_ms BIGINT NOT NULL, PRIMARY KEY (book))",
        "CREATE TABLE expiry_books (book TEXT NOT NULL, rules TEXT NOT NULL, PRIMARY KEY (book))",
    ),
    # What members had before there were lots has lots too, as a rebuild makes them.
    ("INSERT INTO notes (name, value) VALUES ('remake', 1)",),
)
