"""The command line as a person meets it: what goes wrong is one line that says what to do, exit status 1, and nothing is overwritten."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import msgspec
import pytest

from arkwright import __main__ as program
from arkwright.kit.signing import SigningKey
from arkwright.roles import office_process
from arkwright.roles.command_line import run as run_commands
from arkwright.roles.node import NodeLock, OfficeConfig, read_config, write_config
from tests.processes.premises import prepared

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked without tokens")
LONGEST_S = 20
RETAIL = ROOT / "tests" / "data" / "online_retail_500.csv"


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office made once; each test has a copy."""
    folder = tmp_path_factory.mktemp("pattern")
    asyncio.run(prepared(folder))
    return folder


@pytest.fixture
def place(pattern: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an office that stands still, and its configuration."""
    folder = tmp_path / "here"
    shutil.copytree(pattern, folder)
    rewritten(folder, folder=folder / "office")
    for module in (office_process, run_commands):
        monkeypatch.setattr(module, "to_standard_error", lambda node: None)
    monkeypatch.chdir(folder)
    return folder


def rewritten(place: Path, **changes: object) -> None:
    """Some values of the office's configuration are others."""
    path = place / "office.toml"
    write_config(path, msgspec.structs.replace(read_config(path, OfficeConfig), **changes))


@pytest.fixture
def never_long() -> Iterator[None]:
    """An office that starts all the same is told to end."""
    signal.alarm(LONGEST_S)
    previous = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGTERM))
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


class Typed:
    """Types commands and reads what they say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.out = ""

    def __call__(self, words: str) -> str:
        """A command that is refused: its one line."""
        status, said = self.run(words)
        assert status == 1, said
        assert said.count("\n") == 1, said
        assert said.startswith("arkwright: "), said
        return said

    def run(self, words: str) -> tuple[object, str]:
        """The exit status and what stands on standard error."""
        self._monkeypatch.setattr(sys, "argv", ["arkwright", *words.split()])
        with pytest.raises(SystemExit) as end:
            program.main()
        captured = self._capsys.readouterr()
        self.out = captured.out
        return end.value.code, captured.err

    def done(self, words: str) -> str:
        """A command that does what it is told: what it prints."""
        assert self.run(words) == (0, "")
        return self.out


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(monkeypatch, capsys)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file, so that it can be seen that none was touched; SQLite's side files come and go."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm")) and path.name != "lock"
    }


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"This was a database once. " * 500)


def overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\x55" * (len(content) - 100))


def about(name: str, value: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        connection = apsw.Connection(str(path))
        connection.execute("UPDATE about SET value = ? WHERE name = ?", (value, name))
        connection.close()

    return change


DATABASES = [
    (foreign, "is a database of another program; name another folder, or move the file away."),
    (no_database, "is damaged or no SQLite file"),
    (overwritten, "is damaged or no SQLite file"),
    (about("schema", "99"), "has schema 99, newer than this Arkwright's 1; run the newer release, or restore a backup."),
    (about("node", "office-2"), "belongs to stock of node office-2, not to stock of office-1"),
    (about("database", "ordering"), "belongs to ordering of node office-1, not to stock"),
]


@pytest.mark.parametrize(
    "command", ["run office --config office.toml", f"range import {RETAIL} --mapping online-retail --stock --config office.toml"]
)
@pytest.mark.parametrize(("harm", "told"), DATABASES)
def test_a_database_that_is_not_this_nodes_is_left_as_it_is(
    place: Path, typed: Typed, harm: Callable[[Path], None], told: str, command: str
) -> None:
    stock = place / "office" / "lanes" / "stock.db"
    harm(stock)
    before = stock.read_bytes()
    said = typed(command)
    assert told in said
    assert "stock.db" in said
    assert stock.read_bytes() == before


def edited(old: str, new: str) -> Callable[[Path], None]:
    def edit(place: Path) -> None:
        config = place / "office.toml"
        text = config.read_text()
        assert old in text
        config.write_text(text.replace(old, new))

    return edit


def taken(port: str) -> Callable[[Path], None]:
    """This very process listens there."""

    def take(place: Path) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        rewritten(place, **{port: listener.getsockname()[1]})
        KEPT.append(listener)

    return take


KEPT: list[socket.socket | NodeLock] = []


def secret(name: str, change: Callable[[Path], object]) -> Callable[[Path], None]:
    return lambda place: void(change(place / "office" / "secrets" / name))


def void(_: object) -> None: ...


STARTS: list[tuple[Callable[[Path], object], str]] = [
    (lambda place: (place / "office.toml").unlink(), "office.toml is missing; name a node's configuration with --config."),
    (edited("node = ", "nodes = "), "office.toml cannot be used: Object contains unknown field `nodes`"),
    (edited("shop_port = ", 'shop_port = "x" #'), "office.toml cannot be used: Expected `int`, got `str` - at `$.shop_port`"),
    (edited("node = ", "= node"), "office.toml cannot be used"),
    (edited("smtp_host", "smtp_hostess"), "office.toml cannot be used: Object contains unknown field `smtp_hostess`"),
    (secret("webhook.key", lambda path: path.chmod(0o644)), "webhook.key; run chmod 600 on it."),
    (secret("card-provider.key", Path.unlink), "card-provider.key is missing; put it back"),
    (secret("signing.key", lambda path: path.write_text("nonsense\n")), "signing.key holds no key"),
    (secret("vault.key", lambda path: path.write_text("nonsense\n")), "vault.key holds no key"),
    (lambda place: shutil.rmtree(place / "office" / "desk"), "trust.json is missing or damaged: copy it from the desk"),
    (taken("shop_port"), "is taken by another program. Stop that program, or set another port."),
    (taken("office_port"), "is taken by another program. Stop that program, or set another port."),
    (lambda place: rewritten(place, shop_port=70000), "shop_port"),
    (lambda place: rewritten(place, shop_port=0), "shop_port"),
    (lambda place: rewritten(place, host="256.1.1.1"), "Cannot listen on 256.1.1.1"),
    (lambda place: rewritten(place, shop_url="shop.localhost"), "shop_url"),
    (lambda place: KEPT.append(NodeLock(place / "office")), "is running already; stop it first."),
]


@pytest.mark.parametrize(("harm", "told"), STARTS)
@pytest.mark.usefixtures("never_long")
def test_an_office_that_cannot_run_says_why(place: Path, typed: Typed, harm: Callable[[Path], object], told: str) -> None:
    (place / "office" / "secrets" / "vault.key").write_text("00" * 32 + "\n")
    (place / "office" / "secrets" / "vault.key").chmod(0o600)
    harm(place)
    try:
        assert told in typed("run office --config office.toml")
    finally:
        for each in KEPT:
            each.close() if isinstance(each, socket.socket) else each.release()
        KEPT.clear()


USAGE = [
    ("nothing", 'Unknown command "nothing"'),
    ("run nothing", 'Unknown command "nothing"'),
    ("run office", "--config requires an argument"),
    ("run office --config", "--config"),
    ("run office --config office.toml --fast", "--fast"),
    ("backup --data office", "--to requires an argument"),
    ("rebuild stock", "--data requires an argument"),
    ("range import", "requires an argument"),
    ("demo --first-port abc", "--first-port"),
    ("demo --first-port 70000 --data never", "--first-port"),
    ("demo part tea --data never", "tea is no part of the demo; there are cards, mailbox, desk, office, edge."),
    ("key node-make Edge! --data office", "NAME: "),
    ("key recovery-make --of 3 --needs 9 --out keys", "--needs"),
    ("key show --data nowhere", "nowhere/secrets/signing.key is missing"),
    ("key trust nothing.json --data nowhere", "nothing.json cannot be read: No such file or directory."),
    ("staff add ada --data office --role buyer", "Say which node it is: --desk or --office."),
]


@pytest.mark.parametrize(("words", "told"), USAGE)
def test_a_command_that_is_not_understood_is_one_line(place: Path, typed: Typed, words: str, told: str) -> None:
    before = contents(place)
    assert told in typed(words)
    assert contents(place) == before


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
