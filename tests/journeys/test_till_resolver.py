"""The resolver at terminals that are silent or say no: none keeps another waiting, and no tender is asked about for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import queries
from arkwright.compartments.tills.tender_refusals import TenderIs
from arkwright.journeys.till_card import Tills, reverse
from arkwright.journeys.till_resolver import GONE_MS, Orphans, Resolver, resolvers
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.refusal import Refusal
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, shipped
from arkwright.kit.terminal import Approved, Outcome, Reversed, TerminalRefused
from arkwright.kit.world import NetworkError, RealWorld
from arkwright.roles.databases import Files
from arkwright.roles.lanes import open_lane
from tests.compartments.tills.given import OPEN, REFUSED, REVERSE, SECOND, STORE, a, add, approved, by_card, by_hand, grant

MINUTE_MS = 60_000
REVERSE_IT = replace(REVERSE, tender="T1.0")


class LaterWorld(RealWorld):
    """The real one, as much later as is asked."""

    later_ms = 0

    def now_ms(self) -> int:
        return super().now_ms() + self.later_ms


class Box:
    """A terminal that says what it is told to; `asked` counts its questions, `most` how many it had at once."""

    def __init__(self, terminal: str) -> None:
        self.terminal = terminal
        self.says: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = self.at_once = self.most = 0
        self.taken_back = False

    async def status(self, tender: str) -> Outcome:
        if not isinstance(self.says, TerminalRefused):
            await self._heard()
        if self.taken_back:
            return Reversed(transaction=f"x-{tender}", terminal=self.terminal, amount_pence=12_00)
        return Approved(
            transaction=f"x-{tender}",
            terminal=self.terminal,
            at_ms=1,
            amount_pence=12_00,
            entry_mode="contactless",
            scheme="Visa",
            last_four="4242",
            auth_code="1",
        )

    async def reverse(self, *, reversal: str, transaction: str, at_ms: int) -> None:
        await self._heard()

    async def _heard(self) -> None:
        self.asked += 1
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.gate.wait()
        self.at_once -= 1
        if self.says:
            raise self.says


class Counter:
    """Two tills, each with its terminal, on a real lane."""

    def __init__(self, tills: Tills, boxes: dict[str, Box], world: LaterWorld) -> None:
        self.tills, self.boxes, self.world = tills, boxes, world
        self.resolvers = {each.terminal: each for each in resolvers(tills)}

    def at(self, terminal: str) -> Resolver:
        return self.resolvers[terminal]

    async def do(self, *commands: Any) -> None:
        for command in commands:
            await self.tills.lane.submit(command)

    async def unknown(self, till: str, terminal: str, count: int = 1) -> None:
        """Cards whose answer was lost."""
        by = {"1": "ada", "2": "bo"}[till]
        for number in range(count):
            tender = f"{terminal}.{number}"
            at: dict[str, Any] = {"till": till, "by": by, "sale": tender}
            line = a(ask.AddLine, line="mug", scanned=add().scanned, quantity=1, **at)
            await self.do(line, replace(by_card(tender=tender, **at), terminal=terminal))
            await self.do(a(ask.RecordUnknown, tender=tender), a(ask.ParkSale, **at))

    async def statuses(self) -> dict[str, str]:
        rows = [await queries.card_tender(self.tills.lane.reader, f"{box}.{number}") for box in self.boxes for number in range(3)]
        return {row.tender: row.status for row in rows if row}


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    http = AiohttpHttp()
    world, gate = LaterWorld(http), Gate(NOTHING_SWITCHED, shipped())
    lane = await open_lane(world, Files(tmp_path, STORE), "tills", lambda _: gate, lambda error: None)
    boxes = {name: Box(name) for name in ("T1", "T2")}
    found = Counter(Tills(world=world, store=STORE, lane=lane, terminals=boxes), boxes, world)  # type: ignore[arg-type]
    await found.do(*OPEN, *SECOND)
    yield found
    await lane.stop()
    await http.close()


async def test_a_dead_terminal_keeps_no_other_waiting_and_is_asked_once_a_round(counter: Counter) -> None:
    await counter.unknown("1", "T1", 3)
    await counter.unknown("2", "T2", 3)
    dead = counter.boxes["T1"]
    dead.gate.clear()
    dead.says = NetworkError("nobody there")
    waiting = asyncio.ensure_future(counter.at("T1").round())
    await counter.at("T2").round()
    assert await counter.statuses() == {f"T{box}.{number}": {1: "unknown", 2: "approved"}[box] for box in (1, 2) for number in range(3)}
    dead.gate.set()
    await waiting
    assert (dead.asked, counter.boxes["T2"].most) == (1, 1)


@pytest.mark.parametrize("problem", [TenderIs("asked")], ids=["refused"])
async def test_one_that_cannot_be_settled_keeps_none_behind_it_waiting(counter: Counter, problem: Refusal) -> None:
    await counter.unknown("1", "T1", 2)
    box, answer = counter.boxes["T1"], counter.boxes["T1"].status

    async def once(tender: str) -> Outcome:
        if tender == "T1.0":
            raise problem
        return await answer(tender)

    box.status = once  # type: ignore[method-assign]
    await counter.at("T1").round()
    assert await counter.statuses() == {"T1.0": "unknown", "T1.1": "approved"}


async def test_one_whose_answer_cannot_be_read_keeps_none_behind_it_waiting(counter: Counter) -> None:
    await counter.unknown("1", "T1", 3)
    box, answer = counter.boxes["T1"], counter.boxes["T1"].status

    async def unreadable(tender: str) -> Outcome:
        if tender == "T1.0":
            box.asked += 1
            raise NetworkError("approved, without an amount in our currency")
        return await answer(tender)

    box.status = unreadable  # type: ignore[method-assign]
    asked = []
    for _ in range(3):
        before = box.asked
        await counter.at("T1").round()
        asked.append(box.asked - before)
    assert (asked, await counter.statuses()) == ([1, 3, 1], {"T1.0": "unknown", "T1.1": "approved", "T1.2": "approved"})


async def test_a_reversal_that_is_refused_is_asked_for_a_few_times_and_is_then_owed(counter: Counter) -> None:
    half = by_card(6_00, "T1.0")
    await counter.do(add(), half, approved("T1.0", 6_00))
    box = counter.boxes["T1"]
    box.says = TerminalRefused("It is not known here.")
    await reverse(counter.tills, "T1.0", "cannot-pay")
    await counter.at("T1").round()
    assert (box.asked, await counter.statuses()) == (1, {"T1.0": "reversing"})
    for _ in range(10):
        counter.world.later_ms += 2 * MINUTE_MS
        await counter.at("T1").round()
    (owed,) = await queries.owed(counter.tills.lane.reader, counter.world.now_ms())
    assert (box.asked, owed.status, owed.why, owed.refusals) == (5, "owed", "It is not known here.", 5)


@pytest.mark.parametrize(
    ("status", "later_ms", "outcome"),
    [
        ("reversing", GONE_MS - MINUTE_MS, "reversing"),
        ("reversing", GONE_MS + 1, "owed"),
        ("asked", GONE_MS + 1, "unknown"),
        ("approved", GONE_MS + 1, "approved"),
    ],
)
async def test_what_a_terminal_left_that_the_store_has_no_more(counter: Counter, status: str, later_ms: int, outcome: str) -> None:
    gone, here = replace(by_card(6_00, "T1.0"), terminal="T9"), Orphans(counter.tills)
    await counter.do(add(), gone, *([] if status == "asked" else [approved("T1.0", 6_00)]))
    if status == "reversing":
        await reverse(counter.tills, "T1.0", "cannot-pay")
    counter.world.later_ms += later_ms
    await here.round()
    assert await counter.statuses() == {"T1.0": outcome}
    await Orphans(counter.tills).round()  # a node that begins with a slip in its configuration gives nothing up at once
    assert await counter.statuses() == {"T1.0": outcome}


async def test_a_terminal_that_takes_it_back_after_a_no_owes_nothing(counter: Counter) -> None:
    await counter.do(add(), by_card(6_00, "T1.0"), approved("T1.0", 6_00))
    box = counter.boxes["T1"]
    box.says = TerminalRefused("Busy.")
    await reverse(counter.tills, "T1.0", "cannot-pay")
    box.says = None
    counter.world.later_ms += MINUTE_MS
    await counter.at("T1").round()
    assert await counter.statuses() == {"T1.0": "reversed"}


@pytest.mark.parametrize("stored", [False, True])
async def test_one_that_somebody_took_back_at_the_terminal_is_not_owed_a_second_time(counter: Counter, stored: bool) -> None:
    await counter.do(add(), by_card(6_00, "T1.0"), approved("T1.0", 6_00, stored=stored))
    box = counter.boxes["T1"]
    box.says, box.taken_back = TerminalRefused("It was taken back before."), True
    await reverse(counter.tills, "T1.0", "cannot-pay")
    assert await counter.statuses() == {"T1.0": "reversed"}


@pytest.mark.parametrize("given_back", [False, True], ids=["spent", "given back in cash"])
async def test_a_stored_payment_that_went_back_at_the_terminal_waits_for_nobody(counter: Counter, given_back: bool) -> None:
    at_1, box, pence = by_card(6_00 if given_back else 12_00, "T1.0"), counter.boxes["T1"], 6_00 if given_back else 12_00
    await counter.do(grant(until_ms=counter.world.now_ms() + MINUTE_MS), add(), at_1, approved("T1.0", pence, stored=True))
    if given_back:
        await counter.do(REVERSE_IT, *(replace(each, tender="T1.0") for each in REFUSED), by_hand("cash", "1", "T1.0"))
    box.taken_back = True
    await counter.at("T1").round()
    row, allowance = await queries.card_tender(counter.tills.lane.reader, "T1.0"), await queries.allowance(counter.tills.lane.reader)
    assert row is not None
    assert allowance is not None
    assert (row.status, row.stored, allowance.waiting) == ("settled" if given_back else "approved", "declined", 0)


async def test_stored_sales_are_followed_in_steps_all_of_them(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arkwright.journeys.till_resolver.STORED_A_ROUND", 2)
    for number in range(3):
        at: dict[str, Any] = {"sale": f"s{number}"}
        tender = f"T1.{number}"
        await counter.do(add(**at), by_card(tender=tender, **at), approved(tender, transaction=f"x-{tender}", stored=True))
    box = counter.boxes["T1"]
    asked = []
    for _ in range(3):
        before = box.asked
        await counter.at("T1").round()
        asked.append(box.asked - before)
    assert asked == [2, 1, 2]
