"""The edge on real sockets: what it serves, what it passes on, what it says when office or desk are gone, what it refuses."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

import brotli
import pytest

from arkwright.channels.edge.app import OFFICE_PATHS
from arkwright.channels.edge.table import accepted, unchanged
from arkwright.channels.publication.settings import Extra
from arkwright.channels.publication.shelf import Shelf
from arkwright.channels.shop.mount import HANDLERS
from arkwright.kit.switches import Limits, Mode, Place, SwitchOrder, SwitchTable
from tests.channels.edge.running import Running
from tests.channels.publication.shop import Range
from tests.journal.lanes import real_world


def browse(mode: Mode, now_ms: int, **changes: Any) -> SwitchTable:
    """A table with one order about browsing."""
    order = SwitchOrder(
        **{
            "capability": "browse", "mode": mode, "say": "Our <range> is closed.", "fallback": "Visit a store.", "generation": 1,
            "number": 1, "since_ms": now_ms, "issued_ms": now_ms, "approvals": (), **changes,
        }
    )  # fmt: skip
    return SwitchTable(generation=1, version=1, as_at_ms=now_ms, orders=(order,))


@pytest.mark.parametrize(
    ("accept_encoding", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None),
        ("*", "br"), ("br;q=0,*;q=0", None), ("GZIP", "gzip"), ("br; q=0.000", None), ("deflate", None),
    ],
)  # fmt: skip
async def test_content_is_negotiated(edge: Running, accept_encoding: str, encoding: str | None) -> None:
    answer = await edge.get("/products/blue-mug/", accept_encoding=accept_encoding)
    assert accepted(accept_encoding)[:1] == ((encoding,) if encoding else ())
    assert (answer.status, answer.headers.get("content-encoding")) == (200, encoding)
    assert b"Blue mug" in answer.body
    assert (answer.headers["vary"], answer.headers["cache-control"]) == ("accept-encoding", "no-cache")
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_compressed_copies_are_the_page(shop: Range, edge: Running) -> None:
    shelf, manifest = Shelf(real_world(), shop.folder), edge.holding.manifest
    assert manifest is not None
    for file in manifest.files.values():
        plain = shelf.blob(file.blob.sha256)
        for encoding, blob in file.encodings.items():
            packed = shelf.blob(blob.sha256) or b""
            assert (brotli.decompress(packed) if encoding == "br" else gzip.decompress(packed)) == plain


async def test_etag_head_method_and_redirect(edge: Running) -> None:
    first = await edge.get("/range/", accept_encoding="identity")
    again = await edge.get("/range/", accept_encoding="identity", if_none_match=f'"x", {first.headers["etag"]}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = await edge.get("/range/", accept_encoding="br", if_none_match=first.headers["etag"])
    assert (other.status, other.headers["etag"] != first.headers["etag"]) == (200, True)
    head = await edge.get("/range/", "HEAD", accept_encoding="identity")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(first.body)))
    assert (await edge.get("/range/", "POST", b"x")).headers["allow"] == "GET, HEAD"
    moved = await edge.get("/range?a=b")
    assert (moved.status, moved.headers["location"]) == (301, "/range/?a=b")


@pytest.mark.parametrize(
    ("if_none_match", "same"), [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False), ("a", False)]
)
def test_if_none_match(if_none_match: str, same: bool) -> None:
    assert unchanged(if_none_match, '"a"') is same


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere/", 404), ("/404/", 404), ("/unreachable/", 404), ("/search/away/", 404), ("/../etc/passwd", 404),
        ("/publication/newest", 404), ("/%2e%2e/newest", 404), ("/blobs/", 404), ("/healthz", 200), ("/readyz", 200),
        ("/banner", 200), ("/what-works-now/", 200), ("/basketball", 404), ("/design/arkwright.css", 200),
    ],
)  # fmt: skip
async def test_what_there_is(edge: Running, path: str, status: int) -> None:
    assert (await edge.get(path)).status == status


async def test_assets_stay_for_ever_and_large_files_come_from_disk(shop: Range, edge: Running) -> None:
    large = Extra(content=bytes(range(256)) * 2048, content_type="image/webp", headers="picture")
    await shop.publish(extra_files={"/pictures/kite.webp": large})
    await edge.holding.refresh()
    answer = await edge.get("/pictures/kite.webp")
    assert (answer.body, answer.headers["cache-control"]) == (large.content, "public, max-age=31536000, immutable")
    assert edge.holding.table["/pictures/kite.webp"].plain.body is None


async def test_the_office_gets_what_it_needs_and_no_lies(edge: Running) -> None:
    answer = await edge.get(
        "/basket/lines", "POST", b"sku=mug&quantity=2", content_type="application/x-www-form-urlencoded", cookie="basket=1",
        x_forwarded_for="6.6.6.6", x_forwarded_proto="https", forwarded="for=6.6.6.6", connection="close, x-secret", x_secret="no",
        origin="http://shop.localhost", host="shop.localhost",
    )  # fmt: skip
    seen = json.loads(answer.body)
    assert (seen["path"], seen["body"], seen["cookie"], seen["origin"]) == (
        "/basket/lines", "sku=mug&quantity=2", "basket=1", "http://shop.localhost",
    )  # fmt: skip
    assert (seen["x-forwarded-for"], seen["x-forwarded-host"], seen["x-forwarded-proto"]) == ("127.0.0.1", "shop.localhost", "http")
    assert "forwarded" not in seen
    assert "x-secret" not in seen
    assert (await edge.get("/search?q=a%20b%26c")).status == 200
    assert edge.seen[-1]["query"] == "q=a%20b%26c"


async def test_both_cookies_come_back(edge: Running) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(edge.url.rpartition(":")[2]))
    writer.write(b"GET /basket HTTP/1.1\r\nhost: shop.localhost\r\n\r\n")
    answer = (await reader.readuntil(b"\r\n\r\n")).lower()
    writer.close()
    assert answer.count(b"set-cookie: ") == 2


async def test_a_long_body_is_refused_before_the_office_hears_of_it(edge: Running) -> None:
    assert (await edge.get("/basket/lines", "POST", b"x" * 70_000)).status == 413
    assert edge.seen == []


@pytest.mark.parametrize(
    ("path", "method", "status", "content_type", "says"),
    [
        ("/basket", "GET", 503, "text/html; charset=utf-8", b"Your basket is safe"),
        ("/basket/lines", "POST", 503, "text/html; charset=utf-8", b"before you send it again"),
        ("/order/abc", "GET", 503, "text/html; charset=utf-8", b"Your basket is safe"),
        ("/search?q=mug", "GET", 503, "text/html; charset=utf-8", b"Every department is open"),
        ("/api/v1/orders", "POST", 503, "application/problem+json", b'"status":503'),
        ("/webhooks/stripe", "POST", 503, "text/plain; charset=utf-8", b"Try again"),
        ("/availability?sku=mug", "GET", 204, None, b""),
        ("/basket/count", "GET", 204, None, b""),
        ("/products/blue-mug/", "GET", 200, "text/html; charset=utf-8", b"Blue mug"),
        ("/what-works-now/", "GET", 200, "text/html; charset=utf-8", b"Browsing and search"),
    ],
)
async def test_without_the_office(edge: Running, path: str, method: str, status: int, content_type: str | None, says: bytes) -> None:
    await edge.end_office()
    answer = await edge.get(path, method, b"{}" if method == "POST" else b"")
    assert (answer.status, answer.headers.get("content-type")) == (status, content_type)
    assert says in answer.body
    assert ("retry-after" in answer.headers) is (status == 503)


@pytest.mark.parametrize(
    ("mode", "changes", "closed", "open_"),
    [
        ("paused", {}, ["/", "/range/", "/products/bear/", "/search/"], ["/stores/", "/delivery/", "/design/arkwright.css"]),
        ("sealed", {}, ["/", "/products/bear/"], ["/stores/leeds/", "/what-works-now/"]),
        ("limited", {"limits": Limits(categories=("kitchen",))}, ["/products/bear/", "/range/toys/"], ["/", "/range/kitchen/"]),
        ("paused", {"place": Place(category="toys")}, ["/range/toys/", "/products/bear/"], ["/", "/products/blue-mug/"]),
        ("paused", {"place": Place(channel="app")}, [], ["/", "/products/bear/"]),
    ],
)
async def test_browsing_is_switched(edge: Running, mode: Mode, changes: dict[str, Any], closed: list[str], open_: list[str]) -> None:
    assert (await edge.get("/products/bear/")).status == 200
    edge.switches.set(browse(mode, edge.world.now_ms(), **changes))
    for path in closed:
        answer = await edge.get(path)
        assert (path, answer.status, answer.headers["retry-after"]) == (path, 503, "300")
        assert b"Our &lt;range&gt; is closed." in answer.body
        assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)
    for path in open_:
        assert (path, (await edge.get(path)).status) == (path, 200)


async def test_the_banner_and_what_works_now_say_what_the_switches_say(edge: Running) -> None:
    edge.switches.words = "<p>Orders are paused.</p>"
    banner = await edge.get("/banner")
    assert (banner.body, banner.headers["cache-control"]) == (b"<p>Orders are paused.</p>", "no-store")
    edge.switches.set(browse("paused", edge.world.now_ms(), capability="orders", place=Place(channel="till"), say="Tills are closed."))
    page = (await edge.get("/what-works-now/")).body.decode()
    assert "Paused for channel till: Tills are closed." in page
    assert "Some things do not work at the moment." in page
    edge.switches.set(SwitchTable(generation=1, version=2, as_at_ms=edge.world.now_ms()))
    assert "Everything works." in (await edge.get("/what-works-now/")).body.decode()


async def test_a_stores_page_says_what_is_not_as_usual_there(edge: Running) -> None:
    edge.switches.set(browse("open", edge.world.now_ms()))
    before = await edge.get("/stores/leeds/")
    assert (b"Not as usual" in before.body, "etag" in before.headers) == (False, True)
    edge.switches.set(
        browse("paused", edge.world.now_ms(), capability="contactless", place=Place(store="leeds"), say="Please pay by chip and PIN.")
    )
    leeds, others = await edge.get("/stores/leeds/"), await edge.get("/stores/")
    assert b"Not as usual in this store" in leeds.body
    assert b"Please pay by chip and PIN." in leeds.body
    assert leeds.headers["cache-control"] == "no-store"
    assert b"Not as usual" not in others.body


def test_every_page_of_the_shop_is_passed_on() -> None:
    paths = {path for handler in HANDLERS for path in handler.paths}
    assert len(paths) > 40  # they are found
    assert [path for path in sorted(paths) if not path.startswith(OFFICE_PATHS)] == []
