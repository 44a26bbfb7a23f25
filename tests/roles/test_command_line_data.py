"""Backup, restore, rebuild and range import as typed: good files do what they should, bad ones are named and change nothing."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from arkwright.kit.signing import SigningKey
from arkwright.roles.node import NodeLock
from tests.roles.commands import RETAIL, Typed, contents, overwritten, void

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked without tokens")


DATA = [
    ("backup --data nowhere --to copy", "nowhere/secrets/signing.key is missing"),
    ("backup --data office --to office", "office exists already; name a folder that does not."),
    ("backup --data office --to there", "there exists already; name a folder that does not."),
    ("restore nowhere --data new --key node.pub", "nowhere is no backup: backup.json is missing."),
    ("restore there --data new --key node.pub", "there is no backup: backup.json is missing."),
    ("restore there --data new --key nonsense", "This is not a key."),
    ("restore there --data new --key there", "This is not a key."),
    ("rebuild till --data office", "office has no till; it has catalogue, stock."),
    ("rebuild all --data nowhere", "nowhere holds no compartment; name a node's folder."),
]


@pytest.mark.parametrize(("words", "told"), DATA)
def test_data_commands_name_what_is_wrong(place: Path, typed: Typed, words: str, told: str) -> None:
    (place / "there").mkdir()
    (place / "node.pub").write_text(typed.done("key show --data office"))
    before = contents(place)
    assert told in typed(words)
    assert contents(place) == before


BACKUPS = [
    (lambda copy: overwritten(copy / "lanes" / "stock.db"), "was changed after the backup; use another backup."),
    (lambda copy: (copy / "lanes" / "catalogue.db").unlink(), "is missing or was changed after the backup"),
    (lambda copy: (copy / "backup.json").write_text("{}"), "backup.json does not verify"),
    (lambda copy: (copy / "backup.json").write_bytes(b"\xff\x00"), "backup.json does not verify"),
]


@pytest.mark.parametrize(("harm", "told"), BACKUPS)
def test_a_damaged_backup_is_not_restored(place: Path, typed: Typed, harm: Callable[[Path], object], told: str) -> None:
    (place / "node.pub").write_text(typed.done("key show --data office"))
    typed.done("backup --data office --to copy")
    harm(place / "copy")
    assert told in typed("restore copy --data new --key node.pub")
    assert not (place / "new").exists()


def test_backup_restore_and_rebuild(place: Path, typed: Typed) -> None:
    (place / "node.pub").write_text(typed.done("key show --data office"))
    assert "files of office-1 are in copy" in typed.done("backup --data office --to copy")
    stranger = SigningKey("office-1", b"\x07" * 32).public.text
    assert "does not verify" in typed(f"restore copy --data new --key {stranger}")
    assert "are verified and in new" in typed.done("restore copy --data new --key node.pub")
    assert "new is not empty; restore into a new folder" in typed("restore copy --data new --key node.pub")
    shutil.copytree(place / "office" / "secrets", place / "new" / "secrets")
    for folder in ("office", "new"):
        assert typed.done(f"rebuild all --data {folder}").count("the same state") == 2
    assert typed.done("rebuild stock --data new").count("the same state") == 1


def test_state_that_is_not_what_the_journal_says_is_told(place: Path, typed: Typed) -> None:
    connection = apsw.Connection(str(place / "office" / "lanes" / "stock.db"))
    connection.execute("UPDATE supplies SET on_hand = on_hand + 1")
    connection.close()
    status, said = typed.run("rebuild all --data office")
    assert (status, said.count("\n")) == (1, 1)
    assert "The state of stock is not what its journal says; compare with a backup before going on." in said


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


IMPORTS = [
    ("missing.csv", void, "", "missing.csv cannot be read ([Errno 2] No such file"),
    ("folder.csv", lambda path: path.mkdir(), "", "folder.csv cannot be read ([Errno 21] Is a directory"),
    ("empty.csv", lambda path: path.write_bytes(b""), "", "The file holds no lines."),
    ("binary.csv", binary, "", "UTF-8"),
    ("range.csv.gz", lambda path: path.write_bytes(b"no gzip at all"), "", "range.csv.gz cannot be read ("),
    ("range.csv.gz", lambda path: path.write_bytes(gzip.compress(RETAIL.read_bytes())[:2000]), "", "range.csv.gz cannot be read ("),
    (
        "range.csv.gz",
        lambda path: path.write_bytes(gzip.compress(RETAIL.read_bytes())[:-9] + b"123456789"),
        "",
        "range.csv.gz cannot be read (",
    ),
    ("range.csv", lambda path: path.write_bytes(RETAIL.read_bytes()), "", "column"),
    ("range.csv", lambda path: path.write_bytes(RETAIL.read_bytes()), "--mapping on-line", "on-line"),
    ("range.csv", lambda path: path.write_bytes(RETAIL.read_bytes()), "--mapping none.toml", "none.toml"),
    (
        "range.csv",
        lambda path: path.write_bytes(RETAIL.read_bytes()),
        "--mapping office.toml",
        "The mapping cannot be used: Object contains unknown field `node`.",
    ),
    (
        "range.csv",
        lambda path: path.write_bytes(RETAIL.read_bytes()),
        "--mapping online-retail --rejected nowhere/rows.csv",
        "nowhere/rows.csv",
    ),
]


@pytest.mark.parametrize(("name", "make", "options", "told"), IMPORTS)
def test_a_range_that_cannot_be_read_changes_nothing(
    place: Path, typed: Typed, name: str, make: Callable[[Path], object], options: str, told: str
) -> None:
    make(place / name)
    before = contents(place)
    assert told in typed(f"range import {name} --config office.toml {options}")
    assert contents(place) == before


def test_a_retailers_range_comes_in_once(place: Path, typed: Typed) -> None:
    command = f"range import {RETAIL} --config office.toml --mapping online-retail"
    before = contents(place)
    assert "Nothing was changed: this was a dry run." in typed.done(f"{command} --dry-run --rejected rejected.csv")
    assert contents(place) == before | {"rejected.csv": (place / "rejected.csv").read_bytes()}
    first = typed.done(f"{command} --stock")
    assert "Stock for" in first
    assert " products are new, 0 changed, 0 stayed as they were;" in first
    again = typed.done(f"{command} --stock")
    assert "0 products are new, 0 changed," in again
    lock = NodeLock(place / "office")
    assert "is running already; stop it first." in typed(command)
    lock.release()
    assert typed.done("rebuild all --data office").count("the same state") == 2
