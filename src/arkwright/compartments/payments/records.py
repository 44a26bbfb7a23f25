"""How the rows of payments stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

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

RECORDS = (PAYMENTS, ORDERS, PROVIDER_PAYMENTS, CAPTURES, REFUNDS, ACCOUNTS)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    ("DROP INDEX payments_by_status", "CREATE INDEX payments_by_status ON payments (status, payment)"),
)
