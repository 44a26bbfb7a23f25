"""Tell me when it is back: an address left at a pause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.front import CHANNEL, Shopfront, basket_of
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.journeys.tell_me import leave_address

RETRY_AFTER_S = 300


async def paused_page(
    front: Shopfront, request: AnyRequest, *, problems: Sequence[Problem] = (), email: str = "", waiter: str = "", status: int = 503
) -> Response[Any]:
    """Orders are paused: why, what works instead, and the form."""
    answer = await front.page(
        request,
        "paused.html",
        status=status,
        problems=problems,
        standing=front.orders(basket_of(request)),
        waiter=waiter or front.office.world.new_id(),
        email=email,
    )
    if status == 503:
        answer.headers["retry-after"] = str(RETRY_AFTER_S)
    return answer


@get("/tell-me")
async def ask(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """The form by itself."""
    return await paused_page(front, request, status=200)


@post("/tell-me")
async def tell_me(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Keep an address until orders are open again."""
    sent = await form(request)
    email, waiter = sent.email(), sent.identifier()
    if not sent.valid:
        return await paused_page(front, request, problems=sent.problems, email=email, waiter=waiter, status=422)
    await leave_address(front.office, waiter, "orders", CHANNEL, email)
    return see("/tell-me/thanks")


@get("/tell-me/thanks")
async def thanks(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """The address is kept."""
    return await front.page(request, "told.html")
