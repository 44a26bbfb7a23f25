"""Every step of every journey fails before, during and after; then it is taken up again, or left to the office: the end is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest

from arkwright.compartments.ordering.events import CancellationBegun
from arkwright.journeys import cancel as cancelling
from arkwright.journeys import checkout
from arkwright.journeys.cancel import cancel
from arkwright.journeys.checkout import begin, settle
from arkwright.journeys.refund import refund
from arkwright.kit.provider import ProviderRefused
from tests.journeys.stage import ORDER, QUANTITY, Failure, Outcome, Stage, play, request
from tests.simulation.checkers import violations

SOON_S, LATER_S = 120.0, 45 * 60.0
OUTSIDE = {
    "checkout": ("sessions.create",),
    "settle": ("sessions.retrieve",),
    "cancel": (),  # nothing is asked where the order is paid for already; voiding follows by a sweep
}


def failures(story: str, steps: list[Any]) -> list[Failure]:
    """Before, during (the first points within the step) and after each step, made from the list itself; and what the provider may do."""
    found: list[Failure] = []
    for step in steps:
        found += [Failure(place=f"{story}.{step.name}.before", later=later) for later in (0, 2)]
        found.append(Failure(place=f"{story}.{step.name}.after"))
    for operation in OUTSIDE[story]:
        found += [Failure(operation=operation, fault="no_answer"), Failure(operation=operation, fault="error")]
    return found


def named(failure: Failure) -> str:
    return f"{failure.operation} {failure.fault}" if failure.operation else f"{failure.place} +{failure.later}"


def whole(outcome: Outcome) -> None:
    """What must be so however it ended."""
    assert outcome.met, "the failure never came"
    assert violations(outcome.evidence) == []
    assert (outcome.status, outcome.payment) not in {("cancelled", "authorised"), ("confirmed", "voided"), ("confirmed", "failed")}


@pytest.mark.parametrize("failure", failures("checkout", checkout.BEGIN), ids=named)
def test_a_checkout_is_taken_up_again(failure: Failure) -> None:
    async def story(stage: Stage) -> None:
        await stage.fill_basket()
        await stage.failing(lambda office: begin(office.shop, request()))
        page = await stage.until_answered(lambda office: begin(office.shop, request()))
        await stage.pay(page)
        await stage.until_answered(lambda office: settle(office.shop, ORDER))

    outcome = play(story, failure, SOON_S)
    whole(outcome)
    assert (outcome.status, outcome.payment) == ("confirmed", "authorised")


@pytest.mark.parametrize("failure", failures("checkout", checkout.BEGIN), ids=named)
def test_a_checkout_is_left(failure: Failure) -> None:
    async def story(stage: Stage) -> None:
        await stage.fill_basket()
        await stage.failing(lambda office: begin(office.shop, request()))

    outcome = play(story, failure, LATER_S)
    whole(outcome)
    assert (outcome.status, outcome.payment) in {(None, None), ("cancelled", None), ("cancelled", "failed")}


@pytest.mark.parametrize("again", [True, False], ids=["again", "left"])
@pytest.mark.parametrize("failure", failures("settle", checkout.SETTLE), ids=named)
def test_a_payment_is_settled(failure: Failure, again: bool) -> None:
    async def story(stage: Stage) -> None:
        await stage.fill_basket()
        await stage.pay(await stage.ask(lambda office: begin(office.shop, request())))
        await stage.failing(lambda office: settle(office.shop, ORDER))
        if again:
            await stage.until_answered(lambda office: settle(office.shop, ORDER))

    outcome = play(story, failure, SOON_S)
    whole(outcome)
    assert (outcome.status, outcome.payment) == ("confirmed", "authorised")


@pytest.mark.parametrize("again", [True, False], ids=["again", "left"])
@pytest.mark.parametrize("failure", failures("cancel", cancelling.STEPS), ids=named)
def test_an_order_is_cancelled(failure: Failure, again: bool) -> None:
    async def story(stage: Stage) -> None:
        await stage.paid()
        await stage.failing(lambda office: cancel(office.shop, ORDER, "shopper", "changed-mind"))
        if again:
            await stage.until_answered(lambda office: cancel(office.shop, ORDER, "shopper", "changed-mind"))

    outcome = play(story, failure, SOON_S)
    whole(outcome)
    begun = bool(outcome.evidence.lanes["ordering"].events(CancellationBegun))
    assert (outcome.status, outcome.payment) in (
        {("cancelled", "voided")} if again else {("cancelled", "voided"), ("confirmed", "authorised")}
    )
    assert again or not begun or outcome.status == "cancelled"


@pytest.mark.parametrize("again", [True, False], ids=["again", "left"])
@pytest.mark.parametrize(
    "failure",
    [
        *(Failure(place=place, later=later) for place in ("payments.loaded", "refund.before") for later in (0, 1, 2)),
        *(Failure(place="refund.after", later=later) for later in range(8)),
        *(Failure(operation="refunds.create", fault=fault) for fault in ("no_answer", "cut", "error")),
        Failure(operation="refunds.list", fault="no_answer"),
    ],
    ids=named,
)
def test_a_refund_is_given_once(failure: Failure, again: bool) -> None:
    async def story(stage: Stage) -> None:
        await stage.paid()
        await stage.dispatched()
        await stage.failing(lambda office: refund(office.shop, "refund-1", ORDER, 5_00, "goodwill", "cleo"))
        if again:
            await stage.until_answered(lambda office: refund(office.shop, "refund-1", ORDER, 5_00, "goodwill", "cleo"))

    outcome = play(story, failure, SOON_S)
    whole(outcome)
    assert outcome.refunded_pence in ({5_00} if again else {0, 5_00})
    assert outcome.captured_pence == QUANTITY * 12_00 + 3_95


@pytest.mark.parametrize("step", checkout.BEGIN, ids=lambda step: step.name)
def test_a_refused_step_of_a_checkout_undoes_those_before(step: Any) -> None:
    async def story(stage: Stage) -> None:
        await stage.fill_basket()
        with refusing(checkout.BEGIN, step):
            await stage.failing(lambda office: begin(office.shop, request()))

    outcome = play(story, Failure(), SOON_S)
    assert violations(outcome.evidence) == []
    assert (outcome.status, outcome.payment) in {(None, None), ("cancelled", None), ("cancelled", "failed")}
    assert outcome.free == play(nothing, Failure(), SOON_S).free


@pytest.mark.parametrize("step", cancelling.STEPS, ids=lambda step: step.name)
def test_a_refused_step_of_a_cancellation_leaves_a_whole_order(step: Any) -> None:
    async def story(stage: Stage) -> None:
        await stage.paid()
        with refusing(cancelling.STEPS, step):
            await stage.failing(lambda office: cancel(office.shop, ORDER, "shopper", "changed-mind"))

    outcome = play(story, Failure(), LATER_S)
    assert violations(outcome.evidence) == []
    assert (outcome.status, outcome.payment) in {("confirmed", "authorised"), ("cancelled", "voided")}


def test_an_order_whose_payment_was_let_go_while_its_cancellation_was_given_up_ends() -> None:
    """The resolver finds it paid while it is being cancelled, and lets the payment go; then the cancellation is given up."""

    async def settled_and_refused(cancelled: cancelling.Cancelling) -> None:
        await settle(cancelled.shop, ORDER)
        raise ProviderRefused("simulated")

    async def story(stage: Stage) -> None:
        await stage.fill_basket()
        await stage.pay(await stage.ask(lambda office: begin(office.shop, request())))
        with mock.patch.object(cancelling, "STEPS", [*cancelling.STEPS[:2], replace(cancelling.STEPS[2], do=settled_and_refused)]):
            await stage.failing(lambda office: cancel(office.shop, ORDER, "shopper", "changed-mind"))

    outcome = play(story, Failure(), LATER_S)
    assert violations(outcome.evidence) == []
    assert (outcome.status, outcome.payment, outcome.captured_pence) == ("cancelled", "voided", 0)


@contextmanager
def refusing(steps: list[Any], refused: Any) -> Iterator[None]:
    """While this lasts, one step is decided against."""

    async def no(_context: Any) -> None:
        raise ProviderRefused("simulated")

    at = steps.index(refused)
    steps[at] = replace(refused, do=no)
    try:
        yield
    finally:
        steps[at] = refused


async def nothing(_stage: Stage) -> None:
    """Nobody comes."""
