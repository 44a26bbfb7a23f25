"""The table: each path with its content in each encoding and its headers made up, so that a request is one look-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from arkwright.channels.publication.headers import FOR_EVER
from arkwright.channels.publication.manifest import Blob, Encoding, File, Manifest, Part

IN_MEMORY_BYTES = 256 * 1024
Headers = list[tuple[str, str]]
BEST_FIRST: tuple[Encoding, ...] = ("br", "gzip")


@dataclass(frozen=True, slots=True)
class Variant:
    """One content in one encoding; `body` is None for what is served from `file`."""

    etag: str
    headers: Headers
    unchanged: Headers
    size: int
    body: bytes | None
    file: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One path; `variants` are by encoding, with "" for the content as it is."""

    part: Part
    category: str
    plain: Variant
    variants: Mapping[str, Variant]

    def chosen(self, accept_encoding: str) -> Variant:
        """The smallest form that the client takes."""
        if self.variants and accept_encoding:
            for encoding in accepted(accept_encoding):
                if encoding in self.variants:
                    return self.variants[encoding]
        return self.plain


Table = dict[str, Entry]


def table(manifest: Manifest, former: Manifest | None, contents: Mapping[str, bytes | None], path_of: Callable[[str], Path]) -> Table:
    """Everything of which the content is here: `contents` by hash, None for what is read from its file.

    Files of the former publication with a name for ever stay, for pages that were loaded before the change.
    """
    entries = dict(_entries(manifest, manifest.files, contents, path_of))
    if former is not None:
        lasting = {
            path: file
            for path, file in former.files.items()
            if path not in manifest.files and former.headers[file.headers].get("cache-control") == FOR_EVER
        }
        entries.update(_entries(former, lasting, contents, path_of))
    return entries


def _entries(
    manifest: Manifest, files: Mapping[str, File], contents: Mapping[str, bytes | None], path_of: Callable[[str], Path]
) -> Iterator[tuple[str, Entry]]:
    for path, file in files.items():
        if file.blob.sha256 not in contents:
            continue
        shared = [("content-type", file.content_type), ("vary", "accept-encoding"), *manifest.headers[file.headers].items()]
        variants: dict[str, Variant] = {
            encoding: _variant(blob, [*shared, ("content-encoding", encoding)], contents, path_of)
            for encoding, blob in file.encodings.items()
            if blob.sha256 in contents
        }
        yield path, Entry(file.part, file.category, _variant(file.blob, shared, contents, path_of), variants)


def _variant(blob: Blob, shared: Headers, contents: Mapping[str, bytes | None], path_of: Callable[[str], Path]) -> Variant:
    etag = f'"{blob.sha256[:32]}"'
    headers = [*shared, ("etag", etag)]
    # RFC 9110, 15.4.5: a 304 carries what would have been sent of these
    unchanged = [(name, value) for name, value in headers if name in ("cache-control", "etag", "vary")]
    return Variant(etag, headers, unchanged, blob.size, contents[blob.sha256], str(path_of(blob.sha256)))


@lru_cache(maxsize=512)
def accepted(accept_encoding: str) -> tuple[Encoding, ...]:
    """Which of our encodings the header takes, the best for us first (RFC 9110, 12.5.3); q=0 is a no."""
    weights: dict[str, bool] = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        weight = parameters.strip().replace(" ", "")
        weights[name.strip()] = weight not in ("q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000")
    others = weights.get("*", False)
    return tuple(encoding for encoding in BEST_FIRST if weights.get(encoding, others))


def unchanged(if_none_match: str, etag: str) -> bool:
    """Whether the client has this very content (RFC 9110, 13.1.2: weak comparison)."""
    return if_none_match.strip() == "*" or any(each.strip().removeprefix("W/") == etag for each in if_none_match.split(","))
