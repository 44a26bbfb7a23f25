"""Commands about an office whose data lies on a PostgreSQL server: a backup moves it there and back, and nothing of it is another."""

from __future__ import annotations

import asyncio
import io
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from arkwright.channels.staff.door import StaffDoor
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import OWNER, Files
from arkwright.roles.desk_keys import vault_key
from arkwright.roles.lanes import OFFICE
from arkwright.roles.node import keep_secret
from arkwright.roles.range_at_rest import lane_at_rest
from tests.postgres import throw_away
from tests.roles.commands import RETAIL, Typed, rewritten

pytestmark = pytest.mark.filterwarnings("ignore:Cyclopts application invoked without tokens")

PASSWORD = "nine green paper lanterns"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with throw_away() as running:
        yield running.url.replace("postgres@", "")


def test_a_backup_moves_an_office_to_a_server_and_back(place: Path, typed: Typed, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(account: str, where: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        assert f"{account} may sign in" in typed.done(f"staff add {account} {where} --office --role buyer --password-stdin")

    add("ada", "--data office --node office-1")
    (place / "node.pub").write_text(typed.done("key show --data office"))
    typed.done("backup --data office --to copy")
    before = states(typed.done("rebuild all --data office"))

    to_server(place, server)
    assert "is missing" in typed("backup --config office.toml --to none")
    assert typed.done("database prepare --config office.toml").count("was made ready") == len(OFFICE) + len(("search", "replica", "vault"))
    assert "office-1_ordering" not in typed.done("database prepare --config office.toml")
    assert "are verified and in" in typed.done("restore copy --config office.toml --key node.pub")
    there = states(typed.done("rebuild all --config office.toml"))
    assert {name: there[name] for name in before} == before
    assert "server is not empty" in typed("restore copy --config office.toml --key node.pub")
    for path in [path for path in (place / "server").iterdir() if path.name != "secrets"]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert "office_1_catalogue holds data, and nothing is written over it." in typed("restore copy --config office.toml --key node.pub")
    assert "keeps its data on PostgreSQL: name its configuration with --config." in typed("backup --data server --to none")

    add("bob", "--config office.toml")
    typed.done(f"range import {RETAIL} --config office.toml --mapping online-retail --stock")
    there = states(typed.done("rebuild all --config office.toml"))
    assert there["catalogue"] != before["catalogue"]
    typed.done("backup --config office.toml --to back")
    assert (place / "back" / "vault.db").exists()
    typed.done("restore back --data again --key node.pub")
    shutil.copytree(place / "server" / "secrets", place / "again" / "secrets", ignore=shutil.ignore_patterns("database-*"))
    assert states(typed.done("rebuild all --data again")) == there
    for account in ("ada", "bob"):
        assert asyncio.run(comes_in(place / "again", account))


async def comes_in(folder: Path, account: str) -> bool:
    """Whether the vault and the accounts in this folder fit together."""
    world, files = RealWorld(AiohttpHttp()), Files(folder, "office-1")
    vault = await Vault.open(world, await files.open(world, SCHEMA), vault_key(world, folder))
    async with lane_at_rest(world, files, "staff") as lane:
        token = await StaffDoor(world, lane, vault, "office").sign_in(account, PASSWORD)
    await vault.close()
    return bool(token)


def states(said: str) -> dict[str, str]:
    """Each compartment with the digest of its state, all of them what their journals say."""
    assert "ANOTHER STATE" not in said
    return dict(re.findall(r"(\w+): \d+ entries, \d+ checkpoints, the same state \((\w+)\)", said))


def to_server(place: Path, server: str) -> None:
    """The office's configuration names the server, and its secrets the owner's login."""
    shutil.copytree(place / "office" / "secrets", place / "server" / "secrets")
    rewritten(place, folder=place / "server", database=server)
    keep_secret(place / "server", OWNER, b"postgres:")
