"""The finder: the search of shop and app, with the products as the catalogue has them now, and sentences about what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import msgspec
import structlog

from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.catalogue.state import Product
from arkwright.kit.database.port import CutOff, DatabaseAway, DatabaseUnusable, Reader
from arkwright.kit.refusal import NotTaken, Refusal
from arkwright.kit.scope import Scope
from arkwright.kit.switches import Gate
from arkwright.kit.text_search.index import TextIndex
from arkwright.kit.text_search.seeking import LONGEST_TEXT, MOST_WORDS, Found, Seeker
from arkwright.kit.text_search.synonyms import Thesaurus

log = structlog.get_logger("search")


@dataclass
class SearchIsBeingPrepared(NotTaken):
    """The index is being made for the first time: what it holds so far is not the answer."""

    sentence: ClassVar[str] = "Search is being prepared. Please try again in a minute, or choose a department."
    retry_after_s: ClassVar[int] = 15


@dataclass
class SearchIsAway(NotTaken):
    """The index cannot be read."""

    sentence: ClassVar[str] = "Search does not work just now. Please choose a department, or try again later."
    retry_after_s: ClassVar[int] = 60


class DepartmentFound(msgspec.Struct, frozen=True, kw_only=True):
    """A department, and how many of the products found stand in it."""

    category: str
    name: str
    count: int


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of what was found. `total` is within the department asked for, if one was; `departments` are of all that was found."""

    account: Found
    products: tuple[Product, ...]
    total: int
    departments: tuple[DepartmentFound, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was done with the words, for a person; nothing where they were taken as they are."""
        return tuple(sentences(self.account))


class Finder:
    """Searches what is on sale. Raises `SearchIsBeingPrepared` and `SearchIsAway`."""

    def __init__(self, index: TextIndex, thesaurus: Thesaurus, catalogue: Reader) -> None:
        self._index = index
        self._seeker = Seeker(index, thesaurus)
        self._catalogue = catalogue
        self._complete = False

    async def find(
        self, text: str, may_show: Callable[[str], bool], *, category: str = "", most: int, skip: int = 0, as_typed: bool = False
    ) -> Results:
        """At most `most` products after the first `skip`, of departments that may be shown; prices are the catalogue's of this moment."""
        try:
            if not self._complete and await self._index.mark() is None:
                raise SearchIsBeingPrepared()
            self._complete = True
            return await self._find(text, may_show, category, most, skip, as_typed)
        except (DatabaseUnusable, DatabaseAway, CutOff) as error:
            log.error("the search index cannot be read", why=f"{type(error).__name__}: {error}")  # noqa: TRY400 - each search would say so
            raise SearchIsAway() from error

    async def _find(self, text: str, may_show: Callable[[str], bool], category: str, most: int, skip: int, as_typed: bool) -> Results:
        shown = {row.category.category: row.category.name for row in await catalogue.categories(self._catalogue)}
        shown = {each: name for each, name in shown.items() if may_show(each)}
        within = [each for each in shown if category in ("", each)]
        found = await self._seeker.find(text, every=list(shown), within=within, most=most, skip=skip, as_typed=as_typed)
        rows = await catalogue.products_of(self._catalogue, found.products)
        return Results(
            account=found,
            products=tuple(rows[each] for each in found.products if each in rows and rows[each].live),
            total=sum(found.counts.get(each, 0) for each in within),
            departments=tuple(
                DepartmentFound(category=each, name=name, count=found.counts[each]) for each, name in shown.items() if each in found.counts
            ),
        )


def shown_on(gate: Gate, channel: str, now_ms: int) -> Callable[[str], bool]:
    """Whether a department may be browsed on this channel, as the switches stand."""

    def may_show(category: str) -> bool:
        try:
            gate.check(("browse",), Scope(channel=channel, categories=frozenset({category})), "refuse", now_ms)
        except Refusal:
            return False
        return True

    return may_show


def sentences(found: Found) -> list[str]:
    """What was done with the words, in the order in which it was done."""
    said = []
    any_found = bool(found.counts)
    if found.dropped and any_found:
        said.append(f"Nothing has all of these words; {listed(found.dropped)} left out.")
    if any_found and (found.corrected or found.dropped):
        said.append(f"Showing results for {quoted(found.searched)}.")
    if found.beginning and any_found:
        said.append(f"Including words that begin with {listed(found.beginning, 'or')}.")
    if found.also and any_found:
        said.append(f"Including {listed(found.also)}.")
    if found.cut:
        said.append(f"We looked at the first {MOST_WORDS} words, {LONGEST_TEXT} characters at most.")
    return said


def quoted(text: str) -> str:
    """In the quotation marks of the shop's pages."""
    return f"“{text}”"


def listed(texts: tuple[str, ...], last: str = "and") -> str:
    """“settee”, “divan” and “couch”."""
    *but_last, end = map(quoted, texts)
    return f"{', '.join(but_last)} {last} {end}" if but_last else end
