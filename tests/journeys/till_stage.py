"""A stage for a card at a till: a store's lane in the seeded world that dies at one place, or a terminal that loses its power there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec

from arkwright.compartments.tills import commands as at_till
from arkwright.compartments.tills import queries
from arkwright.compartments.tills.facts import Scanned
from arkwright.compartments.tills.till_rows import CardTender, Refund, Sale, Session, StoredAllowance
from arkwright.journeys.refusals import TerminalIsAway
from arkwright.journeys.till_card import Tills, pay
from arkwright.kit.refusal import NotTaken, Refusal, Unknown
from arkwright.kit.world import NetworkError
from arkwright.simulators.acquirer.simulator import AcquirerSimulator
from arkwright.simulators.terminal.books import TerminalConfig
from arkwright.simulators.terminal.machine import ActName
from arkwright.simulators.terminal.simulator import TerminalSimulator
from tests.journeys.stage import DieOnce
from tests.simulation.clock import VirtualLoop, run
from tests.simulation.day import folder_for_files
from tests.simulation.network import Network
from tests.simulation.node import Node, births
from tests.simulation.store import STORE, RunningStore, start_store
from tests.simulation.world import Life, SimulatedWorld, Universe

TERMINAL, PENCE = "leeds-t1", 12_00
CAME_BACK = (NetworkError, NotTaken, Unknown)


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """How it fails: the node dies at the `later`-th point after `place`, the terminal loses its power at `moment`, or an answer is lost."""

    place: str = ""
    later: int = 0
    moment: str = ""
    lost: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What is left at rest."""

    sale: Sale | None
    tender: CardTender | None
    refund: Refund | None
    session: Session | None
    allowance: StoredAllowance | None
    taken_pence: int
    balanced: bool
    open: int
    met: bool


class TillStage:
    """The scripts of a test speak to this."""

    def __init__(self, universe: Universe, failure: Failure) -> None:
        self.universe = universe
        self.failure = failure
        self.crashes = DieOnce(failure.place, failure.later)
        universe.trouble = self.crashes
        self.network = Network(universe.dice, universe.trouble)
        outside = SimulatedWorld(universe, "terminal", self.network)
        self.acquirer = AcquirerSimulator(outside)
        self.box = TerminalSimulator(outside, self.acquirer, TerminalConfig(terminal=TERMINAL), universe.folder / "terminal.json")
        self.network.hosts[f"{TERMINAL}.localhost"] = self.box.handle
        self.node: Node[RunningStore] = Node(universe, "store", self.world, self.begin)
        self.lost = False

    def world(self, life: Life) -> SimulatedWorld:
        """The world of one life."""
        return SimulatedWorld(self.universe, life.name, self.network, life)

    async def begin(self, world: SimulatedWorld, life: Life) -> RunningStore:
        """What the process does when it begins."""
        world.jostles = False
        return await start_store(world, life, self.universe.folder / "store", {TERMINAL: f"http://{TERMINAL}.localhost"})

    async def ask(self, action: Callable[[Tills], Awaitable[object]]) -> None:
        """One request, whatever comes of it."""
        while self.node.running is None:
            await asyncio.sleep(0.5)

        async def asked(running: RunningStore) -> None:
            await action(running.tills)

        await self.node.ask(asked, timeout_s=300.0)

    async def do(self, *commands: at_till.StoreCommand) -> None:
        """Commands of a colleague, none of which fails."""
        for command in commands:

            async def submitted(tills: Tills, command: at_till.StoreCommand = command) -> None:
                await tills.lane.submit(command)

            await self.ask(submitted)

    async def failing(self, action: Callable[[Tills], Awaitable[object]]) -> None:
        """The request that meets the failure."""
        self.crashes.armed = True
        self.box.lose_power_at = self.failure.moment
        if self.failure.lost:
            self._lose_an_answer()
        try:
            await self.ask(action)
        except (*CAME_BACK, Refusal, TerminalIsAway):
            return

    async def until_answered(self, action: Callable[[Tills], Awaitable[object]]) -> None:
        """The same request until it is answered."""
        for _ in range(30):
            try:
                await self.ask(action)
            except CAME_BACK:
                await asyncio.sleep(10.0)
            else:
                return
        raise AssertionError("never answered")

    async def shopper(self, act: ActName) -> None:
        """Whoever stands at the terminal does this whenever it waits for a card, for a while."""
        for _ in range(60):
            await asyncio.sleep(1.0)
            if self.box.act(act):
                return

    async def open_till(self, *more: at_till.StoreCommand) -> None:
        """Everything up to one mug in the sale."""
        of: dict[str, Any] = {"store": STORE, "till": "1", "by": "ada"}
        mug = Scanned(sku="mug", product="mug", name="Mug", price_pence=PENCE, vat_rate="standard", category="kitchen", edition=1)
        await self.do(
            at_till.SetUpTill(id="set-up", store=STORE, till="1"),
            at_till.SignOn(id="on", how="pin", manager=False, edition=1, **of),
            at_till.OpenSession(id="open", session="day", float_pence=50_00, **of),
            *more,
            at_till.AddLine(id="line", sale="s", line="1", scanned=mug, **of),
        )

    async def rest(self) -> None:
        """Nothing fails any more: the power is on, the line stands, and time passes."""
        self.crashes.armed = False
        self.box.lose_power_at, self.failure = "", Failure()
        self.acquirer.books.trouble.cut_off, self.acquirer.books.trouble.silent = False, 0
        for _ in range(30):
            self.box.power_on()
            await self.box.forward()
            await asyncio.sleep(10.0)

    def _lose_an_answer(self) -> None:
        handle = self.network.hosts[f"{TERMINAL}.localhost"]

        async def once(request: Any) -> Any:
            self.network.hosts[f"{TERMINAL}.localhost"] = handle
            self.lost = True
            if self.failure.lost == "answer":
                await handle(request)
            elif self.failure.lost == "late request":
                asyncio.get_running_loop().call_later(40.0, lambda: asyncio.ensure_future(handle(request)))
            raise NetworkError("simulated: nothing came back")

        self.network.hosts[f"{TERMINAL}.localhost"] = once


def card_command(kind: type[at_till.AskForCard] = at_till.AskCard) -> at_till.AskForCard:
    """The mug, by card."""
    return kind(id="card", store=STORE, till="1", by="ada", sale="s", tender="t", amount_pence=PENCE, terminal=TERMINAL)


async def pay_by_card(tills: Tills) -> None:
    """The journey under test."""
    await pay(tills, card_command())


def play(story: Callable[[TillStage], Awaitable[None]], failure: Failure) -> Outcome:
    """The story with its failure, then rest, then what is left."""
    loop = VirtualLoop()
    with folder_for_files() as folder, births(loop):
        return run(_play(TillStage(Universe(7, loop, Path(folder), ()), failure), story), loop)


async def _play(stage: TillStage, story: Callable[[TillStage], Awaitable[None]]) -> Outcome:
    stage.box.power_on()
    await stage.node.up()
    await story(stage)
    met = stage.crashes.died or bool(stage.box.lost_at) or stage.lost
    await stage.rest()
    while stage.node.running is None:
        await asyncio.sleep(0.5)
    reader = stage.node.running.tills.lane.reader
    balance = await queries.trial_balance(reader)
    now_ms = stage.universe.loop.now_ms()
    left = [*await queries.undecided(reader, now_ms), *await queries.surplus(reader), *await queries.open_card_refunds(reader, now_ms)]
    entries = [each for each in stage.acquirer.books.entries.values() if each.state == "captured"]
    outcome = Outcome(
        sale=await queries.sale(reader, "s"),
        tender=await queries.card_tender(reader, "t"),
        refund=await queries.refund(reader, "r"),
        session=await queries.session(reader, "day"),
        allowance=await queries.allowance(reader),
        taken_pence=sum(each.amount_pence if each.kind == "payment" else -each.amount_pence for each in entries),
        balanced=balance.debit_pence == balance.credit_pence,
        open=len(left),
        met=met or stage.crashes.died or bool(stage.box.lost_at) or stage.lost,
    )
    await stage.node.down()
    return outcome
