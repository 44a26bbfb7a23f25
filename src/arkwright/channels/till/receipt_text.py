"""A receipt as plain text, for an email and for whoever reads no pictures."""

from __future__ import annotations

from arkwright.channels.design.pages import moment
from arkwright.channels.till.receipt import Receipt, net_lines, rate_letter, rate_words, supplier, told_of_vat
from arkwright.kit.money import pounds

WIDE = 48


def receipt_text(receipt: Receipt) -> list[str]:
    """The receipt in lines of at most 48 characters where its words allow; the signed sale stands last."""
    house = receipt.house
    top = [house.store_name, *house.store_address, *([house.store_phone] if house.store_phone else []), "", *supplier(house), ""]
    top += [f"{receipt.heading} {receipt.number}", moment(receipt.at_ms), f"Till {receipt.till}, served by {receipt.served_by}", ""]
    return [
        *top,
        *_customer(receipt),
        *(_full(receipt) if receipt.kind == "full" else _goods(receipt)),
        *_sums(receipt),
        "",
        told_of_vat(receipt),
        *receipt.late,
        *house.receipt_words,
        *_code(receipt),
    ]


def _customer(receipt: Receipt) -> list[str]:
    who = receipt.customer
    return [] if who is None else ["Invoice to:", who.name, *who.address, f"Issued {moment(receipt.issued_ms or receipt.at_ms)}", ""]


def _goods(receipt: Receipt) -> list[str]:
    lines: list[str] = []
    for line in receipt.lines:
        if line.quantity != 1:
            lines.append(f"{line.name}, {line.many}")
        lines.append(_spread("  " if line.quantity != 1 else line.name, f"{pounds(line.paid_pence)} {rate_letter(line.vat_rate)}"))
        lines += [f"  {note}" for note in line.notes]
    return lines


def _full(receipt: Receipt) -> list[str]:
    """What regulation 14 of the VAT Regulations 1995 asks of each description: quantity, unit price, rate, amount without VAT."""
    lines: list[str] = []
    for each in net_lines(receipt):
        line = each.line
        lines.append(line.name)
        words = f"  {line.quantity} at {pounds(each.each_pence)} + {rate_words(line.vat_rate)} VAT"
        lines.append(_spread(words, pounds(each.net_pence)))
        lines += [f"  {note}" for note in line.notes]
    net = sum(each.gross_pence - each.vat_pence for each in receipt.vat)
    vat = sum(each.vat_pence for each in receipt.vat)
    return [*lines, _spread("Total without VAT", pounds(net)), _spread("Total VAT", pounds(vat))]


def _sums(receipt: Receipt) -> list[str]:
    lines = ["", _spread("Total", pounds(receipt.total_pence))]
    lines += [_spread(paid.words, pounds(paid.pence)) for paid in receipt.paid]
    if receipt.change_pence:
        lines.append(_spread("Change", pounds(receipt.change_pence)))
    lines.append("")
    for each in receipt.vat:
        words = f"{rate_letter(each.rate)} VAT {rate_words(each.rate)} in {pounds(each.gross_pence)}"
        lines.append(_spread(words, pounds(each.vat_pence)))
    return [*lines, *([f"Member {receipt.member}"] if receipt.member else [])]


def _code(receipt: Receipt) -> list[str]:
    signed = "refund" if receipt.refund else "sale"
    return ["", f"The signed {signed}, which any of our stores can check:", receipt.code] if receipt.code else []


def _spread(words: str, amount: str) -> str:
    """The amount at the right edge."""
    return f"{words}{' ' * max(1, WIDE - len(words) - len(amount))}{amount}"
