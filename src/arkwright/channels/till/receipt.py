"""A sale as its receipt says it, and which of the two kinds of VAT invoice that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from arkwright.kit.money import VAT_PER_MILLE, VatRate, pounds, vat_included_pence
from arkwright.kit.receipt_code import VatOf
from arkwright.kit.replica import HouseLine

# VAT Regulations 1995 (SI 1995/2518), regulation 16A; HMRC VAT Notice 700, section 16.6.
SIMPLIFIED_UP_TO_PENCE = 250_00
Kind = Literal["simplified", "full", "too-much-for-simplified"]


class ReceiptLine(msgspec.Struct, frozen=True, kw_only=True):
    """What was sold: `price_pence` of one, `paid_pence` for all of them after everything that was taken off, VAT included.

    Of what came back, `paid_pence` is below nought and `price_pence` nought: one has no price of its own. `notes` say what was taken off,
    and why.
    """

    sku: str
    name: str
    quantity: int
    price_pence: int
    paid_pence: int
    vat_rate: VatRate
    notes: tuple[str, ...] = ()

    @property
    def many(self) -> str:
        """'3 at £2.00', '3 of them' where one has no price, nothing for one."""
        if self.quantity == 1:
            return ""
        return f"{self.quantity} at {pounds(self.price_pence)}" if self.price_pence else f"{self.quantity} of them"


class Paid(msgspec.Struct, frozen=True):
    """One tender in words ("Card ending 4242, chip & PIN") and its pence."""

    words: str
    pence: int


class Customer(msgspec.Struct, frozen=True):
    """To whom a full VAT invoice is made out."""

    name: str
    address: tuple[str, ...]


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a receipt says. `number` has no gaps a till; `code` is the signed sale for the square, empty where there is none.

    `late` says, in words, what the shopper should know of it: that points are yet to arrive, say. Of a refund, amounts are below nought,
    `refund_of` is the receipt of its sale, `why` what it was given for, `vat_back` the VAT in it: what other refunds of the sale left.
    """

    house: HouseLine
    till: str
    number: str
    at_ms: int
    served_by: str
    lines: tuple[ReceiptLine, ...]
    total_pence: int
    paid: tuple[Paid, ...]
    change_pence: int = 0
    code: str = ""
    refund_of: str = ""
    why: str = ""
    vat_back: tuple[VatOf, ...] = ()
    customer: Customer | None = None
    member: str = ""
    late: tuple[str, ...] = ()
    issued_ms: int = 0
    copied: bool = False

    @property
    def refund(self) -> bool:
        """Whether money went back."""
        return bool(self.refund_of)

    @property
    def heading(self) -> str:
        """What kind of paper it is."""
        copy = "Copy of " if self.copied else ""
        if self.customer is not None:
            return f"{copy}{'VAT credit note' if self.refund else 'VAT invoice'}"
        return "Refund" if self.refund else "Receipt"

    @property
    def kind(self) -> Kind:
        """As the VAT Regulations 1995 tell them apart: up to £250 with VAT (reg. 16A) fewer particulars do than regulation 14 wants."""
        if self.customer is not None:
            return "full"
        return "simplified" if abs(self.total_pence) <= SIMPLIFIED_UP_TO_PENCE else "too-much-for-simplified"

    @property
    def vat(self) -> tuple[VatOf, ...]:
        """What was paid at each rate, and the VAT in it."""
        return self.vat_back or vat_by_rate((line.vat_rate, line.paid_pence) for line in self.lines)


class NetLine(msgspec.Struct, frozen=True):
    """A line of a full invoice: without VAT, in pence, for one and for all."""

    line: ReceiptLine
    each_pence: int
    net_pence: int


def vat_by_rate(amounts: Iterable[tuple[VatRate, int]]) -> tuple[VatOf, ...]:
    """One total a rate, highest rate first; VAT is reckoned on the total, not line by line (VAT Notice 700, 17.5)."""
    gross: dict[VatRate, int] = {}
    for rate, pence in amounts:
        gross[rate] = gross.get(rate, 0) + pence
    return tuple(VatOf(rate, gross[rate], vat_of(gross[rate], rate)) for rate in VAT_PER_MILLE if rate in gross)


def vat_of(gross_pence: int, rate: VatRate) -> int:
    """The VAT in it; of a refund as much as of the sale, below zero."""
    return -vat_included_pence(-gross_pence, rate) if gross_pence < 0 else vat_included_pence(gross_pence, rate)


def net_lines(receipt: Receipt) -> tuple[NetLine, ...]:
    """Each line without VAT; the last of each rate takes what rounding left over, so that lines and totals agree."""
    left = {each.rate: each.gross_pence - each.vat_pence for each in receipt.vat}
    last = {line.vat_rate: place for place, line in enumerate(receipt.lines)}
    found = []
    for place, line in enumerate(receipt.lines):
        net = left[line.vat_rate] if place == last[line.vat_rate] else line.paid_pence - vat_of(line.paid_pence, line.vat_rate)
        left[line.vat_rate] -= net
        found.append(NetLine(line, rounded(net, line.quantity), net))
    return tuple(found)


def rounded(pence: int, by: int) -> int:
    """Divided, to the nearest penny, halves up."""
    return (2 * pence + by) // (2 * by) if by else 0


def rate_words(rate: VatRate) -> str:
    """'20%'."""
    return f"{VAT_PER_MILLE[rate] / 10:g}%"


def rate_letter(rate: VatRate) -> str:
    """One letter a rate, as till rolls have it beside each price."""
    return {"standard": "A", "reduced": "B", "zero": "Z"}[rate]


def told_of_vat(receipt: Receipt) -> str:
    """What kind of invoice it is, for whoever wants to reclaim VAT; of a refund, which sale it belongs to and why."""
    if receipt.refund:
        what = "VAT credit note" if receipt.kind == "full" else "refund"
        return f"This {what} belongs to receipt {receipt.refund_of}. Reason: {receipt.why.lower()}."
    match receipt.kind:
        case "full":
            return "This is a full VAT invoice."
        case "simplified":
            return "This is a simplified VAT invoice."
    return "This receipt is no VAT invoice, since it is over £250. If you need one, give us your name and address and we will make it."


def supplier(house: HouseLine) -> Sequence[str]:
    """Name and address of the company, its VAT number, and the store."""
    return (house.company, ", ".join(house.company_address), f"VAT number {house.vat_number}")
