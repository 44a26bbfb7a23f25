"""The command line as a person meets it: what goes wrong is one line that says what to do, exit status 1, and nothing is overwritten."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from arkwright.journal import tables
from arkwright.roles.lanes import COMPARTMENTS
from arkwright.roles.node import NodeLock
from tests.roles.commands import RETAIL, Typed, contents, overwritten, rewritten, void

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked without tokens")


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"This was a database once. " * 500)


def about(name: str, value: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        connection = apsw.Connection(str(path))
        connection.execute("UPDATE about SET value = ? WHERE name = ?", (value, name))
        connection.close()

    return change


STOCK = tables.schema(COMPARTMENTS["stock"])
DATABASES = [
    (foreign, "is a database of another program; name another folder, or move the file away."),
    (no_database, "is damaged or no SQLite file"),
    (overwritten, "is damaged or no SQLite file"),
    (about("schema", "99"), f"has schema 99, newer than this Arkwright's {STOCK.version}; run the newer release, or restore a backup."),
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
    ("rebuild stock", "Name the node: --data FOLDER, or --config office.toml."),
    ("range import", "requires an argument"),
    ("demo --first-port abc", "--first-port"),
    ("demo --first-port 70000 --data never", "--first-port"),
    (
        "demo part tea --data never",
        "tea is no part of the demo; there are cards, acquirer, terminals, mailbox, desk, office, edge, lines, leeds, york.",
    ),
    ("key recovery-make --of 3 --needs 9 --out keys", "need at least 2 of them and not more than there are."),
    ("key show --data nowhere", "nowhere/secrets/signing.key is missing"),
    ("key trust nothing.json --data nowhere", "nothing.json cannot be read: No such file or directory."),
    ("staff add ada --data office --role buyer", "Say which node it is: --desk or --office."),
]


@pytest.mark.parametrize(("words", "told"), USAGE)
def test_a_command_that_is_not_understood_is_one_line(place: Path, typed: Typed, words: str, told: str) -> None:
    before = contents(place)
    assert told in typed(words)
    assert contents(place) == before


@pytest.mark.parametrize(
    ("started", "never"),
    [
        ("arkwright.__main__", {"sqlalchemy", "aiohttp", "litestar", "granian", "reportlab", "stripe", "webauthn"}),
        ("arkwright.demo.parts", {"sqlalchemy", "aiohttp", "litestar", "granian", "reportlab", "stripe", "webauthn"}),
        ("arkwright.roles.edge_process", {"litestar", "reportlab", "stripe", "webauthn"}),
    ],
)
def test_a_process_loads_what_it_needs_and_starts_the_sooner(started: str, never: set[str]) -> None:
    asked = f"import sys, {started}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    assert started in loaded
    assert never.isdisjoint(loaded)
