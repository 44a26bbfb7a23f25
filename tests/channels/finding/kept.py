"""A search over an office of the tests, on a database of its own, in step whenever it is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from arkwright.channels.finding.finder import Finder, Results
from arkwright.kit.text_search import synonyms
from arkwright.kit.text_search.index import TextIndex
from arkwright.kit.text_search.synonyms import Thesaurus
from arkwright.kit.text_search.tables import SearchSchema
from arkwright.roles.search_keeping import IndexKeeper
from tests.databases import database
from tests.roles.offices import Premises


class KeptFinder(Finder):
    """Catches up before it looks, where a shop's own is a second behind."""

    def __init__(self, place: Premises, index: TextIndex) -> None:
        lane = place.office.shop.catalogue
        self.index = index
        self.keeper = IndexKeeper(place.world, lane, index)
        super().__init__(index, shipped(), lane.reader)

    async def find(
        self, text: str, may_show: Callable[[str], bool], *, category: str = "", most: int, skip: int = 0, as_typed: bool = False
    ) -> Results:
        """In step."""
        await self.keeper.catch_up()
        return await super().find(text, may_show, category=category, most=most, skip=skip, as_typed=as_typed)


@cache
def shipped() -> Thesaurus:
    """The shop's own list, read once."""
    return synonyms.read(None)


async def kept_finder(place: Premises, folder: Path) -> KeptFinder:
    """With its index in this folder."""
    return KeptFinder(place, TextIndex(await database(place.world, folder / "search.db", SearchSchema())))
