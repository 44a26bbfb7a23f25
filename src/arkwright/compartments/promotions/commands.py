"""What may be asked of promotions; colleagues ask, so no switch stops it."""

from __future__ import annotations

from arkwright.kit.messages import Command
from arkwright.kit.promotion import Kind


class SavePromotion(Command, frozen=True):
    """Have the promotion stand like this, new or not, between these moments; its fields are those of `Terms`. `by` is a colleague's id."""

    promotion: str
    name: str
    kind: Kind
    from_ms: int
    until_ms: int
    by: str
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


class EndPromotion(Command, frozen=True):
    """It holds no longer from now on; orders that have it keep it."""

    promotion: str
    by: str
