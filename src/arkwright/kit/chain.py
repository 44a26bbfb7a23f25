"""How the entries of a journal hang together: leaf hashes, and a digest that grows with each of them."""

from __future__ import annotations

import hashlib
from typing import Final

GENESIS: Final = bytes(32)
DIGEST_BYTES: Final = 32


def leaf_hash(entry: bytes) -> bytes:
    """The Merkle leaf hash of RFC 6962, section 2.1."""
    return hashlib.sha256(b"\x00" + entry).digest()


def chained(before: bytes, leaf: bytes) -> bytes:
    """The chain digest after a leaf: SHA-256 over the digest before it and the leaf hash."""
    return hashlib.sha256(before + leaf).digest()
