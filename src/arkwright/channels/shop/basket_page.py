"""The basket's page: its lines at today's prices, what is wrong with them, and whether they can be ordered now."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from litestar.datastructures import Cookie
from litestar.response import Response

from arkwright.channels.design.pages import Problem
from arkwright.channels.shop.account_points import member_here
from arkwright.channels.shop.front import CHANNEL, Shopfront
from arkwright.channels.shop.tables import saving_rows
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.catalogue import queries as catalogue
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.queries import BasketProblem, BasketView, PricedBasket
from arkwright.compartments.ordering.state import BasketLine, Order
from arkwright.kit.money import pounds
from arkwright.kit.promoting import saved_pence
from arkwright.kit.scope import Scope


class ShownLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is shown; `product` is "" when it is no longer in the range. `member_pence`: what one costs members, if less."""

    sku: str
    name: str
    product: str
    picture: str
    quantity: int
    price_pence: int
    problems: tuple[str, ...]
    member_pence: int | None = None

    @property
    def total_pence(self) -> int:
        """For all of them."""
        return self.price_pence * self.quantity


async def open_basket(front: Shopfront, basket: str | None) -> BasketView | None:
    """The shopper's basket; one that has become an order that stands is none any more."""
    view = await orders.basket_view(front.office.ordering.reader, basket) if basket else None
    if view is None or view.basket.order is None:
        return view
    return view if await waiting_order(front, view) else None


async def waiting_order(front: Shopfront, view: BasketView) -> Order | None:
    """The order that the basket has become and that waits for its payment."""
    order = await orders.order(front.office.ordering.reader, view.basket.order) if view.basket.order else None
    return order if order is not None and order.status == "placed" and order.cancelling is None else None


async def show_basket(
    front: Shopfront,
    request: AnyRequest,
    basket: str | None,
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
    cookies: Sequence[Cookie] = (),
    code_typed: str = "",
    notes: Sequence[str] | None = None,
) -> Response[str]:
    """The page, with `problems` of what was just tried on top; `notes` are what is not as it was, once lines of before were put in."""
    view = await open_basket(front, basket)
    waiting = await waiting_order(front, view) if view else None
    priced = await priced_here(front, request, view) if view else PricedBasket(lines=())
    lines = await shown_lines(front, view, priced) if view else []
    sold = waiting.lines if waiting else priced.lines
    return await front.page(
        request,
        "basket.html",
        status=status,
        cookies=cookies,
        problems=problems,
        notes=notes,
        lines=lines,
        goods_pence=sum(line.total_pence for line in lines),
        pieces=sum(line.quantity for line in lines),
        waiting=waiting,
        savings=saving_rows(sold),
        saved_pence=saved_pence(sold),
        code=view.basket.code if view else "",
        code_typed=code_typed,
        priced=priced,
        accounts=front.held.gate.describe("accounts", Scope(channel=CHANNEL), front.now_ms()),
        to_accept=any(problem.kind in {"price", "gone"} for problem in view.problems) if view else False,
        in_the_way=len(view.problems) if view else 0,
        standing=front.orders(basket),
        waiter=front.office.world.new_id(),
        email="",
    )


async def priced_here(front: Shopfront, request: AnyRequest, view: BasketView) -> PricedBasket:
    """The basket with its savings, for a member who is signed in with those of members."""
    return await orders.priced(front.office.ordering.reader, view, front.now_ms(), await member_here(front, request))


async def shown_lines(front: Shopfront, view: BasketView, priced: PricedBasket) -> list[ShownLine]:
    """Each line with its name, picture and problems."""
    products = [offer.product for offer in view.offers.values()]
    known = await catalogue.products_of(front.office.catalogue.reader, products)

    def shown(line: BasketLine) -> ShownLine:
        offer = view.offers.get(line.sku)
        product = known.get(offer.product) if offer else None
        return ShownLine(
            sku=line.sku,
            name=offer.name if offer else line.sku,
            product=product.product if product and product.live else "",
            picture=front.picture(product) if product else "",
            quantity=line.quantity,
            price_pence=line.price_pence,
            problems=tuple(told(problem, line) for problem in view.problems if problem.sku == line.sku),
            member_pence=priced.member_prices.get(line.sku),
        )

    return [shown(line) for line in view.basket.lines]


def told(problem: BasketProblem, line: BasketLine) -> str:
    """The problem as a sentence that says what to do."""
    match problem.kind:
        case "price":
            return f"The price is now {pounds(problem.price_pence)}; it was {pounds(line.price_pence)} when you put it in."
        case "gone":
            return "This is not on sale any more. Take it out to go on."
        case _:
            return f"We have {problem.left} left. Change the quantity to go on." if problem.left else "Out of stock. Take it out to go on."
