"""How ordering's rows stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.ordering.state import Basket, NumberTaken, Offer, Order, Promise
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
OFFERS = Record(Offer, "offers", METADATA)
PROMISES = Record(Promise, "promises", METADATA)
BASKETS = Record(Basket, "baskets", METADATA)
NUMBERS = Record(NumberTaken, "numbers", METADATA)
ORDERS = Record(Order, "orders", METADATA, indexes=("number", "status", "person", "placed_ms", "basket"))

RECORDS = (OFFERS, PROMISES, BASKETS, NUMBERS, ORDERS)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
