"""A disk that breaks under load, by strace in a real office: what was acknowledged stands, one line says what to do, the process ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import databases_of
from arkwright.roles.lanes import OFFICE
from arkwright.roles.range_at_rest import lane_at_rest
from tests.processes.faults import failed_calls, office_on_a_bad_disk
from tests.processes.premises import Premises, office_standing_by, opened
from tests.processes.shoppers import Crowd
from tests.processes.test_kill import nothing_lost_and_nothing_doubled, the_journal_agrees

SHOPPERS, MOST_ORDERS_EACH, SCARCE_UNITS = 6, 40, 25
ENDS_BY_ITSELF_WITHIN_S = 60.0
NO_SYNC = "The disk did not confirm a write|cannot be used"
NO_ROOM = "is full"
EVERY_DATABASE = tuple(f"lanes/{lane}" for lane in OFFICE)


# Each thread of the office counts for itself: the first calls are those of its start, the later ones those of the load.
@pytest.mark.parametrize(
    ("fault", "databases", "line"),
    [
        ("fsync,fdatasync:error=EIO:when=12+", ("lanes/ordering",), NO_SYNC),
        ("pwrite64:error=ENOSPC:when=200+", EVERY_DATABASE, NO_ROOM),
    ],
    ids=["error-on-sync", "full-disk"],
)
async def test_a_disk_that_breaks_under_load_loses_nothing_acknowledged(
    tmp_path: Path, fault: str, databases: Iterable[str], line: str
) -> None:
    async with opened(tmp_path, scarce=SCARCE_UNITS) as place:
        await made(place)
        crowd = Crowd(place, seed=9)
        office = await office_on_a_bad_disk(place, fault, databases)
        await office.answers(f"{place.shop}/readyz")
        successor = await office_standing_by(place)
        async with crowd.shopping(SHOPPERS, MOST_ORDERS_EACH):
            status = await office.over(ENDS_BY_ITSELF_WITHIN_S)
            before = len(crowd.taken)
            said = first_life(place)
            successor.go()
            await successor.answers(f"{place.shop}/readyz")
        assert failed_calls(place) >= 1
        assert before >= 1, "the disk broke before anything was ordered"
        ended_in_one_clear_line(status, said, line)
        assert await successor.end() == 0
        await nothing_lost_and_nothing_doubled(place, crowd)
        await the_journal_agrees(place)


async def made(place: Premises) -> None:
    """Every database is there before the disk breaks, so that the start writes little and the load reaches the fault."""
    for lane in OFFICE:
        async with lane_at_rest(RealWorld(AiohttpHttp()), databases_of(place.config), lane):
            continue


def first_life(place: Premises) -> str:
    """What the office said until it ended."""
    return (place.folder / "office.log").read_text("utf-8", "replace")


def ended_in_one_clear_line(status: int, said: str, line: str) -> None:
    """A status that is no success; for a person exactly one line, with what to do; no traceback."""
    lines = [each for each in said.splitlines() if each.startswith("arkwright: ")]
    assert status == 1, said
    assert len(lines) == 1, said
    assert re.search(line, lines[0]), lines
    assert "Traceback" not in said


def test_a_traceback_or_a_second_line_is_found() -> None:
    ended_in_one_clear_line(1, '{"event": "x"}\narkwright: The disk of a.db is full; make room.\n', NO_ROOM)
    for said in ("", "Traceback (most recent call last)\narkwright: a is full\n", "arkwright: a is full\n" * 2):
        with pytest.raises(AssertionError):
            ended_in_one_clear_line(1, said, NO_ROOM)
