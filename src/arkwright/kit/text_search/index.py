"""The index: products put in and taken out in one transaction, and the questions that a search asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.engine.interfaces import Dialect

from arkwright.kit.database.port import Database, Values
from arkwright.kit.database.postgres_texts import DIALECT as POSTGRESQL
from arkwright.kit.database.sqlite import DIALECT as SQLITE
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.database.statement import as_set
from arkwright.kit.text_search.asked import Sought
from arkwright.kit.text_search.spelling import neighbourhood
from arkwright.kit.text_search.tables import (
    COUNTS,
    HOW_MANY,
    ITEMS,
    KNOWN,
    MARKS,
    NEAR,
    NEIGHBOURS,
    PAGE,
    PRODUCTS,
    WORDS,
    Item,
    Mark,
    Near,
    Word,
    holding,
)
from arkwright.kit.text_search.words import code, indexed, noun, words

MARK = "catalogue"
MOST_WORDS_AT_ONCE = 200  # their neighbours are some thousands of rows


class TextIndex:
    """One index on one database; `put` and `drop` are for one caller at a time."""

    def __init__(self, database: Database) -> None:
        self.dialect: Dialect = SQLITE if isinstance(database, SqliteDatabase) else POSTGRESQL
        self._database = database
        self._reader = database.reader
        self._writer = database.writer

    async def put(self, items: Sequence[Item], new_words: Iterable[str], gone: Sequence[str] = (), mark: Mark | None = None) -> None:
        """All of it or nothing: the items stand as given, the words can be meant by typing errors, what is gone is not found any more."""
        offered = set(new_words)
        fresh = sorted(offered - await self.known(offered))
        await self._writer.begin()
        try:
            await self._writer.save(ITEMS.change(items, gone))
            for start in range(0, len(fresh), MOST_WORDS_AT_ONCE):
                await self._learn(fresh[start : start + MOST_WORDS_AT_ONCE])
            if mark is not None:
                await self._writer.save(MARKS.change([mark]))
        except BaseException:
            await self._writer.rollback()
            raise
        await self._writer.commit()

    async def mark(self) -> Mark | None:
        """What the index was made of; None before it was complete for the first time."""
        return await self._reader.get(MARKS, MARK)

    async def products(self, after: str, most: int) -> list[str]:
        """The ids of what can be found, in order, after this one."""
        return [str(row[0]) for row in await self._reader.all(PRODUCTS, {"after": after, "most": most})]

    async def counts(self, sought: Sought, categories: Sequence[str]) -> dict[str, int]:
        """How many items are found in each of the categories; those with none are left out."""
        rows = await self._reader.all(COUNTS, {"match": sought.match, "categories": as_set(categories)})
        return {str(category): int(str(count)) for category, count in rows}

    async def page(self, sought: Sought, categories: Sequence[str], most: int, skip: int) -> list[str]:
        """The ids of the items found in these categories, the best first, after the first `skip`."""
        values: Values = {
            "match": sought.match,
            "title": sought.title,
            "front": sought.front,
            "typed": sought.typed,
            "nouns": as_set(sought.nouns),
            "categories": as_set(categories),
            "most": most,
            "skip": skip,
        }
        return [str(row[0]) for row in await self._reader.all(PAGE, values)]

    async def held(self, matches: Sequence[str]) -> list[bool]:
        """For each of these whether there is anything, in one question."""
        if not matches:
            return []
        values = {f"match{number}": match for number, match in enumerate(matches)}
        return [found == 1 for found in (await self._reader.all(holding(len(matches)), values))[0]]

    async def how_many(self, sought: Sought) -> int:
        """How many items are found, in whichever category."""
        return int(str((await self._reader.all(HOW_MANY, {"match": sought.match}))[0][0]))

    async def known(self, words: set[str]) -> set[str]:
        """Those of the words that stand in the names, brands, departments and options of the range, written so."""
        return {str(row[0]) for row in await self._reader.all(KNOWN, {"words": as_set(sorted(words))})}

    async def near(self, word: str) -> list[str]:
        """Words of the range that have a neighbour in common with this one: candidates for what was meant."""
        found = await self._reader.rows(NEAR, NEIGHBOURS, {"neighbours": as_set(sorted(neighbourhood(word)))})
        return sorted({each for row in found for each in row.words})

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()

    async def _learn(self, fresh: Sequence[str]) -> None:
        """Words whose products are gone stay: a search suggests none by which nothing is found."""
        by_neighbour: dict[str, set[str]] = {}
        for word in fresh:
            for neighbour in neighbourhood(word):
                by_neighbour.setdefault(neighbour, set()).add(word)
        held = await self._writer.all(NEIGHBOURS, {"neighbours": as_set(sorted(by_neighbour))})
        for row in (NEAR.from_values(values) for values in held):
            by_neighbour[row.neighbour] |= set(row.words)
        rows = [Near(neighbour=neighbour, words=tuple(sorted(near))) for neighbour, near in sorted(by_neighbour.items())]
        await self._writer.save(NEAR.change(rows), WORDS.change(Word(word=word) for word in fresh))


def item(*, product: str, category: str, name: str, head: Iterable[str], codes: Iterable[str], text: str) -> tuple[Item, set[str]]:
    """A product as it is indexed, and the words that typing errors in its name and head may have meant."""
    front = [name, *head]
    indexed_item = Item(
        product=product,
        category=category,
        noun=noun(name),
        length=len(words(name)),
        name=name.casefold(),
        title=" ".join(indexed(name)),
        head=" ".join(stem for each in front[1:] for stem in indexed(each)),
        codes=" ".join(dict.fromkeys(filter(None, map(code, codes)))),
        text=" ".join(indexed(text)),
    )
    return indexed_item, {word for each in front for word in words(each) if word.isalpha() and len(word) > 2}
