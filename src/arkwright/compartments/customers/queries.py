"""What others may ask of customers; plain values out."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.customers.records import PEOPLE
from arkwright.compartments.customers.state import Person
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement

people = PEOPLE.table.c

ERASED_SINCE = Statement(
    sa.select(*PEOPLE.columns)
    .where(
        people.erased_ms >= sa.bindparam("since_ms"),
        sa.or_(
            people.erased_ms > sa.bindparam("since_ms"),
            sa.and_(people.erased_ms == sa.bindparam("since_ms"), people.person > sa.bindparam("after")),
        ),
    )
    .order_by(people.erased_ms, people.person)
    .limit(sa.bindparam("most"))
)
OPENED_UNTIL = Statement(
    sa.select(*PEOPLE.columns)
    .where(people.opened_ms <= sa.bindparam("until_ms"), people.erased_ms.is_(None), people.kind == sa.bindparam("kind"))
    .order_by(people.opened_ms, people.person)
    .limit(sa.bindparam("most"))
)
COUNTS = Statement(sa.select(people.kind, sa.func.count(), sa.func.count(people.erased_ms)).group_by(people.kind))


async def person(reader: Reader, person_id: str) -> Person | None:
    """The person, or the tombstone, with this id."""
    return await reader.get(PEOPLE, person_id)


async def erased_since(reader: Reader, since_ms: int, after: str = "", most: int = 200) -> list[Person]:
    """Tombstones from that time on, the oldest first: the vault must hold none of their keys.

    To go on, ask with the last one's `erased_ms` and, as `after`, its id. After a restored backup of the vault, begin at 0.
    """
    return await reader.rows(PEOPLE, ERASED_SINCE, {"since_ms": since_ms, "after": after, "most": most})


async def guests_opened_until(reader: Reader, until_ms: int, most: int = 200) -> list[Person]:
    """Guests opened up to then and not erased, the oldest first: whom a retention rule looks at."""
    return await reader.rows(PEOPLE, OPENED_UNTIL, {"until_ms": until_ms, "kind": "guest", "most": most})


async def counts(reader: Reader) -> dict[str, tuple[int, int]]:
    """Of each kind, how many were ever opened and how many of them were erased."""
    return {str(kind): (int(str(opened)), int(str(erased))) for kind, opened, erased in await reader.all(COUNTS)}
