"""Waiting for a card: what the terminal is doing, in words, until it is decided; without scripts the page asks by itself too."""

from __future__ import annotations

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from arkwright.channels.till import reading
from arkwright.channels.till.room import Room
from arkwright.channels.till.seats import must_sit
from arkwright.channels.till.showing import Page, show
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.tills.till_rows import CardTender, Sale
from arkwright.kit.refusal import Refusal

WORDS = {
    "asked": ("The terminal is asking for", "The terminal waits for the customer's card."),
    "unknown": (
        "No answer yet for",
        "The terminal has not answered. It is asked again by itself: do not take the money another way until it is known.",
    ),
    "reversing": ("Taking back", "The payment is being taken back."),
}
SAY = {
    "asked": "Please follow the card terminal.",
    "unknown": "Please wait a moment: we are checking that you are charged once and no more.",
}


@get("/till/{till:str}/waiting/{tender:str}", include_in_schema=False)
async def waiting(request: AnyRequest, till: FromPath[str], tender: FromPath[str], room: NamedDependency[Room]) -> Page:
    """How the card payment stands; the receipt once it has paid for the sale, and the till once it is decided otherwise."""
    await must_sit(request, room, till)
    found = await reading.card_tender(room, tender)
    sale = await reading.sale(room, found.sale) if found is not None else None
    if found is None or sale is None:
        return see(f"/till/{till}")
    if sale.status == "completed":
        room.last_sales[till] = sale.sale
        return see(f"/till/{till}/receipt/{sale.sale}")
    return waiting_page(request, sale, found) if sale.pending == tender else see(f"/till/{till}")


def waiting_page(request: AnyRequest, sale: Sale, tender: CardTender, refusal: Refusal | None = None) -> Page:
    """What the terminal is doing, in words."""
    heading, words = WORDS.get(tender.status, WORDS["asked"])
    return show(
        request,
        "waiting.html",
        refusal=refusal,
        heading=heading,
        words=words,
        say=SAY.get(tender.status, ""),
        amount_pence=tender.amount_pence,
        tender=tender.tender,
        sale=sale.sale,
        state=state_of(sale, tender),
        may_abort=tender.status == "asked",
    )


def state_of(sale: Sale | None, tender: CardTender | None) -> str:
    """What the page compares to see whether there is something else to show."""
    return f"{sale.status if sale else ''}.{tender.status if tender else ''}"


@get("/till/{till:str}/card/{tender:str}", include_in_schema=False, opt={"quiet": True})
async def card_state(request: AnyRequest, till: FromPath[str], tender: FromPath[str], room: NamedDependency[Room]) -> Response[str]:
    """For the page's script: a word that changes when the page should be asked for again."""
    await must_sit(request, room, till)
    found = await reading.card_tender(room, tender)
    sale = await reading.sale(room, found.sale) if found is not None else None
    return Response(state_of(sale, found), media_type="text/plain")


@post("/till/{till:str}/pay/abort", include_in_schema=False)
async def abort(request: AnyRequest, till: FromPath[str], room: NamedDependency[Room]) -> Page:
    """Ask the terminal to let go; what came of it the terminal tells."""
    await must_sit(request, room, till)
    tender = await reading.card_tender(room, (await form(request)).raw("tender"))
    if tender is None or tender.till != till:
        return see(f"/till/{till}")
    try:
        await room.cards.abort(till, tender.tender)
    except Refusal as refusal:
        sale = await reading.sale(room, tender.sale)
        if sale is None:
            raise
        return waiting_page(request, sale, tender, refusal)
    return see(f"/till/{till}")


ROUTES = [waiting, card_state, abort]
