"""The demo's promotions: one of each kind and one for members, from the day on which the demo is made, for a year."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.promotions.commands import SavePromotion
from arkwright.kit.promotion import Terms

YEAR_MS = 365 * 24 * 60 * 60 * 1000


def promotions(now_ms: int, by: str) -> Iterable[SavePromotion]:
    """The commands that have them stand."""
    for terms in terms_from(now_ms, now_ms + YEAR_MS):
        yield SavePromotion(id=f"demo.{terms.promotion}", terms=terms, by=by)


def terms_from(from_ms: int, until_ms: int) -> Iterable[Terms]:
    """What each says."""
    yield Terms(
        promotion="food-hall-3-for-2", name="3 for 2 in the Food Hall", kind="pay-for",
        category="food-hall", buy=3, pay_for=2, from_ms=from_ms, until_ms=until_ms,
    )  # fmt: skip
    yield Terms(
        promotion="two-mugs", name="Two stoneware mugs for £14", kind="bundle",
        products=("stoneware-mug",), buy=2, price_pence=14_00, from_ms=from_ms, until_ms=until_ms,
    )  # fmt: skip
    yield Terms(
        promotion="books-20", name="20% off books and stationery", kind="percent",
        category="books-and-stationery", percent=20, from_ms=from_ms, until_ms=until_ms,
    )  # fmt: skip
    yield Terms(
        promotion="garden-members", name="Garden, 15% off", kind="percent",
        category="garden", percent=15, members_only=True, from_ms=from_ms, until_ms=until_ms,
    )  # fmt: skip
    yield Terms(
        promotion="welcome", name="£5 off your order", kind="code",
        code="WELCOME5", amount_pence=5_00, least_pence=30_00, from_ms=from_ms, until_ms=until_ms,
    )  # fmt: skip
