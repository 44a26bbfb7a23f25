"""A completed sale or refund of this store as a receipt, signed by the node."""

from __future__ import annotations

from msgspec.structs import replace

from arkwright.channels.till import reading
from arkwright.channels.till.labels import measured_words
from arkwright.channels.till.noes import NoSuchReceipt, TheHouseIsUnknown
from arkwright.channels.till.reasons import PRICE, REFUND
from arkwright.channels.till.receipt import Paid, Receipt, ReceiptLine
from arkwright.channels.till.room import Room
from arkwright.channels.till.sale_view import card_words, tender_words
from arkwright.compartments.tills.facts import RefundPart, SaleLine
from arkwright.compartments.tills.till_rows import Refund, Sale
from arkwright.kit.money import pounds
from arkwright.kit.receipt_code import SignedSale, SoldLine, VatOf, receipt_code
from arkwright.kit.replica import HouseLine


async def receipt_of(room: Room, sale: str) -> Receipt:
    """The receipt of a completed sale or refund. Refuses with `NoSuchReceipt`, or `TheHouseIsUnknown` before head office sent anything."""
    refund = await reading.refund(room, sale)
    row = await reading.sale(room, refund.sale if refund else sale)
    if row is None or row.receipt is None or (refund and refund.receipt is None):
        raise NoSuchReceipt()
    house = await room.shelf.house()
    if house is None:
        raise TheHouseIsUnknown()
    by = refund.by if refund else row.by
    colleague = await room.shelf.colleague(by)
    served_by = colleague.name if colleague else by
    return made_refund(room, refund, row, house, served_by) if refund else made(room, row, house, served_by)


def made_refund(room: Room, refund: Refund, sale: Sale, house: HouseLine, served_by: str) -> Receipt:
    """The refund's receipt: what came back, what of the sale's VAT that is, and where the money went."""
    receipt = Receipt(
        house=house,
        till=refund.till,
        number=refund.receipt or "",
        at_ms=refund.completed_ms or refund.begun_ms,
        served_by=served_by,
        lines=tuple(
            ReceiptLine(sku=each.sku, name=each.name, quantity=each.quantity, price_pence=0, paid_pence=-each.pence, vat_rate=each.vat_rate)
            for each in refund.units
        ),
        total_pence=-refund.total_pence,
        paid=tuple(Paid(part_words(each), -each.amount_pence) for each in refund.parts),
        refund_of=sale.receipt or "",
        why=REFUND[refund.reason],
        vat_back=tuple(VatOf(each.rate, -each.gross_pence, -each.vat_pence) for each in refund.vat),
        member=sale.membership,
    )
    return with_code(room, sale, receipt)


def part_words(part: RefundPart) -> str:
    """Where a part of a refund went."""
    match part.kind:
        case "cash":
            return "Cash"
        case "points":
            return f"{part.points} points"
    return card_words(part.original) if part.original else "Card"


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
    notes = [measured_words(line.measured)] if line.measured else []
    notes += [f"{saving.name}: {pounds(-saving.pence)}" for saving in line.savings]
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
        refund_of=receipt.refund_of,
    )
    return replace(receipt, code=receipt_code(signed, room.key))
