"""What can be found: a record for each product, of words that seldom change; never a price."""

from __future__ import annotations

from arkwright.channels.publication.pictures import Pictures
from arkwright.channels.publication.settings import product_href
from arkwright.channels.publication.sources import Sources
from arkwright.kit.search_index import SearchRecord

FOLDER = "/pagefind/"
# Pagefind also brings faces of its own, which our search page does not use.
WANTED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.")
HASHED = ("fragment/", "index/", "filter/", "pagefind.en_")


def records(sources: Sources, pictures: Pictures) -> list[SearchRecord]:
    """One for each product on sale, the title said twice so that it weighs more than the description."""
    return [
        SearchRecord(
            url=product_href(row.product),
            title=row.name,
            about=" · ".join(filter(None, (row.brand, department.name))),
            picture=pictures.href(row),
            words=" ".join(
                [row.name, row.name, row.brand, department.name, *(variant.option for variant in row.variants), row.description]
                + [variant.sku for variant in row.variants]
            ),
        )
        for department in sources.departments
        for row in department.products
    ]


def is_wanted(path: str) -> bool:
    """Whether a file of the index is published."""
    return path.startswith((*WANTED, *HASHED))


def headers_of(path: str) -> str:
    """Which headers a file of the index is served with: names with a hash in them may be kept for ever."""
    return "asset" if path.startswith(HASHED) else "file"


def content_type(path: str) -> str:
    """By its ending; Pagefind's own formats are bytes."""
    if path.endswith(".js"):
        return "text/javascript; charset=utf-8"
    return "application/json" if path.endswith(".json") else "application/octet-stream"
