"""Publish: render what changed, keep the rest, sign the manifest, and switch over in one step."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from itertools import islice
from pathlib import Path

import msgspec

from arkwright.channels.publication import search, sources
from arkwright.channels.publication.headers import HEADERS
from arkwright.channels.publication.items import about_how_many, all_items, given
from arkwright.channels.publication.manifest import PUBLICATION, Manifest
from arkwright.channels.publication.pictures import NO_PICTURE, Pictures
from arkwright.channels.publication.press import AT_ONCE, Press
from arkwright.channels.publication.rendering import Rendering
from arkwright.channels.publication.settings import Settings, shop_face
from arkwright.channels.publication.shelf import Shelf
from arkwright.channels.publication.sources import Sources
from arkwright.kit.database.port import Reader
from arkwright.kit.messages import digest
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import SigningKey, sign
from arkwright.kit.world import SweepingWorld

WEB_MANIFEST = "/manifest.webmanifest"


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What a publication came to; `rendered` and `reused` count files made anew and taken over, `removed` files swept away."""

    number: int
    rendered: int
    reused: int
    removed: int


async def publish(world: SweepingWorld, catalogue: Reader, stores: Reader, key: SigningKey, folder: Path, settings: Settings) -> Published:
    """Put the range and the stores as they stand now in force; the former publication is kept, older ones go.

    Nothing changes hands until the pointer is switched at the end: a crash before leaves the former in force. When nothing
    would differ, the former stays, with its number. One call at a time for a folder. `IndexFailed` when there is no index.
    """
    shelf = Shelf(world, folder)
    former = await _former(world, shelf, key)
    found = await sources.read(catalogue, stores)
    rendering = Rendering(shop_face(settings.shop_name, found.links), settings.scripts, web_manifest=WEB_MANIFEST in settings.extra_files)
    press = Press(world, shelf, former)
    await _print(world, press, found, settings, rendering)
    if former is not None and press.files == former.files:
        return Published(number=former.number, rendered=0, reused=len(press.files), removed=0)
    manifest = Manifest(
        number=shelf.highest() + 1,
        made_ms=world.now_ms(),
        catalogue_revision=found.catalogue_revision,
        stores_revision=found.stores_revision,
        design=rendering.design,
        headers=HEADERS,
        files=press.files,
    )
    removed: list[int] = []

    def switch_over() -> None:
        shelf.put_in_force(manifest.number, sign(PUBLICATION, manifest, key).text.encode())
        removed.append(shelf.sweep(manifest, *([former] if former else [])))

    await world.in_thread(switch_over)
    return Published(number=manifest.number, rendered=press.made, reused=len(press.files) - press.made, removed=removed[0])


async def _former(world: SweepingWorld, shelf: Shelf, key: SigningKey) -> Manifest | None:
    """What is in force; None on an empty shelf, and where another key signed it: nothing of that is taken over."""
    found: list[Manifest | None] = []

    def look() -> None:
        number = shelf.newest()
        with contextlib.suppress(Refusal):
            found.append(None if number is None else shelf.manifest(number, key.public))

    await world.in_thread(look)
    return found[0] if found else None


async def _print(world: SweepingWorld, press: Press, found: Sources, settings: Settings, rendering: Rendering) -> None:
    """The search index last, because it changes least often."""
    pictures = Pictures(settings, rendering.source(NO_PICTURE).encode())
    items, done, expected = all_items(found, settings, rendering, pictures), 0, about_how_many(found)
    while some := list(islice(items, AT_ONCE)):
        await press.add(some)
        done += len(some)
        settings.progress(done, max(done, expected))
        await world.sleep(0)
    settings.progress(done, done)
    await _search_index(press, found, pictures, settings)


async def _search_index(press: Press, found: Sources, pictures: Pictures, settings: Settings) -> None:
    """Built as a whole, and only when something that can be found has changed."""
    records = search.records(found, pictures)
    inputs = digest(records).hex()
    former = press.former_below(search.FOLDER)
    if former and all(press.former(path, inputs) for path in former):
        press.files.update(former)
        return
    built = await settings.indexer(records)
    items = [
        replace(given(search.FOLDER + path, content, search.content_type(path), search.headers_of(path), "range"), inputs=inputs)
        for path, content in sorted(built.items())
        if search.is_wanted(path)
    ]
    for start in range(0, len(items), AT_ONCE):
        await press.add(items[start : start + AT_ONCE])
