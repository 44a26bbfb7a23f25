"""The index follows the catalogue: built where it is missing, damaged or of another catalogue, then in step with each change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from arkwright.channels.finding.finder import Finder, SearchIsAway, SearchIsBeingPrepared
from arkwright.compartments.catalogue.commands import ChangePrice, RestoreProduct, SaveCategory, SaveProduct, WithdrawProduct
from arkwright.compartments.catalogue.state import Product
from arkwright.kit.chain import GENESIS
from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.text_search import synonyms
from arkwright.kit.text_search.index import MARK
from arkwright.kit.text_search.tables import Mark
from arkwright.kit.text_search.words import ANALYSIS
from arkwright.roles import search_keeping
from tests.channels.finding.kept import KeptFinder, kept_finder
from tests.roles.offices import Premises, a_product, premises


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Premises]:
    """An office with mugs."""
    opened = await premises(tmp_path / "office")
    await opened.stock()
    yield opened
    await opened.office.stop()


@pytest_asyncio.fixture
async def finder(place: Premises, tmp_path: Path) -> AsyncIterator[KeptFinder]:
    """Its search."""
    opened = await kept_finder(place, tmp_path)
    yield opened
    await opened.index.close()


async def found(finder: Finder, text: str) -> list[str]:
    """The products, in order."""
    return [row.product for row in (await finder.find(text, lambda category: True, most=10)).products]


async def test_each_change_is_followed(place: Premises, finder: KeptFinder) -> None:
    catalogue = place.office.shop.catalogue
    assert await found(finder, "blue mug") == ["mug"]
    red = {**a_product("mug", "MUG-1", 1200, "kitchen"), "id": "red", "name": "Red beaker", "brand": "Aire"}
    for number, (command, text, products) in enumerate([
        (SaveProduct(**red), "red beaker", ["mug"]),  # type: ignore[arg-type]
        (None, "mug", ["mug"]),  # its description
        (None, "calder", []),
        (None, "aire", ["mug"]),
        (ChangePrice(id="c", sku="MUG-1", price_pence=900, by="buyer"), "beaker", ["mug"]),
        (WithdrawProduct(id="w", product="mug", by="buyer"), "beaker", []),
        (RestoreProduct(id="r", product="mug", by="buyer"), "beaker", ["mug"]),
        (SaveCategory(id="k", category="kitchen", name="Pantry", position=1, by="buyer"), "pantry", ["mug"]),
        (None, "kitchen", []),
    ]):  # fmt: skip
        if command is not None:
            await catalogue.submit(command)
        assert await found(finder, text) == products, (number, text)
    price = (await finder.find("beaker", lambda category: True, most=1)).products[0].variants[0].price_pence
    assert price == 900


async def test_nothing_is_built_twice(place: Premises, finder: KeptFinder, monkeypatch: pytest.MonkeyPatch) -> None:
    await finder.keeper.catch_up()
    mark = await finder.index.mark()
    assert mark is not None
    assert mark.sequence == place.office.shop.catalogue.head.sequence
    monkeypatch.setattr(finder.keeper, "_build", None)
    await finder.keeper.catch_up()
    await place.stock("cup")
    assert await found(finder, "cup") == ["cup"]


@pytest.mark.parametrize("wrong", [{"analysis": 0}, {"chain": b"of another journal"}, {"sequence": 10_000}, {"sequence": 1}])
async def test_an_index_of_something_else_is_built_anew(place: Premises, finder: KeptFinder, wrong: dict[str, object]) -> None:
    await place.stock("cup")
    assert await found(finder, "cup") == ["cup"]
    mark = await finder.index.mark()
    assert mark is not None
    await finder.index.put((), (), gone=["cup"], mark=msgspec.structs.replace(mark, **wrong))
    assert await found(finder, "cup") == ["cup"]


async def test_what_the_catalogue_does_not_have_goes_when_it_is_built(place: Premises, finder: KeptFinder) -> None:
    ghost = {**a_product("ghost", "G-1", 1200, "kitchen"), "live": True, "changed_ms": 0, "revision": 1}
    row = Product(**{name: ghost[name] for name in Product.__struct_fields__})  # type: ignore[arg-type]
    one, words = search_keeping.item_of(row, "Kitchen")
    await finder.index.put([one], words)
    await finder.keeper.catch_up()
    assert await finder.index.products("", 10) == ["mug"]


async def test_far_behind_the_rows_are_read_and_not_the_journal(
    place: Premises, finder: KeptFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    await finder.keeper.catch_up()
    monkeypatch.setattr(search_keeping, "FURTHEST_BEHIND", 0)
    monkeypatch.setattr(finder.keeper, "_follow", None)
    await place.stock("cup")
    assert await found(finder, "cup") == ["cup"]


async def test_before_it_is_complete_nobody_is_told_that_nothing_was_found(place: Premises, finder: KeptFinder) -> None:
    early = Finder(finder.index, synonyms.read(None), place.office.shop.catalogue.reader)
    with pytest.raises(SearchIsBeingPrepared):
        await early.find("mug", lambda category: True, most=10)
    await finder.keeper.catch_up()
    assert await found(early, "mug") == ["mug"]


async def test_an_index_that_cannot_be_read_is_said_to_be_away(place: Premises, finder: KeptFinder) -> None:
    async def broken(*_: object) -> list[str]:
        raise DatabaseUnusable("the disk")

    await finder.keeper.catch_up()
    finder.index.page = broken  # type: ignore[method-assign,assignment]
    with pytest.raises(SearchIsAway):
        await found(finder, "mug")


async def test_an_empty_catalogue_is_a_complete_index(tmp_path: Path) -> None:
    empty = await premises(tmp_path / "office")
    finder = await kept_finder(empty, tmp_path)
    assert await found(finder, "mug") == []
    assert await finder.index.mark() == Mark(name=MARK, analysis=ANALYSIS, sequence=0, chain=GENESIS)
    await empty.stock()
    assert await found(finder, "mug") == ["mug"]
    await finder.index.close()
    await empty.office.stop()
