"""What happened to promotions; `by` is a colleague's id, never a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.kit.messages import Event
from arkwright.kit.promotion import Terms


class PromotionEvent(Event, frozen=True):
    """A change to a promotion, with everything that it says from then on."""

    terms: Terms
    by: str
    changed_ms: int


class PromotionSaved(PromotionEvent, frozen=True):
    """The promotion stands like this."""


class PromotionEnded(PromotionEvent, frozen=True):
    """The promotion was ended before its time; `terms` end now."""


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
