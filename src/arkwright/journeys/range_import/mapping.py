"""What the columns of a file mean, as data: two mappings are built in, others are TOML of the same shape."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Literal

import msgspec

from arkwright.journeys.range_import import refusals as no
from arkwright.kit.money import VatRate

Lines = Literal["variants", "invoices"]
Dates = Literal["year-first", "month-first", "day-first"]

VAT_WORDS: dict[str, VatRate] = {
    "standard": "standard", "20": "standard", "20%": "standard",
    "reduced": "reduced", "5": "reduced", "5%": "reduced",
    "zero": "zero", "0": "zero", "0%": "zero",
}  # fmt: skip

# What `reading.rejected_csv` adds: such a file can be imported again as it is.
ADDED = ("rejected_line", "rejected_reason")

NEEDED: dict[Lines, tuple[str, ...]] = {
    "variants": ("product", "name", "category", "sku", "price", "vat"),
    "invoices": ("invoice", "code", "description", "quantity", "date", "price"),
}
POSSIBLE: dict[Lines, tuple[str, ...]] = {
    "variants": ("description", "brand", "gtin", "variant", "weight_g", "restrictions", "picture", "highlight"),
    "invoices": (),
}

ARKWRIGHT = """
name = "arkwright"
lines = "variants"

[columns]
product = "product_id"
name = "name"
description = "description"
category = "category"
brand = "brand"
sku = "sku"
gtin = "gtin"
variant = "variant"
price = "price"
vat = "vat"
weight_g = "weight_g"
restrictions = "restrictions"
picture = "picture"
highlight = "highlight"
"""

ONLINE_RETAIL = """
name = "online-retail"
lines = "invoices"
dates = "year-first"
ignored = ["CustomerID", "Customer ID", "Country", "Sheet", "InOverlap"]

[columns]
invoice = ["InvoiceNo", "Invoice"]
code = "StockCode"
description = "Description"
quantity = "Quantity"
date = "InvoiceDate"
price = ["UnitPrice", "Price"]
"""


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a file is read. `columns` and `fixed` are keyed by our field names (`NEEDED` and `POSSIBLE`).

    `lines`: each line is a variant of a product, or an invoice line from which products are derived. `columns` names a
    field's column, or several that it may be called; `fixed` gives fields a value for the whole file; `vat` says what
    further words in the VAT column mean; `ignored` columns may stand there.
    """

    name: str
    lines: Lines
    columns: dict[str, str | list[str]]
    fixed: dict[str, str] = {}
    ignored: list[str] = []
    vat: dict[str, VatRate] = {}
    prices_in: Literal["pounds", "pence"] = "pounds"
    dates: Dates = "year-first"

    def names(self, field: str) -> list[str]:
        """What the field's column may be called."""
        wanted = self.columns.get(field, [])
        return [wanted] if isinstance(wanted, str) else wanted

    @property
    def allowed(self) -> list[str]:
        """Every column name that a header may hold."""
        return [name for field in self.columns for name in self.names(field)] + self.ignored

    def vat_rate(self, text: str) -> VatRate | None:
        """The rate that a word in the VAT column stands for, or None; capitals do not matter."""
        words: dict[str, VatRate] = {**VAT_WORDS, **{word.casefold(): rate for word, rate in self.vat.items()}}
        return words.get(text.strip().casefold())


def built_in(name: str) -> Mapping:
    """The mapping `arkwright` or `online-retail`; refuses another name."""
    texts = {"arkwright": ARKWRIGHT, "online-retail": ONLINE_RETAIL}
    if name not in texts:
        raise no.NoSuchMapping(name, " or ".join(texts))
    return read_mapping(texts[name])


def read_mapping(text: str) -> Mapping:
    """The mapping written in TOML; refuses what cannot be read, unknown fields, and fields without a column or a value."""
    try:
        mapping = msgspec.convert(tomllib.loads(text), Mapping)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise no.MappingIsWrong(str(error)) from None
    possible = (*NEEDED[mapping.lines], *POSSIBLE[mapping.lines])
    for field in (*mapping.columns, *mapping.fixed):
        if field not in possible:
            raise no.MappingIsWrong(f"“{field}” is no field of ours; there are {', '.join(possible)}")
    for field in NEEDED[mapping.lines]:
        if not mapping.names(field) and field not in mapping.fixed:
            raise no.MappingIsWrong(f"the field “{field}” has neither a column nor a fixed value")
    return mapping


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping laid over one file's header: where each field stands."""

    mapping: Mapping
    places: dict[str, int]
    width: int

    def cell(self, cells: Sequence[str], field: str) -> str:
        """The field's text on a line, trimmed; the fixed value, or nothing, where there is no column or it is empty."""
        place = self.places.get(field)
        text = cells[place].strip() if place is not None and place < len(cells) else ""
        return text or self.mapping.fixed.get(field, "")


def recognised(mapping: Mapping, header: Sequence[str]) -> int:
    """How many of these columns the mapping knows."""
    known = {folded(name) for name in mapping.allowed}
    return sum(folded(name) in known for name in header)


def bind(mapping: Mapping, header: Sequence[str]) -> Bound:
    """Find each field's column; refuses columns that are missing, unknown or doubled, and says what is allowed."""
    places: dict[str, int] = {}
    fields = {folded(name): field for field in mapping.columns for name in mapping.names(field)}
    ignored = {folded(name) for name in (*mapping.ignored, *ADDED)}
    unknown = []
    for place, column in enumerate(header):
        field = fields.get(folded(column))
        if field is None:
            if folded(column) not in ignored and folded(column):
                unknown.append(column)
        elif field in places:
            raise no.ColumnStandsTwice(column)
        else:
            places[field] = place
    allowed = ", ".join(mapping.allowed)
    missing = [mapping.names(field)[0] for field in NEEDED[mapping.lines] if field not in places and field not in mapping.fixed]
    if missing:
        raise no.ColumnsAreMissing(", ".join(missing), allowed)
    if unknown:
        raise no.ColumnsAreUnknown(", ".join(unknown), allowed)
    return Bound(mapping=mapping, places=places, width=len(header))


def folded(name: str) -> str:
    """A column name as compared: capitals and spaces at the ends do not matter."""
    return name.strip().casefold()
