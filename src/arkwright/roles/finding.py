"""The search of an office: its index beside the lanes, made anew where it cannot be read, and who keeps it in step."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import structlog

from arkwright.channels.finding.finder import Finder
from arkwright.journal.lane import Lane
from arkwright.kit.text_search import synonyms
from arkwright.kit.text_search.index import TextIndex
from arkwright.kit.text_search.synonyms import SynonymsAreWrong, Thesaurus
from arkwright.kit.text_search.tables import SearchSchema
from arkwright.kit.world import SweepingWorld
from arkwright.roles.databases import Databases
from arkwright.roles.derived import open_derived
from arkwright.roles.search_keeping import IndexKeeper

log = structlog.get_logger("search")

INDEX = "search.db"
SYNONYMS = "synonyms.toml"


@dataclass(frozen=True)
class Search:
    """What searches, and what keeps it in step."""

    finder: Finder
    keeper: IndexKeeper
    index: TextIndex


async def open_search(world: SweepingWorld, databases: Databases, folder: Path, catalogue: Lane) -> Search:
    """The search of an office; the operator's synonyms lie in its folder. Raises `DatabaseUnusable`, `DatabaseAway`."""
    index = TextIndex(await open_derived(world, databases, SearchSchema()))
    return Search(Finder(index, thesaurus(world, folder / SYNONYMS), catalogue.reader), IndexKeeper(world, catalogue, index), index)


def thesaurus(world: SweepingWorld, path: Path) -> Thesaurus:
    """The shipped synonyms and the operator's own. A list that is wrong must not keep a shop closed: it is told, and left out."""
    own = None
    with contextlib.suppress(FileNotFoundError):
        own = world.read_file(path)
    try:
        return synonyms.read(own)
    except SynonymsAreWrong as error:
        log.error("the operator's synonyms are left out", file=str(path), error=str(error))  # noqa: TRY400 - the line says it all
        return synonyms.read(None)
