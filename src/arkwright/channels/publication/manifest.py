"""The manifest: each file of a publication by its path, with its hashes; signed, so that it may be fetched from anywhere."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec

from arkwright.kit.signing import PayloadIsWrong, PayloadType, PublicKey, read_envelope, verify

PUBLICATION: PayloadType = "arkwright/publication/1"
DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST_FILE_BYTES = 16 * 1024 * 1024

Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Path = Annotated[str, msgspec.Meta(pattern=r"^/[A-Za-z0-9._~/-]*\Z", max_length=300)]
Encoding = Literal["br", "gzip"]
# range: closed when browsing is paused; page: stays open; shell: never asked for by itself, something is filled in first; asset: looks
Part = Literal["range", "page", "shell", "asset"]


class Blob(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Content by its SHA-256; `size` is in bytes."""

    sha256: Digest
    size: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_FILE_BYTES)]


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One file: its content, the same compressed, and how it is served.

    `headers` names a set of the manifest's `headers`. `inputs` is the digest of all that it was made from: equal inputs,
    equal file. `category` is the department that the page belongs to, or empty.
    """

    blob: Blob
    content_type: str
    headers: str
    part: Part
    inputs: Digest
    category: str = ""
    encodings: dict[Encoding, Blob] = {}

    @property
    def blobs(self) -> tuple[Blob, ...]:
        """The content as it is and in each compressed form."""
        return (self.blob, *self.encodings.values())


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole publication; a path that ends with / is an HTML page (index.html of that folder, for a plain file server).

    `number` grows with each one. The revisions say up to which change of the range and of the stores it goes.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    made_ms: int
    catalogue_revision: int
    stores_revision: int
    design: Digest
    headers: dict[str, dict[str, str]]
    files: dict[Path, File]

    @property
    def blobs(self) -> dict[str, int]:
        """The size of each content that is needed, by SHA-256."""
        return {blob.sha256: blob.size for file in self.files.values() for blob in file.blobs}


def read_manifest(text: bytes, key: PublicKey) -> Manifest:
    """The manifest in this envelope, if `key` signed it and it is well formed; otherwise a refusal of kit/signing.py."""
    content = verify(read_envelope(text), PUBLICATION, key)
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.ValidationError as error:
        raise PayloadIsWrong(str(error)) from error
    if unknown := {file.headers for file in manifest.files.values()} - set(manifest.headers):
        raise PayloadIsWrong(f"there are no headers named {', '.join(sorted(unknown))}")
    return manifest
