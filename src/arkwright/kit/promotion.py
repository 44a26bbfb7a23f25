"""What a promotion says: dates, goods, what is taken off; the words in which promotions and ordering speak of it."""

from __future__ import annotations

from typing import Literal

import msgspec

from arkwright.kit.money import pounds

Kind = Literal["pay-for", "bundle", "percent", "code"]
MOST_PERCENT = 90
MOST_TIMES = 20


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One promotion. It holds from `from_ms` until just before `until_ms`; `name` is what shoppers read.

    "pay-for": buy `buy`, pay for the dearest `pay_for` of them. "bundle": `buy` of them for `price_pence`. "percent": `percent` off.
    These three are for `skus`, `products` and one `category`, whichever of them are named. "code": who types `code` gets `percent`
    or `amount_pence` off the goods, from `least_pence` of goods on; the amount once for each whole `least_pence`, at most `times` an
    order. `uses` orders may use it; 0 is without limit. `revision` counts how often it was changed; 0 while it is only asked for.
    `members_only`: it holds for members who have said so (signed in, or their number scanned), and everybody is told of it.
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
    members_only: bool = False

    @property
    def shown_name(self) -> str:
        """Its name where it takes something off; a price for members says that it is one."""
        return f"Member price: {self.name}" if self.members_only else self.name

    @property
    def offer_words(self) -> str:
        """What it takes off, in a few words."""
        match self.kind:
            case "pay-for":
                return f"Buy {self.buy}, pay for {self.pay_for}"
            case "bundle":
                return f"{self.buy} for {pounds(self.price_pence)}"
            case "percent":
                return f"{self.percent}% off"
            case _:
                off = f"{self.percent}% off" if self.percent else f"{pounds(self.amount_pence)} off"
                least = f" from {pounds(self.least_pence)}" if self.least_pence else ""
                return f"Code {self.code}: {off}{least}"

    def holds(self, now_ms: int) -> bool:
        """Whether it is between its dates."""
        return self.from_ms <= now_ms < self.until_ms

    def covers(self, sku: str, product: str, category: str) -> bool:
        """Whether it is for such goods."""
        return sku in self.skus or product in self.products or (self.category != "" and category == self.category)


def plain_code(typed: str) -> str:
    """A code as it is compared: capitals, without spaces."""
    return "".join(typed.split()).upper()
