"""The state of the catalogue: its rows, and how an event changes them."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.compartments.catalogue import events as did
from arkwright.compartments.catalogue.commands import Variant
from arkwright.kit.gtin import gtin_14
from arkwright.kit.messages import Event, Row
from arkwright.kit.money import VatRate
from arkwright.kit.rows import Rows

WHOLE_RANGE = "range"


class Product(Row, frozen=True):
    """A product as it stands; `revision` is the number of its last change in the count over the whole range."""

    product: str
    name: str
    description: str
    brand: str
    category: str
    vat_rate: VatRate
    variants: tuple[Variant, ...]
    restrictions: tuple[str, ...]
    picture: str
    highlight: bool
    live: bool
    changed_ms: int
    revision: int


class Category(Row, frozen=True):
    """A category as it stands."""

    category: str
    name: str
    position: int
    changed_ms: int
    revision: int


class SkuTaken(Row, frozen=True):
    """Claims a SKU for a product."""

    sku: str
    product: str


class GtinTaken(Row, frozen=True):
    """Claims a barcode number, written in fourteen places, for a SKU of a product."""

    gtin: str
    product: str
    sku: str


class Revisions(Row, frozen=True):
    """Counts the changes of the whole range; the one row's key is `WHOLE_RANGE`."""

    name: str
    last: int


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the catalogue's rows change."""
    match event:
        case did.ProductSaved():
            evolve_saved(rows, event)
            rows[Revisions, WHOLE_RANGE] = Revisions(name=WHOLE_RANGE, last=event.revision)
        case did.PriceChanged() | did.ProductWithdrawn() | did.ProductRestored():
            rows[Product, event.product] = replace(
                standing(rows, event.product),
                variants=event.variants,
                live=event.live,
                changed_ms=event.changed_ms,
                revision=event.revision,
            )
            rows[Revisions, WHOLE_RANGE] = Revisions(name=WHOLE_RANGE, last=event.revision)
        case did.CategorySaved():
            rows[Category, event.category] = Category(**{name: getattr(event, name) for name in Category.__struct_fields__})
            rows[Revisions, WHOLE_RANGE] = Revisions(name=WHOLE_RANGE, last=event.revision)
        case _:
            raise TypeError(f"the catalogue does not know the event {type(event).__name__}")


def evolve_saved(rows: Rows, event: did.ProductSaved) -> None:
    """The product stands as saved; the claims of its former variants go, those of its present ones stand."""
    before = rows[Product, event.product]
    for variant in before.variants if before else ():
        rows[SkuTaken, variant.sku] = None
        if variant.gtin:
            rows[GtinTaken, gtin_14(variant.gtin)] = None
    for variant in event.variants:
        rows[SkuTaken, variant.sku] = SkuTaken(sku=variant.sku, product=event.product)
        if variant.gtin:
            number = gtin_14(variant.gtin)
            rows[GtinTaken, number] = GtinTaken(gtin=number, product=event.product, sku=variant.sku)
    rows[Product, event.product] = Product(**{name: getattr(event, name) for name in Product.__struct_fields__})


def standing(rows: Rows, product: str) -> Product:
    """The product that an event speaks of; a journal without it is broken."""
    row = rows[Product, product]
    if row is None:
        raise LookupError(f"no product {product} for an event about it")
    return row
