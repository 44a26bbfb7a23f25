"""Old copies of one lane's database, mounted in the place of the newest while the office is down: it must not start on them."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import apsw
import msgspec

from arkwright.journal.checkpoints import Checkpoint
from arkwright.kit.signing import read_envelope
from arkwright.roles.ends import FILE
from tests.simulation.disk import BELOW
from tests.simulation.faults import Fault
from tests.simulation.meeting import BY_LANE, doing
from tests.simulation.world import Universe

PARTS = ("", "-wal")


class OldCopies:
    """Keeps copies, puts them in place, and puts the newest back when the office has said what is wrong."""

    def __init__(self, universe: Universe) -> None:
        self._universe = universe
        self._folder = universe.folder / "office"
        self._next: Fault | None = None
        self.mounted: Fault | None = None

    async def keep(self, fault: Fault) -> bool:
        """Copy now; true when the lane has been signed for beyond the copy, some time within the fault's window."""
        trouble, dice = self._universe.trouble, self._universe.trouble.dice(fault)
        await asyncio.sleep(fault.from_s)
        self._copy(self._live(fault.where), self._beside(fault, "old"))
        held = end_of(self._beside(fault, "old"))
        while trouble.standing("old copy", fault.where):
            await asyncio.sleep(dice.uniform(20.0, 200.0))
            if 0 < held < self._signed(fault.where) and self._next is None and self.mounted is None:
                self._next = fault
                return True
        return False

    def mount(self) -> None:
        """While the office is down: the old copy in the place of the newest, or the newest back in its own."""
        if self.mounted is not None:
            self._put(self._beside(self.mounted, "newest"), self.mounted)
            self.mounted = None
        elif self._next is not None:
            fault, self._next = self._next, None
            self._copy(self._live(fault.where), self._beside(fault, "newest"))
            self._put(self._beside(fault, "old"), fault)
            self.mounted = fault
            with doing(BY_LANE[fault.where]):
                self._universe.trouble.count("old copy", f"old copy of {fault.where}")

    def _signed(self, lane: str) -> int:
        """How far the office has signed for the lane outside of its database."""
        try:
            kept = msgspec.json.decode((self._folder / FILE).read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return 0
        return msgspec.json.decode(read_envelope(kept[lane]).content, type=Checkpoint).sequence if lane in kept else 0

    def _live(self, lane: str) -> Path:
        return self._folder / "lanes" / f"{lane}.db"

    def _beside(self, fault: Fault, which: str) -> Path:
        return self._universe.folder / "copies" / fault.name / which / f"{fault.where}.db"

    def _put(self, source: Path, fault: Fault) -> None:
        live = self._live(fault.where)
        for part in (*PARTS, "-shm"):
            path = live.with_name(live.name + part)
            path.unlink(missing_ok=True)
            self._universe.disk.unsynced.pop(path, None)
        self._copy(source, live)

    def _copy(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            path = source.with_name(source.name + part)
            if path.exists():
                shutil.copyfile(path, target.with_name(target.name + part))


def end_of(copy: Path) -> int:
    """Where the journal in this file ends, signed for or not yet."""
    connection = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY, vfs=BELOW)
    try:
        return int(connection.execute("SELECT coalesce(max(sequence), 0) FROM journal").get)
    finally:
        connection.close()
