"""Searches of the office over 20,000 products, on SQLite and on PostgreSQL, against the plainest question to the same full-text index."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from arkwright.kit.database.port import Database
from arkwright.kit.database.statement import Statement
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.text_search import synonyms
from arkwright.kit.text_search.asked import Group, Term, sought
from arkwright.kit.text_search.index import TextIndex, item
from arkwright.kit.text_search.seeking import Seeker
from arkwright.kit.text_search.tables import SearchSchema
from arkwright.kit.text_search.words import stem, words
from arkwright.kit.world import RealWorld
from bench.measuring.figure import Figure, Section, middle, missing, p99, sized
from bench.measuring.premises import a_folder
from tests.databases import OWNER_URL, database
from tests.kit.text_search.ranges import demo_range
from tests.postgres import NoPostgres, throw_away

ABOUT = (
    "The demo's range, multiplied to 20,000 products, is searched by words as shoppers type them: common and rare, brands, other names, "
    "typing errors, codes, too many words and nonsense; each gives the first page and the departments. The limit is the same database's "
    "own full-text index asked for 24 products that hold the typed words, in its order, nothing forgiven."
)
PRODUCTS, ROUNDS, AT_ONCE = sized(20_000, 400), sized(20, 3), 200
TYPED = (
    "kettle", "ketle", "settee", "cotton", "blue cotton shirt", "red", "teatowel", "pack of two", "memmory foam pilow", "tarn & fell",
    "EL001-01", "purple kettle", "stoneware mug", "leather boots", "xyzzyq", "black", "hoover", "mens slippers", "tshirt", "train set",
)  # fmt: skip
PLAIN = {
    "sqlite": "SELECT rowid FROM found WHERE found MATCH :match ORDER BY rank LIMIT 24",
    "postgresql": (
        "SELECT product FROM items, CAST(:match AS tsquery) AS asked WHERE found @@ asked ORDER BY ts_rank(found, asked) DESC LIMIT 24"
    ),
}


async def measure() -> AsyncIterator[Section]:
    """Both databases; PostgreSQL where it is installed."""
    with a_folder() as folder:
        figures = await on_this_database("SQLite", folder)
    yield Section(title="Search", about=ABOUT, figures=figures)
    try:
        with throw_away() as server, a_folder() as folder:
            os.environ[OWNER_URL] = server.url
            try:
                figures += await on_this_database("PostgreSQL", folder)
            finally:
                del os.environ[OWNER_URL]
    except NoPostgres as error:
        figures.append(missing("Search, PostgreSQL", "ms", str(error)))
    yield Section(title="Search", about=ABOUT, figures=figures)


async def on_this_database(name: str, folder: Path) -> list[Figure]:
    """Build the index, then ask each question in turn, and the plain one beside it."""
    opened = await database(RealWorld(AiohttpHttp()), folder / "search.db", SearchSchema())
    index = TextIndex(opened)
    began = perf_counter()
    categories = await built(index)
    building_s = perf_counter() - began
    seeker, plain = Seeker(index, synonyms.read(None)), Statement(sa.text(PLAIN[index.dialect.name]))
    took_ms, plain_ms = list[float](), list[float]()
    for _ in range(ROUNDS):
        for typed in TYPED:
            began = perf_counter()
            await seeker.find(typed, every=categories, within=categories, most=24)
            took_ms.append(1000 * (perf_counter() - began))
            plain_ms.append(await asked_plainly(opened, plain, index, typed))
    await index.close()
    return [
        Figure(name=f"Search, {name}, p50", unit="ms", value=middle(took_ms), limit=middle(plain_ms), beside="plain question"),
        Figure(name=f"Search, {name}, p99", unit="ms", value=p99(took_ms), limit=p99(plain_ms), beside="plain question"),
        Figure(name=f"Search index built, {name}", unit="products/s", value=PRODUCTS / building_s),
    ]


async def built(index: TextIndex) -> list[str]:
    """The range, put in a page at a time; its categories."""
    products = list(multiplied(demo_range()))
    for start in range(0, len(products), AT_ONCE):
        made = [item(**product) for product in products[start : start + AT_ONCE]]
        await index.put([one for one, _ in made], {word for _, words_of_one in made for word in words_of_one})
    return sorted({product["category"] for product in products})


def multiplied(products: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The products over and over, each time with other ids and codes."""
    for number in range(PRODUCTS):
        one, again = products[number % len(products)], number // len(products)
        yield {**one, "product": f"{one['product']}-{again}", "codes": [f"{code}-{again}" for code in one["codes"]]}


async def asked_plainly(opened: Database, plain: Statement, index: TextIndex, typed: str) -> float:
    """Milliseconds of the plain question."""
    group = [Group(said=word, typed=(Term((stem(word),)),)) for word in words(typed)]
    match = sought(group, index.dialect).typed
    began = perf_counter()
    await opened.reader.all(plain, {"match": match})
    return 1000 * (perf_counter() - began)
