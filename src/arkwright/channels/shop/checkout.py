"""The checkout: the address, then a look at the whole bill, then the provider's payment page; everything typed is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Response
from msgspec.structs import replace

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.account_details import prefilled
from arkwright.channels.shop.basket_page import open_basket, priced_here, show_basket
from arkwright.channels.shop.checkout_form import Bill, Typed, bill, read
from arkwright.channels.shop.front import CHANNEL, Shopfront, basket_of
from arkwright.channels.shop.named_day import DayToChoose, day_named, method_choices, show_days
from arkwright.channels.shop.points_tender import points_to_use, with_points
from arkwright.channels.shop.tables import goods_table, saving_rows, tender_rows, vat_rows
from arkwright.channels.shop.waiting import paused_page
from arkwright.channels.web.forms import form
from arkwright.channels.web.pages import see
from arkwright.channels.web.refusals import retry_after_s, status_of
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering import refusals as no
from arkwright.compartments.ordering.queries import BasketView
from arkwright.compartments.ordering.state import Order
from arkwright.journeys import checkout as story
from arkwright.journeys import contact as guests
from arkwright.journeys.account_places import places_of
from arkwright.journeys.accounts import Place
from arkwright.journeys.checkout import CheckoutRequest
from arkwright.journeys.shop import Shop
from arkwright.kit.money import pounds
from arkwright.kit.promoting import codes_of, for_members, saved_pence
from arkwright.kit.refusal import NotFound, NotTaken, Refusal, Unknown
from arkwright.kit.switches import Paused, Sealed

OTHER_DETAILS = (
    "This order already waits for its payment, with the details you gave before. Go to your basket to pay for it or to change it."
)
OTHER_BILL = "Your basket, what promotions save you or the delivery charge has changed. Please look at the total again."
ENDED = "The order that you began has ended, and nothing was charged. Please look at everything again to order anew."
ABOUT_GOODS = (no.SoldOut, no.RangeChanged, no.NotInRange, no.BasketWasOrdered, no.BasketIsEmpty, no.BasketIsFull, no.QuantityOutOfRange)
ABOUT_SAVINGS = (no.SavingsChanged, no.NoSuchCode, no.CodeIsOver, no.CodeIsUsedUp)


@get("/checkout")
async def address(request: Request[Any, Any, Any], front: NamedDependency[Shopfront], to: FromQuery[str] = "") -> Response[Any]:
    """The empty form, or filled in for whoever is signed in, with their address `to`.

    Back to the basket where there is nothing to order, or something to put right first.
    """
    named = basket_of(request)
    view = await open_basket(front, named)
    if front.orders(named).mode in {"paused", "sealed"}:
        return await paused_page(front, request)
    if not ready(view):
        return see("/basket")
    typed, mine = await known_already(front, request, to)
    return await show_form(front, request, front.office.world.new_id(), typed, (), mine=mine)


async def known_already(front: Shopfront, request: AnyRequest, to: str) -> tuple[Typed, list[Place]]:
    """What a shopper who is signed in keeps with us, with the address that they choose, and all of them; nothing for a guest."""
    found = await prefilled(front, request)
    if found is None:
        return Typed(), []
    holder, kept = found
    mine = places_of(kept)
    chosen = next((each for each in mine if each.place == to), mine[0] if mine else Place(place=""))
    lines = (*chosen.address, "", "")
    typed = Typed(
        name=chosen.name or kept.name,
        email=holder.email,
        phone=kept.phone,
        address1=lines[0],
        address2=lines[1],
        town=chosen.town,
        postcode=chosen.postcode,
    )
    return typed, mine


@post("/checkout", opt={"rate": "checkout"})
async def check_out(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """`step`: "review" shows the bill, "change" the form, "day" the days, "pay" makes the order and leads to the payment page."""
    sent = await form(request)
    order_id = sent.identifier("order")
    step = sent.raw("step")
    typed = read(sent)
    named = basket_of(request)
    made = await orders.order(front.office.ordering.reader, order_id)
    if made is not None and made.basket == named and made.status != "cancelled":
        return await go_on(front, request, made, typed)
    if made is not None:
        sent.wrong(None, ENDED)
        order_id = front.office.world.new_id()
    view = await open_basket(front, named)
    if view is None or not ready(view):
        return await show_basket(
            front, request, named, problems=[Problem(None, str(no.BasketIsEmpty()))] if view is None else (), status=409
        )
    if step == "change":
        return await show_form(front, request, order_id, typed, ())
    try:
        day = await day_named(front, typed, sent, step)
    except DayToChoose as choice:
        return await show_days(front, request, order_id, typed, choice)
    found = bill(view, await priced_here(front, request, view), typed, sent, day) if sent.valid else None
    if found is None:
        return await show_form(front, request, order_id, typed, sent.problems, status=422)
    mine = await points_to_use(front, request, found.total_pence)
    found = with_points(found, typed, mine, sent)
    if step != "pay" or not sent.valid:
        return await show_bill(front, request, order_id, typed, found, problems=sent.problems, status=200 if sent.valid else 422)
    if sent.raw("shown") != found.shown:
        return await show_bill(front, request, order_id, typed, found, problems=[Problem(None, OTHER_BILL)], status=409)
    return await pay(front, request, view, order_id, typed, found)


@post("/checkout/resume", opt={"rate": "checkout"})
async def resume(request: Request[Any, Any, Any], front: NamedDependency[Shopfront]) -> Response[Any]:
    """Back to the payment page of the order that the basket has become."""
    view = await open_basket(front, basket_of(request))
    order = await orders.order(front.office.ordering.reader, view.basket.order) if view and view.basket.order else None
    return see("/basket") if order is None else see(await story.begin(front.office, await as_requested(front.office, order)))


async def pay(front: Shopfront, request: AnyRequest, view: BasketView, order_id: str, typed: Typed, found: Bill) -> Response[Any]:
    """Make the order; a refusal comes back to where it can be put right, with everything typed."""
    wanted = CheckoutRequest(
        order=order_id,
        basket=view.basket.basket,
        channel=CHANNEL,
        contact=typed.contact(),
        method=found.method,
        delivery_pence=found.delivery_pence,
        lines=found.wanted(),
        day=found.day,
        saved_pence=found.saved_pence,
        code=found.code,
        member=found.member,
        points=found.points,
        points_pence=found.points_pence,
        for_member=found.for_member,
    )
    try:
        return see(await story.begin(front.office, wanted))
    except (Paused, Sealed) as refusal:
        if front.orders(view.basket.basket).mode in {"paused", "sealed"}:
            return await paused_page(front, request)
        # Paused for this way of delivery, or for where it goes: something else on the form may do.
        return await show_form(front, request, order_id, typed, [Problem("delivery", str(refusal))], status=503)
    except (*ABOUT_GOODS, *ABOUT_SAVINGS) as refusal:
        status, _ = status_of(refusal)
        return await show_basket(front, request, view.basket.basket, problems=[Problem(None, str(refusal))], status=status)
    except Refusal as refusal:
        return await put_right(front, request, order_id, typed, found, refusal)


async def put_right(front: Shopfront, request: AnyRequest, order_id: str, typed: Typed, found: Bill, refusal: Refusal) -> Response[Any]:
    """The form, where a field of it is at fault; else the bill once more, to be sent again as it is."""
    status, _ = status_of(refusal)
    if not isinstance(refusal, NotTaken | Unknown):
        order_id = front.office.world.new_id()  # the no stands under the other id for ever
    if refusal.field == "day":
        return await show_days(front, request, order_id, typed, DayToChoose(Problem("day", str(refusal)), status))
    if refusal.field in {"points", "member"}:
        typed, found = replace(typed, points=""), replace(found, member="", points=0, points_pence=0)
    if refusal.field in {"delivery", "postcode"}:
        answer = await show_form(front, request, order_id, typed, [Problem(refusal.field, str(refusal))], status=status)
    else:
        answer = await show_bill(front, request, order_id, typed, found, problems=[Problem(None, str(refusal))], status=status)
    wait_s = retry_after_s(refusal)
    if wait_s is not None:
        answer.headers["retry-after"] = str(wait_s)
    return answer


async def go_on(front: Shopfront, request: AnyRequest, order: Order, typed: Typed) -> Response[Any]:
    """The same form again, by a double click or from the browser's history: the same order, the same payment page."""
    known = await guests.opened(front.office.vault, order.person, order.contact)
    how, day = order.delivery.method, order.delivery.day
    if known != typed.contact() or how != typed.delivery or (day and day != typed.day):
        return await show_basket(front, request, order.basket, problems=[Problem(None, OTHER_DETAILS)], status=409)
    return see(await story.begin(front.office, await as_requested(front.office, order)))


async def as_requested(office: Shop, order: Order) -> CheckoutRequest:
    """The checkout that made this order, word for word, so that beginning it again is going on with it."""
    contact = await guests.opened(office.vault, order.person, order.contact)
    if contact is None:
        raise NotFound()
    return CheckoutRequest(
        order=order.order,
        basket=order.basket,
        channel=order.channel,
        contact=contact,
        method=order.delivery.method,
        delivery_pence=order.delivery.charge_pence,
        lines=Bill(lines=order.lines, method=order.delivery.method, delivery_pence=0, vat=()).wanted(),
        day=order.delivery.day,
        saved_pence=saved_pence(order.lines),
        code="".join(codes_of(order.lines)),
        member=order.member,
        points=order.points,
        points_pence=order.points_pence,
        for_member=for_members(order.lines),
    )


def ready(view: BasketView | None) -> bool:
    """Whether there is something to order and nothing in the way."""
    return view is not None and bool(view.basket.lines) and not view.problems and view.basket.order is None


async def show_form(
    front: Shopfront,
    request: AnyRequest,
    order_id: str,
    typed: Typed,
    problems: Sequence[Problem],
    *,
    mine: Sequence[Place] = (),
    status: int = 200,
) -> Response[Any]:
    """The address form; `mine` are addresses to choose from."""
    return await front.page(
        request,
        "checkout.html",
        status=status,
        problems=problems,
        order=order_id,
        typed=typed,
        mine=mine,
        standing=front.orders(basket_of(request)),
        methods=await method_choices(front),
    )


async def show_bill(
    front: Shopfront,
    request: AnyRequest,
    order_id: str,
    typed: Typed,
    found: Bill,
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> Response[Any]:
    """Everything once more before paying."""
    mine = await points_to_use(front, request, found.total_pence)
    return await front.page(
        request,
        "review.html",
        status=status,
        problems=problems,
        order=order_id,
        typed=typed,
        bill=found,
        goods=goods_table(found.lines),
        vat=vat_rows(found.vat),
        mine=mine,
        rows=sums(found),
    )


def sums(found: Bill) -> list[tuple[str, str]]:
    """Goods, savings, delivery, VAT and the total; and what points and a card pay of it."""
    rows = [
        ("Goods", pounds(found.goods_pence)),
        *saving_rows(found.lines),
        (found.how, pounds(found.delivery_pence) if found.delivery_pence else "Free"),
        ("VAT included", pounds(found.vat_pence)),
        ("Total", pounds(found.total_pence)),
    ]
    return [*rows, *tender_rows(found.points, found.points_pence, found.card_pence)]
