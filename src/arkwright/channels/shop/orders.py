"""The order's page, by its secret link: where the order stands, what it cost, its parcels, and cancelling while that is possible."""

from __future__ import annotations

import hmac
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.checkout_form import how
from arkwright.channels.shop.front import Shopfront, basket_of
from arkwright.channels.shop.paying import order_href
from arkwright.channels.shop.tables import goods_table, saving_rows, tender_rows, vat_rows
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import status_of
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.dispatch import queries as dispatch
from arkwright.compartments.dispatch.state import Parcel
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.refusals import NoSuchOrder
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import queries as payments
from arkwright.journeys import contact as guests
from arkwright.journeys.cancel import cancel
from arkwright.kit import order_number
from arkwright.kit.money import pounds
from arkwright.kit.promoting import saved_pence
from arkwright.kit.provider import ProviderUnknown
from arkwright.kit.refusal import Refusal

WORDS = {
    "placed": "Waiting for your payment",
    "confirmed": "Received and paid",
    "part-dispatched": "Partly on its way",
    "dispatched": "On its way",
    "closed-short": "Ended; the rest was not sent and not charged",
    "cancelled": "Cancelled",
}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the order's history."""

    title: str
    state: str
    at_ms: int | None = None
    text: str = ""


@get("/order/{number:str}", opt={"rate": "secret"})
async def order_page(
    request: Request[Any, Any, Any], front: NamedDependency[Shopfront], number: FromPath[str], key: FromQuery[str] = ""
) -> Response[Any]:
    """The page; a wrong key is the same as no such order."""
    return await show_order(front, request, await opened(front, number, key))


@post("/order/{number:str}/cancel")
async def cancel_order(request: Request[Any, Any, Any], front: NamedDependency[Shopfront], number: FromPath[str]) -> Response[Any]:
    """End the order while nothing has left and the time for it is not over."""
    sent = await form(request)
    order = await opened(front, number, sent.raw("key"))
    try:
        await cancel(front.office, order.order, "shopper", "changed-mind")
    except ProviderUnknown:
        # The cancellation stands, and the resolver ends it: the page says that it is being cancelled.
        return see(await order_href(front.office, order))
    except Refusal as refusal:
        status, _ = status_of(refusal)
        return await show_order(front, request, order, problems=[Problem(None, str(refusal))], status=status)
    return see(await order_href(front.office, order))


async def opened(front: Shopfront, number: str, key: str) -> Order:
    """The order, for whoever has its secret."""
    written = order_number.normalise(number)
    order = await orders.order_by_number(front.office.ordering.reader, written) if written else None
    kept = order.secret_digest if order else guests.secret_digest(number)
    right = hmac.compare_digest(guests.secret_digest(key), kept)
    if order is None or not right:
        raise NoSuchOrder(number)
    return order


async def show_order(
    front: Shopfront, request: AnyRequest, order: Order, *, problems: list[Problem] | None = None, status: int = 200
) -> Response[Any]:
    """Everything about one order."""
    office = front.office
    consignment = await dispatch.consignment(office.dispatch.reader, order.order)
    parcels = consignment.parcels if consignment else ()
    payment = await payments.payment_of_order(office.payments.reader, order.order)
    part = await payments.points_part(office.payments.reader, payment.payment) if payment else None
    erased = await office.vault.erased(order.person)
    return await front.page(
        request,
        "order.html",
        status=status,
        problems=problems or [],
        order=order,
        words="Being cancelled" if order.cancelling else WORDS[order.status],
        contact=await guests.opened(office.vault, order.person, order.contact),
        payment=payment,
        parcels=parcels,
        history=history(order, parcels),
        names={line.sku: line.name for line in order.lines},
        key="" if erased else guests.secret_of(await office.vault.key_of(order.person), order.order),
        cancellable=may_cancel(order, front.now_ms()),
        wish=office.world.new_id(),
        payable=order.status == "placed" and order.cancelling is None and order.basket == basket_of(request),
        how=how(order.delivery.method, order.delivery.day),
        goods=goods_table(order.lines),
        vat=vat_rows(order.vat),
        sums=sums(order, (payment.refunded_pence if payment else 0) + (part.given_back_pence if part else 0)),
    )


def sums(order: Order, refunded_pence: int) -> list[tuple[str, str]]:
    """Goods, what promotions took off, delivery, VAT, what was given back, the total, and what points pay of it."""
    goods_pence = order.total_pence - order.delivery.charge_pence + saved_pence(order.lines)
    rows = [
        ("Goods", pounds(goods_pence)),
        *saving_rows(order.lines),
        (how(order.delivery.method, order.delivery.day), pounds(order.delivery.charge_pence) if order.delivery.charge_pence else "Free"),
        ("VAT included", pounds(sum(line.vat_pence for line in order.vat))),
    ]
    if refunded_pence:
        rows.append(("Given back", pounds(refunded_pence)))
    return [*rows, ("Total", pounds(order.total_pence)), *tender_rows(order.points, order.points_pence, order.card_pence)]


def may_cancel(order: Order, now_ms: int) -> bool:
    """Whether to offer it; ordering decides."""
    return order.status in {"placed", "confirmed"} and order.cancelling is None and now_ms <= order.cancel_until_ms


def history(order: Order, parcels: tuple[Parcel, ...]) -> list[Entry]:
    """What was, what is, and what is still to come."""
    entries = [Entry(title="Order placed", state="done", at_ms=order.placed_ms)]
    if order.status == "cancelled":
        points = f" The {order.points:,} points that you used go back to your account." if order.points else ""
        text = f"You are not charged for this order.{points}"
        return [*entries, Entry(title="Cancelled", state="now", at_ms=order.changed_ms, text=text)]
    if order.cancelling:
        return [*entries, Entry(title="Being cancelled", state="now", text="We are stopping it. This takes a few minutes.")]
    if order.status == "placed":
        waits = Entry(title="Waiting for your payment", state="now", text="Nothing was charged so far.")
        return [*entries, waits, Entry(title="Packed", state="later"), Entry(title="On its way", state="later")]
    entries.append(Entry(title="Paid", state="done"))
    entries += [
        Entry(title="Parcel left", state="done", at_ms=parcel.dispatched_ms, text=f"Tracking reference {parcel.tracking}")
        for parcel in parcels
    ]
    match order.status:
        case "confirmed":
            return [*entries, Entry(title="Being packed", state="now"), Entry(title="On its way", state="later")]
        case "part-dispatched":
            return [*entries, Entry(title="The rest is being packed", state="now"), Entry(title="All on its way", state="later")]
        case "closed-short":
            ended = Entry(title="Ended", state="now", at_ms=order.changed_ms, text="The rest was not sent and is not charged.")
            return [*entries, ended]
        case _:
            return [*entries, Entry(title="All on its way", state="now", at_ms=order.changed_ms)]
