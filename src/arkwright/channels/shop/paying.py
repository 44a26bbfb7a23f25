"""On the way to and from the payment page: giving an unpaid order up, coming back paid or unpaid, and the provider's webhook."""

from __future__ import annotations

from typing import Any

import structlog
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response

from arkwright.channels.shop.basket_page import open_basket, waiting_order
from arkwright.channels.shop.front import Shopfront, basket_of
from arkwright.channels.stripe.webhook import verify
from arkwright.channels.web.forms import is_id
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import KIBIBYTE
from arkwright.compartments.ordering.refusals import NoSuchOrder
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import queries as payments
from arkwright.journeys import contact as guests
from arkwright.journeys.cancel import cancel
from arkwright.journeys.checkout import known, settle
from arkwright.journeys.shop import Shop
from arkwright.kit.provider import ProviderUnknown

log = structlog.get_logger("arkwright.shop")


@post("/checkout/abandon", opt={"rate": "checkout"})
async def abandon(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """End the order that waits for its payment; the basket is the shopper's again."""
    view = await open_basket(front, basket_of(request))
    order = await waiting_order(front, view) if view else None
    if order is not None:
        await cancel(front.office, order.order, "shopper", "not-paid")
    return see("/basket")


@get("/checkout/cancelled")
async def not_paid() -> Response[Any]:
    """The shopper came back without paying: the basket is kept, and says what waits."""
    return see("/basket")


@get("/checkout/return")
async def come_back(request: Request[Any, Any, Any], front: NamedDependency[Shopfront], order: FromQuery[str] = "") -> Response[Any]:
    """The shopper came back from paying: ask the provider, then show the order to the browser that made it."""
    if not is_id(order):
        raise NoSuchOrder(order)
    try:
        await settle(front.office, order)
    except ProviderUnknown:
        log.warning("a return could not be settled yet", order=order)
    standing = await known(front.office, order)
    if standing.basket != basket_of(request):
        return await front.page(request, "thanks.html")
    return see(await order_href(front.office, standing))


# Signed by the provider; asked of the provider again before anything is believed.
@post("/webhooks/stripe", status_code=200, request_max_body_size=512 * KIBIBYTE, opt={"rate": "webhook"}, include_in_schema=False)
async def webhook(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[str]:
    """The provider says that something happened to a session: look and settle. Any number of times is the same as once."""
    session = verify(await request.body(), request.headers.get("stripe-signature", ""), front.webhook_secret, front.now_ms())
    payment = await payments.payment_by_session(front.office.payments.reader, session) if session else None
    if payment is not None:
        await settle(front.office, payment.order)
    return Response("taken\n", media_type="text/plain")


async def order_href(office: Shop, order: Order) -> str:
    """The order's own page, by its secret."""
    return f"/order/{order.number}?key={guests.secret_of(await office.vault.key_of(order.person), order.order)}"
