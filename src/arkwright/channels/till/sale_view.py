"""A sale as a till shows it: lines in the order they were scanned, what is taken off, and what is to pay."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from arkwright.channels.till.labels import measured_words
from arkwright.channels.till.reasons import PRICE
from arkwright.compartments.tills.facts import Card, Off, SaleLine, Tender
from arkwright.compartments.tills.totalling import Shown
from arkwright.kit.money import pounds

ENTRY_MODE_WORDS = {
    "contactless": "contactless",
    "chip": "chip & PIN",
    "chip-and-pin": "chip & PIN",
    "magstripe": "stripe",
    "keyed": "keyed",
}


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line: `gross_pence` is before promotions and discounts; `notes` say what else is to be known of it."""

    line: str
    name: str
    quantity: int
    gross_pence: int
    notes: tuple[str, ...] = ()


class SavingView(msgspec.Struct, frozen=True):
    """What is taken off, and why."""

    words: str
    pence: int


class TenderView(msgspec.Struct, frozen=True):
    """Money that is in."""

    words: str
    amount_pence: int


class SaleView(msgspec.Struct, frozen=True, kw_only=True):
    """What the screen says of a sale. `age` is asked for now; 0 where nobody need be asked."""

    sale: str
    lines: tuple[LineView, ...]
    savings: tuple[SavingView, ...]
    units: int
    total_pence: int
    due_pence: int
    tenders: tuple[TenderView, ...]
    member: str
    members_save_pence: int
    points: int
    age: int
    ages: str


def sale_view(shown: Shown) -> SaleView:
    """The sale with promotions reckoned as they stand now, or as they were frozen at its total."""
    sale = shown.sale
    asked = f"age-{shown.age}"
    return SaleView(
        sale=sale.sale,
        lines=tuple(line_view(line) for line in shown.lines),
        savings=savings(shown.lines, sale.discount),
        units=sum(line.quantity for line in shown.lines),
        total_pence=shown.total_pence,
        due_pence=shown.due_pence,
        tenders=tuple(TenderView(tender_words(tender), tender.amount_pence) for tender in sale.tenders),
        member=sale.membership,
        members_save_pence=shown.members_save_pence,
        points=shown.points_left,
        age=shown.age,
        ages=", ".join(line.name for line in shown.lines if asked in line.restrictions) if shown.age else "",
    )


def line_view(line: SaleLine) -> LineView:
    """One line in words."""
    notes = []
    if line.quantity != 1:
        notes.append(f"{line.quantity} at {pounds(line.price_pence)}")
    if line.measured is not None:
        notes.append(measured_words(line.measured))
    if line.listed_pence is not None:
        notes.append(f"Price changed from {pounds(line.listed_pence)}")
    return LineView(
        line=line.line, name=line.name, quantity=line.quantity, gross_pence=line.price_pence * line.quantity, notes=tuple(notes)
    )


def savings(lines: Sequence[SaleLine], discount: Off | None) -> tuple[SavingView, ...]:
    """Promotions by name, and what colleagues took off; a discount on the sale says so when it is not for everything in it."""
    some = discount is not None and not all(discount.covers(line.line) for line in lines)
    whole = "Discount on what a manager saw" if some else "Discount on the sale"
    found: dict[str, int] = {}
    for line in lines:
        for saving in line.savings:
            found[saving.name] = found.get(saving.name, 0) + saving.pence
        if line.off_pence:
            words = f"Discount: {PRICE[line.discount.reason].lower()}" if line.discount else whole
            found[words] = found.get(words, 0) + line.off_pence
    return tuple(SavingView(words, pence) for words, pence in found.items())


def tender_words(tender: Tender) -> str:
    """'Cash', 'Visa ending 4242, contactless', '300 points'."""
    match tender.kind:
        case "cash":
            return "Cash"
        case "points":
            return f"{tender.points} points"
    return card_words(tender.card) if tender.card else "Card"


def card_words(card: Card) -> str:
    """Scheme, last four, how it was read; and whether the bank was asked."""
    said = f"{card.scheme} ending {card.last_four}, {ENTRY_MODE_WORDS.get(card.entry_mode, card.entry_mode)}"
    return f"{said}, approved by the terminal alone" if card.stored else said
