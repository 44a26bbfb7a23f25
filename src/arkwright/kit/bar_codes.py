"""Bar codes as pictures."""

from __future__ import annotations

import io

import barcode
from barcode.writer import SVGWriter

from arkwright.kit import gtin


def ean_13(number: str) -> bytes:
    """Thirteen digits as an EAN-13, in SVG, without the figures beneath. ValueError where the check digit does not fit."""
    if len(number) != 13 or not gtin.valid(number):
        raise ValueError("an EAN-13 has 13 digits, of which the last checks the others")
    drawn = io.BytesIO()
    barcode.get("ean13", number[:-1], writer=SVGWriter()).write(drawn, {"write_text": False})
    return drawn.getvalue()
