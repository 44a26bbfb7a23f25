"""Charges in the account, each as the bank statement shows it: so that a strange one is known for what it is."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get
from litestar.response import Response

from arkwright.channels.design.pages import brief_moment
from arkwright.channels.shop.account_holder import Front, Who, holders_only
from arkwright.channels.shop.account_words import sentence_case
from arkwright.channels.shop.paying import order_href
from arkwright.journeys import statement as story
from arkwright.journeys.shop import Shop
from arkwright.journeys.statement import Charge
from arkwright.kit.money import pounds


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A charge in words; `href` leads to its order."""

    text: str
    amount: str
    card: str
    day: str
    source: str
    href: str


@get("/account/charges", **holders_only())
async def show(request: Request[Any, Any, Any], front: Front, holder: Who) -> Response[Any]:
    """Every charge and refund that we know of, the newest first."""
    found = await story.charges_of(front.office, holder.row, holder.key, front.statement_name)
    rows = [await row(front.office, each) for each in found]
    return await front.page(request, "account_charges.html", rows=rows, name=front.statement_name)


async def row(shop: Shop, each: Charge) -> Row:
    """The text, the sum, the card, when, and what for: the order, or the store's receipt."""
    card = f"{each.scheme} ending in {each.last_four}".strip() if each.last_four else "not told"
    return Row(
        text=each.text,
        amount=sum_of(each),
        card=sentence_case(card),
        day=brief_moment(each.at_ms).partition(",")[0],
        source=f"Order {each.source}" if each.order else f"Receipt {each.source}",
        href=await order_href(shop, each.order) if each.order else "",
    )


def sum_of(each: Charge) -> str:
    """What was taken; what went back says so, and so does what never came."""
    if each.declined:
        return f"{pounds(each.amount_pence)}, never taken"
    return pounds(each.amount_pence) if each.amount_pence > 0 else f"{pounds(-each.amount_pence)} back to you"
