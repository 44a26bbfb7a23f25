"""The lists for search engines: sitemap.xml and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from arkwright.channels.publication.pages import Page

# sitemaps.org: at most 50,000 addresses in one file.
MOST_ADDRESSES = 50_000


def sitemap(address: str, pages: Iterable[Page]) -> bytes:
    """Every page that may be found, up to the limit of one file."""
    listed = [page.path for page in pages if page.listed][:MOST_ADDRESSES]
    body = "".join(f"<url><loc>{escape(address + path)}</loc></url>\n" for path in listed)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' + body + "</urlset>\n"
    ).encode()


def robots(address: str) -> bytes:
    """The range is for everybody; baskets and orders are for nobody's index."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/basket", "/checkout", "/order", "/api/", "/search?"))
    return f"User-agent: *\n{closed}\nSitemap: {address}/sitemap.xml\n".encode()
