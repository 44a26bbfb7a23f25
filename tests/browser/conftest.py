"""One running demo for all stories of a worker, and one browser, in which each test has windows of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium; to start it and Playwright takes a second of processor time."""
    expect.set_options(timeout=PATIENCE_MS)
    async with launch() as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """Without a window or a cookie of another test."""
    yield chromium
    for context in chromium.contexts:
        await context.close()
