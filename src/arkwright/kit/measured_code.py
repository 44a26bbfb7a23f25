"""Bar codes printed in the store with a price or a weight in them, as scales and counters print them: read by a house's own patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.kit import gtin
from arkwright.kit.refusal import Invalid

LENGTH = 13
PREFIXES = range(20, 30)  # for use inside a company: what stands in them is the company's own affair (GS1 General Specifications 2.1.11)
# What a digit is worth under each weighting factor, by digit (GS1 General Specifications 7.9.3).
TWO_MINUS, THREE, FIVE_MINUS, FIVE_PLUS = "0246891357", "0369258147", "0594837261", "0516273849"


@dataclass
class LabelIsMisread(Invalid):
    """A check digit is wrong."""

    sentence: ClassVar[str] = "This label was not read right. Scan it again, or have the goods weighed and labelled again."
    field: ClassVar[str | None] = "entry"


class MeasuredCode(msgspec.Struct, frozen=True, kw_only=True):
    """How labels that begin so are read from `from_ms` on, such as "20IIIIIVPPPPC".

    Two digits from 20 to 29; I the goods; V the check digit of what follows, where there is one; P a price in pence, or W a weight in
    grams; C the check digit of the whole. Raises ValueError for any other pattern. A later one with the same two digits replaces an
    earlier one.
    """

    pattern: str
    from_ms: int = 0

    def __post_init__(self) -> None:
        value = self.kind * self.digits
        goods = self.pattern[2:].rstrip("C").removesuffix(value).removesuffix("V")
        whole = f"{self.pattern[:2]}{'I' * len(goods)}{'V' * self.verified}{value}C"
        prefix = self.pattern[:2]
        right = prefix.isascii() and prefix.isdigit() and int(prefix) in PREFIXES and goods and self.pattern == whole
        if not right or len(self.pattern) != LENGTH or (self.verified and self.digits not in (4, 5)):
            raise ValueError(f"{self.pattern} is no pattern of a label: 20 to 29, then I, V, P or W, and C, thirteen in all")

    @property
    def kind(self) -> str:
        """P or W."""
        return "W" if "W" in self.pattern else "P"

    @property
    def digits(self) -> int:
        """How many the price or weight has."""
        return self.pattern.count(self.kind)

    @property
    def verified(self) -> bool:
        """Whether the price or weight has a check digit of its own."""
        return "V" in self.pattern


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What a label says. `goods` is the number under which the range has the goods: the label's with noughts for price or weight."""

    goods: str
    pence: int = 0
    grams: int = 0

    @property
    def empty(self) -> bool:
        """The number of the goods alone, with no price and no weight."""
        return not (self.pence or self.grams)


def read_label(code: str, patterns: tuple[MeasuredCode, ...], now_ms: int) -> Label | None:
    """What stands in it; None for what is no label by the patterns that hold now. Refuses with `LabelIsMisread`."""
    holding = [each for each in patterns if each.from_ms <= now_ms and len(code) == LENGTH and code.startswith(each.pattern[:2])]
    if not holding or not (code.isascii() and code.isdigit()):
        return None
    how = max(holding, key=lambda each: each.from_ms)
    end = LENGTH - 1
    start = end - how.digits
    value = code[start:end]
    body = code[: start - how.verified] + "0" * (how.digits + how.verified)
    label = Label(goods=body + gtin.check_digit(body), **{"grams" if how.kind == "W" else "pence": int(value)})
    if not gtin.valid(code) or (how.verified and not label.empty and code[start - 1] != verifier(value)):
        raise LabelIsMisread()
    return label


def verifier(value: str) -> str:
    """The check digit of a price or weight of four or five digits (GS1 General Specifications 7.9.3 and 7.9.4)."""
    if len(value) == 4:
        tables = (TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS)
        return str(sum(int(table[int(digit)]) for table, digit in zip(tables, value, strict=True)) * 3 % 10)
    tables5 = (FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS)
    total = sum(int(table[int(digit)]) for table, digit in zip(tables5, value, strict=True))
    return str(FIVE_MINUS.index(str(-total % 10)))


def price_of(label: Label, price_pence: int) -> int:
    """What the goods cost: the price on the label, or so many grams at this price a kilogram, to the nearest penny."""
    return label.pence or (2 * label.grams * price_pence + 1000) // 2000
