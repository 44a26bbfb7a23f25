"""Baskets over the API: begun, filled, looked at, and what it costs to have one delivered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from arkwright.channels.app_api import answers, requests
from arkwright.channels.app_api.basket_answers import basket_answer, goods
from arkwright.channels.app_api.operation import CHANNEL, Api, Call, Operation, Parameter, Reply, created
from arkwright.compartments.ordering import delivery
from arkwright.compartments.ordering import queries as ordering
from arkwright.compartments.ordering.commands import AcceptPrices, AddToBasket, EnterCode, Method, SetQuantity
from arkwright.compartments.ordering.queries import BasketView, DayOffer, PricedBasket
from arkwright.kit import postcode
from arkwright.kit.london import day_words
from arkwright.kit.promoting import saved_pence
from arkwright.kit.scope import Scope
from arkwright.kit.switches import Switched
from arkwright.kit.world import ULID_ALPHABET

MANY = "It cannot be delivered to this postcode like this. Choose another delivery, or take out what is not delivered there."


def identity(*parts: str) -> str:
    """26 characters in the alphabet of ids, made from these parts: the same parts, the same id."""
    number = int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:16], "big")
    return "".join(ULID_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


async def create_basket(api: Api, call: Call) -> Reply:
    """An id made from the client's key; nothing is written before the first line."""
    basket = identity("app-basket", call.key)
    return created(answers.BasketCreated(basket=basket), f"/baskets/{basket}")


async def show_basket(api: Api, call: Call) -> Reply:
    """As it can be ordered now."""
    basket = call.path["basket"]
    reader = api.shop.ordering.reader
    view = await ordering.basket_view(reader, basket)
    return Reply(body=basket_answer(basket, view, await priced(api, view)))


async def add_line(api: Api, call: Call) -> Reply:
    """The command's id is the basket and the client's key, so that it takes effect once, for ever."""
    basket, asked = call.path["basket"], call.body
    command = AddToBasket(id=f"{basket}.{call.key}", basket=basket, channel=CHANNEL, sku=asked.sku, quantity=asked.quantity)
    await api.shop.ordering.submit(command)
    return created(answers.LineAdded(basket=basket, sku=asked.sku, added=asked.quantity), f"/baskets/{basket}")


async def set_line(api: Api, call: Call) -> Reply:
    """Exactly this many; with a key, a repetition that comes late changes nothing."""
    basket = call.path["basket"]
    command = SetQuantity(
        id=f"{basket}.{call.key or api.shop.world.new_id()}",
        basket=basket,
        channel=CHANNEL,
        sku=call.path["sku"],
        quantity=call.body.quantity,
    )
    await api.shop.ordering.submit(command)
    return await show_basket(api, call)


async def set_code(api: Api, call: Call) -> Reply:
    """A promotion's code, or none any more."""
    basket = call.path["basket"]
    key = call.key or api.shop.world.new_id()
    await api.shop.ordering.submit(EnterCode(id=f"{basket}.{key}", basket=basket, channel=CHANNEL, code=call.body.code))
    return await show_basket(api, call)


async def priced(api: Api, view: BasketView | None) -> PricedBasket:
    """With what promotions take off now."""
    return await ordering.priced(api.shop.ordering.reader, view, api.shop.world.now_ms()) if view else PricedBasket(lines=())


async def accept_prices(api: Api, call: Call) -> Reply:
    """The shopper has seen today's prices."""
    basket = call.path["basket"]
    await api.shop.ordering.submit(AcceptPrices(id=f"{basket}.{call.key}", basket=basket, channel=CHANNEL))
    return Reply(body=answers.PricesAccepted(basket=basket))


async def delivery_options(api: Api, call: Call) -> Reply:
    """Ways and charges at a postcode, for this basket as it is, under the switches as they are."""
    code = postcode.normalise(call.query["postcode"])
    basket = call.query["basket"]
    view = await ordering.basket_view(api.shop.ordering.reader, basket)
    zone = postcode.zone(code)
    days = await ordering.days_there(api.shop.ordering.reader, zone, postcode.nation(code), api.shop.world.now_ms())
    offered = (*delivery.methods(zone), *(("named-day",) if days else ()))
    saved = saved_pence((await priced(api, view)).lines)
    methods = tuple(option(api, basket, view, code, method, days, saved=saved) for method in METHODS if method in offered)
    return Reply(body=answers.DeliveryOptions(postcode=code, nation=postcode.nation(code), zone=zone, methods=methods))


METHODS: tuple[Method, ...] = ("standard", "next-day", "named-day")
ALL_FULL = "Every day is full at the moment. Choose another delivery."


def option(
    api: Api, basket: str, view: BasketView | None, code: str, method: Method, days: Sequence[DayOffer], *, saved: int
) -> answers.DeliveryOption:
    """One way of delivery; the days belong to named-day alone."""
    zone, goods_pence = postcode.zone(code), goods(view)
    charge_pence = delivery.charge_pence(method, zone, goods_pence) or 0
    if method == "named-day":
        charge_pence = min(day.charge_pence for day in days)
    offers = list(view.offers.values()) if view else []
    say = ""
    if not all(delivery.allowed(offer.restrictions, method, zone) for offer in offers):
        say = MANY
    if method == "named-day" and not any(day.free for day in days):
        say = ALL_FULL
    scope = Scope(
        channel=CHANNEL,
        region=postcode.nation(code),
        postcode_area=postcode.area(code),
        categories=frozenset(offer.category for offer in offers),
        delivery_method=method,
        total_pence=goods_pence - saved + charge_pence,
        shopper=basket,
    )
    try:
        api.held.gate.check(("orders", "delivery"), scope, "refuse", api.shop.world.now_ms())
    except Switched as refusal:
        say = str(refusal)
    shown = tuple(day_answer(day) for day in days) if method == "named-day" else ()
    return answers.DeliveryOption(method=method, charge_pence=charge_pence, offered=not say, say=say, days=shown)


def day_answer(day: DayOffer) -> answers.DeliveryDay:
    """A day, and whether there is room."""
    say = f"{day_words(day.day)}: {'available' if day.free else 'full'}."
    return answers.DeliveryDay(day=day.day, available=day.free, charge_pence=day.charge_pence, say=say)


BASKET = Parameter(
    name="basket",
    place="path",
    allowed="The id of a basket: 26 characters, as POST /baskets gave it.",
    pattern=requests.BASKET_FORM,
    example="5vtjb0xk7r0qeh2c1m9wq3znfa",
    required=True,
)
SKU = Parameter(name="sku", place="path", allowed="A product code (SKU).", pattern=r"[^/]{1,64}", example="MUG-1", required=True)
POSTCODE = Parameter(
    name="postcode", place="query", allowed="A full UK postcode, such as LS1 4AP.", pattern=r".{1,20}", example="LS1 4AP", required=True
)
THE_BASKET = Parameter(name="basket", place="query", allowed=BASKET.allowed, pattern=BASKET.pattern, example=BASKET.example, required=True)

OPERATIONS = (
    Operation(
        name="createBasket",
        method="POST",
        path="/baskets",
        tag="Basket",
        summary="Begin a basket",
        about="The basket's id is made from the key alone. Whoever knows the id has the basket: keep it to yourself.",
        act=create_basket,
        asks=requests.Nothing,
        answer=answers.BasketCreated,
        status=201,
        keyed=True,
    ),
    Operation(
        name="getBasket",
        method="GET",
        path="/baskets/{basket}",
        tag="Basket",
        summary="What a basket holds",
        about="Its lines at the prices that the shopper saw, and what must be put right before it can be ordered.",
        act=show_basket,
        answer=answers.Basket,
        parameters=(BASKET,),
        caching="private",
    ),
    Operation(
        name="addToBasket",
        method="POST",
        path="/baskets/{basket}/lines",
        tag="Basket",
        summary="Put more in",
        about="Adds to what the basket holds of the product. Works while orders are paused.",
        act=add_line,
        asks=requests.NewLine,
        answer=answers.LineAdded,
        status=201,
        parameters=(BASKET,),
        refused={404: "It is not on sale.", 409: "The basket has been ordered, or is full."},
        keyed=True,
    ),
    Operation(
        name="setBasketLine",
        method="PUT",
        path="/baskets/{basket}/lines/{sku}",
        tag="Basket",
        summary="Have exactly this many",
        about="0 takes the line out. A key is not needed; with one, a repetition that comes late changes nothing.",
        act=set_line,
        asks=requests.LineQuantity,
        answer=answers.Basket,
        parameters=(BASKET, SKU),
        refused={404: "It is not on sale.", 409: "The basket has been ordered, or is full."},
        keyed=True,
        key_optional=True,
    ),
    Operation(
        name="setBasketCode",
        method="PUT",
        path="/baskets/{basket}/code",
        tag="Basket",
        summary="Use a promotion code",
        about="An empty code takes it out. The basket says what promotions save, with the code and without. A key is not needed.",
        act=set_code,
        asks=requests.PromotionCode,
        answer=answers.Basket,
        parameters=(BASKET,),
        refused={404: "There is no such code.", 409: "The code is over or used up, or the basket has been ordered."},
        keyed=True,
        key_optional=True,
    ),
    Operation(
        name="acceptPrices",
        method="POST",
        path="/baskets/{basket}/accept-prices",
        tag="Basket",
        summary="Go on with today's prices",
        about="Each line takes today's price; a line that is no longer on sale leaves.",
        act=accept_prices,
        asks=requests.Nothing,
        answer=answers.PricesAccepted,
        parameters=(BASKET,),
        keyed=True,
    ),
    Operation(
        name="listDeliveryOptions",
        method="GET",
        path="/delivery-options",
        tag="Basket",
        summary="Ways of delivery and their charges",
        about="For a basket at a postcode, as the switches stand now.",
        act=delivery_options,
        answer=answers.DeliveryOptions,
        parameters=(POSTCODE, THE_BASKET),
    ),
)
