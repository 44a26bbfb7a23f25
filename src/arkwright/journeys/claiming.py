"""Claiming a receipt: who joined after a purchase in a store, or forgot the card, shows its signed square and gets the points, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.loyalty.commands import BoughtLine, EarnPoints, of_sku
from arkwright.compartments.sales_audit import queries as audit
from arkwright.journeys.shop import Shop
from arkwright.kit.known_nodes import KnownNode
from arkwright.kit.receipt_code import SignedSale, read_receipt_code
from arkwright.kit.refusal import Conflict, NotFound

CLAIMED_WITHIN_DAYS = 30
DAY_MS = 24 * 60 * 60 * 1000


@dataclass
class ReceiptIsTooOld(Conflict):
    """Not claimed in time."""

    days: int
    sentence: ClassVar[str] = "A receipt can be claimed for {days} days. This one is older."
    field: ClassVar[str | None] = "code"


@dataclass
class ReceiptIsOfARefund(Conflict):
    """Nothing was bought."""

    sentence: ClassVar[str] = "This is the receipt of a refund, which earns nothing. Scan the receipt of the purchase."
    field: ClassVar[str | None] = "code"


@dataclass
class ReceiptHasNotArrived(NotFound):
    """Genuine, and its store could not tell us of it yet."""

    sentence: ClassVar[str] = (
        "This receipt is genuine, but its store has not told us of it yet; it may be cut off just now. Nothing is lost: try again tomorrow."
    )
    field: ClassVar[str | None] = "code"


@dataclass
class ReceiptHasItsMember(Conflict):
    """The card was shown at the till."""

    sentence: ClassVar[str] = "A membership number was given at the till, and the points of this receipt are that member's."
    field: ClassVar[str | None] = "code"


async def claim(shop: Shop, member: str, code: str, known: Iterable[KnownNode]) -> None:
    """The member has the points of this receipt; asked again, they have them still. Refuses what is not genuine, and another's."""
    sale = read_receipt_code(code, known)
    if sale.refund_of:
        raise ReceiptIsOfARefund()
    if shop.world.now_ms() >= sale.at_ms + CLAIMED_WITHIN_DAYS * DAY_MS:
        raise ReceiptIsTooOld(CLAIMED_WITHIN_DAYS)
    told = await audit.sale(shop.sales_audit.reader, sale.sale)
    if told is None or not told.counts or (told.receipt, told.kind) != (sale.number, "sale"):
        raise ReceiptHasNotArrived()
    if told.member:
        raise ReceiptHasItsMember()
    command = EarnPoints(
        id=f"claim.{sale.sale}.{member}",
        store=sale.store,
        source=sale.number,
        part=sale.number,
        kind="receipt",
        member=member,
        lines=await bought(shop, sale),
        sold_ms=sale.at_ms,
    )
    await shop.loyalty.submit(command)


async def bought(shop: Shop, sale: SignedSale) -> tuple[BoughtLine, ...]:
    """What the square shows, one line a SKU, since it does not say the lines' own names; what it had no room for earns nothing here."""
    sums: dict[str, tuple[int, int]] = {}
    for line in sale.lines:
        quantity, paid_pence = sums.get(line.sku, (0, 0))
        sums[line.sku] = (quantity + line.quantity, paid_pence + line.paid_pence)
    found = []
    for sku, (quantity, paid_pence) in sums.items():
        product = await catalogue.product_of_sku(shop.catalogue.reader, sku)
        name, category = (product.name, product.category) if product else (sku, "")
        found.append(BoughtLine(line=of_sku(sku), name=name, quantity=quantity, paid_pence=max(0, paid_pence), category=category))
    return tuple(found)
