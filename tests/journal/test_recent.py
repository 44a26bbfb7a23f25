"""What a lane remembers of what it has just committed: no gap, no more than it should, and nothing that the journal does not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from arkwright.journal.entries import NothingChanged
from arkwright.journal.reading import entries
from arkwright.journal.recent import MOST_BYTES, MOST_HELD, Happened, Recent
from tests.journal.lanes import ordering_lane, place, stocked


def some(first: int, last: int) -> list[Happened]:
    return [Happened(sequence, b"leaf", NothingChanged()) for sequence in range(first, last + 1)]


@pytest.mark.parametrize(
    ("added", "after", "most", "found"),
    [
        ([], 0, 10, []),
        ([(1, 3)], 0, 10, [1, 2, 3]),
        ([(1, 3), (4, 6)], 2, 2, [3, 4]),
        ([(1, 3), (5, 6)], 4, 10, [5, 6]),
        ([(1, 3), (5, 6)], 2, 10, []),
        ([(1, 3)], 3, 10, []),
        ([(4, 6)], 2, 10, []),
        ([(1, 3 * MOST_HELD)], 3 * MOST_HELD - 2, 10, [3 * MOST_HELD - 1, 3 * MOST_HELD]),
        ([(1, 3 * MOST_HELD)], 0, 10, []),
    ],
)
def test_what_follows_is_given_whole_or_not_at_all(added: list[tuple[int, int]], after: int, most: int, found: list[int]) -> None:
    recent = Recent()
    for first, last in added:
        recent.add(some(first, last), 100 * (last + 1 - first))
    assert [each.sequence for each in recent.after(after, most)] == found


async def test_what_is_remembered_is_what_the_journal_says(tmp_path: Path) -> None:
    lane = await ordering_lane(tmp_path)
    await stocked(lane)
    await lane.submit(place("a"))
    written = [(each.entry.sequence, each.leaf, lane.decode(bytes(each.entry.event))) for each in await entries(lane.reader, 0)]
    assert [(each.sequence, each.leaf, each.event) for each in await lane.after(0, 100)] == written
    await lane.stop()


def test_large_events_are_not_all_remembered() -> None:
    recent = Recent()
    for sequence in range(1, 8):
        recent.add(some(sequence, sequence), MOST_BYTES // 3)
    assert [each.sequence for each in recent.after(6, 10)] == [7]
    assert len(recent.after(recent._held[0].sequence - 1, 10)) <= 3
