"""How the rows of accounts stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.accounts.state import Account, Attempt, Session
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
ACCOUNTS = Record(Account, "accounts", METADATA, indexes=("asked_ms",))
ATTEMPTS = Record(Attempt, "attempts", METADATA, indexes=("until_ms",))
SESSIONS = Record(Session, "sessions", METADATA, indexes=("account", "expires_ms"))

RECORDS = (ACCOUNTS, ATTEMPTS, SESSIONS)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
