"""The basket: put in, change, accept today's prices, count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.basket_page import open_basket, show_basket
from arkwright.channels.shop.front import CHANNEL, Shopfront, basket_cookie, basket_of
from arkwright.channels.web.forms import Form, form
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import status_of
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.ordering.baskets import LONGEST_CODE
from arkwright.compartments.ordering.commands import AcceptPrices, AddToBasket, BasketCommand, EnterCode, SetQuantity
from arkwright.compartments.ordering.refusals import BasketWasOrdered
from arkwright.compartments.ordering.selling import MOST_OF_ONE
from arkwright.kit.refusal import Refusal, SameIdOtherContent

LONGEST_SKU = 64
WAITS_FOR_PAYMENT = "This basket waits for its payment. Continue to payment, or change the basket first."


@get("/basket")
async def basket(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[str]:
    """The basket."""
    return await show_basket(front, request, basket_of(request))


# The form stands on published pages, which know no session: the check of where it was sent from must do.
@post("/basket/lines", opt={"form_token": False})
async def put_in(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Put more of a SKU into the basket, which begins with its first line."""
    sent = await form(request)
    sku = sent.text("sku", "a product code", most=LONGEST_SKU)
    quantity = sent.whole("quantity", "a quantity", least=1, most=MOST_OF_ONE)
    wish = sent.identifier()
    if not sent.valid:
        return await not_done(front, request, sent)
    named = basket_of(request)
    into = named if named and await open_basket(front, named) else front.office.world.new_id()
    return await change(
        front, request, into, wish, lambda command: AddToBasket(id=command, basket=into, channel=CHANNEL, sku=sku, quantity=quantity)
    )


@post("/basket/quantity")
async def set_quantity(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Have exactly this many; 0 takes the line out."""
    sent = await form(request)
    sku = sent.text("sku", "a product code", most=LONGEST_SKU)
    quantity = sent.whole("quantity", "a quantity", least=0, most=MOST_OF_ONE)
    named = basket_of(request)
    if not sent.valid or named is None:
        return await not_done(front, request, sent)
    wish = front.office.world.new_id()
    return await change(
        front, request, named, wish, lambda command: SetQuantity(id=command, basket=named, channel=CHANNEL, sku=sku, quantity=quantity)
    )


@post("/basket/accept-prices")
async def accept_prices(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Go on with today's prices, without what is gone."""
    named = basket_of(request)
    if named is None:
        return see("/basket")
    wish = front.office.world.new_id()
    return await change(front, request, named, wish, lambda command: AcceptPrices(id=command, basket=named, channel=CHANNEL))


@post("/basket/code", opt={"rate": "secret"})
async def enter_code(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Use a promotion's code, or with an empty one go on without."""
    sent = await form(request)
    named = basket_of(request)
    code = sent.text("code", "a code", most=LONGEST_CODE, required=False)
    if named is None:
        return see("/basket")
    command = EnterCode(id=front.office.world.new_id(), basket=named, channel=CHANNEL, code=code)
    try:
        if sent.valid:
            await front.office.ordering.submit(command)
            return see("/basket")
    except Refusal as refusal:
        sent.wrong("code" if refusal.field == "code" else None, str(refusal))
        status, _ = status_of(refusal)
        return await show_basket(front, request, named, problems=sent.problems, status=status, code_typed=code)
    return await show_basket(front, request, named, problems=sent.problems, status=422, code_typed=code)


@get("/basket/count", media_type="text/plain")
async def count(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> str:
    """How many pieces are in the basket, in digits."""
    view = await open_basket(front, basket_of(request))
    return str(sum(line.quantity for line in view.basket.lines) if view else 0)


async def change(front: Shopfront, request: AnyRequest, named: str, wish: str, command: Callable[[str], BasketCommand]) -> Response[Any]:
    """Send it and go back to the basket; a refusal is shown there, with everything as it was."""
    try:
        try:
            await front.office.ordering.submit(command(wish))
        except SameIdOtherContent:
            # Somebody went back and sent the same form with other words: that is a new wish.
            await front.office.ordering.submit(command(front.office.world.new_id()))
    except BasketWasOrdered:
        return await show_basket(front, request, named, problems=[Problem(None, WAITS_FOR_PAYMENT)], status=409)
    except Refusal as refusal:
        status, _ = status_of(refusal)
        return await show_basket(front, request, basket_of(request), problems=[Problem(None, str(refusal))], status=status)
    return see("/basket", cookies=[basket_cookie(request, named)])


async def not_done(front: Shopfront, request: AnyRequest, sent: Form) -> Response[Any]:
    """The basket as it is, with what was wrong; there is nothing to link to, since the form stood elsewhere."""
    problems = [Problem(None, problem.sentence) for problem in sent.problems]
    return await show_basket(front, request, basket_of(request), problems=problems, status=422 if problems else 200)
