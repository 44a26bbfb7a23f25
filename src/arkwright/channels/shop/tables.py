"""An order's or a bill's lines as rows of a table: cells of plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from arkwright.compartments.ordering.events import SoldLine, VatLine
from arkwright.kit.money import pounds
from arkwright.kit.promoting import by_promotion, saved_pence

VAT_WORDS = {"standard": "Standard rate (20%)", "reduced": "Reduced rate (5%)", "zero": "Zero rate"}
Rows = list[tuple[str, ...]]


class Table(msgspec.Struct, frozen=True):
    """Columns as parts.html wants them, and rows."""

    columns: Sequence[Mapping[str, object]]
    rows: Rows


def goods_table(lines: Sequence[SoldLine]) -> Table:
    """Product, quantity, each, together; and where promotions take anything off, what they do and what is left to pay."""
    figures = ["Quantity", "Each", "Together"]
    rows: Rows = [(line.name, str(line.quantity), pounds(line.price_pence), pounds(line.price_pence * line.quantity)) for line in lines]
    if saved_pence(lines):
        figures += ["Saved", "To pay"]
        rows = [(*row, pounds(line.saved_pence), pounds(line.paid_pence)) for row, line in zip(rows, lines, strict=True)]
    return Table([{"label": "Product"}, *({"label": figure, "number": True} for figure in figures)], rows)


def saving_rows(lines: Sequence[SoldLine]) -> list[tuple[str, str]]:
    """What each promotion takes off, by its name, with a minus sign."""
    return [(saving.name, pounds(-saving.pence)) for saving in by_promotion(lines)]


def vat_rows(vat: Sequence[VatLine]) -> Rows:
    """Rate, goods, delivery, the VAT in both."""
    return [(VAT_WORDS[line.rate], pounds(line.goods_pence), pounds(line.delivery_pence), pounds(line.vat_pence)) for line in vat]


def tender_rows(points: int, points_pence: int, card_pence: int) -> list[tuple[str, str]]:
    """What points pay and what a card pays; nothing to tell where all of it is by card."""
    if not points:
        return []
    return [(f"Paid with {points:,} points", pounds(-points_pence)), ("To pay by card", pounds(card_pence))]
