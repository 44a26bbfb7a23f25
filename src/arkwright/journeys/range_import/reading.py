"""What a file turned out to hold: products to save, lines rejected with their reason, lines passed over, and the report."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import msgspec

from arkwright.compartments.catalogue.commands import SaveProduct
from arkwright.journeys.range_import.mapping import ADDED, folded
from arkwright.journeys.range_import.table import Line

Progress = Callable[[int, int], None]


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was not imported, the reason in a sentence, and its cells as they came."""

    line: int
    reason: str
    cells: tuple[str, ...]
    product: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A product as the file has it: the command but for its id and colleague, and the lines that it came from."""

    command: SaveProduct
    lines: tuple[Line, ...]
    line_of_sku: dict[str, int]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What the lines of a file lead to.

    `categories` are the names of those in use by id, in the order of the shop; `skipped` counts lines passed over, by reason;
    `stock` suggests units to begin with, by SKU.
    """

    lines: int
    drafts: list[Draft]
    categories: dict[str, str]
    rejected: list[Rejected]
    skipped: dict[str, int] = {}
    stock: list[tuple[str, int]] = []


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A file gone through: how it was read, and what its lines lead to (see `Found`)."""

    mapping: str
    header: tuple[str, ...]
    encoding: str
    separator: str
    notes: tuple[str, ...]
    lines: int
    drafts: tuple[Draft, ...]
    categories: dict[str, str]
    rejected: tuple[Rejected, ...]
    skipped: dict[str, int]
    stock: tuple[tuple[str, int], ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did; `rejected` holds the lines rejected while reading and while saving, in the file's order."""

    reading: Reading
    products_new: int
    products_changed: int
    products_unchanged: int
    categories_new: tuple[str, ...]
    rejected: tuple[Rejected, ...]


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


def rejected_of(draft: Draft, at: int, reason: str) -> list[Rejected]:
    """Every line of a product that is not imported because of the line `at`, which alone carries the reason."""
    product = draft.command.product
    return rejected_lines(draft.lines, at, reason, product)


def rejected_lines(lines: Sequence[Line], at: int, reason: str, product: str) -> list[Rejected]:
    """The lines of one product, rejected together."""
    because = f"The product {product} was not imported because of line {at}."
    return [
        Rejected(line=line.number, reason=reason if line.number == at else because, cells=line.cells, product=product) for line in lines
    ]


def rejected_csv(header: Sequence[str], rejected: Sequence[Rejected]) -> bytes:
    """The rejected lines as CSV: the file's own columns, then line and reason; put right, it can be imported as it is."""
    columns = [place for place, name in enumerate(header) if folded(name) not in ADDED]
    names = [header[place] for place in columns]
    lines = [(*(each.cells[place] if place < len(each.cells) else "" for place in columns), each.line, each.reason) for each in rejected]
    return _csv([(*names, *ADDED), *lines])


def stock_csv(stock: Sequence[tuple[str, int]]) -> bytes:
    """The suggested stock as CSV with the columns sku and quantity."""
    return _csv([("sku", "quantity"), *stock])


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
