"""Stripe's official library against the simulator, over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest
import stripe

from arkwright.simulators.stripe.faults import Fault
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.simulators.shop import KEY, StillWorld, cards, on_a_socket, pay

LINE = {"quantity": 2, "price_data": {"currency": "gbp", "unit_amount": 500, "product_data": {"name": "Tea towel"}}}
TERMS: dict[str, Any] = {
    "mode": "payment",
    "line_items": [LINE],
    "success_url": "http://shop.localhost/back?session={CHECKOUT_SESSION_ID}",
    "cancel_url": "http://shop.localhost/basket",
    "client_reference_id": "payment-1",
    "customer_email": "ann@example.org",
    "metadata": {"payment_id": "payment-1"},
    "payment_intent_data": {"capture_method": "manual", "metadata": {"payment_id": "payment-1"}},
    "payment_method_options": {"card": {"request_multicapture": "if_available"}},
}


class Line(NamedTuple):
    """The library on one end, the simulator on the other."""

    api: stripe.StripeClient
    simulator: CardSimulator
    world: StillWorld

    async def session(self, **changed: Any) -> stripe.checkout.Session:
        terms: Any = TERMS | changed
        return await self.api.v1.checkout.sessions.create_async(terms)

    async def held(self) -> str:
        """The id of a payment intent with 1,000 pence authorised."""
        session = await self.session()
        await pay(self.simulator, session.id)
        return self.simulator.books.sessions[session.id].intent or ""


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    world = StillWorld()
    simulator = cards(world)
    transport = stripe.AIOHTTPClient()
    async with on_a_socket(simulator) as address:
        api = stripe.StripeClient(KEY, base_addresses={"api": address}, http_client=transport, max_network_retries=0)
        yield Line(api, simulator, world)
        await transport.close_async()  # type: ignore[no-untyped-call]


async def test_a_session_is_opened_and_found_again(line: Line) -> None:
    session = await line.session()
    assert (session.status, session.payment_status, session.amount_total, session.payment_intent) == ("open", "unpaid", 1000, None)
    assert session.url == f"{line.simulator.address}/pay/{session.id}"
    assert session.expires_at == line.world.now_ms() // 1000 + 24 * 3600
    again = await line.api.v1.checkout.sessions.retrieve_async(session.id)
    assert again.to_dict() == session.to_dict()
    assert again.metadata is not None
    assert again.metadata["payment_id"] == "payment-1"


async def test_a_paid_session_shows_its_intent_and_charge(line: Line) -> None:
    session = await line.session()
    await pay(line.simulator, session.id, card="mastercard-4444")
    found = await line.api.v1.checkout.sessions.retrieve_async(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert (found.status, found.payment_status, found.url) == ("complete", "unpaid", None)
    intent = found.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert (intent.status, intent.amount_capturable, intent.amount_received) == ("requires_capture", 1000, 0)
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert intent.latest_charge.payment_method_details is not None
    card = intent.latest_charge.payment_method_details.card
    assert card is not None
    assert (card.brand, card.last4) == ("mastercard", "4444")


async def test_expiring_closes_an_open_session_once(line: Line) -> None:
    session = await line.session()
    assert (await line.api.v1.checkout.sessions.expire_async(session.id)).status == "expired"
    with pytest.raises(stripe.InvalidRequestError, match="status of expired"):
        await line.api.v1.checkout.sessions.expire_async(session.id)


@pytest.mark.parametrize(
    ("captures", "status", "received", "capturable", "captured"),
    [
        ([{}], "succeeded", 1000, 0, True),
        ([{"amount_to_capture": 700}], "succeeded", 700, 0, True),
        ([{"amount_to_capture": 700, "final_capture": False}], "requires_capture", 700, 300, False),
        ([{"amount_to_capture": 700, "final_capture": False}, {"amount_to_capture": 200}], "succeeded", 900, 0, True),
        (
            [{"amount_to_capture": 700, "final_capture": False}, {"amount_to_capture": 300, "final_capture": False}],
            "requires_capture",
            1000,
            0,
            False,
        ),
        ([{"amount_to_capture": 700, "final_capture": False}, {"amount_to_capture": 0, "final_capture": True}], "succeeded", 700, 0, True),
    ],
)
async def test_captures(line: Line, captures: list[Any], status: str, received: int, capturable: int, captured: bool) -> None:
    intent = await line.held()
    for capture in captures:
        await line.api.v1.payment_intents.capture_async(intent, capture)
    found = await line.api.v1.payment_intents.retrieve_async(intent, {"expand": ["latest_charge"]})
    assert isinstance(found.latest_charge, stripe.Charge)
    assert (found.status, found.amount_received, found.amount_capturable) == (status, received, capturable)
    assert (found.latest_charge.amount_captured, found.latest_charge.captured) == (received, captured)


@pytest.mark.parametrize(
    ("capture", "param"),
    [
        ({"amount_to_capture": 1001}, "amount_to_capture"),
        ({"amount_to_capture": 0, "final_capture": False}, "amount_to_capture"),
        ({"amount_to_capture": -1}, "amount_to_capture"),
        ({"amount_to_capture": "ten"}, "amount_to_capture"),
        ({"final_capture": "perhaps"}, "final_capture"),
        ({"amount": 5}, "amount"),
    ],
)
async def test_a_wrong_capture_takes_nothing(line: Line, capture: Any, param: str) -> None:
    intent = await line.held()
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await line.api.v1.payment_intents.capture_async(intent, capture)
    assert refused.value.param == param
    assert (await line.api.v1.payment_intents.retrieve_async(intent)).amount_received == 0


async def test_several_captures_must_have_been_asked_for(line: Line) -> None:
    session = await line.session(payment_method_options={})
    await pay(line.simulator, session.id)
    intent = line.simulator.books.sessions[session.id].intent or ""
    with pytest.raises(stripe.InvalidRequestError, match="Multicapture"):
        await line.api.v1.payment_intents.capture_async(intent, {"amount_to_capture": 1, "final_capture": False})


async def test_cancelling_releases_the_hold(line: Line) -> None:
    intent = await line.held()
    assert (await line.api.v1.payment_intents.cancel_async(intent)).status == "canceled"
    for refused in (line.api.v1.payment_intents.cancel_async(intent), line.api.v1.payment_intents.capture_async(intent)):
        with pytest.raises(stripe.InvalidRequestError) as error:
            await refused
        assert error.value.code == "payment_intent_unexpected_state"


@pytest.mark.parametrize(
    ("captured", "refunds", "outcome"),
    [
        (1000, [{}], 1000),
        (1000, [{"amount": 300}, {"amount": 700}], 1000),
        (600, [{"amount": 600}], 600),
        (600, [{"amount": 601}], "amount"),
        (600, [{"amount": 600}, {"amount": 1}], "charge_already_refunded"),
        (600, [{"amount": 0}], "amount"),
    ],
)
async def test_refunds(line: Line, captured: int, refunds: list[Any], outcome: int | str) -> None:
    intent = await line.held()
    await line.api.v1.payment_intents.capture_async(intent, {"amount_to_capture": captured, "final_capture": False})
    try:
        for refund in refunds:
            await line.api.v1.refunds.create_async(refund | {"payment_intent": intent})
    except stripe.InvalidRequestError as error:
        assert outcome in {error.param, error.code}
        return
    listed = await line.api.v1.refunds.list_async({"payment_intent": intent})
    assert sum(refund.amount for refund in listed.data) == outcome


async def test_lists_are_newest_first_and_paged(line: Line) -> None:
    intent = await line.held()
    await line.api.v1.payment_intents.capture_async(intent)
    made = [(await line.api.v1.refunds.create_async({"payment_intent": intent, "amount": amount})).id for amount in (1, 2, 3)]
    first = await line.api.v1.refunds.list_async({"limit": 2})
    assert ([refund.id for refund in first.data], first.has_more) == ([made[2], made[1]], True)
    assert [refund.id async for refund in first.auto_paging_iter()] == made[::-1]


async def test_events_can_be_read_again(line: Line) -> None:
    await line.held()
    events = await line.api.v1.events.list_async({"type": "checkout.session.completed"})
    event = await line.api.v1.events.retrieve_async(events.data[0].id)
    assert (len(events.data), event.data.object["object"], event.data.object["status"]) == (1, "checkout.session", "complete")


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"mode": "subscription"}, "mode"),
        ({"line_items": []}, "line_items"),
        ({"line_items": [{**LINE, "quantity": 0}]}, "line_items[0][quantity]"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"customer_email": "nobody"}, "customer_email"),
        ({"sucess_url": "http://shop.localhost"}, "sucess_url"),
        ({"expires_at": 1_790_000_000 + 1799}, "expires_at"),
        ({"expires_at": 1_790_000_000 + 86401}, "expires_at"),
        ({"metadata": {"x" * 41: "1"}}, "metadata"),
        ({"expand": ["payment_link"]}, "expand"),
    ],
)
async def test_a_wrong_parameter_is_named(line: Line, changed: dict[str, Any], param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await line.session(**changed)
    assert refused.value.param == param


async def test_less_than_thirty_pence_is_refused(line: Line) -> None:
    price = {"currency": "gbp", "unit_amount": 29, "product_data": {"name": "Button"}}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await line.session(line_items=[{"quantity": 1, "price_data": price}])
    assert refused.value.code == "amount_too_small"


@pytest.mark.parametrize("ask", ["session", "intent", "event", "address"])
async def test_what_is_not_there_is_a_404(line: Line, ask: str) -> None:
    asked = {
        "session": line.api.v1.checkout.sessions.retrieve_async,
        "intent": line.api.v1.payment_intents.retrieve_async,
        "event": line.api.v1.events.retrieve_async,
        "address": line.api.v1.customers.retrieve_async,
    }[ask]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await asked("none_1")
    assert refused.value.http_status == 404


async def test_another_key_is_turned_away(line: Line) -> None:
    with pytest.raises(stripe.AuthenticationError):
        await line.api.v1.events.list_async({}, {"api_key": "sk_test_other"})


@pytest.mark.parametrize(
    ("kind", "error", "captured_pence"),
    [
        ("no_answer", stripe.APIConnectionError, 1000),
        ("cut", stripe.APIConnectionError, 0),
        ("error", stripe.APIError, 0),
        ("busy", stripe.RateLimitError, 0),
        ("slow", None, 1000),
    ],
)
async def test_faults(line: Line, kind: Any, error: type[Exception] | None, captured_pence: int) -> None:
    intent = await line.held()
    line.simulator.faults.plan(Fault(operation="intents.capture", kind=kind, latency_ms=3000 if kind == "slow" else 0))
    capture = line.api.v1.payment_intents.capture_async(intent, {}, {"idempotency_key": "capture-1"})
    if error is None:
        await capture
    else:
        with pytest.raises(error):
            await capture
    assert (await line.api.v1.payment_intents.retrieve_async(intent)).amount_received == captured_pence
    again = await line.api.v1.payment_intents.capture_async(intent, {}, {"idempotency_key": "capture-1"})
    assert again.amount_received == 1000
