"""How ordering's rows stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.ordering.promotion_rows import CodePromotion, ItemPromotions
from arkwright.compartments.ordering.state import Basket, DeliveryDay, NamedDays, NumberTaken, Offer, Order, Promise, SavedBasket
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
OFFERS = Record(Offer, "offers", METADATA)
PROMISES = Record(Promise, "promises", METADATA)
BASKETS = Record(Basket, "baskets", METADATA)
NUMBERS = Record(NumberTaken, "numbers", METADATA)
ORDERS = Record(Order, "orders", METADATA, indexes=("number", "person", "placed_ms", "basket"))
orders = ORDERS.table.c
# The newest of one state are read off the end; of a million orders, hardly any is being cancelled.
sa.Index("orders_by_status", orders.status, orders.order)
BEING_CANCELLED = orders.cancelling.is_not(None)
sa.Index("orders_by_cancelling", orders.changed_ms, sqlite_where=BEING_CANCELLED, postgresql_where=BEING_CANCELLED)
NAMED_DAYS = Record(NamedDays, "named_days", METADATA)
DELIVERY_DAYS = Record(DeliveryDay, "delivery_days", METADATA)

ITEM_PROMOTIONS = Record(ItemPromotions, "item_promotions", METADATA)
CODES = Record(CodePromotion, "codes", METADATA)
SAVED_BASKETS = Record(SavedBasket, "saved_baskets", METADATA, indexes=("expires_ms",))

RECORDS = (OFFERS, PROMISES, BASKETS, NUMBERS, ORDERS, ITEM_PROMOTIONS, CODES, NAMED_DAYS, DELIVERY_DAYS, SAVED_BASKETS)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE item_promotions (name TEXT NOT NULL, terms TEXT NOT NULL, PRIMARY KEY (name))",
        "CREATE TABLE codes (code TEXT NOT NULL, terms TEXT NOT NULL, used BIGINT NOT NULL, PRIMARY KEY (code))",
        "ALTER TABLE baskets ADD COLUMN code TEXT NOT NULL DEFAULT ''",
    ),
    (
        "CREATE TABLE named_days (method TEXT NOT NULL, capacity BIGINT NOT NULL, charge_pence BIGINT NOT NULL, PRIMARY KEY (method))",
        "CREATE TABLE delivery_days (day TEXT NOT NULL, taken BIGINT NOT NULL, capacity BIGINT, charge_pence BIGINT, PRIMARY KEY (day))",
    ),
    (
        (
            "CREATE TABLE saved_baskets "
            "(saved TEXT NOT NULL, lines TEXT NOT NULL, saved_ms BIGINT NOT NULL, expires_ms BIGINT NOT NULL, PRIMARY KEY (saved))"
        ),
        "CREATE INDEX saved_baskets_by_expires_ms ON saved_baskets (expires_ms)",
    ),
    (
        "DROP INDEX orders_by_status",
        'CREATE INDEX orders_by_status ON orders (status, "order")',
        "CREATE INDEX orders_by_cancelling ON orders (changed_ms) WHERE cancelling IS NOT NULL",
    ),
    (
        "ALTER TABLE orders ADD COLUMN member TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE orders ADD COLUMN points BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE orders ADD COLUMN points_pence BIGINT NOT NULL DEFAULT 0",
    ),
)
