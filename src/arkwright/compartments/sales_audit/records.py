"""How the rows of sales audit stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.sales_audit.state import (
    Case,
    CaseKey,
    HeldBlock,
    NodeJournal,
    Offer,
    ReceiptTaken,
    Sale,
    StoreDay,
    TillNumbers,
)
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
JOURNALS = Record(NodeJournal, "node_journals", METADATA)
BLOCKS = Record(HeldBlock, "held_blocks", METADATA)
OFFERS = Record(Offer, "offers", METADATA)
RECEIPTS = Record(ReceiptTaken, "receipts_taken", METADATA)
TILLS = Record(TillNumbers, "till_numbers", METADATA)
SALES = Record(Sale, "sales", METADATA, indexes=("arrived",))
sa.Index("sales_by_store", SALES.table.c.store, SALES.table.c.arrived)
DAYS = Record(StoreDay, "store_days", METADATA, indexes=("day",))
CASES = Record(Case, "cases", METADATA)
sa.Index("cases_by_status", CASES.table.c.status, CASES.table.c.opened)
CASE_KEYS = Record(CaseKey, "case_keys", METADATA)

RECORDS = (JOURNALS, BLOCKS, OFFERS, RECEIPTS, TILLS, SALES, DAYS, CASES, CASE_KEYS)
MIGRATIONS: tuple[tuple[str, ...], ...] = (("ALTER TABLE sales ADD COLUMN member TEXT NOT NULL DEFAULT ''",),)
