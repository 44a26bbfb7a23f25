"""The demo: it says where to look once the pages open, and its office may keep its data on a PostgreSQL server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from arkwright.compartments.staff import queries as staff
from arkwright.demo import premises
from arkwright.demo.ports import Ports
from arkwright.demo.premises import prepare
from arkwright.demo.running import opens
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import databases_of
from arkwright.roles.node import NodeUnusable, OfficeConfig, read_config
from arkwright.roles.range_at_rest import lane_at_rest
from tests.postgres import throw_away


async def test_a_page_opens_once_it_is_there_and_not_while_the_edge_says_that_it_is_away() -> None:
    answers = iter(["503 Service Unavailable", "503 Service Unavailable", "303 See Other"])
    given: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        given.append(next(answers))
        writer.write(f"HTTP/1.1 {given[-1]}\r\nlocation: /sign-in\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        writer.close()

    http = AiohttpHttp()
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        await asyncio.wait_for(opens(http, f"http://shop.localhost:{server.sockets[0].getsockname()[1]}/"), 10)
    await http.close()
    assert [each[:3] for each in given] == ["503", "503", "303"]


async def accounts_of(folder: Path) -> set[str]:
    """Who may sign in at the demo's office."""
    databases = databases_of(read_config(folder / "office.toml", OfficeConfig))
    async with lane_at_rest(RealWorld(AiohttpHttp()), databases, "staff") as lane:
        return {row.account for row in await staff.accounts(lane.reader)}


def test_the_office_of_a_demo_stays_on_the_server_that_it_was_made_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(premises, "csv_files", list)
    monkeypatch.setattr(premises, "ACCOUNTS", (("bea", "office", "buyer"),))
    folder = tmp_path / "demo"
    with throw_away() as server:
        prepare(folder, Ports(), print, server.url)
        text = (folder / "office.toml").read_text("utf-8")
        assert f"127.0.0.1:{server.port}/postgres" in text
        assert "postgres@" not in text
        assert not (folder / "office" / "lanes").exists()
        prepare(folder, Ports(), print)
        assert (folder / "office.toml").read_text("utf-8") == text
        assert asyncio.run(accounts_of(folder)) == {"bea"}
        with pytest.raises(NodeUnusable, match="name another folder with --data"):
            prepare(folder, Ports(), print, "postgresql://other@127.0.0.1:1/elsewhere")


@pytest.mark.parametrize("url", ["postgres", "postgresql://127.0.0.1:5432/shop", "mysql://a@b/c", "postgresql://@127.0.0.1/shop"])
def test_a_server_is_named_with_its_owner(tmp_path: Path, url: str) -> None:
    with pytest.raises(NodeUnusable, match=r"^--database: name a server and the owner of its schemas"):
        prepare(tmp_path, Ports(), print, url)
