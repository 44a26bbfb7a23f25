"""What others may ask of the catalogue; plain values out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from arkwright.compartments.catalogue import rules
from arkwright.compartments.catalogue.commands import SaveProduct
from arkwright.compartments.catalogue.records import CATEGORIES, GTINS, PRODUCTS, REVISIONS, SKUS
from arkwright.compartments.catalogue.state import WHOLE_RANGE, Category, Product
from arkwright.kit.database.port import Reader, Values
from arkwright.kit.database.statement import Statement, among, as_set
from arkwright.kit.refusal import Refusal

products, categories_table, skus, gtins = PRODUCTS.table.c, CATEGORIES.table.c, SKUS.table.c, GTINS.table.c

ESCAPE = "\\"
FIRST = ""


def _like(column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return sa.func.lower(column).like(sa.bindparam("pattern"), escape=ESCAPE)


_FOUND = sa.and_(
    among(products.live, "live"),
    sa.or_(
        _like(products.name),
        _like(products.product),
        products.product.in_(sa.select(skus.product).where(_like(skus.sku))),
        products.product.in_(sa.select(gtins.product).where(_like(gtins.gtin))),
    ),
)
_ONE_PAGE: sa.BindParameter[int] = sa.bindparam("most")
_AFTER = products.product > sa.bindparam("after")

OF_IDS = Statement(sa.select(*PRODUCTS.columns).where(among(products.product, "products")))
LIVE = Statement(sa.select(*PRODUCTS.columns).where(products.live == sa.literal(1)).order_by(products.product))
LIVE_IN = Statement(
    sa.select(*PRODUCTS.columns)
    .where(products.category == sa.bindparam("category"), products.live == sa.literal(1), _AFTER)
    .order_by(products.product)
    .limit(_ONE_PAGE)
)
ALL_CATEGORIES = Statement(sa.select(*CATEGORIES.columns).order_by(categories_table.position, categories_table.category))
LIVE_COUNTS = Statement(sa.select(products.category, sa.func.count()).where(products.live == sa.literal(1)).group_by(products.category))
CHANGED = Statement(
    sa.select(*PRODUCTS.columns).where(products.revision > sa.bindparam("revision")).order_by(products.revision).limit(_ONE_PAGE)
)
CATEGORIES_CHANGED = Statement(
    sa.select(*CATEGORIES.columns).where(categories_table.revision > sa.bindparam("revision")).order_by(categories_table.revision)
)
SEARCH = Statement(sa.select(*PRODUCTS.columns).where(_FOUND, _AFTER).order_by(products.product).limit(_ONE_PAGE))
SEARCH_COUNT = Statement(sa.select(sa.func.count()).select_from(PRODUCTS.table).where(_FOUND))


class CategoryCount(msgspec.Struct, frozen=True, kw_only=True):
    """A category and how many live products stand in it."""

    category: Category
    live: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Products found, how many there are in all, and the `after` of the next page, None on the last."""

    products: tuple[Product, ...]
    total: int
    after: str | None


def fault(command: SaveProduct) -> Refusal | None:
    """What the catalogue would refuse of a product whatever else stands in the range; None for a well-formed one."""
    try:
        rules.check(command)
    except Refusal as refusal:
        return refusal
    return None


def stands_as(row: Product, command: SaveProduct) -> bool:
    """Whether saving would change nothing."""
    return rules.same(row, command)


async def product(reader: Reader, product_id: str) -> Product | None:
    """The product with this id, live or withdrawn."""
    return await reader.get(PRODUCTS, product_id)


async def products_of(reader: Reader, product_ids: Sequence[str]) -> dict[str, Product]:
    """The products with these ids, live or withdrawn; unknown ones are left out."""
    return {row.product: row for row in await reader.rows(PRODUCTS, OF_IDS, {"products": as_set(product_ids)})}


async def product_of_sku(reader: Reader, sku: str) -> Product | None:
    """The product that has this SKU, live or withdrawn."""
    claim = await reader.get(SKUS, sku)
    return await reader.get(PRODUCTS, claim.product) if claim else None


async def all_live(reader: Reader) -> list[Product]:
    """Every product on sale, by id."""
    return await reader.rows(PRODUCTS, LIVE)


async def live_in_category(reader: Reader, category: str, after: str = FIRST, most: int = 50) -> list[Product]:
    """Products on sale in a category, by id, after the product id `after`."""
    return await reader.rows(PRODUCTS, LIVE_IN, {"category": category, "after": after, "most": most})


async def categories(reader: Reader) -> list[CategoryCount]:
    """Every category in its position, with the number of live products."""
    counts = {str(category): int(str(count)) for category, count in await reader.all(LIVE_COUNTS)}
    return [CategoryCount(category=row, live=counts.get(row.category, 0)) for row in await reader.rows(CATEGORIES, ALL_CATEGORIES)]


async def revision(reader: Reader) -> int:
    """The number of the last change of the whole range; 0 before the first."""
    row = await reader.get(REVISIONS, WHOLE_RANGE)
    return row.last if row else 0


async def changed_since(reader: Reader, last_seen: int, most: int = 1000) -> list[Product]:
    """Products changed after that revision, withdrawn ones among them, in the order of their last change."""
    return await reader.rows(PRODUCTS, CHANGED, {"revision": last_seen, "most": most})


async def categories_changed_since(reader: Reader, last_seen: int) -> list[Category]:
    """Categories changed after that revision, in the order of their last change."""
    return await reader.rows(CATEGORIES, CATEGORIES_CHANGED, {"revision": last_seen})


async def page(reader: Reader, text: str = "", *, live: bool | None = None, after: str = FIRST, most: int = 50) -> Page:
    """Products whose name, id, a SKU or a barcode holds the text, by id; `live` None finds withdrawn ones too.

    Capitals do not matter in A to Z; % and _ in the text mean themselves.
    """
    states = [1, 0] if live is None else [int(live)]
    values: Values = {"pattern": pattern(text), "live": as_set(states)}
    found = await reader.rows(PRODUCTS, SEARCH, {**values, "after": after, "most": most + 1})
    total = int(str((await reader.all(SEARCH_COUNT, values))[0][0]))
    shown = tuple(found[:most])
    return Page(products=shown, total=total, after=shown[-1].product if len(found) > most else None)


def pattern(text: str) -> str:
    """The LIKE pattern of "holds this text", with LIKE's own signs escaped."""
    plain = text.strip().lower()
    for sign in (ESCAPE, "%", "_"):
        plain = plain.replace(sign, ESCAPE + sign)
    return f"%{plain}%"
