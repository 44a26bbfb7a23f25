"""One simulated day of the whole shop by a seed: people and trouble first, then rest, then the evidence."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from arkwright.compartments.ordering.commands import SetNamedDays
from arkwright.compartments.stock.commands import ReceiveDelivery, SaveLocation
from arkwright.kit.switches import Setting
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.simulation.actors.colleagues import Buyer, CustomerCare, Packer, StockClerk
from tests.simulation.actors.operator import SAY, Operator
from tests.simulation.actors.parrot import Parrot
from tests.simulation.actors.person import Person, Town, Worker
from tests.simulation.actors.shopper import Shopper
from tests.simulation.clock import VirtualLoop, run
from tests.simulation.copies import OldCopies
from tests.simulation.desk import SimulatedDesk
from tests.simulation.disk import mounted
from tests.simulation.evidence import Evidence, gather
from tests.simulation.faults import Fault
from tests.simulation.network import Network
from tests.simulation.node import Node, births
from tests.simulation.office import CARDS_KEY, CARDS_URL, HOOK, WEBHOOK_SECRET, RunningOffice, hear, start
from tests.simulation.plan import DISK_KINDS, Actor, Plan, plan_of
from tests.simulation.provider import ProviderTrouble, decline_late, forget_keys
from tests.simulation.publishing import behind
from tests.simulation.range import PROMOTIONS, RANGE, WAREHOUSE, categories, product, promotion
from tests.simulation.record import Record
from tests.simulation.world import Life, SimulatedWorld, Universe

REST_S = 30 * 60.0
STARTS_WITHIN_S = 60.0
ONCE = ("keys forgotten", "late decline", "old copy")
PEOPLE: dict[str, Callable[[Town, str], Worker]] = {
    "shopper": Shopper,
    "packer": Packer,
    "buyer": Buyer,
    "stock clerk": StockClerk,
    "customer care": CustomerCare,
}


class Day:
    """Everything and everybody of one seed."""

    def __init__(self, universe: Universe, plan: Plan) -> None:
        self.universe = universe
        self.plan = plan
        self.record = Record(universe.loop.now_ms)
        universe.trouble.meeting = self.record.under_way.at
        self.record.meets = universe.trouble.count
        self.network = Network(universe.dice, universe.trouble)
        self.desk = SimulatedDesk(universe)
        self.cards = CardSimulator(
            SimulatedWorld(universe, "cards", self.network),
            secret_key=CARDS_KEY,
            address=CARDS_URL,
            webhook_url=HOOK,
            webhook_secret=WEBHOOK_SECRET,
            faults=ProviderTrouble(universe.trouble),
        )
        self.office: Node[RunningOffice] = Node(universe, "office", self.world, self.begin)
        self.town = Town(universe, self.office, self.record, self.network)
        self.copies = OldCopies(universe)
        self.publishes = any(actor.kind == "publisher" for actor in plan.actors)
        self.network.hosts = {
            "pay.localhost": self.cards.handle,
            "desk.localhost": self.desk.handle,
            "shop.localhost": lambda request: hear(self.office, request),
        }

    def world(self, life: Life) -> SimulatedWorld:
        """The world of one life of the office."""
        world = SimulatedWorld(self.universe, life.name, self.network, life)
        world.jostles = self.plan.jostles
        return world

    async def begin(self, world: SimulatedWorld, life: Life) -> RunningOffice:
        """One start of the office's process, on the files that lie there; on an old copy among them it must not start."""
        self.copies.mount()
        office = await start(self.universe, self.desk, world, life, self.publishes)
        if self.copies.mounted is not None:
            self.record.problems.append(f"27: the office started on an old copy of {self.copies.mounted.where}")
        return office

    async def live(self) -> Evidence:
        """The day."""
        await self.office.up()
        await self.open_shop()
        self.universe.trouble.begin()
        await self.activity()
        self.universe.trouble.end()
        Operator(self.town, "last operator", self.desk).reopen_everything()
        await Parrot(self.town, "parrot").repeat_everything()
        await asyncio.sleep(REST_S)
        held = await self.at_rest()
        await self.office.down()
        world = SimulatedWorld(self.universe, "auditor", self.network)
        return await gather(world, self.universe.folder / "office", self.cards.books, self.desk, self.record, held)

    async def at_rest(self) -> int:
        """Which version of the switches the office holds in the end; that it does not start any more is a problem, and ends the day too."""
        since_s = self.universe.loop.seconds
        while self.office.running is None:
            if self.universe.loop.seconds - since_s > STARTS_WITHIN_S:
                self.record.problems.append(f"9: the office does not start any more: {self.office.did_not_start}")
                return self.desk.table.version
            await asyncio.sleep(1.0)
        running, world = self.office.running, SimulatedWorld(self.universe, "auditor", self.network)
        if self.publishes and (late := await behind(world, running.shop, self.universe.folder / "office")):
            self.record.problems.append(f"9: {late} published files are not as the range is")
        return running.following.table.version

    async def open_shop(self) -> None:
        """A range, some stock and promotions."""
        manager = Person(self.town, "manager")
        dice = self.universe.dice("stock")
        for command in categories("manager"):
            await manager.persist(lambda office, command=command: office.shop.catalogue.submit(command))  # type: ignore[misc]
        shed = SaveLocation(id="shed", location=WAREHOUSE, name="Warehouse", sells_online=True, by="manager")
        await manager.persist(lambda office: office.shop.stock.submit(shed))
        days = SetNamedDays(id="days", capacity=1, charge_pence=6_95, by="manager")
        await manager.persist(lambda office: office.shop.ordering.submit(days))
        for goods in RANGE:
            save = product(goods, f"range.{goods.sku}", "manager")
            await manager.persist(lambda office, save=save: office.shop.catalogue.submit(save))  # type: ignore[misc]
            units = dice.randint(2, 12)
            got = ReceiveDelivery(id=f"got.{goods.sku}", sku=goods.sku, location=WAREHOUSE, quantity=units, reference="first", by="manager")
            await manager.persist(lambda office, got=got: office.shop.stock.submit(got))  # type: ignore[misc]
        for name in PROMOTIONS:
            offer = promotion(name, f"promotion.{name}", "manager")
            await manager.persist(lambda office, offer=offer: office.shop.promotions.submit(offer))  # type: ignore[misc]
        await asyncio.sleep(5.0)

    async def activity(self) -> None:
        """Everybody at once; it is over when the last of those has gone home who do something for themselves."""
        loop, until = asyncio.get_running_loop(), self.universe.loop.seconds + self.plan.active_s
        self._webhooks = loop.create_task(self.deliver_webhooks())
        background = [loop.create_task(self.once(fault)) for fault in self.universe.trouble.faults if fault.kind in ONCE]
        if self.plan.unrelated_pause:
            background.append(loop.create_task(self.pause_something_else(until)))
        people: list[asyncio.Task[None]] = []
        for actor in self.plan.actors:
            if actor.kind == "publisher":
                continue  # it works in the office's own process
            work = loop.create_task(self.person(actor).work(until))
            (background if actor.kind == "operator" else people).append(work)
        await asyncio.gather(*people)
        for task in background:
            task.cancel()

    def person(self, actor: Actor) -> Worker:
        """The actor in flesh and blood."""
        if actor.kind == "operator":
            return Operator(self.town, actor.name, self.desk)
        return PEOPLE[actor.kind](self.town, actor.name)

    async def once(self, fault: Fault) -> None:
        """What happens by itself, some time within the fault's window."""
        if fault.kind == "old copy":
            if await self.copies.keep(fault) and self.office.life is not None:
                self.office.life.kill("an old copy is mounted")
            return
        await asyncio.sleep(fault.from_s)
        while self.universe.trouble.standing(fault.kind, "cards"):
            if fault.kind == "keys forgotten":
                forget_keys(self.cards, self.universe.trouble)
            else:
                decline_late(self.cards, self.universe.trouble, fault)
            await asyncio.sleep(self.universe.trouble.dice(fault).uniform(60.0, 600.0))

    async def deliver_webhooks(self) -> None:
        """The provider's own clock."""
        while True:
            await self.cards.send_due()
            await asyncio.sleep(2.0)

    async def pause_something_else(self, until: float) -> None:
        """A pause that no order depends on."""
        await asyncio.sleep(self.plan.active_s / 4)
        now_ms = self.universe.loop.now_ms()
        pause = Setting(capability="loyalty", mode="paused", say=SAY, review_ms=now_ms + 3_600_000)
        Operator(self.town, "somebody else", self.desk).move(pause)


def mounted_if(universe: Universe, plan: Plan) -> contextlib.AbstractContextManager[object]:
    """The simulated disk, on days that have something in store for it; the others are quicker without."""
    return mounted(universe.disk) if any(fault.kind in DISK_KINDS for fault in plan.faults) else contextlib.nullcontext()


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
        plan = plan or plan_of(random.Random(f"{seed}/plan"))
        universe = Universe(seed, loop, folder, plan.faults)
        day = Day(universe, plan)
        with day.record.listening(), mounted_if(universe, plan):
            return run(day.live(), loop), universe
