"""An order paid with points, a part of it or all, fails at every step; at the end the points are spent once, or all with the member."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest

from arkwright.compartments.loyalty.commands import FreezeMember, LoyaltyCommand, RecordSpend
from arkwright.compartments.ordering.commands import CancelOrder
from arkwright.journeys import cancel as cancelling
from arkwright.journeys import checkout
from arkwright.journeys.cancel import cancel
from arkwright.journeys.checkout import begin, known, settle
from arkwright.journeys.refund import refund
from arkwright.kit.refusal import Unknown
from tests.journeys.stage import HAS, MEMBER, ORDER, WHOLE_PENCE, Failure, Stage, play, request
from tests.journeys.test_failures import LATER_S, SOON_S, failures, named, refusing, whole
from tests.simulation.checkers import violations

PART, ALL = 1_000, WHOLE_PENCE
PARTLY_AND_WHOLLY = pytest.mark.parametrize("points", [PART, ALL], ids=["part", "all"])
AT = ("points.before", "points.after", "payment.after", "page.after")
STEPS = [Failure(place=f"checkout.{place}") for place in AT] + [Failure(place="checkout.points.before", later=later) for later in (2, 3, 5)]
AT_THE_CARD = [Failure(operation="sessions.create", fault="no_answer")]


@PARTLY_AND_WHOLLY
@pytest.mark.parametrize("failure", [*STEPS, *AT_THE_CARD], ids=named)
def test_a_checkout_is_taken_up_again(failure: Failure, points: int) -> None:
    async def story(stage: Stage) -> None:
        await stage.member()
        await stage.fill_basket()
        await stage.failing(lambda office: begin(office.shop, request(points)))
        page = await stage.until_answered(lambda office: begin(office.shop, request(points)))
        if points < ALL:
            await stage.pay(page)
        await stage.until_answered(lambda office: settle(office.shop, ORDER))

    outcome = play(story, failure, SOON_S)
    if failure.operation and points == ALL:
        assert not outcome.met, "no card is asked where points pay for all of it"
    else:
        whole(outcome)
    assert (outcome.status, outcome.payment, outcome.points) == ("confirmed", "authorised", HAS - points)


@PARTLY_AND_WHOLLY
@pytest.mark.parametrize("failure", STEPS, ids=named)
def test_a_checkout_is_left(failure: Failure, points: int) -> None:
    async def story(stage: Stage) -> None:
        await stage.member()
        await stage.fill_basket()
        await stage.failing(lambda office: begin(office.shop, request(points)))

    outcome = play(story, failure, LATER_S)
    whole(outcome)
    nothing_of_it = {(None, None, HAS), ("cancelled", None, HAS), ("cancelled", "failed", HAS)}
    all_of_it = {("confirmed", "authorised", HAS - points)} if points == ALL else set()
    assert (outcome.status, outcome.payment, outcome.points) in nothing_of_it | all_of_it


def test_an_order_is_confirmed_only_once_its_points_have_paid() -> None:
    async def story(stage: Stage) -> None:
        await stage.member()
        await stage.fill_basket()
        with mock.patch.object(checkout, "RecordPaidWithPoints", side_effect=Unknown):
            await stage.failing(lambda office: begin(office.shop, request(ALL)))
            await stage.failing(lambda office: settle(office.shop, ORDER))
            order = await stage.ask(lambda office: known(office.shop, ORDER))
            assert order.status == "placed", "a parcel sent now would find nothing paid"
        await stage.until_answered(lambda office: settle(office.shop, ORDER))
        await stage.dispatched()

    outcome = play(story, Failure(), SOON_S)
    assert violations(outcome.evidence) == []
    assert (outcome.status, outcome.payment, outcome.points) == ("dispatched", "closed", HAS - ALL)


def test_an_order_that_ends_while_its_points_pay_gives_them_back() -> None:
    ends = CancelOrder(id="ends", order=ORDER, channel="web", by="payment", why="not-paid")

    async def story(stage: Stage) -> None:
        await stage.member()
        await stage.fill_basket()
        with mock.patch.object(checkout, "confirmation", side_effect=Unknown):
            await stage.failing(lambda office: begin(office.shop, request(ALL)))
            await stage.failing(lambda office: settle(office.shop, ORDER))
            await stage.ask(lambda office: office.shop.ordering.submit(ends))
        await stage.until_answered(lambda office: settle(office.shop, ORDER))

    outcome = play(story, Failure(), SOON_S)
    assert violations(outcome.evidence) == []
    assert (outcome.status, outcome.payment, outcome.points) == ("cancelled", "voided", HAS)


@pytest.mark.parametrize("step", checkout.BEGIN, ids=lambda step: step.name)
def test_a_refused_step_gives_the_points_back(step: Any) -> None:
    async def story(stage: Stage) -> None:
        await stage.member()
        await stage.fill_basket()
        with refusing(checkout.BEGIN, step):
            await stage.failing(lambda office: begin(office.shop, request(PART)))

    outcome = play(story, Failure(), SOON_S)
    assert violations(outcome.evidence) == []
    assert (outcome.status, outcome.payment) in {(None, None), ("cancelled", None), ("cancelled", "failed")}
    assert outcome.points == HAS


SPENT_ELSEWHERE = RecordSpend(id="elsewhere", store="leeds", spend="s1", member=MEMBER, points=HAS, sale="r1", at_ms=1)


@pytest.mark.parametrize(
    ("meanwhile", "left"), [(SPENT_ELSEWHERE, 0), (FreezeMember(id="freeze", member=MEMBER), HAS)], ids=["spent elsewhere", "frozen"]
)
def test_points_that_are_not_to_be_had_undo_the_order(meanwhile: LoyaltyCommand, left: int) -> None:
    async def story(stage: Stage) -> None:
        await stage.member()
        await stage.fill_basket()
        await stage.ask(lambda office: office.shop.loyalty.submit(meanwhile))
        await stage.failing(lambda office: begin(office.shop, request(PART)))

    outcome = play(story, Failure(), SOON_S)
    assert violations(outcome.evidence) == []
    assert (outcome.status, outcome.payment, outcome.points) == ("cancelled", None, left)


@pytest.mark.parametrize(("again", "points"), [(True, ALL), (False, PART)], ids=["all, again", "part, left"])
@pytest.mark.parametrize("failure", failures("cancel", cancelling.STEPS), ids=named)
def test_an_order_is_cancelled(failure: Failure, again: bool, points: int) -> None:
    async def story(stage: Stage) -> None:
        await stage.member()
        await stage.paid(points)
        await stage.failing(lambda office: cancel(office.shop, ORDER, "shopper", "changed-mind"))
        if again:
            await stage.until_answered(lambda office: cancel(office.shop, ORDER, "shopper", "changed-mind"))

    outcome = play(story, failure, SOON_S)
    whole(outcome)
    ended = ("cancelled", "voided", HAS)
    assert (outcome.status, outcome.payment, outcome.points) in ({ended} if again else {ended, ("confirmed", "authorised", HAS - points)})


@pytest.mark.parametrize(
    ("points", "pence", "back", "by_card_pence"),
    [(PART, 5_00, 500, 0), (PART, 12_00, PART, 2_00), (ALL, 12_00, 1_200, 0), (ALL, ALL, ALL, 0)],
)
@pytest.mark.parametrize("place", ["", "loyalty.loaded"])
def test_a_refund_gives_points_back_first_and_once(place: str, points: int, pence: int, back: int, by_card_pence: int) -> None:
    async def story(stage: Stage) -> None:
        await stage.member()
        await stage.paid(points)
        await stage.dispatched()
        for _ in range(2):
            await stage.until_answered(lambda office: refund(office.shop, "refund-1", ORDER, pence, "goodwill", "cleo"))
            stage.crashes.armed = bool(place)
        await stage.failing(lambda office: refund(office.shop, "refund-2", ORDER, 1, "goodwill", "cleo"))

    outcome = play(story, Failure(place=place), SOON_S)
    assert violations(outcome.evidence) == []
    assert outcome.points in {HAS - points + back, HAS - points + back + 1}
    assert outcome.refunded_pence in {by_card_pence, by_card_pence + 1}
    assert outcome.captured_pence == WHOLE_PENCE - points
