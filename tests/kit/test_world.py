"""The real world: ids that sort by time, a clock that never runs back, files that are whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from arkwright.kit.world import ulid
from tests.journal.lanes import real_world


@pytest.mark.parametrize(
    ("now_ms", "dice", "text"),
    [
        (0, bytes(10), "00000000000000000000000000"),
        (1_469_918_176_385, bytes(10), "01aryz6s410000000000000000"),  # the ULID specification's own example of a time, and no dice
        ((1 << 48) - 1, b"\xff" * 10, "7zzzzzzzzzzzzzzzzzzzzzzzzz"),
    ],
)
def test_an_id_is_a_ulid(now_ms: int, dice: bytes, text: str) -> None:
    assert ulid(now_ms, dice) == text


def test_ids_sort_by_time() -> None:
    assert ulid(1, b"\xff" * 10) < ulid(2, bytes(10))


async def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world, path = real_world(), tmp_path / "new" / "file"
    world.replace_file(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        world.replace_file(path, b"new")
    assert world.read_file(path) == b"old"
    assert [each.name for each in path.parent.iterdir()] == ["file"]


SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("wall_s", "passed_s", "told_s"),
    [
        ((1000, 1010), 10, 10.0),
        ((1000, 4600), 10, 3600.0),
        ((1000, 1000), 10, 5.0),
        ((1000, 400), 10, 5.0),
        ((1000, 400), 0, 0.0),
    ],
    ids=["as it should", "put forward", "stands still", "put back", "put back this moment"],
)
async def test_what_is_told_of_a_clock_that_is_moved(
    monkeypatch: pytest.MonkeyPatch, wall_s: tuple[int, int], passed_s: int, told_s: float
) -> None:
    world = real_world()
    times = iter(wall_s)
    steady = iter((50, 50 + passed_s))
    monkeypatch.setattr("time.time_ns", lambda: next(times) * SECOND)
    monkeypatch.setattr("time.monotonic_ns", lambda: next(steady) * SECOND)
    before = world.now_ms()
    assert world.now_ms() - before == told_s * 1000
