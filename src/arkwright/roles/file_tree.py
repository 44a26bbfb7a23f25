"""The publication as a tree of plain files, for a file server in front of an edge; withdrawn while browsing is not open to all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import structlog

from arkwright.channels.edge.holding import Holding
from arkwright.channels.edge.standing import HERE
from arkwright.channels.publication.manifest import Encoding, Manifest
from arkwright.kit.switches import Gate
from arkwright.kit.world import World

log = structlog.get_logger("arkwright.edge")

LOOK_EVERY_S = 1.0
ENDINGS: dict[Encoding, str] = {"gzip": ".gz", "br": ".br"}
LAID_PARTS = ("range", "page", "asset")  # shells are filled in by the edge
FILLED_BY_THE_EDGE = "/stores/"  # a store's own page says what is not as usual there


class FileTree:
    """`current` leads to the files of the verified publication in force, a folder for each set of headers (`page/products/mug/index.html`).

    Compressed copies lie beside them. All are hard links to content that the edge has verified, so that they keep their times.
    There is no `current` while browsing is paused or limited anywhere on the web: a file server that finds nothing asks the edge.
    """

    def __init__(self, world: World, holding: Holding, gate: Callable[[], Gate], folder: Path) -> None:
        self._world = world
        self._holding = holding
        self._gate = gate
        self._folder = folder
        self._laid: Manifest | None = None

    async def follow(self) -> None:
        """Look for ever, each second; cancel to stop."""
        self._withdraw()
        while True:
            try:
                await self.look()
            except OSError as problem:
                log.warning("the files are not laid out", reason=str(problem))
            await self._world.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Lay out what is in force, or withdraw it."""
        manifest = self._holding.manifest if self._holding.complete and wholly_open(self._gate(), self._world.now_ms()) else None
        if manifest is None:
            self._withdraw()
        elif manifest is not self._laid:
            await self._world.in_thread(lambda: self._lay(manifest))
            log.info("files laid out", number=manifest.number)

    @property
    def _current(self) -> Path:
        return self._folder / "current"

    def _withdraw(self) -> None:
        self._current.unlink(missing_ok=True)
        self._laid = None

    def _lay(self, manifest: Manifest) -> None:
        """Made beside, then one rename; the tree before is removed."""
        tree = self._folder / f"{manifest.number}-{os.urandom(4).hex()}"
        made: set[Path] = set()
        for path, file in manifest.files.items():
            if file.part not in LAID_PARTS or (path.startswith(FILLED_BY_THE_EDGE) and path != FILLED_BY_THE_EDGE):
                continue
            place = tree / file.headers / (path[1:] + "index.html" if path.endswith("/") else path[1:])
            if place.parent not in made:
                place.parent.mkdir(parents=True, exist_ok=True)
                made.add(place.parent)
            os.link(self._holding.blob_path(file.blob.sha256), place)
            for encoding, blob in file.encodings.items():
                os.link(self._holding.blob_path(blob.sha256), place.with_name(place.name + ENDINGS[encoding]))
        beside = self._folder / f".current-{os.urandom(4).hex()}"
        beside.symlink_to(tree.name)
        beside.replace(self._current)
        self._laid = manifest
        for other in self._folder.iterdir():
            if other not in (tree, self._current):
                shutil.rmtree(other) if other.is_dir() and not other.is_symlink() else other.unlink()


def wholly_open(gate: Gate, now_ms: int) -> bool:
    """Whether every page of the range may be shown to everybody on the web."""
    standing = gate.describe("browse", HERE, now_ms)
    return standing.mode == "open" and all(order.mode == "open" for order in standing.elsewhere)
