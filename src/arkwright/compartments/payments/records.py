"""How the rows of payments stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.payments.points_rows import PointsMove, PointsPart
from arkwright.compartments.payments.state import Account, Capture, Payment, PaymentOfOrder, ProviderPaymentTaken, Refund
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
PAYMENTS = Record(Payment, "payments", METADATA, indexes=("session",))
sa.Index("payments_by_status", PAYMENTS.table.c.status, PAYMENTS.table.c.payment)
ORDERS = Record(PaymentOfOrder, "payment_of_order", METADATA)
PROVIDER_PAYMENTS = Record(ProviderPaymentTaken, "provider_payments", METADATA)
CAPTURES = Record(Capture, "captures", METADATA, indexes=("payment", "status"))
REFUNDS = Record(Refund, "refunds", METADATA, indexes=("payment", "status"))
ACCOUNTS = Record(Account, "accounts", METADATA)
POINTS_PARTS = Record(PointsPart, "points_parts", METADATA)
POINTS_MOVES = Record(PointsMove, "points_moves", METADATA, indexes=("payment",))

RECORDS = (PAYMENTS, ORDERS, PROVIDER_PAYMENTS, CAPTURES, REFUNDS, ACCOUNTS, POINTS_PARTS, POINTS_MOVES)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    ("DROP INDEX payments_by_status", "CREATE INDEX payments_by_status ON payments (status, payment)"),
    (
        (
            "CREATE TABLE points_parts (payment TEXT NOT NULL, points BIGINT NOT NULL, points_pence BIGINT NOT NULL, "
            "taken_pence BIGINT NOT NULL, given_back_pence BIGINT NOT NULL, PRIMARY KEY (payment))"
        ),
        (
            "CREATE TABLE points_moves (move TEXT NOT NULL, payment TEXT NOT NULL, kind TEXT NOT NULL, points_pence BIGINT NOT NULL, "
            'points BIGINT NOT NULL, why TEXT NOT NULL, "by" TEXT NOT NULL, moved_ms BIGINT NOT NULL, PRIMARY KEY (move))'
        ),
        "CREATE INDEX points_moves_by_payment ON points_moves (payment)",
    ),
)
