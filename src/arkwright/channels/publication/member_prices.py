"""What a product costs members, beside what it costs everybody, and until when: for pages that everybody reads."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from arkwright.compartments.catalogue.state import Product
from arkwright.kit import london
from arkwright.kit.money import pounds
from arkwright.kit.promoting import PromotedLine, member_price
from arkwright.kit.promotion import Terms


class MemberPrices(msgspec.Struct, frozen=True, kw_only=True):
    """By SKU what one costs a member, in pence, where that is less; and what a shopper reads of it."""

    by_sku: dict[str, int]
    sentences: tuple[str, ...]

    @property
    def lowest_pence(self) -> int | None:
        """Of all variants; None where members pay what everybody pays."""
        return min(self.by_sku.values(), default=None)


def member_prices(row: Product, promotions: Sequence[Terms]) -> MemberPrices:
    """By the promotions that hold now; each sentence says until when it is true."""
    lines = [
        PromotedLine(sku=variant.sku, product=row.product, quantity=1, price_pence=variant.price_pence, category=row.category)
        for variant in row.variants
    ]
    found = {line.sku: price for line in lines if (price := member_price(line, promotions))}
    sentences = []
    if found:
        pence, terms = min(found.values(), key=lambda price: (price[0], price[1].promotion))
        varies = len({price[0] for price in found.values()}) > 1 or len(found) < len(lines)
        sentences.append(f"Member price: {'from ' if varies else ''}{pounds(pence)}, {until(terms)}.")
    for terms in promotions:
        if terms.members_only and terms.kind != "percent" and any(terms.covers(line.sku, line.product, line.category) for line in lines):
            sentences.append(f"For members: {terms.offer_words}, {until(terms)} ({terms.name}).")
    return MemberPrices(by_sku={sku: pence for sku, (pence, _) in found.items()}, sentences=tuple(sentences))


def until(terms: Terms) -> str:
    """'until Thursday 24 December'."""
    return f"until {london.day_words(london.today(terms.until_ms - 1).isoformat())}"
