"""What a scanner or a person types into a till's one field: how many of what, a receipt, a member, or words to look for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

import msgspec

from arkwright.kit.receipt_code import PREFIX
from arkwright.kit.refusal import Invalid

MOST_AT_ONCE = 999
QUANTITY = re.compile(r"(\d{1,6})\s*[*xX×]\s*(.*)", re.DOTALL)
CODE = re.compile(r"[0-9]{6,14}|[A-Z0-9][A-Z0-9._/-]{2,63}")


@dataclass
class QuantityIsTooLarge(Invalid):
    """Rather a slip of the finger, or a bar code typed before the star."""

    most: int = MOST_AT_ONCE
    sentence: ClassVar[str] = "A line holds 1 to {most} items. Type how many, a star, then scan."
    field: ClassVar[str | None] = "entry"


@dataclass
class NothingWasTyped(Invalid):
    """Enter alone."""

    sentence: ClassVar[str] = "Scan something, or type a number or a name."
    field: ClassVar[str | None] = "entry"


@dataclass
class NoAmountOfMoney(Invalid):
    """No amount of money."""

    sentence: ClassVar[str] = "Type the amount in pounds and pence, like 12.50."
    field: ClassVar[str | None] = "amount"


@dataclass
class NoWholeNumber(Invalid):
    """No whole number."""

    sentence: ClassVar[str] = "Type a whole number."
    field: ClassVar[str | None] = "quantity"


class Entry(msgspec.Struct, frozen=True):
    """How many of which code; `code` and `words` are the same text, and whoever knows the range tells which it is."""

    kind: Literal["goods", "receipt"]
    text: str
    quantity: int = 1


def read_entry(typed: str) -> Entry:
    """'3*5012345678900' is three of it; 'ARK1:...' is a receipt's square. Refuses with `QuantityIsTooLarge` or `NothingWasTyped`."""
    text = typed.strip("\r\n\t ")
    if text.startswith(PREFIX):
        return Entry("receipt", text)
    quantity, found = 1, QUANTITY.fullmatch(text)
    if found is not None:
        quantity, text = int(found[1]), found[2].strip()
        if not 1 <= quantity <= MOST_AT_ONCE:
            raise QuantityIsTooLarge()
    if not text:
        raise NothingWasTyped()
    return Entry("goods", text, quantity)


def pence_of(typed: str) -> int | None:
    """'12', '12.5', '12.50' and '£1,200' in pence; None for anything else."""
    text = typed.strip().removeprefix("£").replace(",", "")
    found = re.fullmatch(r"(\d{1,7})(?:\.(\d{1,2}))?", text)
    return None if found is None else int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def money(typed: str) -> int:
    """The pence of what was typed; refuses with `NoAmountOfMoney`."""
    pence = pence_of(typed)
    if pence is None:
        raise NoAmountOfMoney()
    return pence


def number(typed: str) -> int:
    """A whole number; refuses with `NoWholeNumber`."""
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise NoWholeNumber()
    return int(text)


def quick_amounts(due_pence: int) -> tuple[int, ...]:
    """What people hand over for it: exactly, then the next whole pound, fiver, tenner, twenty and fifty above."""
    found = [due_pence]
    for note in (1_00, 5_00, 10_00, 20_00, 50_00):
        above = -(-due_pence // note) * note
        if above not in found:
            found.append(above)
    return tuple(found[:5])
