"""How the rows of notices stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.notices.state import CodeTaken, Message, Waiter, WaiterTaken
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
MESSAGES = Record(Message, "messages", METADATA, indexes=("person", "queued_ms"))
messages = MESSAGES.table.c
sa.Index("messages_by_status", messages.status, messages.queued_ms, messages.message)
CODES = Record(CodeTaken, "codes", METADATA)
WAITERS = Record(Waiter, "waiters", METADATA, indexes=("told", "person"))
PLACES = Record(WaiterTaken, "waiting_places", METADATA)

RECORDS = (MESSAGES, CODES, WAITERS, PLACES)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    ("DROP INDEX messages_by_status", "CREATE INDEX messages_by_status ON messages (status, queued_ms, message)"),
)
