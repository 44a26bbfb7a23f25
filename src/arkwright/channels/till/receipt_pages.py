"""A finished sale's receipt: on the screen with its square, on paper, as PDF, by email, and as a full VAT invoice."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from msgspec.structs import replace

from arkwright.channels.till.made_receipt import receipt_of
from arkwright.channels.till.receipt import Customer, Receipt
from arkwright.channels.till.receipt_page import receipt_article
from arkwright.channels.till.receipt_pdf import receipt_pdf
from arkwright.channels.till.receipt_text import receipt_text
from arkwright.channels.till.room import Room
from arkwright.channels.till.seats import must_sit
from arkwright.channels.till.showing import Page, show
from arkwright.channels.web.forms import form
from arkwright.channels.web.site import AnyRequest
from arkwright.journeys.contact import email_form
from arkwright.kit.refusal import Refusal

PDF = "application/pdf"


@get("/till/{till:str}/receipt/{sale:str}", include_in_schema=False)
async def receipt_page(request: AnyRequest, till: FromPath[str], sale: FromPath[str], room: NamedDependency[Room]) -> Page:
    """The receipt, and where it may go."""
    await must_sit(request, room, till)
    if sale.endswith(".pdf"):
        receipt = await receipt_of(room, sale.removesuffix(".pdf"))
        return pdf(receipt, receipt_pdf(receipt))
    return await shown(request, room, sale)


async def shown(request: AnyRequest, room: Room, sale: str, refusal: Refusal | None = None, told: str = "") -> Page:
    """The page, with what was done or refused."""
    receipt = await receipt_of(room, sale)
    cut = room.line.cut_off_since_ms is not None
    return show(
        request,
        "done.html",
        refusal=refusal,
        told=told,
        sale=sale,
        receipt=receipt,
        article=receipt_article(receipt),
        sent_words="It goes to head office when the line is back." if cut else "",
        new_id=room.world.new_id(),
    )


@post("/till/{till:str}/receipt/{sale:str}/email", include_in_schema=False, opt={"rate": "letter"})
async def email(request: AnyRequest, till: FromPath[str], sale: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Queue it; while the store is cut off it waits, sealed, and goes when the mail server answers."""
    await must_sit(request, room, till)
    given = await form(request)
    try:
        address = email_form(given.raw("email"))
        receipt = await receipt_of(room, sale)
        await room.post(given.identifier(), address, receipt.number, receipt_text(receipt))
    except Refusal as refusal:
        return await shown(request, room, sale, refusal)
    later = " It leaves when the line is back." if room.line.cut_off_since_ms is not None else ""
    return await shown(request, room, sale, told=f"The receipt is on its way by email.{later}")


@post("/till/{till:str}/receipt/{sale:str}/invoice", include_in_schema=False)
async def invoice(request: AnyRequest, till: FromPath[str], sale: FromPath[str], room: NamedDependency[Room]) -> Page:
    """A full VAT invoice on A4 with the customer's name and address, which are printed and kept nowhere here."""
    await must_sit(request, room, till)
    given = await form(request)
    name = given.text("name", "the name of the customer or business")
    address = given.text("address", "the address", most=300, lines=True)
    receipt = await receipt_of(room, sale)
    if not given.valid:
        return await with_problems(request, room, sale, given.problems)
    full = replace(receipt, customer=Customer(name, tuple(line for line in address.split("\n") if line)), issued_ms=room.world.now_ms())
    return pdf(full, receipt_pdf(full, "a4"))


async def with_problems(request: AnyRequest, room: Room, sale: str, problems: list[Any]) -> Page:
    """The page, with what to put right."""
    receipt = await receipt_of(room, sale)
    names: dict[str, Any] = {"problems": problems, "sale": sale, "receipt": receipt, "article": receipt_article(receipt)}
    return show(request, "done.html", sent_words="", new_id=room.world.new_id(), **names)


def pdf(receipt: Receipt, content: bytes) -> Response[bytes]:
    """To look at, to print or to keep."""
    return Response(content, media_type=PDF, headers={"content-disposition": f'inline; filename="{receipt.number}.pdf"'})


ROUTES = [receipt_page, email, invoice]
