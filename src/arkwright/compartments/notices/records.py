"""How the rows of notices stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.notices.state import CodeTaken, Message, Waiter, WaiterTaken
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
MESSAGES = Record(Message, "messages", METADATA, indexes=("status", "person", "queued_ms"))
CODES = Record(CodeTaken, "codes", METADATA)
WAITERS = Record(Waiter, "waiters", METADATA, indexes=("told", "person"))
PLACES = Record(WaiterTaken, "waiting_places", METADATA)

RECORDS = (MESSAGES, CODES, WAITERS, PLACES)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
