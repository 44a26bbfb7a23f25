"""The shelf itself: buckets put in one transaction each, and the questions of tills, each answered from what stands there now."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
import structlog

from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.kit.database.statement import Statement
from arkwright.kit.gtin import gtin_14
from arkwright.kit.messages import canonical
from arkwright.kit.promotion import Terms
from arkwright.kit.replica import (
    DATASETS,
    LINES,
    ColleagueLine,
    DatasetName,
    HouseLine,
    Line,
    MemberLine,
    PromotionLine,
    RangeLine,
    Standing,
    also_known_as,
    key_of,
    unpack,
)
from arkwright.kit.shelf import tables
from arkwright.kit.shelf.tables import Bucket, Dataset, Kept, ShelfSchema
from arkwright.kit.text_search.words import indexed, words
from arkwright.kit.world import SweepingWorld, World

log = structlog.get_logger("shelf")

FILE = "shelf.db"
LONGEST_BARCODE = 14
MOST_WORDS = 8
L = TypeVar("L", bound=Line)


class Age(msgspec.Struct, frozen=True, kw_only=True):
    """How a dataset stands: nothing (`as_at_ms` None) until it was whole once; from then on it is never taken away again."""

    dataset: DatasetName
    edition: int
    as_at_ms: int | None
    age_ms: int | None


class Shelf:
    """What this node holds of head office's data. Reading never waits for the line; a crash at any point leaves whole buckets.

    Lookups give None for what is not known. Prices and the rest are those of the newest bucket that came; `ages` says how old that is.
    """

    def __init__(self, world: World, database: SqliteDatabase) -> None:
        self._world = world
        self._database = database
        self._reader = database.reader
        self._writer = database.writer
        self._decoders = {name: msgspec.json.Decoder(shape) for name, shape in LINES.items()}

    async def product(self, sku: str) -> RangeLine | None:
        """The SKU, on sale or not any more (`live`)."""
        return await self._by_key("range", sku, RangeLine)

    async def by_barcode(self, code: str) -> RangeLine | None:
        """What has this GTIN, scanned in any length (8, 12, 13 or 14 digits)."""
        if not (code.isascii() and code.isdigit() and len(code) <= LONGEST_BARCODE):
            return None
        return await self._also("range", gtin_14(code), RangeLine)

    async def search(self, text: str, most: int = 20) -> list[RangeLine]:
        """Live products whose names hold all these words, the last one perhaps only begun; short names first."""
        asked = words(text)[:MOST_WORDS]
        if not asked:
            return []
        each = [f'("{word}" OR "{stem}")' for word, stem in zip(asked, map(_stem, asked), strict=True)]
        each[-1] = f'("{asked[-1]}"* OR "{_stem(asked[-1])}")'
        found = await self._reader.all(tables.FOUND, {"match": " AND ".join(each), "most": most})
        return [self._line("range", row[0], RangeLine) for row in found]

    async def by_badge(self, badge: str) -> ColleagueLine | None:
        """Who may sign on with the badge of this digest."""
        return await self._also("colleagues", badge, ColleagueLine) if badge else None

    async def colleague(self, colleague: str) -> ColleagueLine | None:
        """A colleague of this store."""
        return await self._by_key("colleagues", colleague, ColleagueLine)

    async def colleagues(self) -> list[ColleagueLine]:
        """Everybody who may sign on in this store."""
        return await self._all("colleagues", ColleagueLine)

    async def member(self, number: str) -> MemberLine | None:
        """The member with this membership number."""
        return await self._by_key("members", number, MemberLine)

    async def promotions(self) -> list[Terms]:
        """Every promotion that head office sent, over or not begun too."""
        return [line.terms for line in await self._all("promotions", PromotionLine)]

    async def house(self) -> HouseLine | None:
        """What the company says of itself and this store; None before it came for the first time."""
        found = await self._all("house", HouseLine)
        return found[0] if found else None

    async def count(self, dataset: DatasetName) -> int:
        """How many lines of a dataset there are."""
        return int(str((await self._reader.all(tables.COUNT_OF, _between(dataset)))[0][0]))

    async def ages(self) -> list[Age]:
        """How each dataset stands, in the order in which they come."""
        held = await self.standing()
        now_ms = self._world.now_ms()
        return [
            Age(
                dataset=name,
                edition=row.edition if row else 0,
                as_at_ms=row.as_at_ms if row else None,
                age_ms=max(0, now_ms - row.as_at_ms) if row else None,
            )
            for name, row in ((name, held.get(name)) for name in DATASETS)
        ]

    async def standing(self) -> dict[str, Dataset]:
        """The datasets that were whole once, by name."""
        return {row.dataset: row for row in await self._reader.rows(tables.DATASETS, tables.STANDINGS)}

    async def held(self, dataset: DatasetName, count: int) -> list[str]:
        """The hash of each of `count` buckets as they stand here; empty for one that never came."""
        found = {str(row[0]): str(row[1]) for row in await self._reader.all(tables.HELD, _between(dataset, count))}
        return [found.get(place_of(dataset, count, number), "") for number in range(count)]

    async def put(self, dataset: DatasetName, count: int, number: int, digest: str, content: bytes) -> None:
        """Replace one bucket of `count`, in one transaction. Refuses content that is no such dataset's with `ChunkIsDamaged`."""
        place, found = place_of(dataset, count, number), unpack(dataset, content)
        rows = [_kept(dataset, place, line) for line in found]
        await self._writer.begin()
        try:
            await self._writer.run(tables.CLEAR_BUCKET, {"place": place})
            await self._writer.save(tables.LINES.change(rows), tables.BUCKETS.change([Bucket(place=place, dataset=dataset, digest=digest)]))
            await self._world.point("shelf.before-commit")
        except BaseException:
            await self._writer.rollback()
            raise
        await self._writer.commit()

    async def settle(self, standing: Standing, count: int, as_at_ms: int) -> None:
        """Every bucket of this edition is here: say so, and drop what stands in buckets of another number."""
        dataset: DatasetName = standing.dataset  # type: ignore[assignment]
        row = Dataset(dataset=dataset, edition=standing.edition, as_at_ms=as_at_ms, manifest=standing.manifest)
        await self._writer.begin()
        try:
            for statement in (tables.CLEAR_OTHER_LINES, tables.CLEAR_OTHER_BUCKETS):
                await self._writer.run(statement, {"dataset": dataset, **_between(dataset, count)})
            await self._writer.save(tables.DATASETS.change([row]))
        except BaseException:
            await self._writer.rollback()
            raise
        await self._writer.commit()

    async def close(self) -> None:
        """Let go of the file."""
        await self._database.close()

    async def _by_key(self, dataset: DatasetName, key: str, shape: type[L]) -> L | None:
        return await self._one(dataset, tables.BY_KEY, {"key": f"{dataset}/{key}"}, shape)

    async def _also(self, dataset: DatasetName, also: str, shape: type[L]) -> L | None:
        return await self._one(dataset, tables.ALSO, {"also": f"{dataset}/{also}"}, shape)

    async def _one(self, dataset: DatasetName, statement: Statement, values: dict[str, str], shape: type[L]) -> L | None:
        found = await self._reader.all(statement, values)
        return self._line(dataset, found[0][0], shape) if found else None

    async def _all(self, dataset: DatasetName, shape: type[L]) -> list[L]:
        return [self._line(dataset, row[0], shape) for row in await self._reader.all(tables.ALL_OF, _between(dataset))]

    def _line(self, dataset: DatasetName, content: object, shape: type[L]) -> L:
        line = self._decoders[dataset].decode(str(content))
        assert isinstance(line, shape)  # noqa: S101 - a dataset has lines of one shape
        return line


def open_shelf(world: SweepingWorld, folder: Path, node: str) -> Shelf:
    """The shelf in this folder. Everything in it can be fetched again: a damaged file is replaced, not repaired."""
    path = folder / FILE
    try:
        return Shelf(world, SqliteDatabase(world, path, ShelfSchema(), node))
    except DatabaseUnusable as error:
        if not path.is_file():
            raise
        log.warning("the shelf is made anew, and fetched again", error=str(error))
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            world.remove_file(folder / name)
        return Shelf(world, SqliteDatabase(world, path, ShelfSchema(), node))


def place_of(dataset: str, count: int, number: int) -> str:
    """The key of one bucket of so many."""
    return f"{dataset}/{count}/{number:05}"


def _between(dataset: DatasetName, count: int | None = None) -> dict[str, str]:
    start = f"{dataset}/" if count is None else f"{dataset}/{count}/"
    return {"first": start, "last": start + tables.LAST}


def _kept(dataset: str, place: str, line: Line) -> Kept:
    also = also_known_as(line)
    found_by = ""
    if isinstance(line, RangeLine) and line.live:
        found_by = " ".join(dict.fromkeys([*words(line.name), *indexed(line.name)]))
    return Kept(
        key=f"{dataset}/{key_of(line)}",
        dataset=dataset,
        place=place,
        also=f"{dataset}/{also}" if also else "",
        words=found_by,
        content=canonical(line).decode(),
    )


def _stem(word: str) -> str:
    return " ".join(indexed(word)) or word
