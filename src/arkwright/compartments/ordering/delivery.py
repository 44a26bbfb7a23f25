"""Home delivery: methods, charges by zone, and the VAT that a delivery charge carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arkwright.compartments.ordering.events import SoldLine, VatLine
from arkwright.kit.money import VatRate, vat_included_pence

FREE_STANDARD_FROM_PENCE = 50_00

# Pence including VAT, by method and zone (zones: kit/postcode.py); what is not listed is not offered.
CHARGE_PENCE: Mapping[tuple[str, str], int] = {
    ("standard", "mainland"): 3_95,
    ("standard", "highlands-and-islands"): 5_95,
    ("standard", "northern-ireland"): 5_95,
    ("standard", "isle-of-man"): 7_95,
    ("standard", "channel-islands"): 9_95,
    ("standard", "bfpo"): 3_95,
    ("next-day", "mainland"): 5_95,
}

ISLANDS = {"highlands-and-islands", "northern-ireland", "isle-of-man", "channel-islands", "bfpo"}


def methods(zone: str) -> tuple[str, ...]:
    """The delivery methods offered in a zone, the cheapest first."""
    return tuple(method for method, where in CHARGE_PENCE if where == zone)


def charge_pence(method: str, zone: str, goods_pence: int) -> int | None:
    """The charge for goods of this value before promotions, which make no delivery dearer; None where the method is not offered."""
    charge = CHARGE_PENCE.get((method, zone))
    if method == "standard" and zone == "mainland" and goods_pence >= FREE_STANDARD_FROM_PENCE:
        return 0
    return charge


def allowed(restrictions: Sequence[str], method: str, zone: str) -> bool:
    """Whether a product with these restrictions may go there by this method."""
    forbidden = {
        "mainland-only": zone != "mainland",
        "no-northern-ireland": zone == "northern-ireland",
        "no-islands": zone in ISLANDS - {"northern-ireland", "bfpo"},
        "no-next-day": method == "next-day",
    }
    return not any(forbidden.get(restriction, False) for restriction in restrictions)


def vat_lines(lines: Sequence[SoldLine], delivery_pence: int) -> tuple[VatLine, ...]:
    """VAT by rate, after promotions; delivery has the liability of goods sold delivered, by value (VAT Notice 700/24, section 3)."""
    goods: dict[VatRate, int] = {}
    for line in lines:
        goods[line.vat_rate] = goods.get(line.vat_rate, 0) + line.paid_pence
    total = sum(goods.values())
    answer: list[VatLine] = []
    left_pence, left_goods = delivery_pence, total
    for rate, value in sorted(goods.items()):
        share = left_pence if value == left_goods else left_pence * value // left_goods
        left_pence, left_goods = left_pence - share, left_goods - value
        answer.append(VatLine(rate=rate, goods_pence=value, delivery_pence=share, vat_pence=vat_included_pence(value + share, rate)))
    return tuple(answer)
