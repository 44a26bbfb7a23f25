"""Badges of colleagues: a bar code with a secret that a scanner types; only its digest is kept anywhere."""

from __future__ import annotations

import base64
import hashlib

PREFIX = "ARKB-"
SECRET_BYTES = 10


def make_badge(secret: bytes) -> str:
    """What the bar code says: 80 bits that nobody can guess, in letters and digits that every bar code holds. From 10 bytes of dice."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a badge is made of {SECRET_BYTES} bytes")
    return PREFIX + base64.b32encode(secret).decode()


def is_badge(text: str) -> bool:
    """Whether this was scanned from a badge, rather than typed."""
    return text.strip().upper().startswith(PREFIX)


def badge_digest(text: str) -> str:
    """What is kept of a badge: SHA-256 in hex. Its secret is long, so that no slower hash is needed."""
    return hashlib.sha256(b"arkwright/badge/1\n" + text.strip().upper().encode()).hexdigest()
