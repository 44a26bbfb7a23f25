"""The form of one product: its fields and a row of fields for each variant, to and from the catalogue's command."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from arkwright.channels.back_office import words
from arkwright.channels.back_office.entry import Entry, FieldOf
from arkwright.compartments.catalogue.commands import SaveProduct, Variant
from arkwright.compartments.catalogue.state import Product
from arkwright.kit.money import VatRate
from arkwright.kit.refusal import Refusal

MOST_ROWS = 101
FURTHER_ROWS = 3
HEAVIEST_G = 1_000_000
PARTS = ("sku", "gtin", "option", "price", "weight")
# The catalogue's names for fields, where the form has others.
OF_A_ROW = {"sku": "sku", "gtin": "gtin", "variant": "option", "price": "price", "weight_g": "weight"}
OF_THE_FORM = {"vat": "vat_rate", "variants": "sku-1", "variant": "option-1", "sku": "sku-1", "gtin": "gtin-1", "price": "price-1"}


def shown(product: Product | None) -> Entry:
    """The form as it is shown first."""
    if product is None:
        return Entry.of(rows="2", vat_rate="standard")
    rows: dict[str, str] = {"rows": str(len(product.variants) + 1)}
    for number, variant in enumerate(product.variants, start=1):
        rows |= {
            f"sku-{number}": variant.sku,
            f"gtin-{number}": variant.gtin or "",
            f"option-{number}": variant.option,
            f"price-{number}": f"{variant.price_pence // 100}.{variant.price_pence % 100:02}",
            f"weight-{number}": str(variant.weight_g) if variant.weight_g else "",
        }
    return Entry.of(
        product=product.product,
        name=product.name,
        description=product.description,
        brand=product.brand,
        category=product.category,
        vat_rate=product.vat_rate,
        restrictions=product.restrictions,
        picture=product.picture,
        highlight="yes" if product.highlight else [],
        **rows,
    )


def rows_of(entry: Entry) -> range:
    """The numbers of the rows for variants, from 1."""
    text = entry.text("rows")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
    return range(1, min(max(count, 1), MOST_ROWS) + 1)


def more_rows(entry: Entry) -> Entry:
    """The same form with a few more rows."""
    return entry.with_(Entry.of(rows=str(min(rows_of(entry)[-1] + FURTHER_ROWS, MOST_ROWS))))


def read(entry: Entry, product: str, by: str, command: str) -> SaveProduct:
    """What the form says; what is wrong stands in its problems. Rows left empty are passed over."""
    variants = [variant_of(entry, number) for number in rows_of(entry) if any(entry.text(f"{part}-{number}") for part in PARTS)]
    if not variants:
        entry.wrong("sku-1", "Fill in at least one variant: its SKU and its price.")
    restrictions = entry.every("restrictions")
    return SaveProduct(
        id=command,
        product=product,
        name=entry.text("name"),
        description=entry.text("description"),
        brand=entry.text("brand"),
        category=entry.filled("category", "a category from the list", 80),
        vat_rate=cast(VatRate, entry.choice("vat_rate", "a VAT rate", list(words.VAT_RATES))),
        variants=tuple(variants),
        restrictions=restrictions,
        picture=entry.text("picture"),
        highlight=entry.ticked("highlight"),
        by=by,
    )


def variant_of(entry: Entry, number: int) -> Variant:
    """One row."""
    weight = f"weight-{number}"
    return Variant(
        sku=entry.filled(f"sku-{number}", f"the SKU of variant {number}", 40),
        gtin=entry.text(f"gtin-{number}") or None,
        option=entry.text(f"option-{number}"),
        price_pence=entry.pence(f"price-{number}", f"the price of variant {number}"),
        weight_g=entry.whole(weight, f"the weight of variant {number} in grams", 0, HEAVIEST_G) if entry.text(weight) else 0,
    )


def field_of(entry: Entry) -> FieldOf:
    """Which field of the form a refusal is about: the row of its SKU, the last one where it stands twice."""

    def found(refusal: Refusal) -> str | None:
        field = refusal.field or ""
        sku = asdict(refusal).get("sku")
        rows = [number for number in rows_of(entry) if entry.text(f"sku-{number}") == sku]
        if rows and field in OF_A_ROW:
            return f"{OF_A_ROW[field]}-{rows[-1]}"
        return OF_THE_FORM.get(field, field)

    return found
