"""What may be asked of the catalogue; colleagues ask, so no switch stops it."""

from __future__ import annotations

import msgspec

from arkwright.kit.messages import Command
from arkwright.kit.money import VatRate


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be bought: `option` tells it from its sisters ("Blue", "Size 12"), `price_pence` includes VAT.

    `weight_g` is 0 where it is not known.
    """

    sku: str
    gtin: str | None
    option: str
    price_pence: int
    weight_g: int


class SaveProduct(Command, frozen=True):
    """Have the product stand exactly like this, new or not; one that was withdrawn stays withdrawn.

    `picture` is the name of a drawn picture ("mug:blue"), a path below the shop ("pictures/mug.webp"), or empty. `by` is
    the colleague's id.
    """

    product: str
    name: str
    description: str
    brand: str
    category: str
    vat_rate: VatRate
    variants: tuple[Variant, ...]
    restrictions: tuple[str, ...]
    picture: str
    highlight: bool
    by: str


class ChangePrice(Command, frozen=True):
    """One SKU costs this much from now on, VAT included."""

    sku: str
    price_pence: int
    by: str


class WithdrawProduct(Command, frozen=True):
    """Take the product off sale; it keeps its SKUs and can be restored."""

    product: str
    by: str


class RestoreProduct(Command, frozen=True):
    """Put a withdrawn product on sale again, as it was."""

    product: str
    by: str


class SaveCategory(Command, frozen=True):
    """Have the category stand like this, new or not; categories are shown by `position`, the lowest first."""

    category: str
    name: str
    position: int
    by: str
