"""Baskets saved by link, and ordering again, over the API."""

from __future__ import annotations

from collections.abc import Sequence

from arkwright.channels.app_api import again_answers, requests
from arkwright.channels.app_api.baskets import BASKET
from arkwright.channels.app_api.operation import CHANNEL, Api, Call, Operation, Parameter, Reply, created
from arkwright.channels.app_api.orders import NUMBER, ORDER_KEY, opened
from arkwright.journeys import again, saved_basket


async def save_basket(api: Api, call: Call) -> Reply:
    """A copy, once for each key."""
    saved = await saved_basket.save(api.shop, call.path["basket"], CHANNEL, call.key)
    body = again_answers.SavedBasketMade(key=saved.secret, link=saved.link, expires_ms=saved.expires_ms)
    return created(body, f"/saved-baskets/{saved.secret}")


async def show_saved(api: Api, call: Call) -> Reply:
    """At today's prices."""
    saved = await saved_basket.opened(api.shop, call.path["key"])
    return Reply(body=again_answers.SavedBasket(lines=shown(await again.compared(api.shop, saved)), expires_ms=saved.expires_ms))


async def copy_saved(api: Api, call: Call) -> Reply:
    """Into this basket; the saved one stays as it is."""
    saved = await saved_basket.opened(api.shop, call.body.key)
    return await put_in(api, call, call.path["basket"], await again.compared(api.shop, saved))


async def order_again(api: Api, call: Call) -> Reply:
    """Into this basket; the order stays as it is."""
    order = await opened(api, call)
    return await put_in(api, call, call.body.basket, await again.compared(api.shop, order))


async def put_in(api: Api, call: Call, basket: str, lines: Sequence[again.LineOfBefore]) -> Reply:
    """Put in what is still sold, once for each key, and tell of every line."""
    await again.put_in(api.shop, lines, basket=basket, channel=CHANNEL, command=f"{basket}.{call.key}.again")
    return created(again_answers.LinesPutIn(basket=basket, lines=shown(lines)), f"/baskets/{basket}")


def shown(lines: Sequence[again.LineOfBefore]) -> tuple[again_answers.LineOfBefore, ...]:
    """The lines as the API shows them: how many are left is nobody's business beyond the sentence."""
    return tuple(
        again_answers.LineOfBefore(
            sku=line.sku,
            product=line.product,
            name=line.name,
            quantity=line.quantity,
            was_pence=line.was_pence,
            price_pence=line.price_pence,
            kind=line.kind,
            say=line.say,
        )
        for line in lines
    )


SAVED_KEY = Parameter(
    name="key",
    place="path",
    allowed="The key of a saved basket.",
    pattern=r"[0-9a-f]{1,64}",
    example="0123456789abcdef0123456789abcdef",
    required=True,
)

OPERATIONS = (
    Operation(
        name="saveBasket",
        method="POST",
        path="/baskets/{basket}/save",
        tag="Basket",
        summary="Save a basket by link",
        about="A copy of what it holds now, for whoever has the key or the link, for 30 days. It names neither basket nor shopper.",
        act=save_basket,
        asks=requests.Nothing,
        answer=again_answers.SavedBasketMade,
        status=201,
        parameters=(BASKET,),
        refused={404: "It was saved with this key before, and has expired.", 409: "The basket is empty."},
        keyed=True,
    ),
    Operation(
        name="getSavedBasket",
        method="GET",
        path="/saved-baskets/{key}",
        tag="Basket",
        summary="A saved basket",
        about="Its lines at today's prices, and what is not as it was. Looking changes nothing.",
        act=show_saved,
        answer=again_answers.SavedBasket,
        parameters=(SAVED_KEY,),
        refused={404: "There is no such saved basket, or it has expired."},
    ),
    Operation(
        name="putInSavedBasket",
        method="POST",
        path="/baskets/{basket}/saved",
        tag="Basket",
        summary="Put a saved basket into this one",
        about="What is still sold joins what the basket holds; the saved copy stays as it is.",
        act=copy_saved,
        asks=requests.SavedBasketKey,
        answer=again_answers.LinesPutIn,
        status=201,
        parameters=(BASKET,),
        refused={404: "There is no such saved basket, or it has expired.", 409: "The basket has been ordered, or is full."},
        keyed=True,
    ),
    Operation(
        name="orderAgain",
        method="POST",
        path="/orders/{number}/again",
        tag="Orders",
        summary="Put an order's lines into a basket",
        about="What is still sold joins what the basket holds, at today's prices; each line says what is not as it was.",
        act=order_again,
        asks=requests.OrderAgain,
        answer=again_answers.LinesPutIn,
        status=201,
        parameters=(NUMBER, ORDER_KEY),
        refused={404: "There is no such order for this key.", 409: "The basket has been ordered, or is full."},
        keyed=True,
    ),
)
