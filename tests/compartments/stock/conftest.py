"""A lane of stock on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from arkwright.compartments.stock import commands, events, records, rules, state
from arkwright.journal.compartment import Compartment
from arkwright.journal.lane import Lane
from arkwright.journal.tables import schema
from tests.databases import database as database_at
from tests.journal.lanes import OpenGate, real_world

COMPARTMENT = Compartment("stock", commands, events, rules, state, records)


@pytest.fixture
async def lane(tmp_path: Path) -> AsyncIterator[Lane]:
    """Started, empty, and stopped afterwards; a failure ends the test."""

    def failed(error: Exception) -> None:
        raise error

    database = await database_at(real_world(), tmp_path / "stock.db", schema(COMPARTMENT), "office")
    started = Lane(real_world(), database, COMPARTMENT, lambda _: OpenGate(), failed)
    await started.start()
    yield started
    await started.stop()
