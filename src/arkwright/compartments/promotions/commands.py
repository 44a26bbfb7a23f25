"""What may be asked of promotions; colleagues ask, so no switch stops it."""

from __future__ import annotations

from arkwright.kit.messages import Command
from arkwright.kit.promotion import Terms


class SavePromotion(Command, frozen=True):
    """Have a promotion stand like this, new or not; the revision is counted here. `by` is a colleague's id."""

    terms: Terms
    by: str


class EndPromotion(Command, frozen=True):
    """It holds no longer from now on; orders that have it keep it."""

    promotion: str
    by: str
