"""The press: items in, pieces out, each change in one transaction; a bucket that did not change keeps its hash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

import msgspec

from arkwright.kit.database.change import Change
from arkwright.kit.database.port import Database, Writer
from arkwright.kit.database.statement import as_set
from arkwright.kit.messages import canonical
from arkwright.kit.replica import BUCKETS, DatasetName, Index, Item, Manifest, Standing, bucket_of, compress, digest_of, key_of
from arkwright.kit.replicating import tables
from arkwright.kit.replicating.tables import Bucket, Kept, Mark, Piece, Shelf

KEPT_MS = 60 * 60 * 1000  # a piece that nothing names any more: a store may be in the middle of fetching it
LAST = "~"
AT_ONCE = 32  # buckets pressed in one transaction: shoppers do not notice


class Press:
    """One office's press; `put` and `rebuild` are for one caller at a time. Reading is for everybody."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reader = database.reader
        self._writer = database.writer
        self._moved = asyncio.Event()
        self.moves = 0

    async def beyond(self, moves: int) -> None:
        """Wait until something was published since `moves` was this."""
        while self.moves <= moves:
            self._moved.clear()
            await self._moved.wait()

    async def mark(self, dataset: DatasetName) -> Mark | None:
        """What the dataset was made of last; None before it was whole for the first time."""
        return await self._reader.get(tables.MARKS, dataset)

    async def put(self, dataset: DatasetName, items: Sequence[Item], now_ms: int, mark: Mark) -> None:
        """All of it or nothing: items stand as given (without lines: gone), and the pieces that changed are pressed anew."""
        async with _transaction(self._writer):
            touched = await self._keep(dataset, items)
            for store in sorted(touched):
                await self._press(dataset, store, sorted(touched[store]), now_ms)
                await self._publish(dataset, store, now_ms)
            await self._writer.save(tables.MARKS.change([mark]))
            await self._writer.run(tables.GONE_PIECES, {"before_ms": now_ms - KEPT_MS})
        self._tell()

    async def lay(self, dataset: DatasetName, items: Sequence[Item]) -> set[str]:
        """Items for a `rebuild` that follows; until then stores see nothing of them. The stores that they are for."""
        async with _transaction(self._writer):
            return set(await self._keep(dataset, items))

    async def keys(self, dataset: DatasetName, after: str, most: int) -> list[str]:
        """Items of a dataset in order ("store/key"), for who looks which of them are gone."""
        start = f"{dataset}/"
        found = await self._reader.all(tables.KEYS_OF, {"after": start + after, "until": start + LAST, "most": most})
        return [str(row[0]).removeprefix(start) for row in found]

    async def forget(self, dataset: DatasetName, keys: Sequence[str]) -> None:
        """Items that are gone ("store/key"), for a `rebuild` that follows."""
        async with _transaction(self._writer):
            await self._writer.save(tables.ITEMS.change((), [f"{dataset}/{key}" for key in keys]))

    async def rebuild(self, dataset: DatasetName, stores: Iterable[str], now_ms: int, mark: Mark) -> None:
        """Press every bucket of these stores (empty for what all have), some at a time; stores see the change once all are done."""
        shelves = sorted(stores)
        for store in shelves:
            for start in range(0, BUCKETS[dataset], AT_ONCE):
                numbers = range(start, min(start + AT_ONCE, BUCKETS[dataset]))
                async with _transaction(self._writer):
                    await self._press(dataset, store, numbers, now_ms)
        async with _transaction(self._writer):
            for store in shelves:
                await self._publish(dataset, store, now_ms)
            await self._writer.save(tables.MARKS.change([mark]))
        self._tell()

    async def index(self, store: str, now_ms: int) -> Index:
        """What this store is to hold, as it stands now; its own shelf of a dataset comes before the one for all."""
        found = await self._reader.rows(tables.SHELVES, tables.FOR_STORE, {"stores": as_set(["", store])})
        chosen = {row.dataset: row for row in sorted(found, key=lambda row: row.store)}
        return Index(
            store=store,
            as_at_ms=now_ms,
            datasets=tuple(
                Standing(dataset=row.dataset, edition=row.edition, changed_ms=row.changed_ms, manifest=row.manifest)
                for _, row in sorted(chosen.items())
            ),
        )

    async def pieces(self, digests: Sequence[str]) -> dict[str, bytes]:
        """The compressed pieces with these hashes; one that is not here is left out."""
        found = await self._reader.all(tables.SOME_PIECES, {"digests": as_set(digests)})
        return {str(digest): bytes(content) for digest, content in found}  # type: ignore[arg-type]

    async def close(self) -> None:
        """Let go of the database."""
        await self._database.close()

    async def _keep(self, dataset: DatasetName, items: Sequence[Item]) -> dict[str, set[int]]:
        """Write the items; for each store the numbers of the buckets that they are in."""
        put, gone, touched = list[Kept](), list[str](), dict[str, set[int]]()
        for item in {item_key(dataset, each): each for each in items}.values():
            number = bucket_of(item.key, BUCKETS[dataset])
            touched.setdefault(item.store, set()).add(number)
            if item.lines:
                content = canonical([[key_of(line), canonical(line).decode()] for line in item.lines]).decode()
                shelf = shelf_key(dataset, item.store)
                put.append(Kept(item=item_key(dataset, item), shelf=shelf, place=place_of(shelf, number), content=content))
            else:
                gone.append(item_key(dataset, item))
        await self._writer.save(tables.ITEMS.change(put, gone))
        return touched

    async def _press(self, dataset: DatasetName, store: str, numbers: Sequence[int], now_ms: int) -> None:
        """Make these buckets anew."""
        shelf = shelf_key(dataset, store)
        held = await self._buckets(shelf)
        new, changed, gone = dict[str, Piece](), list[Bucket](), set[str]()
        for number in numbers:
            place = place_of(shelf, number)
            content = _chunk([str(row[0]) for row in await self._writer.all(tables.IN_PLACE, {"place": place})])
            digest = digest_of(content)
            if digest != held.get(place, ""):
                gone.add(held.get(place, ""))
                changed.append(Bucket(place=place, shelf=shelf, digest=digest))
                if digest:
                    new[digest] = Piece(digest=digest, content=compress(content))
        await self._leave(gone - set(new) - {""}, now_ms)
        await self._writer.save(tables.PIECES.change(new.values()), tables.BUCKETS.change(changed))

    async def _publish(self, dataset: DatasetName, store: str, now_ms: int) -> None:
        """Where a bucket changed, a new edition with its manifest."""
        shelf = shelf_key(dataset, store)
        held = await self._buckets(shelf)
        chunks = tuple(held.get(place_of(shelf, number), "") for number in range(BUCKETS[dataset]))
        manifest = canonical(Manifest(dataset=dataset, chunks=chunks))
        digest = digest_of(manifest)
        found = await self._writer.all(tables.SHELVES.by_key, {"key": shelf})
        standing = tables.SHELVES.from_values(found[0]) if found else None
        if standing is not None and standing.manifest == digest:
            return
        # A press that is made anew, as after a restore, goes on above every edition that a store has seen: they never change so often.
        edition = standing.edition + 1 if standing else max(1, now_ms // 1000)
        row = Shelf(shelf=shelf, dataset=dataset, store=store, edition=edition, changed_ms=now_ms, manifest=digest)
        await self._leave({standing.manifest} if standing else set(), now_ms)
        piece = Piece(digest=digest, content=compress(manifest))
        await self._writer.save(tables.PIECES.change([piece]), tables.SHELVES.change([row]))

    async def _buckets(self, shelf: str) -> dict[str, str]:
        return {str(place): str(digest) for place, digest in await self._writer.all(tables.BUCKETS_OF, {"shelf": shelf})}

    def _tell(self) -> None:
        self.moves += 1
        self._moved.set()

    async def _leave(self, digests: set[str], now_ms: int) -> None:
        """Pieces that something named until now; whether anything else does is looked at before they go."""
        found = await self._writer.all(tables.SOME_PIECES, {"digests": as_set(sorted(digests))})
        rows = [(str(digest), content, now_ms) for digest, content in found]
        await self._writer.save(Change(tables.PIECES.table, rows))


@asynccontextmanager
async def _transaction(writer: Writer) -> AsyncIterator[None]:
    await writer.begin()
    try:
        yield
    except BaseException:
        await writer.rollback()
        raise
    await writer.commit()


def _chunk(contents: Iterable[str]) -> bytes:
    """The bytes of a chunk, as `replica.pack` makes them, from what is kept of its items."""
    lines = sorted((key, text) for content in contents for key, text in msgspec.json.decode(content, type=list[tuple[str, str]]))
    return b"".join(text.encode() + b"\n" for _, text in lines)


def shelf_key(dataset: str, store: str) -> str:
    """The key of a dataset for one store, or for all."""
    return f"{dataset}/{store}"


def item_key(dataset: str, item: Item) -> str:
    """The key of an item."""
    return f"{dataset}/{item.store}/{item.key}"


def place_of(shelf: str, number: int) -> str:
    """The key of a bucket."""
    return f"{shelf}/{number:05}"
