"""A receipt on paper: PDF of a till roll's width, or of A4 for a full VAT invoice."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from arkwright.channels.design.pages import moment
from arkwright.channels.till.receipt import Receipt, net_lines, rate_letter, rate_words, supplier, told_of_vat
from arkwright.channels.till.square import BORDER, square_modules
from arkwright.kit.money import pounds

Paper = Literal["roll", "a4"]
WIDTH = {"roll": 80 * mm, "a4": 210 * mm}
MARGIN = {"roll": 4 * mm, "a4": 25 * mm}
A4_TALL = 297 * mm
MODULE = 0.5 * mm  # 5 cm for the largest square: what a phone's camera reads at arm's length
PLAIN, BOLD = "Helvetica", "Helvetica-Bold"
# The 14 standard fonts have the letters of Windows code page 1252; others become a question mark rather than a box.
LETTERS = "cp1252"


class Written:
    """Lines of a page from its top down: words at the left, an amount at the right. A4 goes on overleaf."""

    def __init__(self, paper: Paper, tall: float) -> None:
        self._bytes = io.BytesIO()
        self._wide, self._margin = WIDTH[paper], MARGIN[paper]
        self._tall, self._many = tall, paper == "a4"
        self._canvas = Canvas(self._bytes, pagesize=(self._wide, tall), invariant=1, lang="en-GB")
        self._at = tall - self._margin
        self.used = self._margin

    def line(self, words: str, amount: str = "", *, size: float = 9, bold: bool = False, gap: float = 0) -> None:
        """One line, broken into several where it is too wide beside its amount."""
        font = BOLD if bold else PLAIN
        room = self._wide - 2 * self._margin - (self._canvas.stringWidth(amount, font, size) + 4 if amount else 0)
        for place, part in enumerate(simpleSplit(drawable(words), font, size, room) or [""]):
            self._down(size * 1.35 + (gap if place == 0 else 0))
            self._canvas.setFont(font, size)
            self._canvas.drawString(self._margin, self._at, part)
            if amount and place == 0:
                self._canvas.drawRightString(self._wide - self._margin, self._at, amount)

    def rule(self) -> None:
        """A thin line across."""
        self._down(5)
        self._canvas.setLineWidth(0.5)
        self._canvas.line(self._margin, self._at, self._wide - self._margin, self._at)

    def square(self, code: str) -> None:
        """The QR code, as large as it needs to be read, in the middle of a roll."""
        rows = square_modules(code)
        side = (len(rows) + 2 * BORDER) * MODULE
        self._down(side)
        left = max(self._margin, (self._wide - side) / 2) if not self._many else self._margin
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    x, y = left + (across + BORDER) * MODULE, self._at + side - (down + BORDER + 1) * MODULE
                    self._canvas.rect(x, y, MODULE, MODULE, stroke=0, fill=1)

    def done(self, title: str) -> bytes:
        """The document."""
        self._canvas.setTitle(title)
        self._canvas.save()
        return self._bytes.getvalue()

    def _down(self, by: float) -> None:
        if self._many and self._at - by < self._margin:
            self._canvas.showPage()
            self._at = self._tall - self._margin
        self._at -= by
        self.used += by


def receipt_pdf(receipt: Receipt, paper: Paper = "roll") -> bytes:
    """The receipt as a PDF; a roll is as long as what stands on it. The same receipt gives the same bytes."""
    if paper == "a4":
        page = Written("a4", A4_TALL)
    else:
        tried = Written("roll", A4_TALL)
        _write(tried, receipt)
        page = Written("roll", tried.used + MARGIN["roll"])
    _write(page, receipt)
    return page.done(f"{receipt.heading} {receipt.number}")


def _write(page: Written, receipt: Receipt) -> None:
    house = receipt.house
    page.line(house.store_name, size=13, bold=True)
    for words in (*house.store_address, house.store_phone, *supplier(house)):
        if words:
            page.line(words, size=8)
    page.line(f"{receipt.heading} {receipt.number}", size=11, bold=True, gap=6)
    page.line(moment(receipt.at_ms))
    page.line(f"Till {receipt.till}, served by {receipt.served_by}")
    if receipt.customer is not None:
        page.line("Invoice to", bold=True, gap=6)
        for words in (receipt.customer.name, *receipt.customer.address, f"Issued {moment(receipt.issued_ms or receipt.at_ms)}"):
            page.line(words)
    page.rule()
    (_full if receipt.kind == "full" else _goods)(page, receipt)
    page.rule()
    _sums(page, receipt)
    _foot(page, [told_of_vat(receipt), *receipt.late, *house.receipt_words])
    if receipt.code:
        page.square(receipt.code)
        page.line("Any of our stores can check this square.", size=8)


def _goods(page: Written, receipt: Receipt) -> None:
    for line in receipt.lines:
        page.line(line.name, f"{pounds(line.paid_pence)} {rate_letter(line.vat_rate)}")
        if line.quantity != 1:
            page.line(f"   {line.many}", size=8)
        for note in line.notes:
            page.line(f"   {note}", size=8)


def _full(page: Written, receipt: Receipt) -> None:
    for each in net_lines(receipt):
        page.line(each.line.name, pounds(each.net_pence))
        page.line(f"   {each.line.quantity} at {pounds(each.each_pence)} without VAT, VAT at {rate_words(each.line.vat_rate)}", size=8)
        for note in each.line.notes:
            page.line(f"   {note}", size=8)
    page.line("Total without VAT", pounds(sum(each.gross_pence - each.vat_pence for each in receipt.vat)), gap=4)
    page.line("Total VAT", pounds(sum(each.vat_pence for each in receipt.vat)))


def _sums(page: Written, receipt: Receipt) -> None:
    page.line("Total", pounds(receipt.total_pence), size=13, bold=True)
    for paid in receipt.paid:
        page.line(paid.words, pounds(paid.pence))
    if receipt.change_pence:
        page.line("Change", pounds(receipt.change_pence))
    for place, each in enumerate(receipt.vat):
        words = f"{rate_letter(each.rate)}  VAT at {rate_words(each.rate)} in {pounds(each.gross_pence)}"
        page.line(words, pounds(each.vat_pence), size=8, gap=0 if place else 6)
    if receipt.member:
        page.line(f"Member {receipt.member}", gap=4)


def _foot(page: Written, words: Sequence[str]) -> None:
    for place, sentence in enumerate(words):
        page.line(sentence, size=8, gap=0 if place else 6)


def drawable(text: str) -> str:
    """The text in letters that the standard fonts have."""
    return text.encode(LETTERS, "replace").decode(LETTERS)
