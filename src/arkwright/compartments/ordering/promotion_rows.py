"""Promotions as ordering holds them: their rows, and how events change them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from arkwright.compartments.ordering.events import PromotionSet, SoldLine
from arkwright.kit.messages import Row
from arkwright.kit.promoting import codes_of
from arkwright.kit.promotion import Terms
from arkwright.kit.rows import Rows

ITEM_PROMOTIONS = "all"


class ItemPromotions(Row, frozen=True):
    """The promotions that need no code and are not over, by id, in one row: an order is decided without a search."""

    name: str
    terms: tuple[Terms, ...]


class CodePromotion(Row, frozen=True):
    """A promotion by its code; `used` counts the orders that have it and are not cancelled."""

    code: str
    terms: Terms
    used: int = 0


def evolve_promotion(rows: Rows, event: PromotionSet) -> None:
    """It stands by its code, which keeps its count, or among the others that are not over."""
    terms = event.terms
    if terms.code:
        before = rows[CodePromotion, terms.code]
        rows[CodePromotion, terms.code] = CodePromotion(code=terms.code, terms=terms, used=before.used if before else 0)
        return
    others = [each for each in item_promotions(rows) if each.promotion != terms.promotion]
    standing = sorted((each for each in (*others, terms) if each.until_ms > event.set_ms), key=lambda each: each.promotion)
    rows[ItemPromotions, ITEM_PROMOTIONS] = ItemPromotions(name=ITEM_PROMOTIONS, terms=tuple(standing))


def count_codes(rows: Rows, lines: Iterable[SoldLine], uses: int) -> None:
    """The codes that had a part in an order are used, or free again."""
    for code in sorted(codes_of(lines)):
        row = rows[CodePromotion, code]
        if row is not None:
            rows[CodePromotion, code] = replace(row, used=row.used + uses)


def item_promotions(rows: Rows) -> tuple[Terms, ...]:
    """The promotions that need no code and were not over when one was last set."""
    row = rows[ItemPromotions, ITEM_PROMOTIONS]
    return row.terms if row else ()
