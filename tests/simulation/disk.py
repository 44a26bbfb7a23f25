"""The simulated disk under SQLite: what was not synced may be lost or torn when the power goes, and writes and syncs may fail."""

from __future__ import annotations

import contextlib
import errno
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw

from tests.simulation.faults import Trouble

BELOW = apsw.vfs_names()[0]
SECTOR = 512
NAMES = itertools.count(1)

# What SQLite is told, by the kind of fault.
WRITE_FAULTS: dict[str, Callable[[], apsw.Error]] = {
    "disk full": lambda: apsw.FullError("simulated: the disk is full"),
    "write error": lambda: failed(apsw.SQLITE_IOERR_WRITE, "simulated: writing failed"),
}
FILE_FAULTS = {"disk full": errno.ENOSPC, "write error": errno.EIO, "sync error": errno.EIO}


class Unsynced:
    """What one file held at its last sync, where it was written to since: by number of sector, and the size it had."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.sectors: dict[int, bytes] = {}


class Disk(apsw.VFS):
    """A disk for the databases of one simulation, lying in a folder of the real one. `running` tells whether who asks still lives."""

    def __init__(self, trouble: Trouble, dice: random.Random, running: Callable[[], Callable[[], bool]]) -> None:
        self.name = f"simulated disk {next(NAMES)}"
        self.trouble = trouble
        self.unsynced: dict[Path, Unsynced] = {}
        self.power_fails = False
        self._dice = dice
        self._running = running
        super().__init__(self.name, base=BELOW)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's own name
        """A file whose writes this disk watches."""
        return DiskFile(self, name, flags, self._running())

    def cut_power(self) -> None:
        """Each sector written since the last sync is there or not, as the dice have it; one cut may keep or lose them all."""
        self.power_fails = False
        keeps = self._dice.choice((0, 0, 500, 500, 900, 1000))
        for path, lost in self.unsynced.items():
            if path.exists():
                self._revert(path, lost, keeps)
        self.unsynced.clear()

    def _revert(self, path: Path, lost: Unsynced, keeps: int) -> None:
        end = lost.size
        with open(path, "r+b") as file:
            for number, before in lost.sectors.items():
                if self._dice.randrange(1000) < keeps:
                    end = max(end, (number + 1) * SECTOR)
                    continue
                file.seek(number * SECTOR)
                file.write(before.ljust(SECTOR, b"\0"))
            file.truncate(min(end, file.seek(0, 2)) if end > lost.size else lost.size)


class DiskFile(apsw.VFSFile):
    """One open file. Who died does not write any more."""

    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int], alive: Callable[[], bool]) -> None:
        self._disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._path = Path(path) if path else None
        self._alive = alive
        super().__init__(BELOW, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's own name
        """Into the cache of the operating system; the disk may be full, or broken."""
        self._must_live()
        if self._path is not None:
            for kind, error in WRITE_FAULTS.items():
                if self._disk.trouble.strikes(kind, f"disk {self._path.name}"):
                    raise error()
            self._remember(offset, offset + len(data))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's own name
        """Cut off, until the next sync only perhaps."""
        self._must_live()
        self._remember(newsize, self.xFileSize())
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's own name
        """From here on what was written is there, unless syncing fails: then nobody knows what is."""
        self._must_live()
        if self._path is None:
            return
        trouble, place = self._disk.trouble, f"disk {self._path.name}"
        if trouble.strikes("sync error", place):
            raise failed(apsw.SQLITE_IOERR_FSYNC, "simulated: syncing failed")
        if trouble.strikes("power cut", place):
            self._disk.power_fails = True
            raise failed(apsw.SQLITE_IOERR_FSYNC, "simulated: the power is gone")
        self._disk.unsynced.pop(self._path, None)

    def _must_live(self) -> None:
        if self._disk.power_fails or not self._alive():
            raise failed(apsw.SQLITE_IOERR_WRITE, "simulated: the process is dead")

    def _remember(self, first: int, end: int) -> None:
        if self._path is None:
            return
        known = self._disk.unsynced.get(self._path)
        if known is None:
            known = self._disk.unsynced[self._path] = Unsynced(self.xFileSize())
        for number in range(first // SECTOR, -(-end // SECTOR)):
            if number not in known.sectors:
                at = number * SECTOR
                known.sectors[number] = super().xRead(SECTOR, at) if at < known.size else b""


def failed(code: int, words: str) -> apsw.IOError:
    """An input or output error of SQLite's, in its extended form."""
    error = apsw.IOError(words)
    error.extendedresult = code  # type: ignore[attr-defined] # apsw reads it, and its stubs do not know it
    return error


@contextlib.contextmanager
def mounted(disk: Disk) -> Iterator[Disk]:
    """While this lasts, every database of this process that is opened lies on this disk."""
    apsw.set_default_vfs(disk.name)
    try:
        yield disk
    finally:
        apsw.set_default_vfs(BELOW)
        disk.unregister()
