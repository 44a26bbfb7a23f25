"""How the rows of staff stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.staff.state import Account, BadgeTaken, Session, TillAccess
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
ACCOUNTS = Record(Account, "accounts", METADATA)
TILL_ACCESS = Record(TillAccess, "till_access", METADATA)
BADGES = Record(BadgeTaken, "badges_taken", METADATA)
SESSIONS = Record(Session, "sessions", METADATA, indexes=("expires_ms", "account"))

RECORDS = (ACCOUNTS, SESSIONS, TILL_ACCESS, BADGES)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        (
            "CREATE TABLE till_access (colleague TEXT NOT NULL, sealed TEXT NOT NULL, badge TEXT NOT NULL, stores TEXT NOT NULL, "
            "manages BIGINT NOT NULL, changed_ms BIGINT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (colleague))"
        ),
        "CREATE TABLE badges_taken (badge TEXT NOT NULL, colleague TEXT NOT NULL, PRIMARY KEY (badge))",
    ),
    ("ALTER TABLE till_access ADD COLUMN erased BIGINT NOT NULL DEFAULT 0",),
)
