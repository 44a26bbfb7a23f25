"""Orders over the API: placed, looked at with their key, cancelled; and an address left for when something is back."""

from __future__ import annotations

import hashlib
import hmac

import msgspec

from arkwright.channels.app_api import answers, requests
from arkwright.channels.app_api.basket_answers import saving_answers
from arkwright.channels.app_api.baskets import identity
from arkwright.channels.app_api.operation import CHANNEL, Api, Call, Operation, Parameter, Reply, created
from arkwright.channels.app_api.refusals import CapabilityIsUnknown, OrderKeyIsMissing
from arkwright.compartments.ordering import queries as ordering
from arkwright.compartments.ordering.commands import WantedLine
from arkwright.compartments.ordering.refusals import BasketIsEmpty, BasketWasOrdered, NoSuchOrder
from arkwright.compartments.ordering.state import Basket, Order
from arkwright.journeys import contact as guests
from arkwright.journeys.cancel import cancel
from arkwright.journeys.checkout import CheckoutRequest, begin
from arkwright.journeys.tell_me import leave_address
from arkwright.kit import order_number, postcode
from arkwright.kit.promotion import plain_code
from arkwright.kit.world import ulid

CANCEL_WHY = "asked-in-the-app"
STATUS_WORDS = {
    "placed": "We are waiting for your payment.",
    "confirmed": "Your order is paid and will be packed.",
    "part-dispatched": "Part of your order is on its way.",
    "dispatched": "Your order is on its way.",
    "closed-short": "Your order is finished. What could not be sent was not charged.",
    "cancelled": "This order is cancelled.",
}


async def place_order(api: Api, call: Call) -> Reply:
    """One order for a basket and a key, however often it is asked."""
    asked: requests.NewOrder = call.body
    basket = await ordering.basket(api.shop.ordering.reader, asked.basket)
    if basket is None:
        raise BasketIsEmpty()
    order = order_id(basket, call.key)
    wanted = checkout_of(asked, order)
    try:
        page = await begin(api.shop, wanted)
    except BasketWasOrdered as refusal:
        if not same_key(refusal.order, order):
            raise
        order = refusal.order  # an earlier sending of this very request was quicker than our look at the basket
        page = await begin(api.shop, msgspec.structs.replace(wanted, order=order))
    number = guests.number_of(order)
    secret = guests.secret_of(await api.shop.vault.key_of(guests.guest_of(order)), order)
    body = answers.OrderTaken(order=order, number=number, key=secret, payment_url=page)
    return created(body, f"/orders/{number}")


def checkout_of(asked: requests.NewOrder, order: str) -> CheckoutRequest:
    """What checkout is asked for under this order id."""
    where = asked.contact
    return CheckoutRequest(
        order=order,
        basket=asked.basket,
        channel=CHANNEL,
        contact=guests.Contact(
            name=where.name,
            email=guests.email_form(where.email),
            phone=where.phone,
            address=where.address,
            town=where.town,
            postcode=postcode.normalise(where.postcode),
            gift_message=asked.gift_message.strip(),
        ),
        method=asked.method,
        delivery_pence=asked.delivery_pence,
        day=asked.day,
        saved_pence=asked.saved_pence,
        code=plain_code(asked.code),
        lines=tuple(WantedLine(**msgspec.structs.asdict(line)) for line in asked.lines),
    )


def order_id(basket: Basket, key: str) -> str:
    """The order's id from the basket and the key, with the time of the basket's last change in front, as ids have it.

    A basket that this key has ordered keeps the id it was ordered under.
    """
    dice = hashlib.sha256(f"app-order\n{basket.basket}\n{key}".encode()).digest()
    fresh = ulid(basket.changed_ms, dice)
    if basket.order is not None and same_key(basket.order, fresh):
        return basket.order
    return fresh


def same_key(one: str, other: str) -> bool:
    """Whether both order ids were made of the same basket and key, whatever the basket was changed in between."""
    return one[10:] == other[10:]


async def show_order(api: Api, call: Call) -> Reply:
    """As it stands."""
    return Reply(body=await order_answer(api, await opened(api, call)))


async def cancel_order(api: Api, call: Call) -> Reply:
    """Asked again, it is cancelled still."""
    order = await opened(api, call)
    return Reply(body=await order_answer(api, await cancel(api.shop, order.order, "shopper", CANCEL_WHY)))


async def opened(api: Api, call: Call) -> Order:
    """The order of the number, for who holds its key; a wrong key and a wrong number are answered alike."""
    key = call.headers.get("order-key")
    if key is None:
        raise OrderKeyIsMissing()
    number = order_number.normalise(call.path["number"])
    order = await ordering.order_by_number(api.shop.ordering.reader, number) if number else None
    kept = order.secret_digest if order else guests.secret_digest("")
    if not hmac.compare_digest(kept, guests.secret_digest(key)) or order is None:
        raise NoSuchOrder(call.path["number"])
    return order


async def leave_an_address(api: Api, call: Call) -> Reply:
    """One message, once."""
    asked: requests.NewWaiter = call.body
    if asked.capability not in api.capabilities:
        raise CapabilityIsUnknown(asked.capability)
    await leave_address(api.shop, identity("app-waiter", call.key), asked.capability, CHANNEL, asked.email)
    name = api.capabilities[asked.capability].name
    return Reply(
        body=answers.Waiting(capability=asked.capability, say=f"{name}: we will send you one message when it is back."), status=201
    )


async def order_answer(api: Api, order: Order) -> answers.Order:
    """The order as the API shows it: of who ordered it the gift message alone."""
    contact = await guests.opened(api.shop.vault, order.person, order.contact)
    return answers.Order(
        order=order.order,
        number=order.number,
        status=order.status,
        say="We are cancelling this order." if order.cancelling else STATUS_WORDS[order.status],
        cancelling=order.cancelling is not None,
        lines=tuple(
            answers.OrderLine(
                sku=line.sku,
                product=line.product,
                name=line.name,
                quantity=line.quantity,
                price_pence=line.price_pence,
                saved_pence=line.saved_pence,
                sent=order.sent.get(line.sku, 0),
            )
            for line in order.lines
        ),
        savings=saving_answers(order.lines),
        delivery_method=order.delivery.method,
        delivery_day=order.delivery.day,
        delivery_pence=order.delivery.charge_pence,
        total_pence=order.total_pence,
        vat=tuple(
            answers.VatLine(rate=each.rate, goods_pence=each.goods_pence, delivery_pence=each.delivery_pence, vat_pence=each.vat_pence)
            for each in order.vat
        ),
        gift_message=contact.gift_message if contact else "",
        placed_ms=order.placed_ms,
        changed_ms=order.changed_ms,
        cancel_until_ms=order.cancel_until_ms,
    )


NUMBER = Parameter(name="number", place="path", allowed="An order number.", pattern=r"[^/]{1,40}", example="AW-7K3PM-2QXV", required=True)
ORDER_KEY = Parameter(
    name="Order-Key",
    place="header",
    allowed="The key that came with the order.",
    pattern=r".{1,200}",
    example="0123456789abcdef0123456789abcdef",
    required=True,
)

OPERATIONS = (
    Operation(
        name="placeOrder",
        method="POST",
        path="/orders",
        tag="Orders",
        summary="Order what a basket holds",
        about=(
            "Send the lines, the delivery charge and what promotions save as the shopper saw them; what has changed since is refused by "
            "name. Then send the shopper to `payment_url`, and open the order with its number and `key`. A repetition gives the same "
            "order; once the order is past paying, `payment_url` is where the shop tells of it. When no order was made, and the basket "
            "was changed since, the same key asks anew."
        ),
        act=place_order,
        asks=requests.NewOrder,
        answer=answers.OrderTaken,
        status=201,
        refused={
            404: "A product is not on sale, or there is no such code.",
            409: "Sold out, changed since the shopper saw it, not delivered there, the day is full, empty, or ordered already.",
        },
        keyed=True,
    ),
    Operation(
        name="getOrder",
        method="GET",
        path="/orders/{number}",
        tag="Orders",
        summary="An order",
        about="For who holds its key. A wrong key and a wrong number are answered alike.",
        act=show_order,
        answer=answers.Order,
        parameters=(NUMBER, ORDER_KEY),
        refused={404: "There is no such order for this key."},
    ),
    Operation(
        name="cancelOrder",
        method="POST",
        path="/orders/{number}/cancel",
        tag="Orders",
        summary="Cancel an order",
        about="Within the hour after ordering, while nothing has left. What was authorised is released.",
        act=cancel_order,
        asks=requests.Nothing,
        answer=answers.Order,
        parameters=(NUMBER, ORDER_KEY),
        refused={404: "There is no such order for this key.", 409: "It is too late, or a parcel cannot be stopped."},
        keyed=True,
    ),
    Operation(
        name="joinWaitingList",
        method="POST",
        path="/waiting-list",
        tag="What works now",
        summary="Tell me when it is back",
        about="One message to this address when the capability is open again in the app; the address is used for nothing else.",
        act=leave_an_address,
        asks=requests.NewWaiter,
        answer=answers.Waiting,
        status=201,
        refused={404: "There is no such capability.", 409: "This address waits already, or it is open."},
        keyed=True,
    ),
)
