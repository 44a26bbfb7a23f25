"""The app's icon as PNG, which browsers ask for before they install: the shop front of arkwright.svg, drawn row by row."""

from __future__ import annotations

import struct
import zlib
from functools import cache

GREEN, BRASS = b"\x16\x3a\x2c", b"\xe6\xcf\x94"
UNITS = 64

# The strokes of arkwright.svg (3 units wide) as rectangles: left, top, right, bottom.
STROKES = (
    (10.5, 16.5, 53.5, 19.5),
    (10.5, 24.5, 53.5, 27.5),
    (10.5, 16.5, 13.5, 27.5),
    (50.5, 16.5, 53.5, 27.5),
    (14.5, 24.5, 17.5, 51.5),
    (46.5, 24.5, 49.5, 51.5),
    (14.5, 48.5, 49.5, 51.5),
    (24.5, 32.5, 27.5, 51.5),
    (36.5, 32.5, 39.5, 51.5),
    (24.5, 32.5, 39.5, 35.5),
)
# A maskable icon may be cut to a circle of four fifths of its width (W3C Image Resource, "Masks").
MASKABLE_SCALE = 0.72


@cache
def icon(size: int, *, maskable: bool = False) -> bytes:
    """A square PNG of `size` pixels in two colours."""
    scale = size / UNITS * (MASKABLE_SCALE if maskable else 1)
    shift = size * (1 - MASKABLE_SCALE) / 2 if maskable else 0
    boxes = [tuple(round(edge * scale + shift) for edge in stroke) for stroke in STROKES]
    rows = bytearray()
    for y in range(size):
        row = bytearray(size)
        for left, top, right, bottom in boxes:
            if top <= y < bottom:
                row[left:right] = b"\x01" * (right - left)
        rows += b"\x00" + row
    header = struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"PLTE", GREEN + BRASS)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data, checksum (PNG specification, 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
