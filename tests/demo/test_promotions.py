"""The demo's promotions: each stands as it is, and is for goods of the demo's range."""

from __future__ import annotations

import csv
import io

from arkwright.compartments.promotions import rules, state
from arkwright.demo.promotions import promotions
from arkwright.demo.range import csv_files
from arkwright.journeys.range_import.values import slug
from tests.compartments import table
from tests.compartments.table import NOW_MS


def test_each_kind_stands_and_has_goods() -> None:
    rows = [row for _, content in csv_files() for row in csv.DictReader(io.StringIO(content.decode()))]
    categories, products = {slug(row["category"]) for row in rows}, {row["product_id"] for row in rows}
    commands = list(promotions(NOW_MS, "demo"))
    assert {command.terms.kind for command in commands} == {"pay-for", "bundle", "percent", "code"}
    for command in commands:
        assert isinstance(table.ask(rules, state, [], command), list), command.terms.promotion
        assert {command.terms.category} - {""} <= categories
        assert set(command.terms.products) <= products
