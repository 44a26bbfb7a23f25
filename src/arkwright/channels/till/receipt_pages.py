"""The receipt of a sale or a refund: on the screen with its square, on paper, as PDF, by email, and as a VAT invoice and its copies."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from msgspec.structs import replace

from arkwright.channels.till import reading
from arkwright.channels.till.door import approval
from arkwright.channels.till.made_receipt import receipt_of
from arkwright.channels.till.receipt import Customer, Receipt
from arkwright.channels.till.receipt_page import receipt_article
from arkwright.channels.till.receipt_pdf import receipt_pdf
from arkwright.channels.till.receipt_text import receipt_text
from arkwright.channels.till.room import Room, Seat
from arkwright.channels.till.seats import must_sit
from arkwright.channels.till.showing import Page, show
from arkwright.channels.web.forms import form
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills.commands import PrintCopy
from arkwright.compartments.tills.refusals import NoInvoiceIsKept
from arkwright.journeys.contact import email_form
from arkwright.journeys.kept_invoices import InvoicedTo
from arkwright.kit.mail import AttachedPdf
from arkwright.kit.refusal import Refusal

PDF = "application/pdf"


@get("/till/{till:str}/receipt/{sale:str}", include_in_schema=False)
async def receipt_page(request: AnyRequest, till: FromPath[str], sale: FromPath[str], room: NamedDependency[Room]) -> Page:
    """The receipt, and where it may go."""
    seat = await must_sit(request, room, till)
    if sale.endswith(".pdf"):
        receipt = await receipt_of(room, sale.removesuffix(".pdf"))
        return pdf(receipt, receipt_pdf(receipt))
    return await shown(request, room, seat, sale)


async def shown(request: AnyRequest, room: Room, seat: Seat, sale: str, refusal: Refusal | None = None, **names: Any) -> Page:
    """The page, with what was done or refused."""
    receipt = await receipt_of(room, sale)
    cut = room.line.cut_off_since_ms is not None
    return show(
        request,
        "done.html",
        refusal=refusal,
        sale=sale,
        receipt=receipt,
        article=receipt_article(receipt),
        sent_words="It goes to head office when the line is back." if cut else "",
        invoice=await reading.invoice(room, receipt.number),
        manager_signs=not seat.manages,
        new_id=room.world.new_id(),
        **names,
    )


@post("/till/{till:str}/receipt/{sale:str}/email", include_in_schema=False, opt={"rate": "letter"})
async def email(request: AnyRequest, till: FromPath[str], sale: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Queue it; while the store is cut off it waits, sealed, and goes when the mail server answers."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    try:
        address = email_form(given.raw("email"))
        receipt = await receipt_of(room, sale)
        await room.post(given.identifier(), address, receipt.number, receipt_text(receipt))
    except Refusal as refusal:
        return await shown(request, room, seat, sale, refusal)
    later = " It leaves when the line is back." if room.line.cut_off_since_ms is not None else ""
    return await shown(request, room, seat, sale, told=f"The receipt is on its way by email.{later}")


@post("/till/{till:str}/receipt/{sale:str}/invoice", include_in_schema=False)
async def invoice(request: AnyRequest, till: FromPath[str], sale: FromPath[str], room: NamedDependency[Room]) -> Page:
    """A full VAT invoice on A4 with the customer's name and address, which are kept, sealed, for as long as the law asks."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    name = given.text("name", "the name of the customer or business")
    address = given.text("address", "the address", most=300, lines=True)
    receipt = await receipt_of(room, sale)
    if not given.valid:
        return await shown(request, room, seat, sale, problems=given.problems)
    to = InvoicedTo(name=name, address=tuple(line for line in address.split("\n") if line))
    try:
        await room.invoices.issue(f"{given.identifier()}.invoice", till=till, by=seat.colleague, receipt=receipt.number, to=to)
    except Refusal as refusal:
        return await shown(request, room, seat, sale, refusal)
    return await full(room, receipt)


@post("/till/{till:str}/receipt/{sale:str}/copy", include_in_schema=False, opt={"rate": "sign-in"})
async def copy(request: AnyRequest, till: FromPath[str], sale: FromPath[str], room: NamedDependency[Room]) -> Page:
    """The invoice that was handed out once more, marked as a copy; it shows a name and an address, and so wants a manager."""
    seat = await must_sit(request, room, till)
    given = await form(request)
    receipt = await receipt_of(room, sale)
    try:
        badge = given.raw("badge")
        by = await approval(room, till, badge, given.raw("pin")) if badge.strip() else None
        common = {"id": f"{given.identifier()}.copy", "store": room.store, "till": till, "by": seat.colleague}
        await room.tills.submit(PrintCopy(**common, receipt=receipt.number, approved_by=by))
    except Refusal as refusal:
        return await shown(request, room, seat, sale, refusal)
    return await full(room, receipt, copied=True)


async def full(room: Room, receipt: Receipt, *, copied: bool = False) -> Page:
    """The invoice as it is kept, on A4. Refuses with `NoInvoiceIsKept` where its name and address are gone."""
    kept, to = await reading.invoice(room, receipt.number), await room.invoices.to(receipt.number)
    if kept is None or to is None:
        raise NoInvoiceIsKept(receipt.number)
    made = replace(receipt, customer=Customer(to.name, to.address), issued_ms=kept.issued_ms, copied=copied)
    return pdf(made, receipt_pdf(made, "a4"))


def pdf(receipt: Receipt, content: bytes) -> Response[bytes]:
    """To look at, to print or to keep."""
    return Response(content, media_type=PDF, headers={"content-disposition": f'inline; filename="{receipt.number}.pdf"'})


async def receipt_attached(room: Room, number: str) -> AttachedPdf | None:
    """The receipt of this number as a document for a letter; None where it cannot be made here any more, and its words go alone."""
    whose = await reading.whose_receipt(room, number)
    if whose is None or await room.shelf.house() is None:
        return None
    sale, refund = whose
    receipt = await receipt_of(room, refund.refund if refund else sale.sale)
    return AttachedPdf(f"{number}.pdf", receipt_pdf(receipt))


ROUTES = [receipt_page, email, invoice, copy]
