"""The app's files: installable, versioned by everything in them, and nothing that the strict policy forbids."""

from __future__ import annotations

import json
import re
import struct
import zlib

import pytest

from arkwright.channels.app.files import files, install_script
from arkwright.channels.app.icons import icon
from arkwright.channels.publication.headers import FOR_EVER, HEADERS
from arkwright.channels.publication.manifest import Path as PublishedPath

ALL = files("Arkwright & Daughters")


def test_the_manifest_is_enough_to_install() -> None:
    manifest = json.loads(ALL["/manifest.webmanifest"].content)
    assert (manifest["name"], manifest["start_url"], manifest["display"]) == ("Arkwright & Daughters", "/app/", "standalone")
    named = {(each["sizes"], each["purpose"]) for each in manifest["icons"]}
    assert named == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"), ("any", "any")}
    assert all(each["src"] in ALL or each["src"].startswith("/design/") for each in manifest["icons"])


@pytest.mark.parametrize(("size", "maskable"), [(192, False), (512, False), (512, True)])
def test_an_icon_is_a_png_of_its_size(size: int, maskable: bool) -> None:
    png = icon(size, maskable=maskable)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (size, size)
    place, kinds, data = 8, [], b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + body)
        kinds.append(kind)
        data += body if kind == b"IDAT" else b""
        place += 12 + length
    assert kinds == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    rows = zlib.decompress(data)
    assert len(rows) == size * (size + 1)
    drawn = [y for y in range(size) if 1 in rows[y * (size + 1) + 1 : (y + 1) * (size + 1)]]
    margin = size * 0.1 if maskable else 0
    assert margin < drawn[0] < drawn[-1] < size - margin


def test_the_worker_names_what_it_keeps_and_changes_with_it() -> None:
    worker = ALL["/sw.js"].content.decode()
    assert "__" not in worker
    own = json.loads(re.search(r"const FILES = (\[.*?\]);", worker).group(1))  # type: ignore[union-attr]
    assert {"/app/", "/offline/", "/manifest.webmanifest", install_script()} <= set(own)
    assert all(path in ALL or path.startswith("/design/") or path == "/offline/" for path in own)
    other = files("Another shop")["/sw.js"].content.decode()
    versions = [re.search(r'const VERSION = "(\w{12})"', text).group(1) for text in (worker, other)]  # type: ignore[union-attr]
    assert versions[0] != versions[1]


def test_every_file_can_be_published_and_only_named_by_digest_for_ever() -> None:
    form = re.compile(PublishedPath.__metadata__[0].pattern)  # type: ignore[attr-defined]
    for path, extra in ALL.items():
        assert form.search(path)
        lasting = HEADERS[extra.headers].get("cache-control") == FOR_EVER
        assert lasting == bool(re.search(r"-[0-9a-f]{12}\.js$", path)), path


def test_the_page_works_under_the_strict_policy_and_sends_on_who_has_no_scripts() -> None:
    page = ALL["/app/"].content.decode()
    assert "Arkwright &amp; Daughters" in page
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", page)
    assert all(source.startswith("/") for source in re.findall(r'(?:src|href)="([^"#]+)', page))
    inside = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert inside is not None
    assert 'href="/"' in inside.group(1)
    scripts = "".join(extra.content.decode() for path, extra in ALL.items() if path.endswith(".js"))
    assert "innerHTML" not in scripts
    assert "http://" not in scripts
    assert "https://" not in scripts
