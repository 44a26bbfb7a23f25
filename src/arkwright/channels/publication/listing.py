"""The lists for search engines: sitemap.xml and robots.txt."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

# sitemaps.org: at most 50,000 addresses in one file.
MOST_ADDRESSES = 50_000
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemaps(address: str, paths: Sequence[str], most: int = MOST_ADDRESSES) -> dict[str, bytes]:
    """Every page that may be found, in sitemap.xml; of more than one file can hold, that is the list of the files."""
    shares = [paths[start : start + most] for start in range(0, len(paths), most)]
    if len(shares) <= 1:
        return {"/sitemap.xml": listed("urlset", "url", address, paths)}
    parts = {f"/sitemap-{number}.xml": listed("urlset", "url", address, share) for number, share in enumerate(shares, 1)}
    return {**parts, "/sitemap.xml": listed("sitemapindex", "sitemap", address, list(parts))}


def listed(whole: str, each: str, address: str, paths: Sequence[str]) -> bytes:
    """A list of addresses as sitemaps.org has it."""
    body = "".join(f"<{each}><loc>{escape(address + path)}</loc></{each}>\n" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} {NAMESPACE}>\n{body}</{whole}>\n'.encode()


def robots(address: str) -> bytes:
    """The range is for everybody; baskets and orders are for nobody's index."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/basket", "/checkout", "/order", "/account", "/api/", "/search?"))
    return f"User-agent: *\n{closed}\nSitemap: {address}/sitemap.xml\n".encode()
