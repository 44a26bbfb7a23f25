"""A store's tills in a real lane: what its queries find after a day, what the gate stops and what goes on, and a rebuild that agrees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import queries
from arkwright.compartments.tills.refusals import PausedHere
from arkwright.journal.lane import Lane
from arkwright.kit.messages import Command
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.promotion import Terms
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, Place, shipped
from arkwright.kit.switches.gate import Paused
from arkwright.kit.world import RealWorld
from arkwright.roles.lanes import open_lane
from tests.compartments.tills.given import OPEN, SECOND, a, add, approved, by_card, cash, grant, refund, signed
from tests.databases import TestDatabases
from tests.kit.switch_orders import held, order

LATER_MS = 1_990_000_000_000
MEMBER = a(ask.IdentifyMember, membership="93", member="m1", edition=3, spendable_points=900)
POINTS = a(ask.SetPointsRules, edition=1, points=100, pence=50, most_points=800)
PAUSED = a(ask.PauseHere, capability="cash", by="mo", approval=signed(), say="Cards only, please.")


@pytest.fixture
async def lane(tmp_path: Path) -> AsyncIterator[Lane]:
    def failed(error: Exception) -> None:
        raise error

    world = RealWorld(AiohttpHttp())
    opened = await open_lane(world, TestDatabases(tmp_path, "leeds"), "tills", lambda _: Gate(NOTHING_SWITCHED, shipped()), failed)
    yield opened
    await opened.stop()


async def do(lane: Lane, *commands: Command) -> None:
    for command in commands:
        await lane.submit(command)


async def test_a_day_is_found_again(lane: Lane) -> None:
    allowed = grant(until_ms=LATER_MS)
    await do(lane, *OPEN, *SECOND, POINTS, PAUSED, allowed, MEMBER, add(), by_card(5_00), a(ask.RecordUnknown, tender="t"))
    reader = lane.reader
    shown = await queries.shown(reader, "1", LATER_MS)
    assert shown is not None
    assert (shown.sale.sale, shown.total_pence, shown.due_pence, shown.points_left) == ("s", 12_00, 12_00, 800)
    assert [card.status for card in shown.cards] == ["unknown"]
    assert [card.tender for card in await queries.undecided(reader, LATER_MS)] == ["t"]
    assert await queries.undecided(reader, 1) == []
    allowance = await queries.allowance(reader)
    assert allowance is not None
    assert (allowance.left_pence, allowance.left) == (95_00, 2)
    assert [pause.capability for pause in await queries.local_pauses(reader)] == ["cash"]
    assert [till.till for till in await queries.tills(reader)] == ["1", "2"]
    assert await queries.shown(reader, "2", LATER_MS) is None


async def test_what_is_paid_is_found_by_its_receipt(lane: Lane) -> None:
    stored = by_card(5_00, "t2", kind=ask.AskChipAndPin)
    await do(lane, *OPEN, grant(until_ms=LATER_MS), add(), cash(7_00), stored, approved("t2", 5_00, stored=True))
    reader = lane.reader
    assert [sale.receipt for sale in await queries.completed(reader)] == ["leeds-1-000001"]
    assert [card.tender for card in await queries.stored_waiting(reader)] == ["t2"]
    assert await queries.stored_waiting(reader, after="t2") == []
    await do(lane, a(ask.RecordStoredTaken, tender="t2"), refund(("mug", 1)))
    found = await queries.by_receipt(reader, "leeds-1-000001")
    assert found is not None
    assert (found[0].sale, found[1]) == ("s", None)
    assert [each.total_pence for each in await queries.refunds_of(reader, "s")] == [12_00]
    assert [part.part for part in await queries.open_card_refunds(reader, LATER_MS)] == ["r.1"]
    await do(lane, add("jug", sale="s2"), a(ask.ParkSale, sale="s2"))
    assert [sale.sale for sale in await queries.parked(reader)] == ["s2"]
    (session,) = await queries.sessions_since(reader, 0)
    assert (session.totals.sales_pence, session.totals.cash_pence, session.drawer_pence) == (12_00, 7_00, 100_00)
    balance = await queries.trial_balance(reader)
    assert balance.debit_pence == balance.credit_pence > 0
    assert await queries.by_receipt(reader, "leeds-1-000009") is None


async def test_a_declined_late_and_a_surplus_card_are_listed(lane: Lane) -> None:
    await do(lane, *OPEN, grant(until_ms=LATER_MS), add(), by_card(kind=ask.AskChipAndPin), approved(stored=True))
    await do(lane, a(ask.RecordStoredDeclined, tender="t", response_code="51"))
    await do(
        lane, add(sale="s2"), by_card(tender="t2", sale="s2"), a(ask.RecordAborted, tender="t2", why="time"), cash(12_00, "c", sale="s2")
    )
    await do(lane, approved("t2", transaction="x2"))
    assert [card.tender for card in await queries.stored_declined(lane.reader)] == ["t"]
    assert [card.tender for card in await queries.surplus(lane.reader)] == ["t2"]


@pytest.mark.parametrize(
    ("capability", "command", "stopped"),
    [
        ("contactless", by_card(), True),
        ("contactless", by_card(kind=ask.AskContactless), True),
        ("contactless", by_card(kind=ask.AskChipAndPin), False),
        ("chip-and-pin", by_card(), True),
        ("chip-and-pin", by_card(kind=ask.AskContactless), False),
        ("cash", cash(), True),
        ("cash", by_card(), False),
        ("returns", cash(), False),
    ],
)
async def test_a_pause_by_head_office_stops_its_own_tender_and_no_other(
    lane: Lane, capability: str, command: Command, stopped: bool
) -> None:
    await do(lane, *OPEN, add())
    switch = order(place=Place(channel="till", store="leeds"), capability=capability)
    await lane.obey("{}", Gate(held(switch), shipped()))
    if stopped:
        with pytest.raises(Paused):
            await lane.submit(command)
        await lane.obey("{}", Gate(held(version=11), shipped()))
    assert (await lane.submit(command)).events


async def test_what_a_terminal_did_is_noted_under_a_seal_and_a_local_pause_stores_nothing(lane: Lane) -> None:
    paused = a(ask.PauseHere, capability="contactless", by="mo", approval=signed(), say="Insert your card, please.")
    await do(lane, *OPEN, add(), by_card(6_00), paused)
    seals = [order("sealed", capability=each, number=n) for n, each in enumerate(("contactless", "chip-and-pin", "cash"), start=1)]
    await lane.obey("{}", Gate(held(*seals), shipped()))
    assert (await lane.submit(approved(pence=6_00))).events
    await lane.obey("{}", Gate(held(version=11), shipped()))
    again = by_card(6_00, "t2")
    with pytest.raises(PausedHere):
        await lane.submit(again)
    await do(lane, a(ask.ResumeHere, capability="contactless", by="mo", approval=signed()))
    assert (await lane.submit(again)).events


async def test_the_revisions_of_promotions_are_told(lane: Lane) -> None:
    dates: dict[str, Any] = {"from_ms": 0, "until_ms": LATER_MS}
    plain = Terms(promotion="p", name="P", kind="percent", category="kitchen", percent=10, revision=3, **dates)
    coded = Terms(promotion="c", name="C", kind="code", code="TEN", percent=10, revision=2, **dates)
    await do(lane, *OPEN, *(a(ask.SetPromotion, terms=terms, edition=1) for terms in (plain, coded)))
    assert await queries.promotions(lane.reader) == {"p": 3, "c": 2}
