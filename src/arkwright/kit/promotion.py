"""What a promotion says: dates, goods, what is taken off; the words in which promotions and ordering speak of it."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["pay-for", "bundle", "percent", "code"]
MOST_PERCENT = 90
MOST_TIMES = 20


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One promotion. It holds from `from_ms` until just before `until_ms`; `name` is what shoppers read.

    "pay-for": buy `buy`, pay for the dearest `pay_for` of them. "bundle": `buy` of them for `price_pence`. "percent": `percent` off.
    These three are for `skus`, `products` and one `category`, whichever of them are named. "code": who types `code` gets `percent`
    or `amount_pence` off the goods, from `least_pence` of goods on; the amount once for each whole `least_pence`, at most `times` an
    order. `uses` orders may use it; 0 is without limit. `revision` counts how often it was changed; 0 while it is only asked for.
    """

    promotion: str
    name: str
    kind: Kind
    from_ms: int
    until_ms: int
    skus: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    category: str = ""
    buy: int = 0
    pay_for: int = 0
    price_pence: int = 0
    percent: int = 0
    code: str = ""
    amount_pence: int = 0
    least_pence: int = 0
    times: int = 1
    uses: int = 0
    revision: int = 0

    def holds(self, now_ms: int) -> bool:
        """Whether it is between its dates."""
        return self.from_ms <= now_ms < self.until_ms

    def covers(self, sku: str, product: str, category: str) -> bool:
        """Whether it is for such goods."""
        return sku in self.skus or product in self.products or (self.category != "" and category == self.category)


def plain_code(typed: str) -> str:
    """A code as it is compared: capitals, without spaces."""
    return "".join(typed.split()).upper()
