"""A Z report whose terminal is asked for its totals, over lines that lose requests and answers and with the bank away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.facts import CardTotals
from arkwright.compartments.tills.queries import reconciliation
from arkwright.compartments.tills.reconciling import Reconciliation
from arkwright.journeys.till_card import Tills
from arkwright.journeys.till_reconcile import reconcile
from tests.journeys.till_stage import PENCE, TERMINAL, Failure, TillStage, pay_by_card, play
from tests.simulation.store import STORE


async def ask_terminal(tills: Tills) -> None:
    await reconcile(tills, TERMINAL)


def closing(found: list[Reconciliation | None], *, bank_away: bool) -> Callable[[TillStage], Awaitable[None]]:
    async def story(stage: TillStage) -> None:
        await stage.open_till()
        shopper = asyncio.get_running_loop().create_task(stage.shopper("insert"))
        await stage.ask(pay_by_card)
        await shopper
        stage.acquirer.books.trouble.cut_off = bank_away
        stage.crashes.armed = True
        of: dict[str, Any] = {"store": STORE, "till": "1", "by": "ada"}
        await stage.do(ask.CountCash(id="count", counted_pence=50_00, **of), ask.CloseSession(id="close", terminal=TERMINAL, **of))
        await stage.failing(ask_terminal)
        await keep(stage, found)
        stage.acquirer.books.trouble.cut_off = False
        await asyncio.sleep(200.0)
        await keep(stage, found)

    return story


async def keep(stage: TillStage, found: list[Reconciliation | None]) -> None:
    async def look(tills: Tills) -> None:
        found.append(await reconciliation(tills.lane.reader, "day"))

    await stage.ask(look)


@pytest.mark.parametrize(
    ("lost", "bank_away", "at_first"),
    [("", False, "done"), ("request", False, "waiting"), ("answer", False, "waiting"), ("", True, "waiting")],
)
def test_the_drawer_closes_and_the_terminal_is_asked_until_it_answers(lost: str, bank_away: bool, at_first: str) -> None:
    found: list[Reconciliation | None] = []
    outcome = play(closing(found, bank_away=bank_away), Failure(lost=lost))
    first, last = found
    one = CardTotals(payments=1, payments_pence=PENCE)
    assert first
    assert last
    assert outcome.session
    assert (outcome.session.status, first.status, last.status) == ("closed", at_first, "done")
    assert (last.agreed, last.told, last.counted) == (True, one, one)
