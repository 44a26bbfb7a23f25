"""How the rows of staff stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.staff.state import Account, Session
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
ACCOUNTS = Record(Account, "accounts", METADATA)
SESSIONS = Record(Session, "sessions", METADATA, indexes=("expires_ms", "account"))

RECORDS = (ACCOUNTS, SESSIONS)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
