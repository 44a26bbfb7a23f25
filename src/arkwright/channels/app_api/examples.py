"""An example of each request and each answer, for the document; held to the shapes by their types."""

from __future__ import annotations

import msgspec

from arkwright.channels.app_api import again_answers, answers, requests
from arkwright.channels.web.refusals import ProblemDetails

BASKET = "5vtjb0xk7r0qeh2c1m9wq3znfa"
AT_MS = 1_790_000_000_000
HOUR_MS = 3_600_000

MUG = answers.Product(
    product="blue-mug",
    name="Blue mug",
    description="Stoneware, dishwasher safe.",
    brand="Calder",
    category="kitchen",
    picture="/pictures/mug-0f3a2b1c4d5e.svg",
    page="/products/blue-mug/",
    restrictions=("Not available for next-day delivery.",),
    variants=(answers.Variant(sku="MUG-1", option="", price_pence=1200, gtin="5012345678900"),),
)
PAUSED = "We have paused orders. You can go on browsing, and your basket is kept."
ORDER = answers.Order(
    order="01k3m1v9aq5vtjb0xk7r0qeh2c",
    number="AW-7K3PM-2QXV",
    status="confirmed",
    say="Your order is paid and will be packed.",
    cancelling=False,
    lines=(answers.OrderLine(sku="MUG-1", product="blue-mug", name="Blue mug", quantity=2, price_pence=1200, saved_pence=240, sent=0),),
    savings=(answers.Saving(name="10% off mugs", pence=240),),
    delivery_method="standard",
    delivery_day="",
    delivery_pence=395,
    total_pence=2555,
    vat=(answers.VatLine(rate="standard", goods_pence=2160, delivery_pence=395, vat_pence=426),),
    gift_message="Happy birthday, Grace!",
    placed_ms=AT_MS,
    changed_ms=AT_MS,
    cancel_until_ms=AT_MS + HOUR_MS,
)
BEFORE = again_answers.LineOfBefore(
    sku="MUG-1",
    product="blue-mug",
    name="Blue mug",
    quantity=2,
    was_pence=1100,
    price_pence=1200,
    kind="price",
    say="Blue mug costs £12.00 now; it was £11.00.",
)

EACH: tuple[msgspec.Struct, ...] = (
    requests.Nothing(),
    requests.NewLine(sku="MUG-1", quantity=2),
    requests.LineQuantity(quantity=1),
    requests.PromotionCode(code="Summer5"),
    requests.NewOrder(
        basket=BASKET,
        contact=requests.OrderContact(
            name="Ada Byron",
            email="ada@example.com",
            address=("1 Canal Street",),
            town="Leeds",
            postcode="LS1 4DY",
            phone="01632 960001",
        ),
        method="standard",
        delivery_pence=395,
        lines=(requests.ShownLine(sku="MUG-1", quantity=2, price_pence=1200, category="kitchen"),),
        gift_message="Happy birthday, Grace!",
        saved_pence=240,
    ),
    requests.NewWaiter(capability="orders", email="ada@example.com"),
    MUG,
    answers.Products(items=(MUG,), next=None, total=1, searched="blue mug", say="Showing results for “blue mug”.", corrected=True),
    answers.Categories(items=(answers.Category(category="kitchen", name="Kitchen", products=42),)),
    answers.Stores(
        items=(
            answers.Store(
                store="leeds",
                name="Wright & Daughters Leeds",
                address=("1 Quay Street",),
                town="Leeds",
                postcode="LS1 1AA",
                phone="0113 496 0001",
                services=("cafe", "returns"),
                open=True,
                changes_ms=AT_MS + HOUR_MS,
                say="",
            ),
        )
    ),
    answers.Availabilities(items=(answers.Availability(sku="MUG-1", available=True, most=20, say="In stock."),)),
    answers.WhatWorksNow(
        level="paused",
        sentences=(PAUSED,),
        as_at_ms=AT_MS,
        capabilities=(
            answers.Standing(
                capability="orders",
                name="Orders",
                mode="paused",
                say=PAUSED,
                fallback="Browse the range and buy in one of our stores.",
                allowed=(),
                since_ms=AT_MS - HOUR_MS,
                review_ms=AT_MS + HOUR_MS,
                stale=False,
                elsewhere=(),
            ),
        ),
    ),
    answers.BasketCreated(basket=BASKET),
    answers.LineAdded(basket=BASKET, sku="MUG-1", added=2),
    answers.PricesAccepted(basket=BASKET),
    answers.Basket(
        basket=BASKET,
        lines=(
            answers.BasketLine(
                sku="MUG-1", product="blue-mug", name="Blue mug", category="kitchen", quantity=2, price_pence=1200, line_pence=2400
            ),
        ),
        problems=(
            answers.BasketProblem(
                sku="MUG-1", kind="stock", say="We have 1 of Blue mug left. Please change the quantity.", left=1, price_pence=0
            ),
        ),
        goods_pence=2400,
        savings=(answers.Saving(name="10% off mugs", pence=240),),
        saved_pence=240,
        code="SUMMER5",
        code_used=False,
        code_say="Add £8.40 of goods to use the code SUMMER5.",
        ordered=False,
    ),
    answers.DeliveryOptions(
        postcode="LS1 4DY",
        nation="England",
        zone="mainland",
        methods=(
            answers.DeliveryOption(method="standard", charge_pence=395, offered=True, say=""),
            answers.DeliveryOption(method="next-day", charge_pence=595, offered=False, say="Only standard delivery at the moment."),
            answers.DeliveryOption(
                method="named-day",
                charge_pence=695,
                offered=True,
                say="",
                days=(
                    answers.DeliveryDay(day="2026-12-01", available=False, charge_pence=695, say="Tuesday 1 December: full."),
                    answers.DeliveryDay(day="2026-12-02", available=True, charge_pence=695, say="Wednesday 2 December: available."),
                ),
            ),
        ),
    ),
    answers.OrderTaken(
        order=ORDER.order, number=ORDER.number, key="0123456789abcdef0123456789abcdef", payment_url="https://pay.example.org/c/cs_1"
    ),
    ORDER,
    requests.SavedBasketKey(key="0123456789abcdef0123456789abcdef"),
    requests.OrderAgain(basket=BASKET),
    again_answers.SavedBasketMade(
        key="0123456789abcdef0123456789abcdef",
        link="https://shop.example.org/basket/saved?key=0123456789abcdef0123456789abcdef",
        expires_ms=AT_MS + 720 * HOUR_MS,
    ),
    again_answers.SavedBasket(lines=(BEFORE,), expires_ms=AT_MS + 720 * HOUR_MS),
    again_answers.LinesPutIn(basket=BASKET, lines=(BEFORE,)),
    answers.Waiting(capability="orders", say="Orders: we will send you one message when it is back."),
)
OF: dict[type[msgspec.Struct], msgspec.Struct] = {type(example): example for example in EACH}


def problem(status: int, name: str, detail: str, field: str | None = None) -> ProblemDetails:
    """A no as it comes over the line."""
    return ProblemDetails(
        type=f"/problems/{name.lower().replace(' ', '-')}",
        title=name,
        status=status,
        detail=detail,
        instance="urn:request:01k3m1v9aq5vtjb0xk7r0qeh2c",
        field=field,
    )


PROBLEMS: dict[int, tuple[str, ProblemDetails]] = {
    400: (
        "The request cannot be read: no JSON, or the key that makes it safe to repeat is missing.",
        problem(400, "Json is unreadable", "The request body is not well-formed JSON."),
    ),
    403: (
        "A change that a page of another site sent.",
        problem(403, "Sent from elsewhere", "This was not sent from one of our pages, so nothing was changed."),
    ),
    404: ("It is not here.", problem(404, "No such order", "We do not know this order. Check the link or the order number.", "order")),
    409: (
        "Right, but not as things stand.",
        problem(409, "Sold out", "We have 1 of Blue mug left. Please change the quantity.", "quantity"),
    ),
    413: ("More than is read.", problem(413, "Body is too large", "That is more than 64 KiB. Send less at once.")),
    415: (
        "Another media type than JSON.",
        problem(415, "Not json content", "The header Content-Type is not right. Send application/json.", "Content-Type"),
    ),
    421: ("Another host's name.", problem(421, "Host is not ours", "This address is not served here. Check the address.")),
    422: (
        "A field or parameter is wrong, missing or unknown, and named; or the key was used with other content.",
        problem(422, "Input is wrong", "quantity: This is not right. A whole number from 1 to 99.", "quantity"),
    ),
    429: (
        "Asked too often: wait as long as Retry-After says.",
        problem(429, "Too often", "That was a lot of requests at once. Please wait 2 seconds and try again."),
    ),
    431: ("Headers that no program needs.", problem(431, "Headers are too large", "The request's headers are too large.")),
    500: ("Our fault.", problem(500, "Something went wrong", "Something went wrong here, and it is not your fault. Please try again.")),
    503: (
        "Not at the moment: a switch has paused it (then its words are here), or we are busy. Send the same again later.",
        ProblemDetails(
            type="/problems/paused",
            title="Paused",
            status=503,
            detail=PAUSED,
            instance="urn:request:01k3m1v9aq5vtjb0xk7r0qeh2c",
            capability="orders",
            mode="paused",
            say=PAUSED,
            since="2026-09-21T13:13:20Z",
            fallback="Browse the range and buy in one of our stores.",
        ),
    ),
}
