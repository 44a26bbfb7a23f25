"""The search of an office opens whatever it finds: no file, a damaged one, another program's, and synonyms that cannot be read."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from arkwright.kit.database.port import DatabaseUnusable
from arkwright.roles.databases import Files
from arkwright.roles.finding import SYNONYMS, Search, open_search
from tests.journal.lanes import real_world
from tests.roles.offices import Premises, premises


async def first_found(search: Search, text: str) -> list[str]:
    """The products."""
    return [row.product for row in (await search.finder.find(text, lambda category: True, most=5)).products]


async def opened(place: Premises, folder: Path) -> Search:
    """On files in this folder."""
    return await open_search(real_world(), Files(folder, "office-1"), folder, place.office.shop.catalogue)


@pytest.mark.parametrize("damage", [b"", b"no database at all, but quite long enough to look like a file of something" * 20, None])
async def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    place = await premises(tmp_path / "office")
    await place.stock()
    file = tmp_path / "lanes" / "search.db"
    file.parent.mkdir()
    if damage is not None:
        file.write_bytes(damage)
    for _ in range(2):
        search = await opened(place, tmp_path)
        await search.keeper.catch_up()
        assert await first_found(search, "mugs") == ["mug"]
        await search.index.close()
    await place.office.stop()


async def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    place = await premises(tmp_path / "office")
    (tmp_path / "lanes").write_bytes(b"a file where the folder should be")
    with pytest.raises(DatabaseUnusable, match="cannot be used"):
        await opened(place, tmp_path)
    await place.office.stop()


@pytest.mark.parametrize(
    ("own", "beaker", "coffee_cup"),
    [(None, [], ["mug"]), (b'same = [["mug", "beaker"]]', ["mug"], ["mug"]), (b"shipped = false", [], []), (b"same = [[", [], ["mug"])],
)
async def test_synonyms_of_the_operator(tmp_path: Path, own: bytes | None, beaker: list[str], coffee_cup: list[str]) -> None:
    place = await premises(tmp_path / "office")
    await place.stock()
    if own is not None:
        (tmp_path / SYNONYMS).write_bytes(own)
    search = await opened(place, tmp_path)
    await search.keeper.catch_up()
    assert (await first_found(search, "beaker"), await first_found(search, "coffee cup")) == (beaker, coffee_cup)
    await search.index.close()
    await place.office.stop()


async def test_the_keeper_follows_by_itself(tmp_path: Path) -> None:
    place = await premises(tmp_path / "office")
    search = await opened(place, tmp_path)
    keeping = asyncio.create_task(search.keeper.run())
    await place.stock()
    async with asyncio.timeout(20):
        while (await search.index.mark()) is None or await first_found(search, "mug") != ["mug"]:
            await asyncio.sleep(0.05)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    await search.index.close()
    await place.office.stop()
