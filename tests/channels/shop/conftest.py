"""The shop as a fixture."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.channels.shop.counter import Counter, Shopper, counter


@pytest_asyncio.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Counter]:
    """An office with twenty mugs."""
    async with counter(tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture
async def ada(shop: Counter) -> Shopper:
    """A shopper."""
    return shop.shopper
