"""Ending tasks: one that loses its cancellation is told again, and one that never hears is named and left."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from arkwright.kit import ending
from arkwright.kit.ending import ended


async def answered_in_the_same_moment() -> None:
    """As the mail library waits: its answer comes as the task is cancelled, and `wait_for` gives the answer instead of ending."""
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(answer.set_result, "250 OK")
    await asyncio.wait_for(answer, 5)
    while True:
        await asyncio.sleep(3600)


async def cleans_up_badly() -> None:
    """Its clean-up fails, and the failure is taken for one that can be tried again."""
    while True:
        try:
            try:
                await asyncio.sleep(3600)
            finally:
                raise ConnectionError
        except ConnectionError:
            await asyncio.sleep(3600)


async def deaf() -> None:
    """It never ends by itself."""
    while not let_go.is_set():
        try:
            await let_go.wait()
        except asyncio.CancelledError:
            continue


let_go = asyncio.Event()


@pytest.mark.parametrize(
    ("work", "ends"),
    [
        (answered_in_the_same_moment, True),
        (cleans_up_badly, True),
        (deaf, False),
    ],
)
async def test_a_task_is_told_until_it_ends(work: Any, ends: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go.clear()
    monkeypatch.setattr(ending, "AGAIN_AFTER_S", 0.02)
    task = asyncio.create_task(work(), name=work.__name__)
    await asyncio.sleep(0)
    with capture_logs() as logs:
        await ended([task], within_s=0.2)
    assert task.done() is ends
    assert [line["work"] for line in logs] == ([] if ends else [["deaf"]])
    let_go.set()
    await asyncio.wait({task})
