"""One simulated day of the whole shop by a seed: people and trouble first, then rest, then the evidence."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec

from arkwright.compartments.ordering.commands import AddToBasket
from arkwright.compartments.stock.commands import ReceiveDelivery, SaveLocation
from arkwright.journal.lane import Lane
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from arkwright.kit.switches import Setting
from arkwright.kit.world import NetworkError
from arkwright.simulators.stripe.faults import OPERATIONS, Fault, Kind
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.simulation.actors.colleagues import Buyer, CustomerCare, Packer, StockClerk
from tests.simulation.actors.operator import SAY, Operator
from tests.simulation.actors.person import Person, Town
from tests.simulation.actors.shopper import Shopper
from tests.simulation.clock import VirtualLoop, run
from tests.simulation.desk import SimulatedDesk
from tests.simulation.evidence import Evidence, gather
from tests.simulation.network import Network, Weather
from tests.simulation.node import Node, births
from tests.simulation.office import CARDS_KEY, CARDS_URL, HOOK, WEBHOOK_SECRET, RunningOffice, hear, start
from tests.simulation.plan import Plan, plan_of
from tests.simulation.range import RANGE, WAREHOUSE, categories, product
from tests.simulation.record import Record
from tests.simulation.world import Crashes, Life, SimulatedWorld, Universe

REST_S = 40 * 60.0
TROUBLE: tuple[Kind, ...] = ("no_answer", "cut", "error", "busy", "slow")


class Day:
    """Everything and everybody of one seed."""

    def __init__(self, universe: Universe, plan: Plan) -> None:
        self.universe = universe
        self.plan = plan
        self.record = Record(universe.loop.now_ms)
        self.network = Network(universe.dice("network"), msgspec.structs.replace(plan.weather), universe.met)
        self.desk = SimulatedDesk(universe)
        self.cards = CardSimulator(
            SimulatedWorld(universe, "cards", self.network),
            secret_key=CARDS_KEY,
            address=CARDS_URL,
            webhook_url=HOOK,
            webhook_secret=WEBHOOK_SECRET,
        )
        self.office: Node[RunningOffice] = Node(universe, "office", Crashes(universe.dice("crashes"), universe.met), self.world, self.begin)
        self.town = Town(universe, self.office, self.record, plan.line_fails)
        self.network.hosts = {
            "pay.localhost": self.cards.handle,
            "desk.localhost": self.desk.handle,
            "shop.localhost": lambda request: hear(self.office, request),
        }

    def world(self, life: Life) -> SimulatedWorld:
        """The world of one life of the office."""
        world = SimulatedWorld(self.universe, life.name, self.network, life, self.office.crashes)
        world.mail_lost_per_mille, world.jostles = self.plan.mail_lost, self.plan.jostles
        return world

    async def begin(self, world: SimulatedWorld, life: Life) -> RunningOffice:
        """One start of the office's process."""
        return await start(self.universe, self.desk, world, life)

    async def live(self) -> Evidence:
        """The day."""
        await self.office.up()
        await self.open_shop()
        self.let_trouble_begin()
        await self.activity()
        self.end_trouble()
        await Parrot(self.town, "parrot").repeat_everything()
        await asyncio.sleep(REST_S)
        while self.office.running is None:
            await asyncio.sleep(1.0)
        held = self.office.running.following.table.version
        await self.office.down()
        world = SimulatedWorld(self.universe, "auditor", self.network)
        return await gather(world, self.universe.folder / "office", self.cards.books, self.desk, self.record, held)

    async def open_shop(self) -> None:
        """A range and some stock."""
        manager = Person(self.town, "manager")
        dice = self.universe.dice("stock")
        for command in categories("manager"):
            await manager.persist(lambda office, command=command: office.shop.catalogue.submit(command))  # type: ignore[misc]
        shed = SaveLocation(id="shed", location=WAREHOUSE, name="Warehouse", sells_online=True, by="manager")
        await manager.persist(lambda office: office.shop.stock.submit(shed))
        for goods in RANGE:
            save = product(goods, f"range.{goods.sku}", "manager")
            await manager.persist(lambda office, save=save: office.shop.catalogue.submit(save))  # type: ignore[misc]
            units = dice.randint(2, 12)
            got = ReceiveDelivery(id=f"got.{goods.sku}", sku=goods.sku, location=WAREHOUSE, quantity=units, reference="first", by="manager")
            await manager.persist(lambda office, got=got: office.shop.stock.submit(got))  # type: ignore[misc]
        await asyncio.sleep(5.0)

    def let_trouble_begin(self) -> None:
        """From here on anything may fail."""
        crashes = self.office.crashes
        crashes.left, crashes.every, crashes.only = self.plan.crashes, self.plan.crash_every, self.plan.crash_where
        self.desk.forge_per_mille = self.plan.forge

    def end_trouble(self) -> None:
        """From here on nothing fails any more, and nothing is switched off."""
        self.office.crashes.left = 0
        self.network.weather = Weather()
        self.town.line_fails = 0
        self.plan = msgspec.structs.replace(self.plan, mail_lost=0)
        if self.office.running is not None:
            cast("SimulatedWorld", self.office.running.shop.world).mail_lost_per_mille = 0
        self.desk.forge_per_mille, self.desk.away = 0, False
        for (operation, kind), times in self.cards.faults.met.items():
            self.universe.met[f"provider {kind} {operation}"] += times
        self.cards.faults.clear()
        Operator(self.town, "last operator", self.desk).reopen_everything()

    async def activity(self) -> None:
        """Everybody at once; it is over when the last shopper has gone home."""
        loop, until = asyncio.get_running_loop(), self.universe.loop.seconds + self.plan.active_s
        background = [loop.create_task(self.deliver_webhooks())]
        if self.plan.provider_trouble:
            background.append(loop.create_task(self.provider_trouble(until)))
        if self.plan.operators:
            background.append(loop.create_task(Operator(self.town, "operator", self.desk).work(until)))
            background.append(loop.create_task(self.desk_trouble(until)))
        if self.plan.unrelated_pause:
            background.append(loop.create_task(self.pause_something_else(until)))
        colleagues = [Packer(self.town, "pat"), Packer(self.town, "paul"), Buyer(self.town, "bea"), StockClerk(self.town, "sam")]
        people = [loop.create_task(each.work(until)) for each in [*colleagues, CustomerCare(self.town, "cleo")]]
        people += [loop.create_task(self.shop(f"shopper-{number}", self.plan.active_s)) for number in range(self.plan.shoppers)]
        await asyncio.gather(*people)
        for task in background[1:]:
            task.cancel()
        self._webhooks = background[0]

    async def shop(self, name: str, within_s: float) -> None:
        """One shopper comes at some time."""
        shopper = Shopper(self.town, name, self.network)
        await shopper.wait(0.0, within_s)
        await shopper.visit()

    async def deliver_webhooks(self) -> None:
        """The provider's own clock."""
        while True:
            await self.cards.send_due()
            await asyncio.sleep(2.0)

    async def provider_trouble(self, until: float) -> None:
        """Faults on order, and keys forgotten that a day would have forgotten."""
        dice = self.universe.dice("provider trouble")
        while self.universe.loop.seconds < until:
            await asyncio.sleep(dice.uniform(5.0, 120.0))
            operation = dice.choice(("*", *OPERATIONS[:8]))
            kind = dice.choice(TROUBLE)
            self.cards.faults.plan(Fault(operation=operation, kind=kind, times=dice.randint(1, 3), latency_ms=dice.randint(0, 20_000)))
            if dice.randrange(4) == 0:
                self.forget_keys()
                self.universe.met["provider forgot its keys"] += 1

    def forget_keys(self) -> None:
        """As after a day; a call that is still under way is not a day old, nor is a payment page that can be paid."""
        now_s = self.universe.loop.now_ms() // 1000
        known = self.cards.books.keys
        for name in [name for name, kept in known.items() if ".begin" not in name and now_s - kept.created > 600]:
            del known[name]

    async def desk_trouble(self, until: float) -> None:
        """The desk is gone for a while."""
        dice = self.universe.dice("desk trouble")
        while self.universe.loop.seconds < until:
            await asyncio.sleep(dice.uniform(60.0, 600.0))
            self.desk.away = not self.desk.away
            self.universe.met["desk away"] += self.desk.away

    async def pause_something_else(self, until: float) -> None:
        """A pause that no order depends on."""
        await asyncio.sleep(self.plan.active_s / 4)
        now_ms = self.universe.loop.now_ms()
        pause = Setting(capability="loyalty", mode="paused", say=SAY, review_ms=now_ms + 3_600_000)
        Operator(self.town, "somebody else", self.desk).move(pause)


class Parrot(Person):
    """Sends commands once more, word for word, long after they were answered: a late duplicate of each kind."""

    async def repeat_everything(self) -> None:
        """Every refused command, some accepted ones, and a few ids with another content."""
        answered = list(self.town.record.answered)
        refused = [each for each in answered if each.decided and not each.answer.startswith("done")]
        done = [each for each in answered if each.answer.startswith("done")]
        for each in [*refused, *self.dice.sample(done, min(len(done), 60))]:
            await self.repeat(each.lane, each.command)
        for each in done:
            if isinstance(each.command, AddToBasket) and self.chance(300):
                await self.repeat(each.lane, msgspec.structs.replace(each.command, quantity=each.command.quantity % 3 + 1))

    async def repeat(self, lane: str, command: Command) -> None:
        """One command at its lane."""
        for _ in range(5):
            running = self.town.office.running
            if running is not None:
                with contextlib.suppress(Refusal, NetworkError):
                    at: Lane = getattr(running.shop, lane)
                    await self.town.office.ask(lambda _, at=at: at.submit(command))  # type: ignore[misc]
                return
            await asyncio.sleep(5.0)


@contextlib.contextmanager
def folder_for_files() -> Iterator[Path]:
    """A folder in memory where there is one."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="arkwright-", dir=memory if memory.is_dir() else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def live(seed: int, plan: Plan | None = None) -> tuple[Evidence, Universe]:
    """The evidence of one seed's day."""
    loop = VirtualLoop()
    with folder_for_files() as folder, births(loop):
        universe = Universe(seed, loop, folder)
        day = Day(universe, plan or plan_of(universe.dice("plan")))
        with day.record.listening():
            return run(day.live(), loop), universe
