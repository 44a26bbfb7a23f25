"""Holding: the newest verified publication, on disk and in memory; fetched from the office, kept without it, never an older one."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from arkwright.channels.edge.table import IN_MEMORY_BYTES, Table, table
from arkwright.channels.publication.manifest import Manifest, read_manifest
from arkwright.channels.publication.shelf import Shelf
from arkwright.kit.refusal import Conflict, Invalid
from arkwright.kit.signing import PublicKey
from arkwright.kit.world import Answer, NetworkError, SweepingWorld

AT_ONCE = 8
READ_AT_ONCE = 200
PATIENCE_S = 10.0
PATIENCE_FOR_MANIFEST_S = 60.0  # half a kilobyte a file: 100 MB for 100,000 products


@dataclass
class OlderPublication(Conflict):
    """The office hands out less than was served here already."""

    number: int
    held: int
    sentence: ClassVar[str] = "The office hands out publication {number}, and {held} was served here already. Publish anew."


@dataclass
class SameNumberOtherPublication(Conflict):
    """Two publications of one number."""

    number: int
    sentence: ClassVar[str] = "The office hands out another publication {number} than the one that is served here. Publish anew."


@dataclass
class ContentIsNotWhatItSays(Invalid):
    """Content that does not have the hash and size that the signed manifest names."""

    sha256: str
    sentence: ClassVar[str] = "The office hands out wrong content for {sha256}. Nothing was taken over. Publish anew."


class Holding:
    """One edge's publication: `table` is what is served now."""

    def __init__(self, world: SweepingWorld, folder: Path, key: PublicKey, office_url: str) -> None:
        self.table: Table = {}
        self.manifest: Manifest | None = None
        self._former: Manifest | None = None
        self._world = world
        self._shelf = Shelf(world, folder)
        self._key = key
        self._office_url = office_url.rstrip("/")
        self._contents: dict[str, bytes | None] = {}
        self._envelope = b""
        self._etag = ""

    @property
    def complete(self) -> bool:
        """Whether there is a publication and all of its content is here, whole."""
        return self.manifest is not None and self.manifest.blobs.keys() <= self._contents.keys()

    def blob_path(self, sha256: str) -> Path:
        """Where content stands on disk."""
        return self._shelf.blob_path(sha256)

    async def load(self) -> None:
        """Take up what stands on disk, verified again to the last byte; damaged content is left out until the office answers.

        A refusal when the manifest itself is not what was signed: then nothing is served until the office answers.
        """
        number = self._shelf.newest()
        envelope = None if number is None else self._shelf.envelope(number)
        if number is None or envelope is None:
            return
        manifest = read_manifest(envelope, self._key)
        earlier = [each for each in self._shelf.numbers() if each < number]
        former = self._shelf.manifest(earlier[-1], self._key) if earlier else None
        wanted = [*manifest.blobs, *(former.blobs if former else ())]
        await self._read(wanted)
        self._envelope = envelope
        await self._serve(manifest, former)

    async def refresh(self) -> bool:
        """Ask the office for a newer publication and take it over whole, or not at all; whether something changed.

        `NetworkError` when the office does not answer; a refusal when what it hands out is not to be trusted. Either way
        what is held goes on being served.
        """
        asked = {"if-none-match": self._etag} if self._etag else {}
        answer = await self._world.http.request("GET", f"{self._office_url}/publication/newest", asked, timeout_s=PATIENCE_FOR_MANIFEST_S)
        if answer.status == 200:
            found: list[Manifest] = []
            await self._world.in_thread(lambda: found.append(self._acceptable(answer.body)))
            manifest = found[0]
        elif answer.status == 304 and self.manifest is not None:
            manifest = self.manifest
        else:
            raise NetworkError(f"the office answers {answer.status} when asked for the newest publication")
        if manifest == self.manifest and self.complete:
            self._etag = answer.headers.get("etag", self._etag)
            return False
        await self._fetch(manifest)
        if self.manifest is None or manifest.number > self.manifest.number:
            await self._world.in_thread(lambda: self._shelf.put_in_force(manifest.number, answer.body))
            self._envelope = answer.body
            await self._serve(manifest, self.manifest)
            await self._world.in_thread(self._sweep)
        else:
            await self._serve(manifest, self._former)
        self._etag = answer.headers.get("etag", "")
        return True

    def _acceptable(self, envelope: bytes) -> Manifest:
        manifest = read_manifest(envelope, self._key)
        held = max(self._shelf.newest() or 0, self.manifest.number if self.manifest else 0)
        if manifest.number < held:
            raise OlderPublication(manifest.number, held)
        if self.manifest is not None and manifest.number == held and envelope != self._envelope:
            raise SameNumberOtherPublication(manifest.number)
        return manifest

    async def _fetch(self, manifest: Manifest) -> None:
        """Everything that is not here yet, a few at once; the first failure ends it, and what came stays for the next time."""
        await self._read(manifest.blobs)
        wanted = [(sha256, size) for sha256, size in manifest.blobs.items() if sha256 not in self._contents]
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(sha256: str, size: int) -> None:
            async with turns:
                address = f"{self._office_url}/publication/blobs/{sha256}"
                answer = await self._world.http.request("GET", address, {}, timeout_s=PATIENCE_S)
                await self._world.in_thread(lambda: self._take(sha256, size, answer))

        try:
            async with asyncio.TaskGroup() as group:
                for sha256, size in wanted:
                    group.create_task(one(sha256, size))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures

    def _take(self, sha256: str, size: int, answer: Answer) -> None:
        if answer.status != 200:
            raise NetworkError(f"the office answers {answer.status} when asked for content {sha256}")
        if len(answer.body) != size or hashlib.sha256(answer.body).hexdigest() != sha256:
            raise ContentIsNotWhatItSays(sha256)
        self._shelf.keep(answer.body)
        self._hold(sha256, answer.body)

    async def _read(self, wanted: Iterable[str]) -> None:
        """What stands on disk whole, without holding up requests."""
        missing = [sha256 for sha256 in wanted if sha256 not in self._contents]
        for start in range(0, len(missing), READ_AT_ONCE):
            some = missing[start : start + READ_AT_ONCE]
            await self._world.in_thread(lambda some=some: self._read_some(some))

    def _read_some(self, some: Iterable[str]) -> None:
        for sha256 in some:
            content = self._shelf.blob(sha256)
            if content is not None:
                self._hold(sha256, content)

    def _hold(self, sha256: str, content: bytes) -> None:
        self._contents[sha256] = content if len(content) <= IN_MEMORY_BYTES else None

    async def _serve(self, manifest: Manifest, former: Manifest | None) -> None:
        """Switch over: made beside, then one assignment."""
        made: list[Table] = []
        await self._world.in_thread(lambda: made.append(table(manifest, former, self._contents, self._shelf.blob_path)))
        self.table, self.manifest, self._former = made[0], manifest, former

    def _sweep(self) -> None:
        kept = [manifest for manifest in (self.manifest, self._former) if manifest is not None]
        wanted = {sha256 for manifest in kept for sha256 in manifest.blobs}
        self._contents = {sha256: content for sha256, content in self._contents.items() if sha256 in wanted}
        self._shelf.sweep(*kept)
