"""What an office asks again and again, and its lists, stay quick however many orders stand: no table is read from end to end."""

from __future__ import annotations

import importlib
import re

import apsw
import pytest

from arkwright.journal import tables
from arkwright.kit.database.sqlite import DIALECT
from arkwright.roles.lanes import COMPARTMENTS

SWEPT = {
    "ordering": ("WAITING", "CANCELLING", "PLACED_SINCE"),
    "payments": ("STANDING", "OPEN_CAPTURES", "OPEN_REFUNDS"),
    "notices": ("DUE", "WAITING_COUNTS"),
    "stock": ("OPEN_CASES",),
    "customers": ("ERASED_SINCE",),
    "tills": (
        "WAITING_FOR_TERMINAL",
        "STORED_SALES",
        "CARD_REFUNDS_IN",
        "SURPLUS",
        "WAITING_FOR_THIS",
        "STORED_AT_THIS",
        "CARD_REFUNDS_AT_THIS",
        "SURPLUS_AT_THIS",
        "OF_SALE",
        "REFUNDS_OF",
        "PARKED",
    ),
}
LISTED = {
    "ordering": ("NEWEST",),
    "payments": ("NEWEST",),
    "notices": ("NEWEST",),
    "sales_audit": ("NEWEST", "NEWEST_OF"),
    "tills": ("COMPLETED", "SESSIONS_SINCE"),
}


def plan(compartment: str, statement: str) -> list[str]:
    """How SQLite would go about it in an empty database."""
    queries = importlib.import_module(f"arkwright.compartments.{compartment}.queries")
    connection = apsw.Connection(":memory:")
    for made in tables.schema(COMPARTMENTS[compartment]).create(DIALECT):
        connection.execute(made)
    text = getattr(queries, statement).compiled(DIALECT)[0]
    return [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", [None] * text.count("?"))]


@pytest.mark.parametrize(
    ("compartment", "statement"), [(name, each) for names in (SWEPT, LISTED) for name, of in names.items() for each in of]
)
def test_no_table_is_read_from_end_to_end(compartment: str, statement: str) -> None:
    assert [step for step in plan(compartment, statement) if re.match(r"SCAN (?!json_each)(?!.*orders_by_cancelling)", step)] == []


@pytest.mark.parametrize(("compartment", "statement"), [(name, each) for name, of in LISTED.items() for each in of])
def test_the_newest_of_a_state_are_read_off_the_end(compartment: str, statement: str) -> None:
    assert [step for step in plan(compartment, statement) if "TEMP B-TREE" in step] == []
