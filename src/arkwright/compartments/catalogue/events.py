"""What happened in the catalogue; `by` is a colleague's id, never a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from arkwright.compartments.catalogue.commands import Variant
from arkwright.kit.messages import Event
from arkwright.kit.money import VatRate


class ProductEvent(Event, frozen=True):
    """A change to a product, with everything that makes an offer of each of its SKUs."""

    product: str
    name: str
    category: str
    vat_rate: VatRate
    restrictions: tuple[str, ...]
    variants: tuple[Variant, ...]
    live: bool
    revision: int
    changed_ms: int
    by: str


class ProductSaved(ProductEvent, frozen=True):
    """The product stands like this; `removed_skus` it had before and has no longer."""

    description: str
    brand: str
    picture: str
    highlight: bool
    removed_skus: tuple[str, ...]


class PriceChanged(ProductEvent, frozen=True):
    """One SKU of the product costs another price; `variants` hold the new one."""

    sku: str
    price_pence: int
    old_pence: int


class ProductWithdrawn(ProductEvent, frozen=True):
    """The product is off sale."""


class ProductRestored(ProductEvent, frozen=True):
    """The product is on sale again."""


class CategorySaved(Event, frozen=True):
    """The category stands like this."""

    category: str
    name: str
    position: int
    revision: int
    changed_ms: int
    by: str


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def full_name(name: str, option: str) -> str:
    """What a variant is called on a basket line: the product's name, and its option if it has one."""
    return f"{name}, {option}" if option else name
