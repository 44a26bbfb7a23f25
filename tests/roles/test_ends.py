"""An old copy of one database in the place of the newest keeps an office from starting, in one line that names the way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from arkwright.kit.database.copying import copy_database
from arkwright.kit.database.port import DatabaseUnusable
from arkwright.roles.ends import FILE
from tests.roles.offices import premises
from tests.simulators.shop import StillWorld


async def with_an_old_copy(world: StillWorld, folder: Path, lane: str) -> None:
    """An office that sold, whose database of one lane is then as it was before the last order."""
    place = await premises(folder, world)
    await place.stock()
    await place.bought(1)
    copy_database(folder / "lanes" / f"{lane}.db", folder / "old.db")
    await place.bought(2)
    await place.office.stop()
    shutil.copyfile(folder / "old.db", folder / "lanes" / f"{lane}.db")


@pytest.mark.parametrize("lane", ["ordering", "payments", "dispatch"])
async def test_an_old_copy_of_one_lane_is_told_at_the_start(tmp_path: Path, lane: str) -> None:
    world = StillWorld()
    await with_an_old_copy(world, tmp_path, lane)
    with pytest.raises(DatabaseUnusable, match=f"The journal of {lane} ends at entry .*arkwright restore"):
        await premises(tmp_path, world)


@pytest.mark.parametrize("kept", [None, b"{", b'{"ordering":"nothing that was signed"}'], ids=["none", "damaged", "not signed"])
async def test_an_office_without_kept_ends_starts_all_the_same(tmp_path: Path, kept: bytes | None) -> None:
    world = StillWorld()
    await with_an_old_copy(world, tmp_path, "ordering")
    del world.files[tmp_path / FILE]
    if kept is not None:
        world.files[tmp_path / FILE] = kept
    await (await premises(tmp_path, world)).office.stop()
