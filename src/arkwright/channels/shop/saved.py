"""Saving a basket by link, opening a saved one, ordering again: lines of before come into the visitor's own basket on a button press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.basket_page import open_basket, show_basket
from arkwright.channels.shop.front import CHANNEL, Shopfront, basket_cookie, basket_of
from arkwright.channels.shop.orders import opened as opened_order
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import status_of
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.ordering.refusals import BasketIsEmpty, BasketWasOrdered
from arkwright.journeys import again, saved_basket
from arkwright.journeys.again import LineOfBefore
from arkwright.kit.refusal import Refusal

PAY_FIRST = "Your basket waits for its payment. Continue to payment, or change the basket first."


@get("/basket/save")
async def ask_to_save(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """What saving means, and the form."""
    return await show_form(front, request)


@post("/basket/save", opt={"rate": "letter"})
async def save_basket(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Keep a copy, send its link where an address was given, and show it."""
    sent = await form(request)
    email, wish = sent.email(required=False), sent.identifier()
    named = basket_of(request)
    if not sent.valid:
        return await show_form(front, request, email=email, wish=wish, problems=sent.problems, status=422)
    try:
        if named is None:
            raise BasketIsEmpty()
        saved = await saved_basket.save(front.office, named, CHANNEL, wish)
        if email:
            await saved_basket.send_link(front.office, saved, wish, email)
    except Refusal as refusal:
        status, _ = status_of(refusal)
        return await show_form(front, request, email=email, wish=wish, problems=[Problem(None, str(refusal))], status=status)
    return see(f"/basket/saved?key={saved.secret}&new={'sent' if email else 'yes'}")


async def show_form(
    front: Shopfront, request: AnyRequest, *, email: str = "", wish: str = "", problems: Sequence[Problem] = (), status: int = 200
) -> Response[Any]:
    """The form, with everything typed."""
    wish = wish or front.office.world.new_id()
    return await front.page(request, "save_basket.html", status=status, problems=problems, email=email, wish=wish)


@get("/basket/saved", opt={"rate": "secret"})
async def look_at_saved(
    request: Request[Any, Any, Any], front: NamedDependency[Shopfront], key: FromQuery[str] = "", new: FromQuery[str] = ""
) -> Response[Any]:
    """What is in it, at today's prices; looking changes nothing."""
    saved = await saved_basket.opened(front.office, key)
    lines = await again.compared(front.office, saved)
    products = await catalogue.products_of(front.office.catalogue.reader, [line.product for line in lines if line.product])
    return await front.page(
        request,
        "saved_basket.html",
        problems=(),
        lines=lines,
        pieces=sum(line.quantity for line in lines),
        pictures={product: front.picture(row) for product, row in products.items()},
        some_sold=any(line.kind != "gone" for line in lines),
        key=key,
        link=front.office.addresses.saved_basket(key),
        saved_ms=saved.saved_ms,
        expires_ms=saved.expires_ms,
        is_new=new in {"yes", "sent"},
        sent=new == "sent",
        wish=front.office.world.new_id(),
    )


@post("/basket/saved", opt={"rate": "secret"})
async def copy_saved(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Put what is still sold into the visitor's basket."""
    sent = await form(request)
    saved = await saved_basket.opened(front.office, sent.raw("key"))
    return await put_in(front, request, sent.identifier(), await again.compared(front.office, saved))


@post("/order/{number:str}/again")
async def order_again(request: Request[Any, Any, Any], front: NamedDependency[Shopfront], number: FromPath[str]) -> Response[Any]:
    """Put what is still sold of an order into the visitor's basket."""
    sent = await form(request)
    order = await opened_order(front, number, sent.raw("key"))
    return await put_in(front, request, sent.identifier(), await again.compared(front.office, order))


async def put_in(front: Shopfront, request: AnyRequest, wish: str, lines: Sequence[LineOfBefore]) -> Response[Any]:
    """The visitor's basket, or a new one, with the lines, and what is not as it was."""
    named = basket_of(request)
    into = named if named and await open_basket(front, named) else front.office.world.new_id()
    try:
        await again.put_in(front.office, lines, basket=into, channel=CHANNEL, command=f"{into}.{wish}.again")
    except BasketWasOrdered:
        return await show_basket(front, request, named, problems=[Problem(None, PAY_FIRST)], status=409)
    except Refusal as refusal:
        status, _ = status_of(refusal)
        return await show_basket(front, request, named, problems=[Problem(None, str(refusal))], status=status)
    return await show_basket(front, request, into, cookies=[basket_cookie(request, into)], notes=[line.say for line in lines if line.say])
