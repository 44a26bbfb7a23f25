"""A completed sale or refund of this store as a receipt, signed by the node."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.channels.till import reading
from arkwright.channels.till.noes import NoSuchReceipt, TheHouseIsUnknown
from arkwright.channels.till.reasons import PRICE
from arkwright.channels.till.receipt import Paid, Receipt, ReceiptLine
from arkwright.channels.till.room import Room
from arkwright.channels.till.sale_view import tender_words
from arkwright.compartments.tills.facts import SaleLine
from arkwright.compartments.tills.till_rows import Sale
from arkwright.kit.money import pounds
from arkwright.kit.receipt_code import SignedSale, SoldLine, VatOf, receipt_code
from arkwright.kit.replica import HouseLine


async def receipt_of(room: Room, sale: str) -> Receipt:
    """The receipt of a completed sale. Refuses with `NoSuchReceipt`, or `TheHouseIsUnknown` where nothing ever came from head office."""
    row = await reading.sale(room, sale)
    if row is None or row.receipt is None:
        raise NoSuchReceipt()
    house = await room.shelf.house()
    if house is None:
        raise TheHouseIsUnknown()
    colleague = await room.shelf.colleague(row.by)
    return made(room, row, house, colleague.name if colleague else row.by)


def made(room: Room, sale: Sale, house: HouseLine, served_by: str) -> Receipt:
    """The receipt, with its signed square."""
    cut = room.line.cut_off_since_ms is not None
    late = (
        ("Head office cannot be reached just now. This purchase and its points show in your account once it can.",)
        if cut and sale.member
        else ()
    )
    receipt = Receipt(
        house=house,
        till=sale.till,
        number=sale.receipt or "",
        at_ms=sale.changed_ms,
        served_by=served_by,
        lines=tuple(receipt_line(line) for line in sale.lines),
        total_pence=sale.total_pence or 0,
        paid=tuple(Paid(tender_words(each), each.given_pence if each.kind == "cash" else each.amount_pence) for each in sale.tenders),
        change_pence=sum(each.change_pence for each in sale.tenders),
        member=sale.membership,
        late=late,
    )
    return with_code(room, sale, receipt)


def receipt_line(line: SaleLine) -> ReceiptLine:
    """A line with what was taken off it."""
    notes = [f"{saving.name}: {pounds(-saving.pence)}" for saving in line.savings]
    if line.listed_pence is not None:
        notes.append(f"Price changed from {pounds(line.listed_pence)}")
    if line.off_pence:
        why = f": {PRICE[line.discount.reason].lower()}" if line.discount else ""
        notes.append(f"Discount{why}: {pounds(-line.off_pence)}")
    return ReceiptLine(
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        price_pence=line.price_pence,
        paid_pence=line.paid_pence,
        vat_rate=line.vat_rate,
        notes=tuple(notes),
    )


def with_code(room: Room, sale: Sale, receipt: Receipt) -> Receipt:
    """Signed by this node: the same sale has the same code whenever it is made."""
    signed = SignedSale(
        node=room.key.name,
        store=room.store,
        till=receipt.till,
        number=receipt.number,
        sale=sale.sale,
        at_ms=receipt.at_ms,
        total_pence=receipt.total_pence,
        vat=tuple(VatOf(each.rate, each.gross_pence, each.vat_pence) for each in receipt.vat),
        lines=tuple(SoldLine(line.sku, line.quantity, line.paid_pence) for line in receipt.lines),
    )
    return replace(receipt, code=receipt_code(signed, room.key))
