"""Compressed copies, made once when a file is published and never while a shopper waits."""

from __future__ import annotations

import zlib

import brotli

from arkwright.channels.publication.manifest import Encoding

TOO_SMALL_BYTES = 256
COMPRESSIBLE = ("text/", "application/json", "application/ld+json", "application/manifest+json", "application/xml", "image/svg+xml")
# What is served often and made once is worth the strongest; pages by the thousand are not.
QUALITY_OF_ASSETS = 11
QUALITY_OF_PAGES = 6
QUALITY_OF_LARGE = 5
LARGE_BYTES = 256 * 1024


def compressed(content: bytes, content_type: str, *, asset: bool = False) -> dict[Encoding, bytes]:
    """The content in br and gzip, each where it is smaller; nothing for what is packed already. The same input, the same bytes."""
    if len(content) < TOO_SMALL_BYTES or not content_type.startswith(COMPRESSIBLE):
        return {}
    quality = QUALITY_OF_LARGE if len(content) > LARGE_BYTES else QUALITY_OF_ASSETS if asset else QUALITY_OF_PAGES
    packer = zlib.compressobj(9 if asset else 6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    copies: dict[Encoding, bytes] = {
        "br": brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality),
        "gzip": packer.compress(content) + packer.flush(),
    }
    return {encoding: copy for encoding, copy in copies.items() if len(copy) < len(content)}
