"""Keeping a store's shelf in step with head office: the index, then only what is lacking, piece by piece, for as long as it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import msgspec
import structlog

from arkwright.channels.line.head_office import HeadOffice
from arkwright.channels.line.patience import Patience
from arkwright.kit.messages import canonical
from arkwright.kit.node_requests import Asked
from arkwright.kit.refusal import Refusal
from arkwright.kit.replica import (
    DATASETS,
    ChunkIsDamaged,
    DatasetName,
    Index,
    Manifest,
    Standing,
    expand,
    index_digest,
    lacking,
    read_index,
    read_manifest,
)
from arkwright.kit.shelf.shelf import Shelf
from arkwright.kit.signing import PayloadIsWrong, read_envelope
from arkwright.kit.world import NetworkError, World

log = structlog.get_logger("replica")

INDEX_PATH, CHUNKS_PATH = "/line/replica", "/line/replica/chunks"
LONGEST_WAIT_S: Final = 20
AT_ONCE: Final = 32  # chunks in one answer
LONGEST_PAUSE_S = 20.0  # a store that cannot reach head office knocks no more often than one that can asks for news

OnChange = Callable[[DatasetName, int], Awaitable[None]]


async def nobody(_dataset: DatasetName, _edition: int) -> None:
    """For who wants no word of changes."""


class ReplicaFollowing:
    """Follows head office's datasets onto a shelf. `run` it as a task.

    `on_change(dataset, edition)` is awaited once a dataset is whole at another edition, and at the start for each that stands already,
    so that what rules need as rows can be put into the tills' lane; it must bear being called again. Nothing older than what stands here
    is taken, and nothing that head office's key did not sign.
    """

    def __init__(self, world: World, shelf: Shelf, office: HeadOffice, on_change: OnChange = nobody) -> None:
        self._world = world
        self._shelf = shelf
        self._office = office
        self._on_change = on_change
        self._manifests: dict[str, Manifest] = {}
        self._index = ""
        self._told: dict[str, str] = {}  # manifest by dataset
        self.fetching: DatasetName | None = None  # for the manager's page
        self.refused: str | None = None

    async def run(self) -> None:
        """Follow for ever; cancel to stop."""
        patience = Patience(self._world, self._office, LONGEST_PAUSE_S)
        while True:
            patience.begins()
            try:
                await self.tell()
                await self.look()
                patience.heard()
                self.refused = None
                continue
            except (NetworkError, Refusal, OSError) as problem:
                self.refused = str(problem) if isinstance(problem, Refusal) else None
                log.info("the replica was not brought up to date; what stands on the shelf goes on", why=str(problem))
            except Exception:
                log.exception("following the replica went wrong; it is tried again")
            await patience.pause()

    async def tell(self) -> None:
        """Say what stands on the shelf and was not said yet; what could not be put where it belongs is said again the next time.

        Nothing of that keeps the rest from coming: a price is never late because the tills were busy with something else.
        """
        for name, row in (await self._shelf.standing()).items():
            if self._told.get(name) == row.manifest:
                continue
            try:
                await self._on_change(name, row.edition)  # type: ignore[arg-type]
            except (NetworkError, Refusal) as problem:
                log.warning("a dataset is here, and was not taken where it is needed; it is said again", dataset=name, why=str(problem))
            else:
                self._told[name] = row.manifest

    async def look(self, wait_s: int = LONGEST_WAIT_S) -> None:
        """Ask once, wait up to `wait_s` for news, and fetch what is lacking. Raises `NetworkError`, or the refusal of what came."""
        answer = await self._office.ask(Asked("GET", f"{INDEX_PATH}?after={self._index}&wait={wait_s}"), within_s=wait_s + 10.0)
        index = read_index(read_envelope(answer.body), self._office.key, self._office.store)
        standing = await self._shelf.standing()
        if any(index.as_at_ms < row.as_at_ms for row in standing.values()):
            raise PayloadIsWrong("it is older than what stands on the shelf")
        for name in DATASETS:
            wanted = index.of(name)
            if wanted is not None:
                await self._bring(name, wanted, index)
        self._index = index_digest(index)

    async def _bring(self, name: DatasetName, wanted: Standing, index: Index) -> None:
        """One dataset as the index has it; what came before a crash is not fetched again."""
        manifest = self._manifests.get(wanted.manifest)
        if manifest is None:
            (content,) = await self._fetch([wanted.manifest])
            manifest = read_manifest(content, name)
            self._manifests = {key: value for key, value in self._manifests.items() if value.dataset != name} | {wanted.manifest: manifest}
        count, self.fetching = len(manifest.chunks), name
        lacked = lacking(await self._shelf.held(name, count), manifest)
        for start in range(0, len(lacked), AT_ONCE):
            page = lacked[start : start + AT_ONCE]
            came = iter(await self._fetch([manifest.chunks[number] for number in page if manifest.chunks[number]]))
            for number in page:
                digest = manifest.chunks[number]
                await self._shelf.put(name, count, number, digest, next(came) if digest else b"")
        before = (await self._shelf.standing()).get(name)
        await self._shelf.settle(wanted, count, index.as_at_ms)
        self.fetching = None
        if before is None or before.manifest != wanted.manifest:
            log.info("a dataset is up to date", dataset=name, edition=wanted.edition, buckets=len(lacked))
        await self.tell()

    async def _fetch(self, digests: list[str]) -> list[bytes]:
        """Pieces by their hashes, each checked. A piece that is gone meanwhile is a `ChunkIsDamaged`: a newer index names another."""
        if not digests:
            return []
        answer = await self._office.ask(Asked("POST", CHUNKS_PATH, canonical(digests)))
        try:
            pieces = msgspec.msgpack.decode(answer.body, type=list[bytes])
        except msgspec.MsgspecError as error:
            raise ChunkIsDamaged() from error
        if len(pieces) != len(digests):
            raise ChunkIsDamaged()
        return [expand(piece, digest) for piece, digest in zip(pieces, digests, strict=True)]
