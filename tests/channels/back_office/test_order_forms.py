"""Orders over HTTP: found, seen by those who may, cancelled, refunded, erased, picked, sent and closed short; each once."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from arkwright.compartments.dispatch import queries as dispatch
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.payments.commands import BeginRefund, RecordRefundRefused
from arkwright.compartments.payments.state import Payment
from arkwright.journeys.checkout import begin, settle
from tests.channels.back_office.place import Place, Visitor
from tests.roles.offices import checkout_request

Fields = dict[str, str | list[str]]


async def paid(place: Place, quantity: int = 3) -> Order:
    """A paid order for mugs."""
    await place.premises.stock()
    return await place.premises.bought(quantity=quantity)


async def sent_on(place: Place, visitor: Visitor, order: Order, picked: int, step: str = "s") -> None:
    """Pick and send so many mugs by the pages."""
    assert (await visitor.send(f"/dispatch/{order.order}/pick", {}, f"{step}1")).status_code == 303
    assert (await visitor.send(f"/dispatch/{order.order}/picked", {"picked-1": str(picked)}, f"{step}2")).status_code == 303
    assert (await visitor.send(f"/dispatch/{order.order}/send", {"tracking": "TRACK-123"}, f"{step}3")).status_code == 303
    await place.premises.at_rest()


async def payment_of(place: Place, order: Order) -> Payment:
    """The order's payment as it stands."""
    found = await payments.payment_of_order(place.office.shop.payments.reader, order.order)
    assert found is not None
    return found


async def test_an_order_is_found_however_its_number_is_written(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    for typed in (order.number, order.number.lower(), order.number.replace("-", " "), order.number[3:]):
        answer = await visitor.client.get("/orders", params={"number": typed}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/orders/{order.number}")
    page = await visitor.client.get("/orders", params={"number": "AW-1"}, follow_redirects=False)
    assert (page.status_code, "is no order number" in page.text) == (422, True)
    page = await visitor.look("/orders?status=confirmed")
    assert order.number in page.text
    assert order.number not in (await visitor.look("/orders?status=cancelled")).text
    assert order.number not in (await visitor.look(f"/orders?before={order.order}")).text


async def test_only_those_who_may_see_who_ordered(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    page = await visitor.look(f"/orders/{order.number}")
    for shown in ("Ada Byron", "ada@example.com", "Blue mug", "£39.95", "Authorised", "Order received", "Waiting to be picked"):
        assert shown in page.text, shown
    clerk = Visitor(place, await place.colleague("clerk", "accounts-clerk"))
    page = await clerk.look(f"/orders/{order.number}")
    assert page.status_code == 200
    assert "Ada" not in page.text
    assert "Cancel the order" not in page.text
    assert "/refund" not in page.text


async def test_cancelling_twice_cancels_once(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    page = await visitor.send(f"/orders/{order.number}/cancel", {"cancel_why": "because"})
    assert (page.status_code, "Choose a reason from the list" in page.text) == (422, True)
    for _ in range(2):
        answer = await visitor.send(f"/orders/{order.number}/cancel", {"cancel_why": "asked-by-customer"})
        assert answer.headers["location"] == f"/orders/{order.number}?said=order-cancelled"
    assert (await place.premises.order(order.order)).status == "cancelled"


async def test_an_order_being_packed_is_not_cancelled_and_says_why(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    await visitor.send(f"/dispatch/{order.order}/pick", {}, "a")
    await visitor.send(f"/dispatch/{order.order}/picked", {"picked-1": "1"}, "b")
    page = await visitor.send(f"/orders/{order.number}/cancel", {"cancel_why": "our-mistake"})
    assert (page.status_code, "is being packed or has left" in page.text) == (422, True)


@pytest.mark.parametrize(
    ("amount", "why", "outcome", "refunded_pence"),
    [
        ("5", "goods-damaged", "", 5_00),
        ("£39.95", "returned", "", 39_95),
        ("39.96", "returned", "Only £39.95 of this payment is left to refund", 0),
        ("0", "returned", "Enter the amount in pounds", 0),
        ("-5", "returned", "Enter the amount in pounds", 0),
        ("5.001", "returned", "Enter the amount in pounds", 0),
        ("", "returned", "Enter the amount in pounds", 0),
        ("5", "she was rude", "Choose a reason", 0),
        ("5", "", "Choose a reason", 0),
    ],
)
async def test_a_refund_is_made_once_and_never_of_more_than_is_left(
    place: Place, visitor: Visitor, amount: str, why: str, outcome: str, refunded_pence: int
) -> None:
    order = await paid(place)
    await sent_on(place, visitor, order, 3)
    for _ in range(2):
        answer = await visitor.send(f"/orders/{order.number}/refund", {"amount": amount, "refund_why": why}, "refund-1")
        assert answer.status_code == (422 if outcome else 303), answer.text
        assert outcome in answer.text
        assert not outcome or f'value="{amount}"' in answer.text
    await place.premises.at_rest()
    assert (await payment_of(place, order)).refunded_pence == refunded_pence
    page = await visitor.look(f"/orders/{order.number}")
    assert (page.text.count("Given back</td>"), page.status_code) == (1 if refunded_pence else 0, 200)


async def test_a_guest_is_erased_for_ever_and_the_order_says_so(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    address = f"/orders/{order.number}/erase"
    page = await visitor.look(address)
    assert "What is lost for ever" in page.text
    assert "This order is under way" in page.text
    page = await visitor.send(address, {"why": "asked-by-the-person"})
    assert (page.status_code, "Tick the box" in page.text) == (422, True)
    page = await visitor.send(address, {"why": "", "sure": "yes"})
    assert (page.status_code, "Choose a reason" in page.text) == (422, True)
    for _ in range(2):
        answer = await visitor.send(address, {"why": "asked-by-the-person", "sure": "yes"}, "erase-1")
        assert answer.headers["location"] == f"/orders/{order.number}?said=erased"
    page = await visitor.look(f"/orders/{order.number}")
    assert "Ada" not in page.text
    assert "The personal data of this order is erased." in page.text


async def test_a_short_pick_is_sent_in_part_and_closed_short(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    assert order.number in (await visitor.look("/dispatch")).text
    await sent_on(place, visitor, order, 2)
    assert (await place.premises.order(order.order)).status == "part-dispatched"
    address = f"/dispatch/{order.order}/close"
    page = await visitor.send(address, {"why": "gone"})
    assert (page.status_code, "Choose a reason" in page.text) == (422, True)
    for _ in range(2):
        assert (await visitor.send(address, {"why": "not-found"}, "close-1")).status_code == 303
    await place.premises.at_rest()
    assert (await place.premises.order(order.order)).status == "closed-short"
    payment = await payment_of(place, order)
    assert (payment.status, payment.captured_pence) == ("closed", 2 * 12_00 + 3_95)
    assert "Closed short" in (await visitor.look(f"/orders/{order.number}")).text


@pytest.mark.parametrize(
    ("step", "fields", "sentence"),
    [
        ("picked", {"picked-1": "4"}, "from 0 to 3"),
        ("picked", {"picked-1": "two"}, "from 0 to 3"),
        ("picked", {"picked-1": ""}, "from 0 to 3"),
        ("send", {"tracking": "short", "send-1": "2"}, "Enter the carrier’s tracking reference".replace("’", "&#39;")),
        ("send", {"tracking": "TRACK-123", "send-1": "3"}, "2 of MUG-1 are picked and not sent yet"),
        ("send", {"tracking": "TRACK-123", "send-1": "0"}, "A parcel holds at least one thing"),
        ("send", {"tracking": "TRACK-123", "send-1": "many"}, "Enter how many of MUG-1"),
        ("close", {"why": "damaged"}, "is packed, so that cannot be done now"),
    ],
)
async def test_what_cannot_be_packed_or_sent_says_why(place: Place, visitor: Visitor, step: str, fields: Fields, sentence: str) -> None:
    order = await paid(place)
    await visitor.send(f"/dispatch/{order.order}/pick", {}, "a")
    await visitor.send(f"/dispatch/{order.order}/picked", {"picked-1": "2"}, "b")
    page = await visitor.send(f"/dispatch/{order.order}/{step}", fields, "c")
    assert page.status_code == 422
    assert sentence in page.text


async def test_a_parcel_in_part_is_sent_once(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    await visitor.send(f"/dispatch/{order.order}/pick", {}, "a")
    await visitor.send(f"/dispatch/{order.order}/picked", {"picked-1": "3"}, "b")
    for _ in range(2):
        answer = await visitor.send(f"/dispatch/{order.order}/send", {"tracking": "TRACK-123", "send-1": "1"}, "c")
        assert answer.headers["location"] == f"/dispatch/{order.order}?said=dispatched"
    view = await dispatch.consignment(place.office.shop.dispatch.reader, order.order)
    assert view is not None
    assert ([line.sent for line in view.consignment.lines], len(view.parcels)) == ([1], 1)
    assert "TRACK-123" in (await visitor.look(f"/dispatch/{order.order}")).text


async def test_two_colleagues_do_not_pick_the_same_order(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    other = Visitor(place, await place.colleague("dave", "warehouse"))
    assert (await other.send(f"/dispatch/{order.order}/pick", {}, "dave-1")).status_code == 303
    page = await visitor.send(f"/dispatch/{order.order}/pick", {}, "carol-1")
    assert (page.status_code, "A colleague is already picking this order" in page.text) == (422, True)


async def test_a_refund_that_the_card_company_refuses_is_shown(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    await sent_on(place, visitor, order, 3)
    lane, payment = place.office.shop.payments, (await payment_of(place, order)).payment
    await lane.submit(BeginRefund(id="b9", payment=payment, refund="r9", amount_pence=1_00, why="goodwill", by="carol"))
    assert '<a href="/payments#waiting">Without an answer</a></dt><dd>1</dd>' in (await visitor.look("/")).text
    await lane.submit(RecordRefundRefused(id="n9", payment=payment, refund="r9", why="provider-declined"))
    assert '<a href="/payments#refused">Refused refunds</a></dt><dd>1</dd>' in (await visitor.look("/")).text
    page = await visitor.look("/payments?status=closed")
    assert "Refused by the card company: look at its records" in page.text
    assert "£1.00" in page.text


async def test_figures_messages_payments_and_the_ledger_follow(place: Place, visitor: Visitor) -> None:
    order = await paid(place)
    await sent_on(place, visitor, order, 3)
    start = await visitor.look("/")
    assert '<a href="/orders?status=dispatched">Sent</a></dt><dd>1</dd>' in start.text
    page = await visitor.look("/payments")
    assert order.number in page.text
    assert "The card company refused nothing." in page.text
    page = await visitor.look("/ledger")
    assert "Both sides agree: £" in page.text
    code = (await visitor.look(f"/orders/{order.number}")).text.split("<code>")[-1].split("<")[0]
    page = await visitor.look(f"/messages?code={code.lower()}")
    assert "This message is ours" in page.text
    assert "ada@example.com" in page.text
    page = await visitor.look("/messages?code=0000")
    assert (page.status_code, "is no check code of ours" in page.text) == (422, True)


async def test_packers_see_the_gift_message_and_nothing_else_of_the_guest(place: Place) -> None:
    await place.premises.stock()
    request = checkout_request()
    request = replace(request, contact=replace(request.contact, gift_message="Happy birthday,\nGrace!"))
    await begin(place.office.shop, request)
    await place.premises.pay(request.order)
    await settle(place.office.shop, request.order)
    await place.premises.at_rest()
    packer = Visitor(place, await place.colleague("wes", "warehouse"))
    page = (await packer.look(f"/dispatch/{request.order}")).text
    assert "Happy birthday,\nGrace!" in page
    assert "nothing with prices" in page
    assert "Ada" not in page
    await place.office.shop.vault.erase(f"guest-{request.order}")
    assert "birthday" not in (await packer.look(f"/dispatch/{request.order}")).text
