"""A card at a till fails before, during and after each step, and at each message of its terminal: never paid twice, never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.facts import RefundedUnits
from arkwright.journeys import till_card, till_refund
from arkwright.journeys.till_card import Tills, abort, reverse
from arkwright.journeys.till_refund import refund
from arkwright.simulators.terminal.machine import MOMENTS, ActName
from tests.journeys.till_stage import PENCE, TERMINAL, Failure, Outcome, TillStage, pay_by_card, play
from tests.simulation.store import STORE

REFUND = ask.BeginRefund(
    id="refund",
    store=STORE,
    till="1",
    by="ada",
    refund="r",
    sale="s",
    units=(RefundedUnits(line="1", quantity=1),),
    reason="faulty",
    terminal=TERMINAL,
)
GRANT = ask.GrantStoredSales(
    id="grant", store=STORE, grant="g1", edition=1, per_sale_pence=50_00, total_pence=100_00, count=5, until_ms=1_890_000_000_000
)


def deaths(*places: str) -> list[Failure]:
    """At each place, and, but for the last one of a journey, at the points that follow it."""
    return [Failure(place=place, later=later) for place in places for later in ((0,) if place.endswith("answer.after") else (0, 1, 2))]


STEPS = [f"card.{step.name}.{when}" for step in till_card.PAY for when in ("before", "after")]
LANE = ["tills.loaded", "tills.before-commit", "tills.after-commit"]
PAYING = [Failure(moment=moment) for moment in MOMENTS if not moment.startswith(("reversal", "advice"))]
REVERSING = [Failure(moment=moment) for moment in MOMENTS if moment.startswith("reversal")]
STORING = [Failure(moment=moment) for moment in MOMENTS if not moment.startswith("reversal") and moment != "acquirer-asked"]
REFUNDING = [f"card-refund.{step.name}.{when}" for step in till_refund.PAY_BACK for when in ("before", "after")]
LOST = [Failure(lost="request"), Failure(lost="answer"), Failure(lost="late request")]


def named(failure: Failure) -> str:
    return failure.moment or failure.lost or f"{failure.place} +{failure.later}"


def whole(outcome: Outcome) -> None:
    """What must be so however it ended: the books balance, all is decided, and the sale is paid exactly if the acquirer has the money."""
    assert outcome.met, "the failure never came"
    assert (outcome.balanced, outcome.open) == (True, 0)
    assert outcome.sale is not None
    status = outcome.tender.status if outcome.tender else None
    assert status in {None, "approved", "declined", "aborted", "reversed"}
    paid = PENCE if status == "approved" else 0
    back = PENCE if outcome.refund and outcome.refund.receipt else 0
    assert outcome.taken_pence == paid - back
    assert outcome.sale.status == ("completed" if status == "approved" else outcome.sale.status)
    assert outcome.sale.status != "completed" or outcome.sale.paid_pence == PENCE


def at_the_till(
    action: Callable[[Tills], Awaitable[None]], hand: ActName = "insert", again: bool = False
) -> Callable[[TillStage], Awaitable[None]]:
    """One mug, one card, and what the shopper's hand does; perhaps the colleague tries again."""

    async def story(stage: TillStage) -> None:
        await stage.open_till()
        shopper = asyncio.get_running_loop().create_task(stage.shopper(hand))
        await stage.failing(action)
        stage.box.power_on()
        if again:
            await stage.until_answered(action)
        await shopper

    return story


@pytest.mark.parametrize("again", [True, False], ids=["again", "left"])
@pytest.mark.parametrize("failure", [*deaths(*STEPS, *LANE), *PAYING, *LOST], ids=named)
def test_a_card_is_taken_once_or_not_at_all(failure: Failure, again: bool) -> None:
    outcome = play(at_the_till(pay_by_card, again=again), failure)
    whole(outcome)
    assert outcome.tender is not None or failure.place.startswith(("card.ask", "tills."))


@pytest.mark.parametrize("failure", [Failure(lost="request"), Failure(lost="answer"), Failure(place="card.answer.before")], ids=named)
def test_a_card_that_the_shopper_takes_away_pays_nothing(failure: Failure) -> None:
    outcome = play(at_the_till(pay_by_card, "cancel"), failure)
    whole(outcome)
    assert (outcome.taken_pence, outcome.sale.status if outcome.sale else "") == (0, "totalled")


@pytest.mark.parametrize(
    "failure", [*deaths("card-settle.look.before", "card-settle.look.after", "tills.before-commit"), *REVERSING, *LOST], ids=named
)
def test_a_payment_of_an_unfinished_sale_goes_back_whole(failure: Failure) -> None:
    async def story(stage: TillStage) -> None:
        await stage.open_till()
        half = ask.AskCard(id="half", store=STORE, till="1", by="ada", sale="s", tender="t", amount_pence=5_00, terminal=TERMINAL)
        shopper = asyncio.get_running_loop().create_task(stage.shopper("insert"))
        await stage.ask(lambda tills: till_card.pay(tills, half))
        await shopper
        await stage.failing(lambda tills: reverse(tills, "t", "cannot-pay"))
        await stage.box.forward()

    outcome = play(story, failure)
    assert (outcome.met, outcome.balanced, outcome.open) == (True, True, 0)
    status = outcome.tender.status if outcome.tender else ""
    assert (status, outcome.taken_pence, outcome.sale.paid_pence if outcome.sale else -1) in {("reversed", 0, 0), ("approved", 5_00, 5_00)}
    assert status == "reversed" or failure.place == "tills.before-commit"


def test_a_till_lets_go_of_a_payment_and_may_not_be_paid_afterwards() -> None:
    async def story(stage: TillStage) -> None:
        await stage.open_till()
        paying = asyncio.get_running_loop().create_task(stage.ask(pay_by_card))
        await asyncio.sleep(5.0)
        await stage.ask(lambda tills: abort(tills, "t"))
        await paying
        await stage.shopper("insert")
        stage.lost = True

    outcome = play(story, Failure())
    whole(outcome)
    assert (outcome.tender.status if outcome.tender else "", outcome.taken_pence) == ("aborted", 0)


@pytest.mark.parametrize("declined", [False, True], ids=["taken", "declined late"])
@pytest.mark.parametrize("failure", [*deaths("card.terminal.after", "card-settle.look.after"), *STORING], ids=named)
def test_a_stored_sale_is_followed_to_its_end(failure: Failure, declined: bool) -> None:
    async def story(stage: TillStage) -> None:
        await stage.open_till(GRANT)
        stage.acquirer.books.trouble.cut_off = True
        stage.acquirer.books.trouble.decline_next_stored = int(declined)
        shopper = asyncio.get_running_loop().create_task(stage.shopper("insert"))
        await stage.failing(pay_by_card)
        stage.box.power_on()
        await shopper
        await asyncio.sleep(60.0)
        stage.acquirer.books.trouble.cut_off = False
        await stage.box.forward()

    outcome = play(story, failure)
    assert (outcome.met, outcome.balanced, outcome.open) == (True, True, 0)
    assert outcome.tender is not None
    assert outcome.allowance is not None
    assert (outcome.allowance.reserved, outcome.allowance.waiting) == (0, 0)
    if outcome.tender.status == "approved":
        late_no = outcome.tender.stored == "declined"
        assert (outcome.sale.status if outcome.sale else "", outcome.taken_pence) == ("completed", 0 if late_no else PENCE)
        assert outcome.session is not None
        assert outcome.session.totals.late_declines_pence == (PENCE if late_no else 0)
    else:
        assert outcome.taken_pence == 0


@pytest.mark.parametrize(
    "failure",
    [*deaths(*REFUNDING), *LOST],
    ids=named,
)
def test_a_refund_goes_back_to_its_card_once(failure: Failure) -> None:
    async def story(stage: TillStage) -> None:
        await stage.open_till()
        shopper = asyncio.get_running_loop().create_task(stage.shopper("insert"))
        await stage.ask(pay_by_card)
        await shopper
        await stage.failing(lambda tills: refund(tills, REFUND))

    outcome = play(story, failure)
    whole(outcome)
    assert outcome.refund is not None
    assert outcome.taken_pence == 0
