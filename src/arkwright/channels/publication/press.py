"""The press: makes the files that the former publication does not have already, and lays their content on the shelf."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from arkwright.channels.publication.compression import compressed
from arkwright.channels.publication.items import Item
from arkwright.channels.publication.manifest import Blob, Encoding, File, Manifest
from arkwright.channels.publication.shelf import Shelf
from arkwright.kit.world import SweepingWorld

AT_ONCE = 32
IN_ONE_THREAD = 8  # most of the time goes to waiting for the disk


class Press:
    """One publication in the making: `files` is what it has so far, `made` how many of them are new."""

    def __init__(self, world: SweepingWorld, shelf: Shelf, former: Manifest | None) -> None:
        self.files: dict[str, File] = {}
        self.made = 0
        self._world = world
        self._shelf = shelf
        self._former = former.files if former else {}
        # What the former does not name may be left from a crash, and torn.
        there = {path.name for path in world.files_below(shelf.folder / "blobs")}
        self._standing: set[str] = there.intersection(former.blobs) if former else set()

    async def add(self, items: Sequence[Item]) -> None:
        """Take over what is the same, make the rest; compressing and writing hold nobody up."""
        fresh: list[tuple[Item, bytes]] = []
        for item in items:
            former = self.former(item.path, item.inputs)
            if former is None:
                fresh.append((item, item.make()))
            else:
                self.files[item.path] = replace(
                    former, content_type=item.content_type, headers=item.headers, part=item.part, category=item.category
                )
        shares = [fresh[start : start + IN_ONE_THREAD] for start in range(0, len(fresh), IN_ONE_THREAD)]
        await asyncio.gather(*(self._world.in_thread(partial(self._keep, share)) for share in shares))
        self.made += len(fresh)

    def former(self, path: str, inputs: str) -> File | None:
        """The former publication's file at this path, if it was made from the same and its content still stands here."""
        file = self._former.get(path)
        if file is None or file.inputs != inputs or any(blob.sha256 not in self._standing for blob in file.blobs):
            return None
        return file

    def former_below(self, folder: str) -> dict[str, File]:
        """The former publication's files below a folder."""
        return {path: file for path, file in self._former.items() if path.startswith(folder)}

    def _keep(self, fresh: Sequence[tuple[Item, bytes]]) -> None:
        for item, content in fresh:
            copies = compressed(content, item.content_type, asset=item.part == "asset")
            encodings: dict[Encoding, Blob] = {encoding: self._blob(copy) for encoding, copy in copies.items()}
            self.files[item.path] = File(
                blob=self._blob(content),
                content_type=item.content_type,
                headers=item.headers,
                part=item.part,
                inputs=item.inputs,
                category=item.category,
                encodings=encodings,
            )

    def _blob(self, content: bytes) -> Blob:
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in self._standing:
            self._shelf.keep(content)
            self._standing.add(sha256)
        return Blob(sha256=sha256, size=len(content))
