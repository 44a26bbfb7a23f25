"""Old copies in a store: of its whole node, as a machine restored from a snapshot has it, and of the tills' database alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from arkwright.journal.checkpoints import Checkpoint
from arkwright.kit.signing import read_envelope
from arkwright.roles.ends import FILE
from tests.simulation.company.shop_node import folder_of
from tests.simulation.copies import end_of
from tests.simulation.world import Universe

PARTS = ("", "-wal")


class OldCopy:
    """A copy of a whole node, put back in its place while the node is down. `newest` is what was there instead."""

    def __init__(self, universe: Universe, store: str) -> None:
        self._live = folder_of(universe, store)
        self._copy = universe.folder / "copies" / store / "old"
        self.newest = universe.folder / "copies" / store / "newest"
        self.wanted = self.mounted = False

    def keep(self) -> None:
        """Copy everything as it stands."""
        shutil.copytree(self._live, self._copy)

    def mount(self) -> None:
        """While the node is down: the old copy in the place of the newest, which is kept for whoever looks into it."""
        if self.wanted and not self.mounted:
            self._live.rename(self.newest)
            shutil.copytree(self._copy, self._live)
            for shared in self._live.rglob("*-shm"):
                shared.unlink()
            self.mounted = True


class OldFile:
    """A copy of the tills' database alone: the node must not start on it, and goes on once the newest is put back."""

    def __init__(self, universe: Universe, store: str) -> None:
        self._folder = folder_of(universe, store)
        self._live = self._folder / "lanes" / "tills.db"
        self._copy = universe.folder / "copies" / store / "old.db"
        self._newest = universe.folder / "copies" / store / "newest.db"
        self.wanted = self.mounted = False

    def keep(self) -> None:
        """Copy the file as it stands."""
        _put(self._live, self._copy)

    @property
    def is_old(self) -> bool:
        """Whether the node has signed for more than the copy holds."""
        kept = msgspec.json.decode((self._folder / FILE).read_bytes(), type=dict[str, str])
        signed = msgspec.json.decode(read_envelope(kept["tills"]).content, type=Checkpoint).sequence if "tills" in kept else 0
        return 0 < end_of(self._copy) < signed

    def mount(self) -> None:
        """While the node is down: the old file in the place of the newest, or the newest back in its own."""
        if self.mounted:
            self.mounted = self.wanted = False
            _put(self._newest, self._live)
        elif self.wanted:
            _put(self._live, self._newest)
            _put(self._copy, self._live)
            self.mounted = True


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    for part in (*PARTS, "-shm"):
        target.with_name(target.name + part).unlink(missing_ok=True)
    for part in PARTS:
        path = source.with_name(source.name + part)
        if path.exists():
            shutil.copyfile(path, target.with_name(target.name + part))
