"""GTINs, the numbers under barcodes: their check digit and whether one is well formed."""

from __future__ import annotations

LENGTHS = (8, 12, 13, 14)


def check_digit(body: str) -> str:
    """The digit that follows `body` (7, 11, 12 or 13 digits): weights 3 and 1 alternate from the right (GS1 General Specifications 7.9.1).

    Raises ValueError for anything else: whoever calls this makes the number, so wrong digits are a bug, not an input.
    """
    if len(body) + 1 not in LENGTHS or not _is_digits(body):
        raise ValueError("the body of a GTIN is 7, 11, 12 or 13 digits")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def valid(gtin: str) -> bool:
    """True for a GTIN-8, -12, -13 or -14 of digits alone whose check digit is right; spaces and letters make it false."""
    return len(gtin) in LENGTHS and _is_digits(gtin) and check_digit(gtin[:-1]) == gtin[-1]


def gtin_14(gtin: str) -> str:
    """The same number in fourteen places, zeros in front: how to compare GTINs of different lengths (GS1 General Specifications 3.3.2)."""
    return gtin.zfill(14)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
