"""The publication as plain files, and nginx with the configuration that we ship in front of an edge: it answers what the edge answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from arkwright.kit.switches import Gate, Limits, Mode, Place, SwitchOrder, SwitchTable, shipped
from arkwright.kit.world import Answer
from arkwright.roles.file_tree import FileTree, wholly_open
from arkwright.roles.serving import free_port
from tests.channels.edge.running import Running, running
from tests.channels.publication.shop import small_range
from tests.processes import nginx

OF_ITS_OWN = {"etag", "last-modified", "server", "date", "connection", "accept-ranges", "transfer-encoding", "keep-alive", "content-length"}
NOW_MS = 1_790_000_000_000


def browsing(mode: Mode, **changes: object) -> SwitchTable:
    """One order about browsing."""
    fields: dict[str, object] = {
        "capability": "browse", "mode": mode, "say": "The range is closed.", "generation": 1, "number": 1,
        "since_ms": NOW_MS, "issued_ms": NOW_MS, "approvals": (),
    }  # fmt: skip
    return SwitchTable(generation=1, version=1, as_at_ms=NOW_MS, orders=(SwitchOrder(**(fields | changes)),))  # type: ignore[arg-type]


@asynccontextmanager
async def edge_and_tree(folder: Path) -> AsyncIterator[tuple[Running, FileTree]]:
    """An edge that believes nginx, and the tree beside it."""
    async with small_range(folder) as shop:
        await shop.publish()
        async with running(shop.folder, folder / "edge", trusted_proxy="127.0.0.1") as edge:
            await edge.holding.refresh()
            yield edge, FileTree(edge.world, edge.holding, lambda: edge.switches.gate, folder / "files")


@pytest.mark.parametrize(
    ("mode", "changes", "open_to_all"),
    [
        ("open", {}, True),
        ("paused", {}, False),
        ("paused", {"place": Place(channel="web")}, False),
        ("paused", {"place": Place(channel="till")}, True),
        ("paused", {"place": Place(category="toys")}, False),
        ("limited", {"limits": Limits(categories=("toys",))}, False),
    ],
)
def test_files_stand_only_while_everybody_may_see_everything(mode: Mode, changes: dict[str, object], open_to_all: bool) -> None:
    assert wholly_open(Gate(browsing(mode, **changes), shipped()), NOW_MS) is open_to_all


async def test_the_tree_holds_what_was_verified_and_is_withdrawn_at_a_pause(tmp_path: Path) -> None:
    async with edge_and_tree(tmp_path) as (edge, tree):
        current = tmp_path / "files" / "current"
        await tree.look()
        page = current / "page" / "products" / "blue-mug" / "index.html"
        assert page.read_bytes() == (await edge.get("/products/blue-mug/")).body
        assert page.with_name("index.html.gz").exists()
        assert not (current / "page" / "stores" / "leeds").exists()
        assert not (current / "page" / "paused").exists()
        edge.switches.set(browsing("paused"))
        await tree.look()
        assert not current.exists()
        edge.switches.set(browsing("open"))
        await tree.look()
        assert page.exists()


async def test_nginx_takes_the_configuration_without_a_word(tmp_path: Path) -> None:
    assert await nginx.judged(nginx.shipped(tmp_path, tmp_path, 1, free_port())) == ""


async def test_nginx_answers_as_the_edge_does(tmp_path: Path) -> None:
    async with edge_and_tree(tmp_path) as (edge, tree):
        await tree.look()
        port = free_port()
        config = nginx.shipped(tmp_path, tmp_path / "files" / "current", int(edge.url.rpartition(":")[2]), port)
        async with nginx.running(config, port):
            assert edge.holding.manifest is not None
            paths = [*edge.holding.manifest.files, "/products/blue-mug", "/nothing/here", "/banner"]
            for path in paths:
                for encodings in ("gzip", "identity"):
                    ours = await edge.get(path, accept_encoding=encodings)
                    theirs = await edge.world.http.request("GET", f"http://127.0.0.1:{port}{path}", {"accept-encoding": encodings})
                    assert told(theirs) == told(ours), path


async def test_a_pause_reaches_shoppers_behind_nginx_too(tmp_path: Path) -> None:
    async with edge_and_tree(tmp_path) as (edge, tree):
        await tree.look()
        port = free_port()
        config = nginx.shipped(tmp_path, tmp_path / "files" / "current", int(edge.url.rpartition(":")[2]), port)
        async with nginx.running(config, port):
            address = f"http://127.0.0.1:{port}/products/blue-mug/"
            assert (await edge.world.http.request("GET", address, {})).headers["last-modified"]
            edge.switches.set(browsing("paused"))
            await tree.look()
            while (answer := await edge.world.http.request("GET", address, {})).status == 200:
                continue
            assert (answer.status, b"The range is closed." in answer.body) == (503, True)


async def test_the_office_is_told_who_asks_behind_nginx_and_nobody_else_is_believed(tmp_path: Path) -> None:
    async with edge_and_tree(tmp_path) as (edge, tree):
        await tree.look()
        port = free_port()
        config = nginx.shipped(tmp_path, tmp_path / "files" / "current", int(edge.url.rpartition(":")[2]), port)
        async with nginx.running(config, port):
            given = {"host": "shop.example", "x-forwarded-for": "10.9.9.9"}
            await edge.world.http.request("GET", f"http://127.0.0.1:{port}/basket", given)
            assert (edge.seen[-1]["x-forwarded-for"], edge.seen[-1]["x-forwarded-host"]) == ("127.0.0.1", "shop.example")
            await edge.get("/basket", x_forwarded_for="10.9.9.9", x_forwarded_host="shop.example")
            assert (edge.seen[-1]["x-forwarded-for"], edge.seen[-1]["x-forwarded-host"]) == ("10.9.9.9", "shop.example")


def told(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    """What a shopper's browser goes by."""
    return answer.status, {name: value for name, value in answer.headers.items() if name not in OF_ITS_OWN}, answer.body
