"""How ordering's rows stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.ordering.promotions import CodePromotion, ItemPromotions
from arkwright.compartments.ordering.state import Basket, NumberTaken, Offer, Order, Promise
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
OFFERS = Record(Offer, "offers", METADATA)
PROMISES = Record(Promise, "promises", METADATA)
BASKETS = Record(Basket, "baskets", METADATA)
NUMBERS = Record(NumberTaken, "numbers", METADATA)
ORDERS = Record(Order, "orders", METADATA, indexes=("number", "status", "person", "placed_ms", "basket"))

ITEM_PROMOTIONS = Record(ItemPromotions, "item_promotions", METADATA)
CODES = Record(CodePromotion, "codes", METADATA)

RECORDS = (OFFERS, PROMISES, BASKETS, NUMBERS, ORDERS, ITEM_PROMOTIONS, CODES)
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE item_promotions (name TEXT NOT NULL, terms TEXT NOT NULL, PRIMARY KEY (name))",
        "CREATE TABLE codes (code TEXT NOT NULL, terms TEXT NOT NULL, used BIGINT NOT NULL, PRIMARY KEY (code))",
        "ALTER TABLE baskets ADD COLUMN code TEXT NOT NULL DEFAULT ''",
    ),
)
