"""An order's or a bill's lines as rows of a table: cells of plain words."""

from __future__ import annotations

from collections.abc import Sequence

from arkwright.compartments.ordering.events import SoldLine, VatLine
from arkwright.kit.money import pounds

VAT_WORDS = {"standard": "Standard rate (20%)", "reduced": "Reduced rate (5%)", "zero": "Zero rate"}
Rows = list[tuple[str, ...]]


def goods_rows(lines: Sequence[SoldLine]) -> Rows:
    """Product, quantity, each, together."""
    return [(line.name, str(line.quantity), pounds(line.price_pence), pounds(line.price_pence * line.quantity)) for line in lines]


def vat_rows(vat: Sequence[VatLine]) -> Rows:
    """Rate, goods, delivery, the VAT in both."""
    return [(VAT_WORDS[line.rate], pounds(line.goods_pence), pounds(line.delivery_pence), pounds(line.vat_pence)) for line in vat]
