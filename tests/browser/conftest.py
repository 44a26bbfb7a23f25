"""One running demo for all stories of a worker, and one browser a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chromium import launch
from tests.browser.demo import Demo

PATIENCE_MS = 15_000  # machines that build are busy


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Everything runs and the range is published."""
    running = Demo(tmp_path_factory.mktemp("demo"))
    try:
        running.start()
        yield running
    finally:
        running.end()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    expect.set_options(timeout=PATIENCE_MS)
    async with launch() as launched:
        yield launched
