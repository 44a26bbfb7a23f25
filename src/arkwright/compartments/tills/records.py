"""The tables of the tills."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.tills import reconciling
from arkwright.compartments.tills import till_rows as rows
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()

PLACES = Record(rows.Place, "places", METADATA)
TILLS = Record(rows.Till, "tills", METADATA)
COLLEAGUES = Record(rows.Colleague, "colleagues", METADATA)
LOCAL_PAUSES = Record(rows.LocalPause, "local_pauses", METADATA)
PROMOTIONS = Record(rows.ItemPromotions, "item_promotions", METADATA)
CODES = Record(rows.CodePromotion, "code_promotions", METADATA)
POINTS_RULES = Record(rows.PointsRules, "points_rules", METADATA)
MEMBER_POINTS = Record(rows.MemberPoints, "member_points", METADATA)
ALLOWANCES = Record(rows.StoredAllowance, "stored_allowances", METADATA)
SESSIONS = Record(rows.Session, "sessions", METADATA, indexes=("opened_ms",))
SALES = Record(rows.Sale, "sales", METADATA, indexes=("status",))
CARD_TENDERS = Record(rows.CardTender, "card_tenders", METADATA, indexes=("status", "stored", "sale", "surplus"))
RECEIPTS = Record(rows.ReceiptNumber, "receipt_numbers", METADATA)
INVOICES = Record(rows.Invoice, "invoices", METADATA, indexes=("keep_until_ms",))
REFUNDS = Record(rows.Refund, "refunds", METADATA, indexes=("sale",))
CARD_REFUNDS = Record(rows.CardRefund, "card_refunds", METADATA, indexes=("status",))
ACCOUNTS = Record(rows.Account, "accounts", METADATA)
CARD_PERIODS = Record(reconciling.CardPeriod, "card_periods", METADATA)
RECONCILIATIONS = Record(reconciling.Reconciliation, "reconciliations", METADATA, indexes=("status", "closed_ms"))

RECORDS = (
    *(PLACES, TILLS, COLLEAGUES, LOCAL_PAUSES, PROMOTIONS, CODES, POINTS_RULES, MEMBER_POINTS, ALLOWANCES, SESSIONS, SALES),
    *(CARD_TENDERS, RECEIPTS, INVOICES, REFUNDS, CARD_REFUNDS, ACCOUNTS, CARD_PERIODS, RECONCILIATIONS),
)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    ("ALTER TABLE card_refunds ADD COLUMN why TEXT NOT NULL DEFAULT ''",),
    (
        "ALTER TABLE refunds ADD COLUMN vat TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE sessions ADD COLUMN counts BIGINT NOT NULL DEFAULT 0",
    ),
    (
        "ALTER TABLE card_tenders ADD COLUMN asked_pence BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE card_tenders ADD COLUMN refusals BIGINT NOT NULL DEFAULT 0",
    ),
    ("ALTER TABLE refunds ADD COLUMN completed_ms BIGINT",),
    (
        (
            "CREATE TABLE invoices (receipt TEXT NOT NULL, person TEXT NOT NULL, sealed TEXT NOT NULL, by TEXT NOT NULL, "
            "issued_ms BIGINT NOT NULL, keep_until_ms BIGINT NOT NULL, copies BIGINT NOT NULL, PRIMARY KEY (receipt))"
        ),
        "CREATE INDEX invoices_by_keep_until_ms ON invoices (keep_until_ms)",
    ),
    (
        "ALTER TABLE tills ADD COLUMN failed_ms BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE colleagues ADD COLUMN failed_ms BIGINT NOT NULL DEFAULT 0",
    ),
    ("ALTER TABLE sessions ADD COLUMN denials BIGINT NOT NULL DEFAULT 0",),
    (
        "CREATE TABLE card_periods (place TEXT NOT NULL, totals TEXT NOT NULL, PRIMARY KEY (place))",
        (
            "CREATE TABLE reconciliations (session TEXT NOT NULL, till TEXT NOT NULL, terminal TEXT NOT NULL, z BIGINT NOT NULL, "
            "status TEXT NOT NULL, closed_ms BIGINT NOT NULL, period TEXT NOT NULL, agreed BIGINT NOT NULL, told TEXT NOT NULL, "
            "counted TEXT NOT NULL, PRIMARY KEY (session))"
        ),
        "CREATE INDEX reconciliations_by_status ON reconciliations (status)",
        "CREATE INDEX reconciliations_by_closed_ms ON reconciliations (closed_ms)",
    ),
)
