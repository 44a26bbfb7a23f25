"""Safeguards of money and of the journeys: evidence, ids at the provider, looking before asking again, sweeps, caps."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

import msgspec

from arkwright.channels.stripe import client
from arkwright.channels.stripe.client import StripeProvider
from arkwright.channels.stripe.transport import WorldTransport
from arkwright.compartments.ordering import state
from arkwright.compartments.payments.state import Payment
from arkwright.journeys import cancel, paying
from arkwright.roles import sweeps
from tests.simulation.ablations.ablation import Ablation


@contextlib.contextmanager
def word_of_the_browser() -> Iterator[None]:
    """Whoever comes back from the payment page has paid."""
    seen = paying.seen

    async def believed(shop: Any, order: Any, payment: Any, close: bool) -> Any:
        evidence = await seen(shop, order, payment, close)
        if evidence is None or evidence.status != "open":
            return evidence
        return msgspec.structs.replace(evidence, status="authorised", payment=f"pi_of_{order.order}", amount_pence=order.total_pence)

    with mock.patch.object(paying, "seen", believed):
        yield


@contextlib.contextmanager
def no_keys_at_the_provider() -> Iterator[None]:
    """What is asked twice is two requests to the provider."""
    ask = WorldTransport.request_async

    async def bare(transport: WorldTransport, method: str, url: str, headers: Mapping[str, str], post_data: object = None) -> Any:
        without = {name: value for name, value in headers.items() if name.lower() != "idempotency-key"}
        return await ask(transport, method, url, without, post_data)

    with mock.patch.object(WorldTransport, "request_async", bare):
        yield


@contextlib.contextmanager
def no_look_before_asking_again() -> Iterator[None]:
    """Only the provider's memory of keys, which lasts a day, keeps a capture or refund from happening twice."""
    times = itertools.count()

    async def never(_provider: StripeProvider, _refund: str, _payment: str) -> None: ...

    marks = mock.patch.object(client, "_mark", lambda kind, _: f"{kind}_{next(times)}")
    with marks, mock.patch.object(StripeProvider, "_refunded_before", never):
        yield


@contextlib.contextmanager
def nobody_asks_what_became_of_it() -> Iterator[None]:
    """What the provider left open stays open."""

    async def nothing(_shop: Any) -> None: ...

    with mock.patch.multiple(sweeps, move_money=nothing, settle_unpaid=nothing):
        yield


@contextlib.contextmanager
def no_refund_cap() -> Iterator[None]:
    """As much as anybody asks for may be given back."""
    with mock.patch.object(Payment, "left_to_refund_pence", property(lambda row: row.captured_pence + 1_000_00)):
        yield


@contextlib.contextmanager
def parcels_are_not_stopped() -> Iterator[None]:
    """An order is cancelled without a word to the packers."""
    with mock.patch.object(cancel, "STEPS", [step for step in cancel.STEPS if step.name != "parcel"]):
        yield


@contextlib.contextmanager
def codes_are_not_counted() -> Iterator[None]:
    """Whoever has a code uses it."""
    with mock.patch.object(state, "count_codes"):
        yield


MONEY = (
    Ablation(
        name="codes are not counted",
        protects="a code is used by as many orders as may",
        without=codes_are_not_counted,
        caught_by=("32",),
    ),
    Ablation(
        name="paid without evidence",
        protects="paid needs the provider's word",
        without=word_of_the_browser,
        caught_by=("5", "6"),
    ),
    Ablation(
        name="no idempotency keys at the provider",
        protects="a resent request is the same request there",
        without=no_keys_at_the_provider,
        caught_by=("2", "4", "5", "6"),
    ),
    Ablation(
        name="nobody looks before asking again",
        protects="captures and refunds happen once after keys are forgotten",
        without=no_look_before_asking_again,
        caught_by=("4", "5", "8"),
    ),
    Ablation(
        name="nobody asks what became of it",
        protects="nothing stays unknown",
        without=nobody_asks_what_became_of_it,
        caught_by=("9",),
    ),
    Ablation(
        name="refunds have no cap",
        protects="no more is given back than was taken",
        without=no_refund_cap,
        caught_by=("8",),
    ),
    Ablation(
        name="packers do not hear of a cancellation",
        protects="nothing leaves for a cancelled order",
        without=parcels_are_not_stopped,
        caught_by=("1", "3", "10", "12"),
    ),
)
