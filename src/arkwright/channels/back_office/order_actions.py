"""What a colleague may do with an order: cancel it, and give back part of what was paid."""

from __future__ import annotations

from litestar import post

from arkwright.channels.back_office import words
from arkwright.channels.back_office.office import Page, done, sent
from arkwright.channels.back_office.orders import known, order_page
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.payments.refusals import MoreThanCaptured
from arkwright.journeys.cancel import cancel
from arkwright.journeys.refund import refund
from arkwright.kit.money import pounds
from arkwright.kit.provider import ProviderUnknown
from arkwright.kit.refusal import Refusal


@post("/orders/{number:str}/cancel", **permitted("orders.cancel"))
async def cancel_order(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """End an order of which nothing has left."""
    row, entry = await known(office, number), await sent(request)
    why = entry.choice("cancel_why", "a reason", list(words.CANCEL_REASONS))
    try:
        cancelled = await entry.attempt(lambda: cancel(office.shop, row.order, "colleague", why), lambda refusal: "cancel_why")
    except ProviderUnknown:
        return done(f"/orders/{row.number}", "order-cancelling")
    if cancelled is None:
        return await order_page(request, office, colleague, row, entry)
    return done(f"/orders/{row.number}", "order-cancelled")


@post("/orders/{number:str}/refund", **permitted("orders.refund"))
async def refund_order(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """Give back part of what was paid, never more than is left; the same form sent twice gives back once."""
    row, entry = await known(office, number), await sent(request)
    amount_pence = entry.pence("amount", "the amount")
    why = entry.choice("refund_why", "a reason", list(words.REFUND_REASONS))
    refund_id = office.command_id("refund", entry)

    async def give_back() -> bool:
        await refund(office.shop, refund_id, row.order, amount_pence, why, colleague.account)
        return True

    if await entry.attempt(give_back, lambda refusal: "amount", more_than_left) is None:
        return await order_page(request, office, colleague, row, entry)
    return done(f"/orders/{row.number}", "refunded")


def more_than_left(refusal: Refusal) -> str:
    """The refusal in pounds, where it speaks of money."""
    match refusal:
        case MoreThanCaptured(left_pence=0):
            return "Nothing of this payment is left to refund."
        case MoreThanCaptured(left_pence=left_pence):
            return f"Only {pounds(left_pence)} of this payment is left to refund. Enter that or less."
    return str(refusal)


ROUTES = [cancel_order, refund_order]
