"""How the catalogue's rows stand in tables."""

from __future__ import annotations

import sqlalchemy as sa

from arkwright.compartments.catalogue.state import Category, GtinTaken, Product, Revisions, SkuTaken
from arkwright.kit.database.record import Record

METADATA = sa.MetaData()
PRODUCTS = Record(Product, "products", METADATA, indexes=("category", "revision"))
CATEGORIES = Record(Category, "categories", METADATA)
SKUS = Record(SkuTaken, "skus", METADATA, indexes=("product",))
GTINS = Record(GtinTaken, "gtins", METADATA, indexes=("product",))
REVISIONS = Record(Revisions, "revisions", METADATA)

RECORDS = (PRODUCTS, CATEGORIES, SKUS, GTINS, REVISIONS)
MIGRATIONS: tuple[tuple[str, ...], ...] = ()
