"""Orders: find one by its number, look through them by state, and one order with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from litestar import get

from arkwright.channels.back_office import words
from arkwright.channels.back_office.entry import Entry
from arkwright.channels.back_office.office import BackOffice, Option, Page, query
from arkwright.channels.back_office.permitted import Here, Part, Who, permitted
from arkwright.channels.staff.door import Colleague
from arkwright.channels.web.noes import NoSuchPage
from arkwright.channels.web.pages import see
from arkwright.channels.web.site import AnyRequest
from arkwright.compartments.dispatch import queries as dispatch
from arkwright.compartments.notices import queries as notices
from arkwright.compartments.ordering import queries as ordering
from arkwright.compartments.ordering.state import Order, unsent
from arkwright.compartments.payments import queries as payments
from arkwright.journeys import contact as guests
from arkwright.kit import order_number
from arkwright.kit.money import pounds
from arkwright.kit.promoting import by_promotion, saved_pence

A_PAGE = 50


@get("/orders", **permitted("orders.view"))
async def orders(request: AnyRequest, office: Here, colleague: Who) -> Page:
    """The newest first, in one state or in all; a number leads to its order."""
    typed, status = query(request, "number", 40), query(request, "status", 20)
    entry = Entry.of(number=typed)
    if typed:
        number = order_number.normalise(typed)
        row = await ordering.order_by_number(office.shop.ordering.reader, number) if number else None
        if row is not None:
            return see(f"/orders/{row.number}")
        entry.wrong("number", wrong_number(typed, number))
    statuses = (status,) if status in ordering.ALL_STATUSES else ordering.ALL_STATUSES
    before = query(request, "before", 40) or ordering.LAST
    found = await ordering.newest(office.shop.ordering.reader, statuses, before, A_PAGE + 1)
    shown = found[:A_PAGE]
    further = urlencode({"status": status, "before": shown[-1].order}) if len(found) > A_PAGE else ""
    states = [Option("", "All orders"), *(Option(value, label) for value, label in words.ORDER_STATES.items())]
    return office.show(
        request, colleague, "orders.html", entry, found=shown, states=states, state=status, further=further, words=words.ORDER_STATES
    )


def wrong_number(typed: str, number: str | None) -> str:
    """What to do about a number that leads nowhere."""
    if number is None:
        return f"“{typed}” is no order number. One looks like AW-7K3QX-9D2M; compare it with the customer’s, letter by letter."
    return f"There is no order {number}. The number is well formed, so ask whether it is from another shop."


@get("/orders/{number:str}", **permitted("orders.view"))
async def order(request: AnyRequest, office: Here, colleague: Who, number: Part) -> Page:
    """One order."""
    return await order_page(request, office, colleague, await known(office, number), Entry({}))


async def known(office: BackOffice, number: str) -> Order:
    """The order of this number, or no such page."""
    row = await ordering.order_by_number(office.shop.ordering.reader, order_number.normalise(number) or "")
    if row is None:
        raise NoSuchPage()
    return row


async def order_page(request: AnyRequest, office: BackOffice, colleague: Colleague, row: Order, entry: Entry) -> Page:
    """Everything that is known of it; who it is for is opened only for those who may see it."""
    shop = office.shop
    payment = await payments.payment_of_order(shop.payments.reader, row.order)
    part = await payments.points_part(shop.payments.reader, payment.payment) if payment else None
    may_see, erased = colleague.may("orders.contact"), await shop.vault.erased(row.person)
    return office.show(
        request,
        colleague,
        "order.html",
        entry,
        order=row,
        goods_pence=row.total_pence - row.delivery.charge_pence + saved_pence(row.lines),
        savings=[(saving.name, pounds(-saving.pence)) for saving in by_promotion(row.lines)],
        unsent=unsent(row) if row.status in {"confirmed", "part-dispatched"} else {},
        contact=await guests.opened(shop.vault, row.person, row.contact) if may_see and not erased else None,
        erased=erased,
        payment=payment,
        part=part,
        points_moves=await payments.points_moves_of(shop.payments.reader, payment.payment) if payment and part else [],
        taken_pence=(payment.captured_pence if payment else 0) + (part.taken_pence if part else 0),
        left_to_refund_pence=(payment.left_to_refund_pence if payment else 0) + (part.left_to_give_back_pence if part else 0),
        captures=await payments.captures_of(shop.payments.reader, payment.payment) if payment else [],
        refunds=await payments.refunds_of(shop.payments.reader, payment.payment) if payment else [],
        sending=await dispatch.consignment(shop.dispatch.reader, row.order),
        messages=await notices.history_of(shop.notices.reader, row.person),
        can_cancel=row.status in {"placed", "confirmed"},
        words=words,
        cancel_reasons=options(words.CANCEL_REASONS),
        refund_reasons=options(words.REFUND_REASONS),
        erase_reasons=options(words.ERASE_REASONS),
    )


def options(reasons: Mapping[str, str]) -> list[Option]:
    """Reasons for a list, none of them chosen."""
    return [Option("", "Choose a reason"), *(Option(value, label) for value, label in reasons.items())]


ROUTES = [orders, order]
