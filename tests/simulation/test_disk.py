"""The simulated disk keeps what was synced, may lose or tear what was not, and says of each failure what SQLite says."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import apsw
import pytest
import sqlalchemy as sa

from arkwright.kit.database.schema import Schema
from arkwright.kit.database.sqlite import SqliteDatabase
from tests.journal.lanes import real_world
from tests.simulation.disk import Disk, mounted
from tests.simulation.faults import Fault, Trouble

OLD, NEW = b"o" * 2048, b"n" * 2048


def a_disk(dice: int = 0, *faults: Fault) -> Disk:
    trouble = Trouble(faults, random.Random, lambda: 1.0, Counter())
    trouble.begin()
    return Disk(trouble, random.Random(dice), lambda: lambda: True)


def opened(disk: Disk, path: Path) -> apsw.VFSFile:
    return disk.xOpen(str(path), [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_READWRITE, 0])


def with_a_table(path: Path) -> apsw.Connection:
    """A database as the lanes have it, with so little memory that it writes before it commits."""
    connection = apsw.Connection(str(path))
    for text in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA cache_size=2", "CREATE TABLE t(a)"):
        connection.execute(text).fetchall()
    return connection


@pytest.mark.parametrize(
    ("synced", "cut", "left"),
    [
        (False, False, {"new"}),
        (False, True, {"old", "new", "torn"}),
        (True, False, {"new"}),
        (True, True, {"new"}),
    ],
)
def test_what_was_synced_stays_and_what_was_not_is_old_new_or_torn(tmp_path: Path, synced: bool, cut: bool, left: set[str]) -> None:
    seen = set()
    for dice in range(20):
        path, disk = tmp_path / f"{dice}", a_disk(dice)
        path.write_bytes(OLD)
        file = opened(disk, path)
        file.xWrite(NEW, 0)
        if synced:
            file.xSync(0)
        if cut:
            disk.cut_power()
        content = path.read_bytes()
        seen.add({OLD: "old", NEW: "new"}.get(content, "torn"))
        assert {content[at : at + 512] for at in range(0, 2048, 512)} <= {OLD[:512], NEW[:512]}
        file.xClose()
    assert seen == left


def test_a_file_that_grew_without_a_sync_may_be_short_again(tmp_path: Path) -> None:
    sizes = set()
    for dice in range(20):
        path, disk = tmp_path / f"{dice}", a_disk(dice)
        path.write_bytes(OLD)
        opened(disk, path).xWrite(NEW, len(OLD))
        disk.cut_power()
        sizes.add(path.stat().st_size)
        assert path.read_bytes()[: len(OLD)] == OLD
    assert {len(OLD), 2 * len(OLD)} <= sizes


@pytest.mark.parametrize(
    ("kind", "error"),
    [("disk full", apsw.FullError), ("write error", apsw.IOError), ("sync error", apsw.IOError), ("power cut", apsw.IOError)],
)
def test_a_commit_on_a_failing_disk_fails(tmp_path: Path, kind: str, error: type[apsw.Error]) -> None:
    disk = a_disk(0, Fault(name="it", kind=kind, where="disk lane.db", times=1))
    quiet, disk.trouble = disk.trouble, Trouble((), random.Random, lambda: 0.0, Counter())
    with mounted(disk):
        connection = with_a_table(tmp_path / "lane.db")
        disk.trouble = quiet
        connection.execute("BEGIN")
        connection.execute("INSERT INTO t VALUES (1)")
        with pytest.raises(error):
            connection.execute("COMMIT")
        disk.power_fails = False
        connection.close()


@pytest.mark.parametrize("dice", range(10))
def test_what_is_found_at_a_start_outlives_the_next_power_cut(tmp_path: Path, dice: int) -> None:
    """A commit whose sync failed is found at the start: from then on it may be acted upon."""
    disk, path = a_disk(dice, Fault(name="it", kind="sync error", where="disk lane.db", times=1)), tmp_path / "lane.db"
    syncing_fails, disk.trouble = disk.trouble, Trouble((), random.Random, lambda: 0.0, Counter())
    schema = Schema("lane", sa.MetaData())
    with mounted(disk):
        connection = SqliteDatabase(real_world(), path, schema).writer.opened
        connection.execute("CREATE TABLE t(a)")
        disk.trouble = syncing_fails
        connection.execute("BEGIN; INSERT INTO t VALUES (1)")
        with pytest.raises(apsw.IOError):
            connection.execute("COMMIT")
        crash(connection)
        connection = SqliteDatabase(real_world(), path, schema).writer.opened
        found = connection.execute("SELECT a FROM t").fetchall()
        crash(connection)
        disk.cut_power()
        connection = SqliteDatabase(real_world(), path, schema).writer.opened
        assert connection.execute("SELECT a FROM t").fetchall() == found == [(1,)]
        crash(connection)


def crash(connection: apsw.Connection) -> None:
    connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    connection.close()


@pytest.mark.parametrize("dice", range(10))
def test_a_database_outlives_a_power_cut_with_all_that_was_committed(tmp_path: Path, dice: int) -> None:
    disk = a_disk(dice)
    with mounted(disk):
        connection = with_a_table(tmp_path / "lane.db")
        connection.executemany("INSERT INTO t VALUES (?)", [(number,) for number in range(20)])
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO t VALUES (?)", [("x" * 3000,) for _ in range(50)])
        disk.power_fails = True
        crash(connection)
        assert disk.unsynced
        disk.cut_power()
        again = apsw.Connection(str(tmp_path / "lane.db"))
        assert [row[0] for row in again.execute("SELECT a FROM t")] == list(range(20))
        assert again.pragma("integrity_check") == "ok"
        again.close()
