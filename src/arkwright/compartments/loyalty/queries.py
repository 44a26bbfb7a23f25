"""What others may ask of loyalty; plain values out."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from arkwright.compartments.loyalty.expiry_rows import EXPIRY, USE, Due, ExpiryRule, schedule
from arkwright.compartments.loyalty.records import (
    ENTRIES,
    EXPIRY_BOOKS,
    LOOKS,
    LOTS,
    MEMBER_PAUSES,
    MEMBERS,
    NUMBERS,
    RULE_BOOKS,
    SOURCES,
    SPENDS,
    TERMS_BOOKS,
    TREAT_BOOKS,
    TREATED,
    USE_BOOKS,
)
from arkwright.compartments.loyalty.spend_rows import Spend
from arkwright.compartments.loyalty.state import RULES, Entry, Look, Member, Rule, Source
from arkwright.compartments.loyalty.tender_terms import TERMS, TenderTerms, at
from arkwright.compartments.loyalty.treats import TREATS, Treated, TreatRule
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement, as_set

entries = ENTRIES.table.c
sources = SOURCES.table.c
members = MEMBERS.table.c

ENTRIES_OF = Statement(
    sa.select(*ENTRIES.columns).where(entries.member == sa.bindparam("member")).order_by(entries.entry.desc()).limit(sa.bindparam("most"))
)
BOUGHT_BY = Statement(
    sa.select(*SOURCES.columns).where(sources.member == sa.bindparam("member")).order_by(sources.sold_ms.desc()).limit(sa.bindparam("most"))
)
LOOKS_AT = Statement(
    sa.select(*LOOKS.columns)
    .where(LOOKS.table.c.member == sa.bindparam("member"))
    .order_by(LOOKS.table.c.shown_ms.desc(), LOOKS.table.c.look.desc())
    .limit(sa.bindparam("most"))
)
AFTER = Statement(
    sa.select(*MEMBERS.columns).where(members.member > sa.bindparam("after")).order_by(members.member).limit(sa.bindparam("most"))
)


async def member(reader: Reader, member_id: str) -> Member | None:
    """The member, by their account."""
    return await reader.get(MEMBERS, member_id)


async def member_by_number(reader: Reader, number: str) -> Member | None:
    """The member with this membership number."""
    taken = await reader.get(NUMBERS, number)
    return await reader.get(MEMBERS, taken.member) if taken else None


async def members_of(reader: Reader, ids: Sequence[str]) -> list[Member]:
    """Those of these who are members."""
    return await reader.rows(MEMBERS, MEMBERS.by_keys, {"keys": as_set(ids)})


async def members_after(reader: Reader, after: str = "", most: int = 1000) -> list[Member]:
    """Every member, page by page."""
    return await reader.rows(MEMBERS, AFTER, {"after": after, "most": most})


async def entries_of(reader: Reader, member_id: str, most: int = 100) -> list[Entry]:
    """What made the balance, what we heard of last first."""
    return await reader.rows(ENTRIES, ENTRIES_OF, {"member": member_id, "most": most})


async def bought_by(reader: Reader, member_id: str, most: int = 50) -> list[Source]:
    """Receipts and orders with what was bought, the newest sale first."""
    return await reader.rows(SOURCES, BOUGHT_BY, {"member": member_id, "most": most})


async def looks_at(reader: Reader, member_id: str, most: int = 20) -> list[Look]:
    """Which colleagues saw the member's points, the last first."""
    return await reader.rows(LOOKS, LOOKS_AT, {"member": member_id, "most": most})


async def points_rules(reader: Reader) -> tuple[Rule, ...]:
    """Every rule for points there was, in the order in which they were set."""
    row = await reader.get(RULE_BOOKS, RULES)
    return row.rules if row else ()


async def tender_terms(reader: Reader, now_ms: int) -> TenderTerms:
    """What points are worth as a tender now, and how many of them a store is told of."""
    return at(await every_tender_terms(reader), now_ms)


async def every_tender_terms(reader: Reader) -> tuple[TenderTerms, ...]:
    """All that were ever set, in that order."""
    row = await reader.get(TERMS_BOOKS, TERMS)
    return row.terms if row else ()


async def spend(reader: Reader, spend_id: str) -> Spend | None:
    """What an online order was paid with, or None where no points were taken for it."""
    return await reader.get(SPENDS, spend_id)


async def treat_rules(reader: Reader) -> tuple[TreatRule, ...]:
    """Every rule for birthday treats there was, in the order in which they were set."""
    row = await reader.get(TREAT_BOOKS, TREATS)
    return row.rules if row else ()


async def treated(reader: Reader, ids: Sequence[str]) -> list[Treated]:
    """The last treat of those of these members who had one."""
    return await reader.rows(TREATED, TREATED.by_keys, {"keys": as_set(ids)})


async def expiry_rules(reader: Reader) -> tuple[ExpiryRule, ...]:
    """Every rule for expiry that was ever set, in that order."""
    row = await reader.get(EXPIRY_BOOKS, EXPIRY)
    return row.rules if row else ()


async def expiring(reader: Reader, member_id: str) -> list[Due]:
    """What of a member's points expires when, as things stand; pauses that go on make it later."""
    lots, own = await reader.get(LOTS, member_id), await reader.get(MEMBER_PAUSES, member_id)
    use, rules = await reader.get(USE_BOOKS, USE), await expiry_rules(reader)
    pauses = [*(use.pauses if use else ()), *(own.pauses if own else ())]
    return schedule(lots.lots, rules, pauses) if lots else []
