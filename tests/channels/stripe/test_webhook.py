"""Webhooks: genuine and fresh, or refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arkwright.channels.stripe.client import StripeProvider
from arkwright.channels.stripe.webhook import WebhookIsNotSigned, WebhookIsStale, WebhookIsUnreadable, verify
from arkwright.kit.refusal import Refusal
from tests.simulators.shop import CARDS_ADDRESS, KEY, WEBHOOK_SECRET, ShopEar, StillWorld, cards, pay, signed_by_hand

NOW_MS = 1_790_000_000_000
NOW = NOW_MS // 1000
PAID = json.dumps({"type": "checkout.session.completed", "data": {"object": {"id": "cs_1", "object": "checkout.session"}}}).encode()
REFUNDED = json.dumps({"type": "charge.refunded", "data": {"object": {"id": "ch_1", "object": "charge"}}}).encode()


def signed(body: bytes = PAID, at: int = NOW, secret: str = WEBHOOK_SECRET) -> str:
    return signed_by_hand(body, secret, at)


@pytest.mark.parametrize(
    ("body", "header", "outcome"),
    [
        (PAID, signed(), "cs_1"),
        (REFUNDED, signed(REFUNDED), None),
        (PAID, signed() + ",v1=00,v0=11", "cs_1"),
        (PAID, f"t={NOW},v1=00," + signed().split(",")[1], "cs_1"),
        (PAID, signed(at=NOW - 300), "cs_1"),
        (PAID, signed(at=NOW + 300), "cs_1"),
        (PAID, signed(at=NOW - 301), WebhookIsStale),
        (PAID, signed(at=NOW + 301), WebhookIsStale),
        (PAID, "", WebhookIsNotSigned),
        (PAID, "t=,v1=", WebhookIsNotSigned),
        (PAID, f"t={NOW}", WebhookIsNotSigned),
        (PAID, f"t={NOW},v1=é", WebhookIsNotSigned),
        (PAID, signed().replace("v1", "v0"), WebhookIsNotSigned),
        (PAID, signed().replace(f"t={NOW}", f"t={NOW + 1}"), WebhookIsNotSigned),
        (PAID, signed().split(",")[1], WebhookIsNotSigned),
        (PAID, signed(secret="whsec_other"), WebhookIsNotSigned),
        (PAID + b" ", signed(), WebhookIsNotSigned),
        (b"\xff", signed(b"\xff"), WebhookIsNotSigned),
        (b"", signed(b""), WebhookIsUnreadable),
        (b"[]", signed(b"[]"), WebhookIsUnreadable),
        (b'{"type":1}', signed(b'{"type":1}'), WebhookIsUnreadable),
        (b'{"type":"x","data":{}}', signed(b'{"type":"x","data":{}}'), WebhookIsUnreadable),
    ],
)
def test_verify(body: bytes, header: str, outcome: str | type[Refusal] | None) -> None:
    if isinstance(outcome, type):
        with pytest.raises(outcome) as refused:
            verify(body, header, WEBHOOK_SECRET, NOW_MS)
        assert str(refused.value).endswith(".")
    else:
        assert verify(body, header, WEBHOOK_SECRET, NOW_MS) == outcome


def test_an_empty_secret_opens_nothing() -> None:
    with pytest.raises(WebhookIsNotSigned):
        verify(PAID, signed(secret=""), "", NOW_MS)


@given(st.binary(max_size=60), st.text(max_size=60))
def test_nothing_unsigned_gets_in(body: bytes, header: str) -> None:
    with pytest.raises(Refusal):
        verify(body, header, WEBHOOK_SECRET, NOW_MS)


async def test_what_the_simulator_sends_is_taken() -> None:
    world = StillWorld()
    simulator, ear = cards(world), ShopEar(world)
    provider = StripeProvider(world, secret_key=KEY, api_base=CARDS_ADDRESS)
    page = await provider.begin(
        payment_id="1",
        order_number="A1",
        amount_pence=100,
        email="a@b.cd",
        back_url="http://shop.localhost/",
        cancel_url="http://shop.localhost/",
        expires_at_ms=world.now_ms() + 3_600_000,
    )
    await pay(simulator, page.session)
    await simulator.send_due()
    told = [verify(body, header, WEBHOOK_SECRET, world.now_ms()) for body, header in ear.heard]
    assert told == [None, page.session]
