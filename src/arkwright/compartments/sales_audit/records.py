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
SALES = Record(Sale, "sales", METADATA, indexes=("received_ms", "store"))
DAYS = Record(StoreDay, "store_days", METADATA, indexes=("day",))
CASES = Record(Case, "cases", METADATA, indexes=("status", "opened_ms"))
CASE_KEYS = Record(CaseKey, "case_keys", METADATA)

RECORDS = (JOURNALS, BLOCKS, OFFERS, RECEIPTS, TILLS, SALES, DAYS, CASES, CASE_KEYS)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
