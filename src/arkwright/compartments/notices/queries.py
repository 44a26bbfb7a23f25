"""What others may ask of notices; addresses and facts come out sealed, as they stand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import sqlalchemy as sa

from arkwright.compartments.notices.records import CODES, MESSAGES, WAITERS
from arkwright.compartments.notices.state import Message, Status, Waiter
from arkwright.kit.database.port import Reader, Values
from arkwright.kit.database.statement import Statement

messages, waiters = MESSAGES.table.c, WAITERS.table.c

DUE = Statement(
    sa.select(*MESSAGES.columns)
    .where(messages.status == "queued", messages.next_attempt_ms <= sa.bindparam("now_ms"))
    .order_by(messages.next_attempt_ms, messages.message)
    .limit(sa.bindparam("most"))
)
WAITING = Statement(
    sa.select(*WAITERS.columns)
    .where(waiters.told.is_(None), waiters.capability == sa.bindparam("capability"), waiters.channel == sa.bindparam("channel"))
    .order_by(waiters.left_ms, waiters.waiter)
    .limit(sa.bindparam("most"))
)
WAITING_COUNTS = Statement(
    sa.select(waiters.capability, waiters.channel, sa.func.count())
    .where(waiters.told.is_(None))
    .group_by(waiters.capability, waiters.channel)
    .order_by(waiters.capability, waiters.channel)
)
WAITING_OF = Statement(
    sa.select(*WAITERS.columns).where(waiters.person == sa.bindparam("person"), waiters.told.is_(None)).order_by(waiters.left_ms)
)
OF_PERSON = Statement(
    sa.select(*MESSAGES.columns)
    .where(messages.person == sa.bindparam("person"))
    .order_by(messages.queued_ms.desc(), messages.message.desc())
    .limit(sa.bindparam("most"))
)
NEWEST = Statement(
    sa.select(*MESSAGES.columns)
    .where(
        messages.status == sa.bindparam("status"),
        messages.queued_ms <= sa.bindparam("before_ms"),
        sa.or_(
            messages.queued_ms < sa.bindparam("before_ms"),
            sa.and_(messages.queued_ms == sa.bindparam("before_ms"), messages.message < sa.bindparam("before")),
        ),
    )
    .order_by(messages.queued_ms.desc(), messages.message.desc())
    .limit(sa.bindparam("most"))
)
COUNTS = Statement(sa.select(messages.status, sa.func.count()).group_by(messages.status))

ALL_STATUSES: tuple[Status, ...] = ("queued", "sent", "failed")
END_OF_TIME_MS = 2**62


async def message(reader: Reader, message_id: str) -> Message | None:
    """The message with this id."""
    return await reader.get(MESSAGES, message_id)


async def message_by_code(reader: Reader, code: str) -> Message | None:
    """The message that carries this check code, in the form of kit/order_number.py: "did you send this?"."""
    claim = await reader.get(CODES, code)
    return await reader.get(MESSAGES, claim.message) if claim else None


async def due(reader: Reader, now_ms: int, most: int = 50) -> list[Message]:
    """Messages to be tried now, the longest waiting first."""
    return await reader.rows(MESSAGES, DUE, {"now_ms": now_ms, "most": most})


async def waiting(reader: Reader, capability: str, channel: str, most: int = 200) -> list[Waiter]:
    """Who waits for a capability on a channel and was not told, in the order they came."""
    return await reader.rows(WAITERS, WAITING, {"capability": capability, "channel": channel, "most": most})


async def waiting_counts(reader: Reader) -> dict[tuple[str, str], int]:
    """How many wait, for each capability and channel."""
    return {(str(capability), str(channel)): int(str(count)) for capability, channel, count in await reader.all(WAITING_COUNTS)}


async def waiting_of(reader: Reader, person: str) -> list[Waiter]:
    """What a person waits for: to be forgotten when they are erased."""
    return await reader.rows(WAITERS, WAITING_OF, {"person": person})


async def history_of(reader: Reader, person: str, most: int = 200) -> list[Message]:
    """What was sent to a person, the newest first."""
    return await reader.rows(MESSAGES, OF_PERSON, {"person": person, "most": most})


async def newest(
    reader: Reader, statuses: Sequence[Status] = ALL_STATUSES, before_ms: int = END_OF_TIME_MS, before: str = "", most: int = 50
) -> list[Message]:
    """A page of messages in these states, the newest first; to go on, give the last one's `queued_ms` and id."""
    values: Values = {"before_ms": before_ms, "before": before, "most": most}
    found = [await reader.rows(MESSAGES, NEWEST, {**values, "status": status}) for status in statuses]
    return sorted(itertools.chain(*found), key=lambda message: (message.queued_ms, message.message), reverse=True)[:most]


async def counts(reader: Reader) -> dict[str, int]:
    """How many messages stand in each state."""
    return {str(status): int(str(count)) for status, count in await reader.all(COUNTS)}
