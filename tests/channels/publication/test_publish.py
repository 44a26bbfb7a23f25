"""Publishing a small real range: what is rendered, what is reused, and that a crash leaves the former publication in force."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from arkwright.channels.publication.headers import HEADERS
from arkwright.channels.publication.listing import sitemaps
from arkwright.channels.publication.manifest import Manifest, read_manifest
from arkwright.channels.publication.publish import Published
from arkwright.channels.publication.serving import handlers
from arkwright.channels.publication.settings import Extra
from arkwright.channels.publication.shelf import Shelf
from arkwright.compartments.catalogue.commands import ChangePrice, WithdrawProduct
from arkwright.kit.refusal import Refusal
from arkwright.kit.search_index import IndexFailed, SearchRecord, pagefind_index
from arkwright.kit.signing import SigningKey, sign
from arkwright.kit.world import Blocking, RealWorld
from tests.channels.publication.shop import KEY, Range, product, small_range
from tests.journal.lanes import real_world


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Range]:
    async with small_range(tmp_path) as small:
        yield small


def newest(shop: Range) -> Manifest:
    """What is in force, verified."""
    shelf = Shelf(real_world(), shop.folder)
    manifest = shelf.manifest(shelf.newest() or 0, KEY.public)
    assert manifest is not None
    return manifest


def text(shop: Range, path: str) -> str:
    """A published file."""
    content = Shelf(real_world(), shop.folder).blob(newest(shop).files[path].blob.sha256)
    assert content is not None
    return content.decode()


async def test_a_product_page_says_all_but_stock(shop: Range) -> None:
    await shop.publish()
    page = text(shop, "/products/blue-mug/")
    for said in (
        *("£12.50", "Stoneware &lt;b&gt;&amp; glaze&lt;/b&gt;.", "Price includes VAT.", "350 g", 'data-availability="blue-mug-1"'),
        *('action="/basket/lines"', 'name="id" value=""', 'name="sku" value="blue-mug-1"', "Not delivered to the Scottish Highlands"),
    ):
        assert said in page
    assert not re.search(r"in stock|InStock|schema.org/.*Availability", page)
    product_data, trail = (json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page))
    assert (product_data["@type"], product_data["offers"]["price"], product_data["offers"]["priceCurrency"]) == ("Product", "12.50", "GBP")
    assert "availability" not in product_data["offers"]
    assert [item["name"] for item in trail["itemListElement"]] == ["Home", "The whole range", "Kitchen", "Blue mug"]
    assert text(shop, "/products/oak-board/").count('type="radio"') == 2


async def test_stores_lists_and_hooks(shop: Range) -> None:
    await shop.publish(extra_files={"/pictures/kite.webp": Extra(content=b"webp", content_type="image/webp", headers="picture")})
    assert "The roof is being mended." in text(shop, "/stores/york/")
    assert "Closed until further notice" in text(shop, "/stores/")
    assert "<loc>https://shop.example/products/bear/</loc>" in text(shop, "/sitemap.xml")
    assert "/paused/" not in text(shop, "/sitemap.xml")
    assert 'src="/pictures/kite.webp"' in text(shop, "/products/kite/")
    assert "/pictures/none-" in text(shop, "/products/bear/")
    assert 'rel="manifest"' not in text(shop, "/")


def test_more_addresses_than_one_sitemap_holds_stand_in_several_listed_in_the_first() -> None:
    made = sitemaps("https://shop.example", [f"/products/p-{number}/" for number in range(5)], most=2)
    assert {path: re.findall("<loc>https://shop.example(.*?)</loc>", content.decode()) for path, content in made.items()} == {
        "/sitemap-1.xml": ["/products/p-0/", "/products/p-1/"],
        "/sitemap-2.xml": ["/products/p-2/", "/products/p-3/"],
        "/sitemap-3.xml": ["/products/p-4/"],
        "/sitemap.xml": ["/sitemap-1.xml", "/sitemap-2.xml", "/sitemap-3.xml"],
    }
    assert b"<sitemapindex" in made["/sitemap.xml"]


async def test_progress_is_told_to_its_end(shop: Range) -> None:
    heard: list[tuple[int, int]] = []
    await shop.publish(progress=lambda done, total: heard.append((done, total)))
    assert heard[-1][0] == heard[-1][1]
    assert all(done <= total for done, total in heard)


async def test_a_long_department_has_pages_with_plain_links(shop: Range) -> None:
    await shop.save(*(product(f"Bowl {number:03}", picture="") for number in range(130)))
    await shop.publish()
    assert [path for path in newest(shop).files if path.startswith("/range/kitchen/")] == [
        "/range/kitchen/", "/range/kitchen/2/", "/range/kitchen/3/",
    ]  # fmt: skip
    middle = text(shop, "/range/kitchen/2/")
    assert 'rel="prev" href="/range/kitchen/"' in middle
    assert 'rel="next" href="/range/kitchen/3/"' in middle


async def test_only_what_changed_is_rendered_again(shop: Range) -> None:
    first = await shop.publish()
    assert (first.number, first.reused, first.rendered) == (1, 0, len(newest(shop).files))
    assert await shop.publish() == Published(number=1, rendered=0, reused=first.rendered, removed=0)
    before = newest(shop)
    await shop.catalogue.submit(ChangePrice(id="dearer", sku="bear-1", price_pence=1300, by="c"))
    second = await shop.publish()
    changed = {path for path, file in newest(shop).files.items() if before.files.get(path) != file}
    assert (second.number, second.rendered, second.removed) == (2, 3, 0)
    assert changed == {"/", "/range/toys/", "/products/bear/"}
    await shop.catalogue.submit(WithdrawProduct(id="gone", product="bear", by="c"))
    third = await shop.publish()
    assert third.number == 3
    assert third.removed > 0
    assert "/products/bear/" not in newest(shop).files
    shelf = Shelf(real_world(), shop.folder)
    assert shelf.numbers() == [2, 3]
    assert all(
        shelf.blob(sha256) is not None for number in (2, 3) for sha256 in read_manifest(shelf.envelope(number) or b"", KEY.public).blobs
    )


async def test_a_damaged_shelf_is_mended(shop: Range) -> None:
    await shop.publish()
    shelf = Shelf(real_world(), shop.folder)
    lost = newest(shop).files["/delivery/"].blob.sha256
    real_world().remove_file(shelf.blob_path(lost))
    await shop.publish()
    assert shelf.blob(lost) is not None


async def test_another_key_takes_nothing_over(shop: Range) -> None:
    await shop.publish()
    shelf = Shelf(real_world(), shop.folder)
    other = SigningKey("other", b"8" * 32)
    shelf.put_in_force(5, sign("arkwright/publication/1", newest(shop), other).text.encode())
    published = await shop.publish()
    assert (published.number, published.reused) == (6, 0)


class Crash(Exception):
    """The machine stops."""


class CrashingWorld(RealWorld):
    """Stops at the n-th write, before it."""

    def __init__(self, writes: int) -> None:
        super().__init__(real_world().http)
        self.left = writes
        self.unsynced: list[Path] = []

    async def in_thread(self, work: Blocking) -> None:
        """One write after the other."""
        work()

    def replace_file(self, path: Path, content: bytes) -> None:
        """Or not."""
        self._strike()
        super().replace_file(path, content)

    def lay_file(self, path: Path, content: bytes) -> None:
        """Torn, if the machine stops before the sync."""
        self._strike()
        super().lay_file(path, content)
        self.unsynced.append(path)

    def sync_below(self, folder: Path) -> None:
        """Safe from here on."""
        self._strike()
        self.unsynced.clear()

    def _strike(self) -> None:
        if not self.left:
            for path in self.unsynced:
                path.write_bytes(b"")
            raise Crash
        self.left -= 1


async def test_a_crash_at_any_write_leaves_the_former_in_force(shop: Range) -> None:
    await shop.publish()
    former = newest(shop)
    await shop.save(product("Bear", category="toys", prices=(1600,), picture=""), product("Teapot", picture="teapot:red"))
    before, crashes, published = shop.folder, 0, None
    while published is None:
        shop.folder = before.with_name(f"crash-{crashes}")
        shutil.copytree(before, shop.folder)
        try:
            published = await shop.publish(CrashingWorld(crashes))
        except Crash:
            crashes += 1
            assert newest(shop) == former
            shelf = Shelf(real_world(), shop.folder)
            assert all(shelf.blob(sha256) is not None for sha256 in former.blobs)
            if crashes % 8 == 1:
                await shop.publish()
                assert newest(shop).number > former.number
                assert all(shelf.blob(sha256) is not None for sha256 in newest(shop).blobs)
    assert crashes > 10
    assert "£16.00" in text(shop, "/products/bear/")
    shelf = Shelf(real_world(), shop.folder)
    kept = {shelf.blob_path(sha256) for manifest in (former, newest(shop)) for sha256 in manifest.blobs}
    assert set(real_world().files_below(shop.folder / "blobs")) == kept


async def test_no_index_no_publication(shop: Range) -> None:
    async def broken(records: Any) -> dict[str, bytes]:
        raise IndexFailed("no program")

    with pytest.raises(IndexFailed, match="no program"):
        await shop.publish(indexer=broken)
    assert Shelf(real_world(), shop.folder).newest() is None


async def test_the_index_knows_words_but_no_prices_and_is_built_only_when_words_change(shop: Range) -> None:
    asked: list[list[str]] = []

    async def noting(records: Any) -> dict[str, bytes]:
        asked.append([f"{record.title} {record.about} {record.words}" for record in records])
        return {"pagefind.js": b"1", "pagefind-ui.js": b"2", "fragment/en_1.pf_fragment": b"3"}

    await shop.publish(indexer=noting)
    await shop.catalogue.submit(ChangePrice(id="dearer", sku="bear-1", price_pence=1300, by="c"))
    await shop.publish(indexer=noting)
    assert len(asked) == 1
    assert "Stoneware" in " ".join(asked[0])
    assert "12.50" not in " ".join(asked[0])
    files = newest(shop).files
    assert "/pagefind/pagefind-ui.js" not in files
    assert (files["/pagefind/pagefind.js"].headers, files["/pagefind/fragment/en_1.pf_fragment"].headers) == ("file", "asset")
    await shop.save(product("Kettle"))
    await shop.publish(indexer=noting)
    assert len(asked) == 2


async def test_pagefind_gives_the_same_files_for_the_same_words() -> None:
    records = [SearchRecord(url="/products/mug/", title="Mug", words="mug stoneware")]
    files = await pagefind_index(records)
    assert files == await pagefind_index(records)
    assert {"pagefind.js", "pagefind-entry.json", "pagefind-worker.js", "wasm.en.pagefind"} <= files.keys()


def test_each_page_has_a_strict_policy_and_only_search_may_compile() -> None:
    assert [name for name, headers in HEADERS.items() if "wasm-unsafe-eval" in headers.get("content-security-policy", "")] == ["search"]
    for name in ("page", "search"):
        policy = HEADERS[name]["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe-inline" not in policy


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"no-slash": {}}, "Expected `str` matching"),
        ({"/a\n": {}}, "Expected `str` matching"),
        ({"/a": {"blob": {"sha256": "../../etc/passwd", "size": 1}}}, "Expected `str` matching"),
        ({"/a": {"blob": {"sha256": "0" * 64, "size": 1}, "headers": "none"}}, "no headers named none"),
    ],
)
def test_a_malformed_manifest_is_refused_though_signed(files: dict[str, Any], says: str) -> None:
    whole = {"content_type": "text/plain", "headers": "page", "part": "page", "inputs": "0" * 64, "blob": {"sha256": "0" * 64, "size": 0}}
    document = {
        "number": 1, "made_ms": 0, "catalogue_revision": 0, "stores_revision": 0, "design": "0" * 64, "headers": HEADERS,
        "files": {path: whole | changes for path, changes in files.items()},
    }  # fmt: skip
    signed: Any = sign("arkwright/publication/1", document, KEY)  # type: ignore[arg-type]
    with pytest.raises(Refusal, match=says):
        read_manifest(signed.text.encode(), KEY.public)


async def test_a_publication_is_handed_out_and_no_path_is(shop: Range) -> None:
    async with AsyncTestClient(Litestar(handlers(real_world(), shop.folder))) as client:
        assert (await client.get("/publication/newest")).status_code == 404
        await shop.publish()
        answer = await client.get("/publication/newest")
        manifest = read_manifest(answer.content, KEY.public)
        held = {"if-none-match": answer.headers["etag"]}
        assert (await client.get("/publication/newest", headers=held)).status_code == 304
        sha256 = manifest.files["/"].blob.sha256
        found = await client.get(f"/publication/blobs/{sha256}")
        assert found.text == text(shop, "/")
        assert "immutable" in found.headers["cache-control"]
        for wrong in (sha256.upper(), sha256[:63], "0" * 64, "..%2f..%2fnewest", "%2e%2e", "newest", "x" * 200):
            assert (await client.get(f"/publication/blobs/{wrong}")).status_code in (400, 404)
        await shop.catalogue.submit(ChangePrice(id="dearer", sku="bear-1", price_pence=1300, by="c"))
        await shop.publish()
        assert (await client.get("/publication/newest", headers=held)).status_code == 200
