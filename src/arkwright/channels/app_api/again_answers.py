"""What the app is answered about lines of before: saved baskets, and orders ordered again."""

from __future__ import annotations

from typing import Literal

import msgspec

from arkwright.channels.app_api.answers import Milliseconds


class SavedBasketMade(msgspec.Struct, frozen=True, kw_only=True):
    """The saved copy: `key` opens it in the app, `link` in the shop, until it expires."""

    key: str
    link: str
    expires_ms: Milliseconds


class LineOfBefore(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was, at today's price (then's when `gone`); `say` tells what is not as it was, and is empty otherwise."""

    sku: str
    product: str
    name: str
    quantity: int
    was_pence: int
    price_pence: int
    kind: Literal["same", "price", "stock", "gone"]
    say: str


class SavedBasket(msgspec.Struct, frozen=True, kw_only=True):
    """A saved copy of a basket as it could be ordered now; looking changes nothing."""

    lines: tuple[LineOfBefore, ...]
    expires_ms: Milliseconds


class LinesPutIn(msgspec.Struct, frozen=True, kw_only=True):
    """Every line that is still sold was put into the basket, at today's price; GET the basket for what it holds now."""

    basket: str
    lines: tuple[LineOfBefore, ...]
