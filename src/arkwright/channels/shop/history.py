"""Your orders: an address is asked for, the answer is always the same, and a link that was sent there opens the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.shop.orders import WORDS
from arkwright.channels.shop.paying import order_href
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.journeys import order_history
from arkwright.kit.refusal import Refusal
from arkwright.kit.scope import Scope

# Every answer takes as long, so that nobody learns from the time whether there are orders.
ANSWER_AFTER_MS = 400

log = structlog.get_logger("arkwright.shop")


@get("/your-orders")
async def ask(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """The form."""
    check_shown(front)
    return await show_form(front, request)


@post("/your-orders", opt={"rate": "letter"})
async def send_link(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Send the link if there are orders; the answer is the same if there are none."""
    check_shown(front)
    sent = await form(request)
    email = sent.email()
    if not sent.valid:
        return await show_form(front, request, email=email, problems=sent.problems, status=422)
    began_ms = front.now_ms()
    try:
        await order_history.send_link(front.office, email)
    except Refusal as refusal:
        # To say so would tell that there are orders: the page asks for patience, and for asking again.
        log.warning("a link to orders was not queued", why=type(refusal).__name__)
    await front.office.world.sleep(max(0, ANSWER_AFTER_MS - (front.now_ms() - began_ms)) / 1000)
    return see("/your-orders/asked")


@get("/your-orders/asked")
async def asked(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """The same words for everybody."""
    return await front.page(request, "orders_asked.html")


@get("/your-orders/list", opt={"rate": "secret"})
async def show_list(request: Request[Any, Any, Any], front: NamedDependency[Shopfront], key: FromQuery[str] = "") -> Response[Any]:
    """The orders of the address that the link went to."""
    check_shown(front)
    found = await order_history.found(front.office, key)
    rows = [(order, WORDS[order.status], await order_href(front.office, order)) for order in found]
    return await front.page(request, "orders_found.html", rows=rows)


def check_shown(front: Shopfront) -> None:
    """Refuses, in the words of the switch, where accounts are paused or sealed: this shows what an account would show."""
    front.held.gate.check(("accounts",), Scope(channel=CHANNEL), "refuse", front.now_ms())


async def show_form(
    front: Shopfront, request: AnyRequest, *, email: str = "", problems: Sequence[Problem] = (), status: int = 200
) -> Response[Any]:
    """The form, with what was typed."""
    return await front.page(request, "your_orders.html", status=status, problems=problems, email=email)
