"""Everything that goes into a publication, each with the digest of what it is made from and the way to make it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from arkwright.channels.design.pages import ASSETS, asset
from arkwright.channels.publication.listing import robots, sitemaps
from arkwright.channels.publication.manifest import Part
from arkwright.channels.publication.pages import all_pages
from arkwright.channels.publication.pictures import NO_PICTURE, Drawing, Pictures
from arkwright.channels.publication.rendering import Rendering
from arkwright.channels.publication.settings import Settings
from arkwright.channels.publication.sources import Sources

HTML = "text/html; charset=utf-8"
SVG = "image/svg+xml"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One file to be; `make` is called only when the former publication has nothing made from the same `inputs`."""

    path: str
    content_type: str
    headers: str
    part: Part
    inputs: str
    make: Callable[[], bytes]
    category: str = ""


def all_items(found: Sources, settings: Settings, rendering: Rendering, pictures: Pictures) -> Iterator[Item]:
    """Everything except the search index, which is made as a whole. Files made elsewhere come last and win."""
    for name, content_type in ASSETS.items():
        yield given(f"/design/{name}", asset(name), content_type, "asset")
    yield given(rendering.search_script_path, rendering.search_script, "text/javascript; charset=utf-8", "asset")
    yield given(pictures.no_picture_path, rendering.source(NO_PICTURE).encode(), SVG, "picture")
    for row in found.products:
        drawing = pictures.drawing(row)
        if drawing is not None:
            yield drawn(drawing, row.category, settings, rendering)
    listed: list[str] = []
    for page in all_pages(found, settings, pictures):
        if page.listed:
            listed.append(page.path)
        yield Item(
            path=page.path,
            content_type=HTML,
            headers=page.headers,
            part=page.part,
            category=page.category,
            inputs=rendering.inputs(page),
            make=partial(rendering.render, page),
        )
    for path, content in sitemaps(settings.address, listed).items():
        yield given(path, content, "application/xml", "file")
    yield given("/robots.txt", robots(settings.address), "text/plain; charset=utf-8", "file")
    for path, extra in settings.extra_files.items():
        yield given(path, extra.content, extra.content_type, extra.headers, extra.part)


def about_how_many(found: Sources) -> int:
    """What `all_items` will come to, a little less: for whoever watches, before they are made."""
    return len(found.products) + sum(1 for row in found.products if row.picture and "." not in row.picture)


def given(path: str, content: bytes, content_type: str, headers: str, part: Part = "asset") -> Item:
    """A file whose content is at hand."""
    return Item(
        path=path,
        content_type=content_type,
        headers=headers,
        part=part,
        inputs=hashlib.sha256(content).hexdigest(),
        make=lambda: content,
    )


def drawn(drawing: Drawing, category: str, settings: Settings, rendering: Rendering) -> Item:
    """A product's picture; the neutral one when nobody knows how to draw it."""
    return Item(
        path=drawing.path,
        content_type=SVG,
        headers="picture",
        part="range",
        category=category,
        inputs=drawing.inputs,
        make=lambda: settings.picture(drawing.name, drawing.title) or rendering.source(NO_PICTURE).encode(),
    )
