"""What a bar code is: goods at the range's price, or goods that were weighed or priced in the store, at what stands on their label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.channels.till.room import Room
from arkwright.compartments.tills.facts import Measured
from arkwright.kit.measured_code import LabelIsMisread, MeasuredCode, price_of, read_label
from arkwright.kit.money import pounds
from arkwright.kit.refusal import Conflict, NotFound
from arkwright.kit.replica import RangeLine


@dataclass
class NotSoldByLabel(NotFound):
    """The range has nothing under the label's number: what it has is sold at a price of its own."""

    number: str
    sentence: ClassVar[str] = (
        "Nothing in the range is sold by a label of this kind (number {number}). Scan the goods' own bar code, or type their name."
    )
    field: ClassVar[str | None] = "entry"


@dataclass
class LabelHoldsNoPrice(Conflict):
    """Nought, or so little that it comes to nothing."""

    name: str
    sentence: ClassVar[str] = "The label of {name} holds no price. Have it weighed and labelled again."
    field: ClassVar[str | None] = "entry"


@dataclass
class SoldByItsLabel(Conflict):
    """Its price in the range is not what anybody pays for one."""

    name: str
    sentence: ClassVar[str] = "{name} is sold by the price on its label. Scan the label, or type the number under it."
    field: ClassVar[str | None] = "entry"


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """Goods, and what one of them costs here."""

    goods: RangeLine
    price_pence: int
    measured: Measured | None = None


async def goods_of(room: Room, code: str) -> Priced | None:
    """What has this bar code, number or label. None where nothing has.

    Refuses with `LabelIsMisread`, `NotSoldByLabel`, `LabelHoldsNoPrice`, or `SoldByItsLabel` where no label was scanned.
    """
    house = await room.shelf.house()
    patterns, now_ms = house.measured_codes if house else (), room.world.now_ms()
    goods = await room.scanned(code)
    if goods is not None:
        if stands_for_labels(goods.gtin[-13:], patterns, now_ms):
            raise LabelHoldsNoPrice(goods.name) if code == goods.gtin[-13:] else SoldByItsLabel(goods.name)
        return Priced(goods=goods, price_pence=goods.price_pence)
    label = read_label(code, patterns, now_ms)
    if label is None:
        return None
    goods = await room.shelf.by_barcode(label.goods)
    if goods is None:
        raise NotSoldByLabel(label.goods)
    pence = price_of(label, goods.price_pence)
    if not pence:
        raise LabelHoldsNoPrice(goods.name)
    return Priced(goods=goods, price_pence=pence, measured=Measured(list_pence=goods.price_pence, grams=label.grams))


def stands_for_labels(number: str, patterns: tuple[MeasuredCode, ...], now_ms: int) -> bool:
    """Whether goods with this number are sold by labels that hold it; a number of the same kind that is all its own is not."""
    try:
        label = read_label(number, patterns, now_ms)
    except LabelIsMisread:
        return False
    return label is not None and label.empty and label.goods == number


def measured_words(measured: Measured) -> str:
    """'0.412 kg at £9.50 a kg', as the law wants it of what is weighed out (Price Marking Order 2004), or that the label has the price."""
    if measured.grams:
        return f"{measured.grams / 1000:.3f} kg at {pounds(measured.list_pence)} a kg"
    return "Price on its label"
