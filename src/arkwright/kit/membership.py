"""Membership numbers: thirteen digits that any scanner reads, the last of which checks the others."""

from __future__ import annotations

import hashlib

from arkwright.kit import gtin

PREFIX = "29"  # GS1 General Specifications 2.1.11: for use within a company
DIGITS = 10


def number_of(member: str, attempt: int = 0) -> str:
    """The number of an account; where another has it already, that of the next attempt."""
    seed = int.from_bytes(hashlib.sha256(f"{member} {attempt}".encode()).digest()[:8], "big")
    body = f"{PREFIX}{seed % 10**DIGITS:0{DIGITS}}"
    return body + gtin.check_digit(body)


def valid(number: str) -> bool:
    """Whether it has the form, and its check digit fits."""
    return len(number) == len(PREFIX) + DIGITS + 1 and number.startswith(PREFIX) and gtin.valid(number)
