"""One seed of the whole company: head office, the desk and five stores in one virtual time; trouble first, then rest, then the evidence."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Iterable
from typing import Any

from arkwright.channels.staff.till_access import TillDoor
from arkwright.compartments.loyalty.commands import JoinLoyalty
from arkwright.compartments.ordering.commands import SetNamedDays
from arkwright.compartments.stock.commands import ReceiveDelivery, SaveLocation
from arkwright.kit.membership import number_of
from arkwright.kit.messages import Command
from arkwright.kit.replica import DATASETS
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.simulation.actors.colleagues import Buyer, Packer, StockClerk
from tests.simulation.actors.operator import Operator
from tests.simulation.actors.person import Person, Town, Worker
from tests.simulation.actors.shopper import Shopper
from tests.simulation.clock import VirtualLoop, run
from tests.simulation.company.account_holder import AccountHolder
from tests.simulation.company.cashier import ShopCashier
from tests.simulation.company.desk import CompanyDesk
from tests.simulation.company.evidence import CompanyEvidence, gather_company
from tests.simulation.company.head_office import RunningHeadOffice, on_the_line, start_head_office
from tests.simulation.company.incidents import pause_something_else, put_old_file, revoke, roll_back
from tests.simulation.company.node_world import NodeWorld
from tests.simulation.company.operator import TillOperator
from tests.simulation.company.places import MEMBERS, STORES, TILLS, node_of, opened, terminals_of
from tests.simulation.company.plan import DAY_S, EACH_DAY_S, CompanyPlan, company_plan_of
from tests.simulation.company.shop_node import RunningShop, let_in, start_shop
from tests.simulation.company.snapshots import OldCopy, OldFile
from tests.simulation.day import folder_for_files
from tests.simulation.network import Network
from tests.simulation.node import Node, births
from tests.simulation.office import CARDS_KEY, CARDS_URL, HOOK, WEBHOOK_SECRET, RunningOffice, hear
from tests.simulation.provider import ProviderTrouble
from tests.simulation.range import PROMOTIONS, RANGE, WAREHOUSE, categories, product, promotion
from tests.simulation.record import Record
from tests.simulation.terminals import Terminals
from tests.simulation.watching import Watched
from tests.simulation.world import Life, SimulatedWorld, Universe

QUIET_S, QUIET_LEAPS, QUIET_LEAP_S = 6.0, 6, 1500.0  # an hour ahead is caught up at half the pace, so that it takes two
SETTLES_S = 12.0
THINKS_S, THINKS_LEAP_S = 3.0, 20.0
ACQUIRER_EVERY_S = 12.0
SLOW_LINE_S = 1.2  # so that what tills do meanwhile goes in one batch


class CompanyDay:
    """Everything and everybody of one seed."""

    def __init__(self, universe: Universe, plan: CompanyPlan, watched: Watched) -> None:
        self.universe, self.plan, self.watched = universe, plan, watched
        self.record = Record(universe.loop.now_ms)
        self.network = Network(universe.dice, universe.trouble, {" to line": SLOW_LINE_S})
        self.desk = CompanyDesk(universe, self.network)
        cards = SimulatedWorld(universe, "cards", self.network)
        faults = ProviderTrouble(universe.trouble)
        self.cards = CardSimulator(
            cards, secret_key=CARDS_KEY, address=CARDS_URL, webhook_url=HOOK, webhook_secret=WEBHOOK_SECRET, faults=faults
        )
        self.terminals = Terminals(universe, self.network, tuple(name for store in STORES for name in terminals_of(store).values()))
        self.office: Node[RunningHeadOffice] = Node(universe, "office", lambda life: self.world("office", life), self.begin)
        self.town = Town(universe, self.office, self.record, self.network)  # type: ignore[arg-type]
        self.copies = {store: OldCopy(universe, store) for store in STORES}
        self.files = {store: OldFile(universe, store) for store in STORES}
        self.shops = {store: self.shop(store) for store in STORES}
        self.cashiers = [
            ShopCashier(self.shops[store], till, universe.dice(f"cashier {store} {till}"), lambda: universe.loop.seconds, store)
            for store in STORES
            for till in TILLS
        ]
        self.network.hosts |= {
            "pay.localhost": self.cards.handle,
            "desk.localhost": self.desk.handle,
            "shop.localhost": lambda request: hear(self.office, request),  # type: ignore[arg-type]
            "line.localhost": lambda request: on_the_line(self.office, request),
        }
        purses = self.cashiers[0].purses if not plan.quiet else []
        for cashier in self.cashiers:
            cashier.purses = purses
        self.problems: dict[str, str] = {}
        self.held: dict[str, int] = {}
        self.office_held = 0

    def world(self, node: str, life: Life) -> NodeWorld:
        """The world of one life of a node."""
        world = NodeWorld(self.universe, node, self.network, life)
        world.jostles = self.plan.jostles
        return world

    async def begin(self, world: SimulatedWorld, life: Life) -> RunningHeadOffice:
        """One start of the office's process."""
        return await start_head_office(self.universe, self.desk, world, life)

    def shop(self, store: str) -> Node[RunningShop]:
        """A store's node, which starts on whatever lies in its folder."""

        async def begin(world: SimulatedWorld, life: Life) -> RunningShop:
            self.copies[store].mount()
            self.files[store].mount()
            shop = await start_shop(self.universe, world, life, store)
            if self.files[store].mounted:
                self.record.problems.append(f"27: the node of {store} started on an old copy of its tills' database")
            return shop

        return Node(self.universe, node_of(store), lambda life: self.world(node_of(store), life), begin)

    async def live(self) -> CompanyEvidence:
        """The seed."""
        await self.desk.open()
        await self.office.up()
        await self.open_company()
        self.universe.trouble.begin()
        loop, until_s = asyncio.get_running_loop(), self.universe.loop.seconds + self.plan.active_s
        beside: list[asyncio.Task[None]] = [loop.create_task(each) for each in self.weather()]
        people = [loop.create_task(person.work(until_s)) for person in self.people()]
        await self.trade()
        await self.until_home(people)
        for task in beside:
            task.cancel()
        self.universe.trouble.end()
        Operator(self.town, "last operator", self.desk).reopen_everything()
        await self.rest()
        await self.all_down()
        return await gather_company(self)

    async def open_company(self) -> None:
        """The range, the directory of stores, members; then each node is let in and starts."""
        manager = Person(self.town, "manager")
        for lane, command in self.first_commands():
            await manager.persist(lambda office, lane=lane, command=command: getattr(office.shop, lane).submit(command))  # type: ignore[misc]
        for cashier in self.cashiers:
            await manager.persist(lambda office, cashier=cashier: self.give_access(office, cashier))  # type: ignore[misc]
        for store in STORES:
            world = SimulatedWorld(self.universe, f"setting up {store}", self.network)
            await let_in(self.universe, world, store, await self.desk.code_for(node_of(store), store))
            await self.shops[store].up()
        for shop in self.shops.values():
            while shop.running is None or len(await shop.running.store.shelf.standing()) < len(DATASETS):
                await asyncio.sleep(1.0)
        await asyncio.sleep(SETTLES_S)

    async def give_access(self, office: RunningOffice, cashier: ShopCashier) -> None:
        """The colleague may sign on in their store."""
        door = TillDoor(office.shop.world, office.office.staff, office.shop.vault)
        who = {"colleague": cashier.by, "name": cashier.by.title()[:40], "stores": (cashier.store,)}
        await door.give(f"access.{cashier.by}", **who, pin="", manages=False, new_badge=True, by="manager")  # type: ignore[arg-type]

    def first_commands(self) -> Iterable[tuple[str, Command]]:
        """What head office is told before the day."""
        dice = self.universe.dice("stock")
        yield from (("catalogue", command) for command in categories("manager"))
        yield "stock", SaveLocation(id="shed", location=WAREHOUSE, name="Warehouse", sells_online=True, by="manager")
        yield "ordering", SetNamedDays(id="days", capacity=1, charge_pence=6_95, by="manager")
        for goods in RANGE:
            yield "catalogue", product(goods, f"range.{goods.sku}", "manager")
            units = dice.randint(2, 12)
            yield (
                "stock",
                ReceiveDelivery(id=f"got.{goods.sku}", sku=goods.sku, location=WAREHOUSE, quantity=units, reference="first", by="manager"),
            )
        yield from (("promotions", promotion(name, f"promotion.{name}", "manager")) for name in PROMOTIONS)
        yield from (("stores", opened(store)) for store in STORES)
        yield from (("loyalty", JoinLoyalty(id=f"join.{each}", member=each, number=number_of(each))) for each in MEMBERS)

    def people(self) -> list[Worker]:
        """Who does something for themselves at head office or online."""
        everybody: list[Worker] = [Shopper(self.town, f"shopper-{number}") for number in range(self.plan.shoppers)]
        everybody += [AccountHolder(self.town, f"holder-{number}", self.cashiers[0].purses) for number in range(self.plan.holders)]
        changing = [] if self.plan.quiet else [Buyer(self.town, "buyer"), StockClerk(self.town, "stock clerk")]
        return [*everybody, Packer(self.town, "packer"), *changing]

    def weather(self) -> Iterable[Coroutine[Any, Any, None]]:
        """What happens by itself."""
        yield self.deliver_webhooks()
        yield from (self.terminals.live(name) for name in self.terminals.boxes)
        if self.plan.plugs:
            yield from (self.terminals.pull_plugs(name, 120.0) for name in self.terminals.boxes)
        if self.plan.acquirer:
            yield self.terminals.trouble_the_acquirer(ACQUIRER_EVERY_S)
        if self.plan.switched:
            yield TillOperator(self.town, "operator", self.desk).work(1e9)
        if self.plan.rolled_back:
            yield roll_back(self, self.plan.rolled_back)
        if self.plan.old_file:
            yield put_old_file(self, self.plan.old_file)
        if self.plan.unrelated_pause:
            yield pause_something_else(self)

    async def trade(self) -> None:
        """The stores are open: once before the cut, a little on each day of it, once after it."""
        await self.sell(self.plan.first_s)
        for _ in range(self.plan.cut_days):
            await self.sell(EACH_DAY_S)
            self.leap(DAY_S - EACH_DAY_S)
        if self.plan.revoked:
            await revoke(self, node_of(self.plan.revoked))
        await self.sell(self.plan.last_s)

    async def sell(self, seconds: float) -> None:
        """All tills of all stores for so long."""
        until_s = self.universe.loop.seconds + seconds
        await asyncio.gather(*(cashier.work(until_s) for cashier in self.cashiers))
        await asyncio.sleep(max(0.0, until_s - self.universe.loop.seconds))

    async def until_home(self, people: list[asyncio.Task[None]]) -> None:
        """Nobody waits for who still thinks about paying: time leaps."""
        while not all(task.done() for task in people):
            await asyncio.sleep(THINKS_S)
            self.leap(THINKS_LEAP_S)
        await asyncio.gather(*people)

    async def deliver_webhooks(self) -> None:
        """The provider's own clock."""
        while True:
            await self.cards.send_due()
            await asyncio.sleep(2.0)

    def leap(self, seconds: float) -> None:
        """A night that nobody lives through."""
        before_ms = self.universe.loop.now_ms()
        self.universe.loop.leap(seconds)
        self.watched.leapt(before_ms, self.universe.loop.now_ms())

    async def rest(self) -> None:
        """Hours in which nothing fails any more; then everybody has said what there is to say."""
        await self.terminals.at_rest()
        for _ in range(QUIET_LEAPS):
            await asyncio.sleep(QUIET_S)
            self.leap(QUIET_LEAP_S)
        await asyncio.sleep(QUIET_S)
        await self.terminals.at_rest()
        await asyncio.sleep(SETTLES_S)

    async def all_down(self) -> None:
        """Everybody ends; of each store first what it says of its line."""
        for store, shop in self.shops.items():
            if shop.running is None:
                self.record.problems.append(f"9: the node of {store} does not start any more: {shop.did_not_start}")
                continue
            self.problems[store], self.held[store] = shop.running.store.forwarder.problem, shop.running.store.following.table.version
            await shop.down()
        if self.office.running is None:
            self.record.problems.append(f"9: the office does not start any more: {self.office.did_not_start}")
        else:
            self.office_held = self.office.running.following.table.version
        await self.office.down()
        await self.desk.close()


def live_company(seed: int, watched: Watched, plan: CompanyPlan | None = None) -> tuple[CompanyEvidence, Universe]:
    """The evidence of one seed."""
    loop = VirtualLoop()
    with folder_for_files() as folder, births(loop):
        plan = plan or company_plan_of(random.Random(f"{seed}/company"))
        universe = Universe(seed, loop, folder, plan.faults)
        day = CompanyDay(universe, plan, watched)
        with day.record.listening():
            return run(day.live(), loop), universe
