"""What others may ask of sales audit; plain values out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from arkwright.compartments.sales_audit import judging
from arkwright.compartments.sales_audit.commands import CaseKind, Note
from arkwright.compartments.sales_audit.records import BLOCKS, CASES, DAYS, JOURNALS, SALES
from arkwright.compartments.sales_audit.state import Case, NodeJournal, Sale, StoreDay, block_of, chain_in, journal_of
from arkwright.kit.chain import GENESIS
from arkwright.kit.database.port import Reader
from arkwright.kit.database.statement import Statement, among, as_set

Verdict = Literal["new", "held", "gap", "fork"]
LAST = "~"

cases, sales, days, journals = CASES.table.c, SALES.table.c, DAYS.table.c, JOURNALS.table.c
_MOST: sa.BindParameter[int] = sa.bindparam("most")

SOME_BLOCKS = Statement(sa.select(*BLOCKS.columns).where(among(BLOCKS.table.c.block, "blocks")))
ALL_JOURNALS = Statement(sa.select(*JOURNALS.columns).order_by(journals.store, journals.node, journals.lane))
CASES_OF = Statement(
    sa.select(*CASES.columns)
    .where(among(cases.status, "statuses"), cases.opened < sa.bindparam("before"))
    .order_by(cases.opened.desc())
    .limit(_MOST)
)
CASE_COUNTS = Statement(sa.select(cases.kind, sa.func.count()).where(among(cases.status, "statuses")).group_by(cases.kind))
NEWEST = Statement(sa.select(*SALES.columns).where(sales.arrived < sa.bindparam("before")).order_by(sales.arrived.desc()).limit(_MOST))
NEWEST_OF = Statement(
    sa.select(*SALES.columns)
    .where(sales.store == sa.bindparam("store"), sales.arrived < sa.bindparam("before"))
    .order_by(sales.arrived.desc())
    .limit(_MOST)
)
DAYS_SINCE = Statement(sa.select(*DAYS.columns).where(days.day >= sa.bindparam("day")).order_by(days.day.desc(), days.store))


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far a node's journal is held, and the chain digest there."""

    sequence: int
    chain: bytes


async def place(reader: Reader, node: str, lane: str) -> Place:
    """How far this node's journal is held; nothing of one that never sent anything."""
    row = await reader.get(JOURNALS, journal_of(node, lane))
    return Place(sequence=row.sequence, chain=bytes.fromhex(row.chain)) if row else Place(sequence=0, chain=GENESIS)


async def compare(reader: Reader, node: str, lane: str, first: int, before: bytes, chains: Sequence[bytes]) -> Verdict:
    """Whether entries with these chain digests would be new, are held already, begin too late, or are others than those held."""
    held = await place(reader, node, lane)
    if first > held.sequence + 1:
        return "gap"
    journal = journal_of(node, lane)
    wanted = {block_of(journal, number) for number in range(max(first - 1, 1), min(first + len(chains), held.sequence + 1) + 1)}
    blocks = {row.block: row for row in await reader.rows(BLOCKS, SOME_BLOCKS, {"blocks": as_set(sorted(wanted))})}
    for number, chain in enumerate((before, *chains), first - 1):
        if number <= held.sequence and chain != chain_in(blocks.get(block_of(journal, max(number, 1))), number):
            return "fork"
    return "held" if first + len(chains) - 1 <= held.sequence else "new"


async def node_journals(reader: Reader) -> list[NodeJournal]:
    """What is held of every node, by store."""
    return await reader.rows(JOURNALS, ALL_JOURNALS)


async def case(reader: Reader, case_id: str) -> Case | None:
    """The case with this id."""
    return await reader.get(CASES, case_id)


async def case_list(reader: Reader, statuses: Sequence[str], before: str = LAST, most: int = 50) -> list[Case]:
    """Cases in these states, the newest first."""
    return await reader.rows(CASES, CASES_OF, {"statuses": as_set(statuses), "before": before, "most": most})


async def case_counts(reader: Reader) -> dict[str, int]:
    """How many cases of each kind are not closed."""
    return {str(kind): int(str(number)) for kind, number in await reader.all(CASE_COUNTS, {"statuses": as_set(["open", "taken"])})}


async def newest_sales(reader: Reader, store: str = "", before: str = LAST, most: int = 50) -> list[Sale]:
    """Sales and refunds of one store or of all, those that came last first."""
    if not store:
        return await reader.rows(SALES, NEWEST, {"before": before, "most": most})
    return await reader.rows(SALES, NEWEST_OF, {"store": store, "before": before, "most": most})


async def days_since(reader: Reader, day: str) -> list[StoreDay]:
    """What each store sold a day, from this date on, the newest first."""
    return await reader.rows(DAYS, DAYS_SINCE, {"day": day})


async def sale(reader: Reader, sale_id: str) -> Sale | None:
    """The sale with this id, if it arrived."""
    return await reader.get(SALES, sale_id)


def notes_for(kind: CaseKind) -> tuple[Note, ...]:
    """How a case of this kind may be closed."""
    return judging.NOTES[kind]
