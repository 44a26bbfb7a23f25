"""A small shop, published, and an edge that serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.edge.running import Running, running
from tests.channels.publication.shop import Range, small_range


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Range]:
    async with small_range(tmp_path) as small:
        await small.publish()
        yield small


@pytest.fixture
async def edge(shop: Range, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(shop.folder, tmp_path / "edge") as up:
        await up.holding.refresh()
        yield up
