"""The hosted payment page, form by form."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from arkwright.kit.world import Answer
from arkwright.simulators.serving import Request
from arkwright.simulators.stripe.books import Session
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.simulators.shop import StillWorld, cards, pay, submit
from tests.simulators.test_stripe_model import TERMS, post


@pytest.fixture
async def simulator() -> CardSimulator:
    simulator = cards(StillWorld())
    terms = TERMS | {
        "success_url": "http://shop.localhost/back?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.localhost/basket?a=1&b=2",
    }
    await post(simulator, "/v1/checkout/sessions", terms | {"line_items[0][price_data][product_data][name]": "<b>Order</b>"})
    return simulator


def only(simulator: CardSimulator) -> Session:
    return next(iter(simulator.books.sessions.values()))


async def get(simulator: CardSimulator, path: str) -> Answer:
    return await simulator.handle(Request("GET", path))


def status_of_intent(simulator: CardSimulator) -> str | None:
    intent = only(simulator).intent
    return simulator.books.intents[intent].status if intent else None


@pytest.mark.parametrize(
    ("outcome", "status", "session", "intent"),
    [
        ("pay", 303, "complete", "requires_capture"),
        ("decline", 402, "open", "requires_payment_method"),
        ("challenge", 303, "open", "requires_action"),
        ("no_return", 504, "complete", "requires_capture"),
        ("something else", 422, "open", None),
    ],
)
async def test_what_the_shopper_chooses_happens(
    simulator: CardSimulator, outcome: str, status: int, session: str, intent: str | None
) -> None:
    answer = await pay(simulator, only(simulator).id, outcome)
    assert (answer.status, only(simulator).status, status_of_intent(simulator)) == (status, session, intent)


async def test_paying_leads_back_to_the_shop_with_the_session(simulator: CardSimulator) -> None:
    session = only(simulator).id
    assert (await pay(simulator, session)).headers["location"] == f"http://shop.localhost/back?session={session}"


async def test_paying_twice_charges_once(simulator: CardSimulator) -> None:
    session = only(simulator).id
    first, again = await pay(simulator, session), await pay(simulator, session)
    assert (first, len(simulator.books.charges)) == (again, 1)


async def test_after_a_decline_another_card_may_pay(simulator: CardSimulator) -> None:
    session = only(simulator).id
    declined = await pay(simulator, session, "decline")
    assert b'role="alert"' in declined.body
    assert b"<title>Problem: " in declined.body
    assert (await pay(simulator, session, card="amex-8431")).status == 303
    assert status_of_intent(simulator) == "requires_capture"


@pytest.mark.parametrize(
    ("decision", "status", "session"),
    [("approve", 303, "complete"), ("reject", 402, "open"), ("", 402, "open")],
)
async def test_the_bank_asks_first(simulator: CardSimulator, decision: str, status: int, session: str) -> None:
    address = f"/pay/{only(simulator).id}"
    sent_to = await pay(simulator, only(simulator).id, "challenge")
    assert sent_to.headers["location"] == f"{address}/challenge"
    assert b"Visa ending 4242" in (await get(simulator, f"{address}/challenge")).body
    answer = await submit(simulator, f"{address}/challenge", decision=decision)
    assert (answer.status, only(simulator).status) == (status, session)


async def test_nobody_is_asked_without_a_challenge(simulator: CardSimulator) -> None:
    address = f"/pay/{only(simulator).id}"
    for answer in (await get(simulator, f"{address}/challenge"), await submit(simulator, f"{address}/challenge", decision="approve")):
        assert (answer.status, answer.headers["location"]) == (303, address)
    assert only(simulator).status == "open"


async def test_an_expired_page_takes_nothing(simulator: CardSimulator) -> None:
    session = only(simulator).id
    await post(simulator, f"/v1/checkout/sessions/{session}/expire", {})
    answer = await pay(simulator, session)
    assert (answer.status, only(simulator).status, simulator.books.intents) == (410, "expired", {})


@pytest.mark.parametrize("path", ["/pay/none", "/pay/", "/elsewhere", "/pay/../v1/events"])
async def test_other_addresses_are_not_there(simulator: CardSimulator, path: str) -> None:
    assert (await get(simulator, path)).status == 404


async def test_the_page_is_plain_labelled_and_asks_for_no_number(simulator: CardSimulator) -> None:
    answer = await get(simulator, f"/pay/{only(simulator).id}")
    html = answer.body.decode()
    assert "Card simulator - no real payment" in html
    assert "£10.00" in html
    assert "&lt;b&gt;Order" in html
    assert 'href="http://shop.localhost/basket?a=1&amp;b=2"' in html
    assert "<script" not in html
    assert set(re.findall(r'<input type="(\w+)"', html)) == {"radio"}
    assert set(re.findall(r' name="(\w+)"', html)) == {"viewport", "card", "outcome", "delivery"}
    first = re.search(r"<(?:a|button|input|select)\b[^>]*>", html[html.index("<body>") :])
    assert first is not None
    assert first[0] == '<a class="skip" href="#content">'
    for control in re.findall(r'<select id="(\w+)"', html):
        assert f'<label for="{control}">' in html


async def test_the_policy_allows_its_own_style_and_the_way_back(simulator: CardSimulator) -> None:
    answer = await get(simulator, f"/pay/{only(simulator).id}")
    style = re.search(r"<style>(.*?)</style>", answer.body.decode(), re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "form-action 'self' http://shop.localhost;" in policy
