"""How a charge reads on a bank statement: at most 22 characters, capitals and figures, as card schemes carry it."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 22
LONGEST_NAME = 8  # so that the name, an asterisk, a space and an order number of 12 characters fit


def short(name: str) -> str:
    """A shop's name as it begins on statements: the whole words that fit ("Wright & Sons" is WRIGHT), or the beginning of the first."""
    words = plain(name).split()
    said = ""
    for word in words:
        longer = f"{said} {word}".strip()
        if len(longer) > LONGEST_NAME:
            break
        said = longer
    return said or "".join(words[:1])[:LONGEST_NAME]


def online(name: str, number: str) -> str:
    """An order's charge: the card provider puts the order's number behind the name."""
    return f"{name}* {number}"[:LONGEST]


def in_store(name: str, store: str) -> str:
    """A till's charge: the acquirer puts the store behind the name."""
    return f"{name} {plain(store)}"[:LONGEST].strip()


def plain(text: str) -> str:
    """Capitals and figures alone, without accents."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", bare).split())
