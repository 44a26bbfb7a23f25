"""Webhooks: what is sent, signed how, when, and again until it is taken; in virtual time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import stripe

from arkwright.simulators.stripe.simulator import CardSimulator
from arkwright.simulators.stripe.webhooks import LATE_MS
from tests.simulators.shop import WEBHOOK_SECRET, ShopEar, StillWorld, cards, pay, signed_by_hand
from tests.simulators.test_stripe_model import TERMS, post

CAPTURABLE, COMPLETED = "payment_intent.amount_capturable_updated", "checkout.session.completed"


class Shop(NamedTuple):
    """A simulator, the shop's ear and the world in which time passes."""

    simulator: CardSimulator
    ear: ShopEar
    world: StillWorld

    async def session(self) -> str:
        found: str = msgspec.json.decode((await post(self.simulator, "/v1/checkout/sessions", TERMS)).body)["id"]
        return found

    async def after(self, seconds: float) -> list[str]:
        """The types heard by then, in the order in which they came."""
        self.world.pass_s(seconds)
        await self.simulator.send_due()
        return [msgspec.json.decode(body)["type"] for body, _ in self.ear.heard]


@pytest.fixture
def shop() -> Shop:
    world = StillWorld()
    return Shop(cards(world), ShopEar(world), world)


@pytest.mark.parametrize(
    ("delivery", "seconds", "outcome"),
    [
        ("prompt", 0, [CAPTURABLE, COMPLETED]),
        ("late", LATE_MS / 1000 - 1, []),
        ("late", LATE_MS / 1000, [CAPTURABLE, COMPLETED]),
        ("doubled", 0, [CAPTURABLE, COMPLETED]),
        ("doubled", 10, [CAPTURABLE, COMPLETED, CAPTURABLE, COMPLETED]),
        ("out_of_order", 10, [COMPLETED, CAPTURABLE]),
        ("lost", 10_000, []),
    ],
)
async def test_deliveries(shop: Shop, delivery: str, seconds: float, outcome: list[str]) -> None:
    await pay(shop.simulator, await shop.session(), delivery=delivery)
    assert await shop.after(seconds) == outcome


async def test_the_whole_life_of_a_payment_is_told(shop: Shop) -> None:
    session = await shop.session()
    await pay(shop.simulator, session, "decline")
    await pay(shop.simulator, session)
    intent = shop.simulator.books.sessions[session].intent or ""
    await post(shop.simulator, f"/v1/payment_intents/{intent}/capture", {"amount_to_capture": "400", "final_capture": "false"})
    await post(shop.simulator, f"/v1/payment_intents/{intent}/capture", {"amount_to_capture": "0"})
    await post(shop.simulator, "/v1/refunds", {"payment_intent": intent})
    assert await shop.after(0) == [
        "payment_intent.payment_failed",
        CAPTURABLE,
        COMPLETED,
        "charge.updated",
        CAPTURABLE,
        "charge.updated",
        CAPTURABLE,
        "charge.captured",
        "payment_intent.succeeded",
        "refund.created",
        "charge.refunded",
    ]


@pytest.mark.parametrize("seconds", [0, 24 * 3600])
async def test_expiry_is_told(shop: Shop, seconds: int) -> None:
    session = await shop.session()
    if not seconds:
        await post(shop.simulator, f"/v1/checkout/sessions/{session}/expire", {})
    assert await shop.after(seconds) == ["checkout.session.expired"]


async def test_stripes_library_takes_the_signature_and_the_event(shop: Shop) -> None:
    session = await shop.session()
    await pay(shop.simulator, session)
    await shop.after(0)
    body, header = shop.ear.heard[1]
    assert header == signed_by_hand(body, WEBHOOK_SECRET, shop.world.now_ms() // 1000)
    assert stripe.WebhookSignature.verify_header(body, header, WEBHOOK_SECRET)
    event: Any = stripe.Event.construct_from(msgspec.json.decode(body), "sk_test_none")
    assert (event.type, event.data.object.id, event.data.object.status) == (COMPLETED, session, "complete")


@pytest.mark.parametrize("status", [500, 404, 301, None])
async def test_sent_again_ever_more_slowly_until_taken(shop: Shop, status: int | None) -> None:
    await post(shop.simulator, f"/v1/checkout/sessions/{await shop.session()}/expire", {})
    if status is None:
        del shop.world.hosts["office.localhost"]
    else:
        shop.ear.status = status
    await shop.after(0)
    waits = []
    for _ in range(4):
        due_ms = shop.simulator.outbox.next_due_ms() or 0
        waits.append((due_ms - shop.world.now_ms()) / 1000)
        await shop.after(waits[-1])
    assert waits == [5, 10, 20, 40]
    shop.world.hosts["office.localhost"] = shop.ear.hear
    shop.ear.status = 204
    await shop.after(3600)
    assert shop.simulator.outbox.next_due_ms() is None
    assert len({body for body, _ in shop.ear.heard}) == 1
    if status is not None:
        assert len({header for _, header in shop.ear.heard}) > 1  # each sending is signed anew


async def test_given_up_after_three_days(shop: Shop) -> None:
    await post(shop.simulator, f"/v1/checkout/sessions/{await shop.session()}/expire", {})
    shop.ear.status = 500
    for _ in range(4 * 24):
        await shop.after(3600)
    assert shop.simulator.outbox.next_due_ms() is None
    assert 70 < len(shop.ear.heard) < 90


async def test_postings_outlive_a_restart(shop: Shop) -> None:
    simulator = cards(shop.world, state_path=Path("cards.json"))
    await post(simulator, "/v1/checkout/sessions", TERMS)
    await pay(simulator, next(iter(simulator.books.sessions)), delivery="late")
    restarted = cards(shop.world, state_path=Path("cards.json"))
    shop.world.pass_s(60)
    assert await restarted.send_due() == 2
