"""Checkout: a guest's basket becomes an order, the shopper pays on the provider's page, and the evidence confirms it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from arkwright.compartments.customers.commands import OpenGuest
from arkwright.compartments.loyalty.commands import SpendPoints
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import CancelOrder, ConfirmOrder, Delivery, Method, PlaceOrder, WantedLine
from arkwright.compartments.ordering.refusals import NoSuchOrder, NotFullyAuthorised, OrderIs
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.payments.commands import BeginPayment, BeginVoid, RecordFailed, RecordPaidWithPoints
from arkwright.compartments.payments.state import Payment
from arkwright.journeys import contact as guests
from arkwright.journeys import paying
from arkwright.journeys.contact import Contact
from arkwright.journeys.refusals import PaymentIsNotPossible, PaymentPageIsAway, PointsAreAway
from arkwright.journeys.shop import Shop
from arkwright.journeys.steps import Step, run
from arkwright.kit import postcode
from arkwright.kit.person_key import PersonKey
from arkwright.kit.provider import Evidence, ProviderRefused, ProviderUnknown
from arkwright.kit.switches import Paused, Sealed

# No money comes of a payment in these states. One is let go of under an order that still stands when that order was found paid while it was
# being cancelled, and the cancellation was given up afterwards.
NEVER_OURS = ("failed", "voiding", "voided")


class CheckoutRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the shopper sends: `order` is a ULID made with the form, so that however often it is sent there is one order.

    `day` (`2026-12-01`) is the one that the shopper named, for the method named-day. `member`, who is signed in, pays `points_pence` of
    it with `points`; the rest goes to a card, or nothing does. `for_member`: whoever calls knows that the shopper is a member who is
    signed in, and a member price had a part in what is saved.
    """

    order: str
    basket: str
    channel: str
    contact: Contact
    method: Method
    delivery_pence: int
    lines: tuple[WantedLine, ...]
    saved_pence: int = 0
    code: str = ""
    day: str = ""
    member: str = ""
    points: int = 0
    points_pence: int = 0
    for_member: bool = False


@dataclass
class Checkout:
    """A checkout under way: `key` once its guest has one, `order` once it stands, `page` once the shopper can pay there."""

    shop: Shop
    request: CheckoutRequest
    key: PersonKey | None = None
    order: Order | None = None
    page: str = ""

    @property
    def person(self) -> str:
        """The guest of this order."""
        return guests.guest_of(self.request.order)


async def begin(shop: Shop, request: CheckoutRequest) -> str:
    """Place the order and open its payment page; the page's URL. Sent again, the same order goes on.

    Refuses what ordering refuses. `PaymentPageIsAway`: nothing is decided, send it again. `PaymentIsNotPossible`: undone.
    """
    checkout = Checkout(shop, request)
    try:
        await run(shop.world, "checkout", BEGIN, checkout)
    except ProviderUnknown as error:
        raise PaymentPageIsAway() from error
    except ProviderRefused as error:
        raise PaymentIsNotPossible() from error
    return checkout.page


async def open_guest(checkout: Checkout) -> None:
    """A key of the guest's own comes first: without it nothing personal can be written."""
    filed = await guests.fingerprint(checkout.shop.vault, checkout.request.contact.email)
    checkout.key = await checkout.shop.vault.make(checkout.person, filed)
    await checkout.shop.customers.submit(OpenGuest(id=f"{checkout.request.order}.guest", person=checkout.person))


async def place_order(checkout: Checkout) -> None:
    """The order stands and its units are promised."""
    request, key = checkout.request, checkout.key or await checkout.shop.vault.key_of(checkout.person)
    code = postcode.normalise(request.contact.postcode)
    await checkout.shop.ordering.submit(
        PlaceOrder(
            id=f"{request.order}.place",
            order=request.order,
            number=guests.number_of(request.order),
            basket=request.basket,
            channel=request.channel,
            person=checkout.person,
            contact=guests.sealed(key, request.contact),
            secret_digest=guests.secret_digest(guests.secret_of(key, request.order)),
            lines=request.lines,
            delivery=Delivery(
                method=request.method,
                zone=postcode.zone(code),
                region=postcode.nation(code),
                postcode_area=postcode.area(code),
                charge_pence=request.delivery_pence,
                day=request.day,
            ),
            saved_pence=request.saved_pence,
            code=request.code,
            member=request.member,
            points=request.points,
            points_pence=request.points_pence,
            for_member=request.for_member,
        )
    )


async def cancel_order(checkout: Checkout) -> None:
    """Undo: the units are free again, and the basket may be ordered anew."""
    request = checkout.request
    command = CancelOrder(id=f"{request.order}.unpaid", order=request.order, channel=request.channel, by="payment", why="no-payment-page")
    await checkout.shop.ordering.submit(command)


async def spend_points(checkout: Checkout) -> None:
    """The member's points are taken, before anything is asked of a card; where they are not to be had, the order is undone.

    Nothing undoes this step: cancelling the order gives its points back by a reaction, since loyalty may be sealed by then.
    """
    request, shop = checkout.request, checkout.shop
    if not request.points or await payments.payment_of_order(shop.payments.reader, request.order):
        return
    spend = guests.spend_of(request.order)
    try:
        await shop.loyalty.submit(SpendPoints(id=spend, spend=spend, member=request.member, points=request.points))
    except (Paused, Sealed) as refusal:
        raise PointsAreAway() from refusal


async def begin_payment(checkout: Checkout) -> None:
    """The payment is on the books before the provider is asked."""
    order = checkout.order = await known(checkout.shop, checkout.request.order)
    await checkout.shop.payments.submit(
        BeginPayment(
            id=f"{order.order}.pay",
            payment=order.order,
            order=order.order,
            number=order.number,
            channel=order.channel,
            amount_pence=order.card_pence,
            points=order.points,
            points_pence=order.points_pence,
        )
    )


async def fail_payment(checkout: Checkout) -> None:
    """Undo: it can never be paid."""
    request = checkout.request
    command = RecordFailed(id=f"{request.order}.no-page", payment=request.order, channel=request.channel, why="no-payment-page")
    await checkout.shop.payments.submit(command)


async def open_page(checkout: Checkout) -> None:
    """The provider opens its page; an order that is past paying, or is paid with points alone, goes back to its own page instead."""
    order = checkout.order or await known(checkout.shop, checkout.request.order)
    if not order.card_pence:
        await settle(checkout.shop, order.order)
    if not order.card_pence or order.status != "placed":
        checkout.page = checkout.shop.addresses.back_from_paying(order.order)
        return
    page = await paying.open_page(checkout.shop, order, checkout.request.contact.email)
    checkout.page = page.url


BEGIN = [
    Step("guest", open_guest),
    Step("order", place_order, undo=cancel_order),
    Step("points", spend_points),
    Step("payment", begin_payment, undo=fail_payment),
    Step("page", open_page, outside=True),
]


@dataclass
class Settling:
    """A payment being settled: `evidence` once the provider has said what became of it."""

    shop: Shop
    order: Order
    payment: Payment | None = None
    evidence: Evidence | None = None


async def settle(shop: Shop, order_id: str) -> None:
    """Ask the provider what became of an order's payment, and confirm or cancel the order by its evidence alone.

    Safe any number of times: the webhook, the shopper's return and the resolver are one. Raises `ProviderUnknown`.
    """
    await run(shop.world, "settle", SETTLE, Settling(shop, await known(shop, order_id)))


async def look(settling: Settling) -> None:
    """What the provider says; once the hold is over, after closing the page."""
    shop, order = settling.shop, settling.order
    settling.payment = await payments.payment_of_order(shop.payments.reader, order.order)
    if settling.payment is not None:
        late = shop.world.now_ms() > order.placed_ms + paying.HOLD_MS
        settling.evidence = await paying.seen(shop, order, settling.payment, close=late)


async def record_evidence(settling: Settling) -> None:
    """The evidence goes on the books."""
    if settling.payment is not None and settling.evidence is not None:
        await paying.record(settling.shop, settling.payment, settling.evidence)


async def conclude(settling: Settling) -> None:
    """Authorised: confirmed, or, where the order ended meanwhile, released. Failed, or let go of: cancelled. Open: left open."""
    shop, order = settling.shop, settling.order
    payment = await payments.payment_of_order(shop.payments.reader, order.order)
    if payment is not None and not payment.amount_pence and payment.status == "begun":
        return await conclude_by_points(shop, order, payment)
    if payment is not None and payment.status == "authorised" and order.status in ("placed", "cancelled"):
        await confirm_or_release(shop, order, payment.payment, payment.authorised_pence)
    over = shop.world.now_ms() > order.placed_ms + paying.HOLD_MS
    if order.status == "placed" and (over if payment is None else payment.status in NEVER_OURS):
        unpaid = CancelOrder(id=f"{order.order}.unpaid", order=order.order, channel=order.channel, by="payment", why="not-paid")
        await shop.ordering.submit(unpaid)


async def conclude_by_points(shop: Shop, order: Order, payment: Payment) -> None:
    """Points alone pay at once, before the order is confirmed, so that no parcel finds them unpaid. One that ended is released."""
    if order.status == "cancelled":
        return await paying.fail(shop, payment, "order-ended")
    paid = RecordPaidWithPoints(id=f"{payment.payment}.points-paid", payment=payment.payment, channel=payment.channel)
    await shop.payments.submit(paid)
    await confirm_or_release(shop, order, payment.payment, 0)


def confirmation(order: Order, payment: str, authorised_pence: int) -> ConfirmOrder:
    """The command that confirms it by this evidence; the same each time."""
    return ConfirmOrder(
        id=f"{order.order}.confirm",
        order=order.order,
        channel=order.channel,
        payment=payment,
        authorised_pence=authorised_pence,
        points_pence=order.points_pence,
    )


async def confirm_or_release(shop: Shop, order: Order, payment: str, authorised_pence: int) -> None:
    """Paid is paid: the order is confirmed; if it has ended, the money is released and the shopper charged nothing."""
    try:
        await shop.ordering.submit(confirmation(order, payment, authorised_pence))
    except (OrderIs, NotFullyAuthorised):
        now = await known(shop, order.order)
        if now.status in ("placed", "cancelled"):
            void = BeginVoid(id=f"{order.order}.void", payment=payment, channel=order.channel, why="order-ended")
            await shop.payments.submit(void)


SETTLE = [
    Step("look", look, outside=True),
    Step("evidence", record_evidence),
    Step("conclude", conclude),
]


async def known(shop: Shop, order_id: str) -> Order:
    """The order, or a refusal."""
    order = await orders.order(shop.ordering.reader, order_id)
    if order is None:
        raise NoSuchOrder(order_id)
    return order
