"""A colleague at a till: looks at the screen, does the next thing, and does it again with the same id when no answer came."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import queries
from arkwright.compartments.tills.facts import Approval, RefundedUnits, Scanned
from arkwright.compartments.tills.till_rows import Sale, Till
from arkwright.compartments.tills.totalling import Shown
from arkwright.journal.lane import Lane
from arkwright.journeys.till_card import abort, pay, reverse
from arkwright.journeys.till_refund import refund
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import NotTaken, Refusal, Unknown
from arkwright.kit.world import NetworkError
from tests.simulation.node import Node
from tests.simulation.store import STORE, RunningStore

T = TypeVar("T")
GOODS = {"mug": 12_00, "jug": 19_50, "tea": 3_25, "wine": 9_00, "clock": 85_00}
CAME_BACK = (NetworkError, NotTaken, Unknown)
PATIENCE_S = 20.0
MEMBERS = ("m1", "m2")


class Cashier:
    """One till's colleague, with dice of their own. `acknowledged` are sales that the node said were completed; `did` counts."""

    def __init__(self, node: Node[Any], till: str, dice: random.Random, seconds: Callable[[], float], store: str = STORE) -> None:
        self.node = node
        self.till = till
        self.store = store
        self.terminal = f"{store}-{till}"
        self.by = f"colleague-{till}"
        self.pace_s = (0.5, 6.0)
        self.dice = dice
        self.seconds = seconds
        self.acknowledged: set[str] = set()
        self.did: Counter[str] = Counter()

    async def work(self, until_s: float) -> None:
        """A day at the till."""
        while self.seconds() < until_s:
            await asyncio.sleep(self.dice.uniform(*self.pace_s))
            try:
                await self.next_thing()
            except CAME_BACK:
                self.did["gave up waiting"] += 1
            except Refusal as refusal:
                self.did[type(refusal).__name__] += 1

    async def next_thing(self) -> None:
        """Whatever the screen asks for."""
        lane = await self.asked(lane_of)
        till = await queries.till(lane.reader, self.till)
        if till is None:
            await self.do(ask.SetUpTill(id=f"set-up.{self.till}", store=self.store, till=self.till))
        elif till.colleague is None or till.locked:
            await self.sign_on()
        elif till.session is None:
            await self.do(self.a(ask.OpenSession, session=self.new_id(), float_pence=100_00))
        else:
            shown = await queries.shown(lane.reader, self.till, 0)
            await (self.between_sales(lane, till) if shown is None else self.in_sale(shown))

    async def sign_on(self) -> None:
        """With their PIN."""
        await self.do(self.a(ask.SignOn, how="pin", manager=False, edition=1))

    async def between_sales(self, lane: Lane, till: Till) -> None:
        """Mostly the next shopper; now and then something else."""
        match self.dice.randrange(24):
            case 0:
                await self.do(self.a(ask.CountCash, counted_pence=self.dice.choice((100_00, 150_00, 321_00))))
                await self.do(self.a(ask.CloseSession))
            case 1:
                await self.do(self.a(ask.MoveCash, reason=self.dice.choice(("safe-drop", "change-in")), amount_pence=50_00))
            case 2:
                await self.do(self.a(self.dice.choice((ask.LockTill, ask.SignOff))))
            case 3 | 4 | 5:
                parked = await queries.parked(lane.reader)
                if parked:
                    await self.do(self.a(ask.ResumeSale, sale=self.dice.choice(parked).sale))
            case 6 | 7 | 8:
                await self.give_back(await queries.completed(lane.reader))
            case 9:
                await self.do(*self.head_office_says())
            case 10:
                await self.switch_here()
            case _:
                await self.scan(self.new_id())

    async def switch_here(self) -> None:
        """The manager stops something in the store, or lifts it; mostly the latter."""
        of = {"capability": self.dice.choice(("cash", "contactless", "chip-and-pin", "returns", "loyalty")), "approval": MO}
        if self.dice.randrange(3) == 0:
            return await self.do(self.a(ask.PauseHere, say="Not here just now.", **of))
        for capability in ("cash", "contactless", "chip-and-pin", "returns", "loyalty"):
            await self.do(self.a(ask.ResumeHere, **of | {"capability": capability}))
        return None

    async def in_sale(self, shown: Shown) -> None:
        """The sale on the screen."""
        sale = shown.sale
        if sale.pending:
            await self.waiting(sale)
        elif sale.status == "open":
            await self.basket(shown)
        else:
            await self.take_money(shown)

    async def basket(self, shown: Shown) -> None:
        """More goods, changes, or on to paying."""
        sale, lines = shown.sale, shown.lines
        if not lines or self.dice.randrange(5) < 2:
            return await self.scan(sale.sale)
        line = self.dice.choice(lines).line
        of = {"sale": sale.sale}
        if shown.age and self.dice.randrange(3):
            return await self.do(self.a(ask.CheckAge, outcome=self.dice.choice(("passed", "passed", "refused")), **of))
        match self.dice.randrange(16):
            case 0:
                await self.do(self.a(ask.SetQuantity, line=line, quantity=self.dice.randrange(1, 5), **of))
            case 1:
                await self.do(self.a(ask.VoidLine, line=line, reason="wrong-item", **of))
            case 2:
                percent = self.dice.randrange(1, 50)
                await self.do(self.a(ask.DiscountLine, line=line, percent=percent, reason="damaged", approved_by=MO, **of))
            case 3:
                await self.do(self.a(ask.DiscountSale, pence=self.dice.randrange(1, 3_00), reason="goodwill", approved_by=MO, **of))
            case 4 | 5:
                await self.identify(sale.sale)
            case 6:
                await self.do(self.a(self.dice.choice((ask.ParkSale, ask.ParkSale, ask.VoidSale)), reason="changed-mind", **of))
            case _:
                await self.take_money(shown)
        return None

    async def take_money(self, shown: Shown) -> None:
        """All of it or a part, in some way; or give back what is in."""
        sale, due = shown.sale, shown.due_pence
        of = {"sale": sale.sale}
        part = max(1, due if self.dice.randrange(3) else due // 2)
        if sale.tenders and self.dice.randrange(6) == 0:
            return await self.hand_back(sale)
        match self.dice.randrange(10):
            case 0:
                kinds = (ask.OpenAgain, ask.ParkSale, ask.VoidSale)
                await self.do(self.a(self.dice.choice(kinds), reason="cannot-pay", **of))
            case 1 | 2 | 3:
                given = part if self.dice.randrange(2) else part + 5_00
                await self.do(self.a(ask.PayCash, tender=self.new_id(), given_pence=given, **of))
            case 4 if sale.member:
                points = self.dice.choice((100, 300, 900))
                await self.do(self.a(ask.SpendPoints, tender=self.new_id(), points=points, **of))
            case _:
                kind = self.dice.choice((ask.AskCard, ask.AskChipAndPin, ask.AskContactless))
                command = self.a(kind, tender=self.new_id(), amount_pence=part, terminal=self.terminal, **of)
                await self.card(command)
        return None

    async def card(self, command: ask.AskForCard) -> None:
        """Through the terminal."""
        await self.asked(lambda running: pay(running.tills, command), tries=self.dice.choice((1, 1, 3)))

    async def identify(self, sale: str) -> None:
        """Somebody who is known."""
        who = self.dice.choice(MEMBERS)
        await self.do(self.a(ask.IdentifyMember, sale=sale, membership=who, member=who, edition=1, spendable_points=5000))

    async def hand_back(self, sale: Sale) -> None:
        """What was paid so far."""
        tender = self.dice.choice(sale.tenders)
        of = {"sale": sale.sale, "tender": tender.tender}
        match tender.kind:
            case "cash":
                await self.do(self.a(ask.ReturnCash, **of))
            case "points":
                await self.do(self.a(ask.ReturnPoints, **of))
            case "card":
                await self.asked(lambda running: reverse(running.tills, tender.tender, "cannot-pay"), tries=1)

    async def waiting(self, sale: Sale) -> None:
        """A card's answer is missing."""
        tender = sale.pending or ""
        await asyncio.sleep(self.dice.uniform(2.0, 20.0))
        match self.dice.randrange(8):
            case 0:
                await self.asked(lambda running: abort(running.tills, tender), tries=1)
            case 1:
                await self.do(self.a(ask.ParkSale, sale=sale.sale))

    async def give_back(self, sales: list[Sale]) -> None:
        """A shopper brings something back."""
        if not sales:
            return
        sale = self.dice.choice(sales)
        line = self.dice.choice(sale.lines)
        units = (RefundedUnits(line=line.line, quantity=self.dice.randrange(1, line.quantity + 1)),)
        command = self.a(ask.BeginRefund, refund=self.new_id(), sale=sale.sale, units=units, reason="faulty", terminal=self.terminal)
        await self.asked(lambda running: refund(running.tills, command), tries=2)

    async def scan(self, sale: str) -> None:
        """Something of the range."""
        sku = self.dice.choice(sorted(GOODS))
        restrictions = ("age-18",) if sku == "wine" else ()
        scanned = Scanned(
            sku=sku,
            product=sku,
            name=sku.title(),
            price_pence=GOODS[sku],
            vat_rate="zero" if sku == "tea" else "standard",
            category="shop",
            edition=1,
            restrictions=restrictions,
        )
        await self.do(self.a(ask.AddLine, sale=sale, line=self.new_id(), scanned=scanned, quantity=self.dice.randrange(1, 4)))

    def head_office_says(self) -> tuple[Command, ...]:
        """What points are worth, and how much may be stored."""
        edition = round(self.seconds())
        rules: dict[str, Any] = {"store": self.store, "edition": edition, "points": 100, "pence": 50, "most_points": 1500}
        return ask.SetPointsRules(id=f"points.{self.till}.{edition}", **rules), self.grant(edition)

    def grant(self, edition: int) -> Command:
        """Head office allows a little, seldom for long."""
        until_ms = 1_790_000_000_000 + round(self.seconds() * 1000) + self.dice.choice((60_000, 3_600_000))
        return ask.GrantStoredSales(
            id=f"grant.{self.till}.{edition}",
            store=self.store,
            grant=f"g{edition}",
            edition=edition,
            per_sale_pence=60_00,
            total_pence=self.dice.choice((30_00, 120_00)),
            count=self.dice.randrange(1, 5),
            until_ms=until_ms,
        )

    def a(self, kind: type[Any], **fields: Any) -> Any:
        """A command of this colleague at this till."""
        usual = {"id": self.new_id(), "store": self.store, "till": self.till, "by": self.by}
        return kind(**{name: value for name, value in (usual | fields).items() if name in kind.__struct_fields__})

    def new_id(self) -> str:
        """An id as a browser makes one."""
        return f"{round(self.seconds() * 1000):012}{self.dice.getrandbits(40):010x}"

    async def do(self, *commands: Command) -> None:
        """Each until it is answered, with the same id; now and then once more although it was."""
        for command in commands:
            for _ in range(1 + (self.dice.randrange(12) == 0)):
                self.note(await self.asked(lambda running, command=command: self.submitted(running, command), tries=6))  # type: ignore[misc]

    async def submitted(self, running: RunningStore, command: Command) -> tuple[Event, ...]:
        """A command to the lane."""
        return (await running.tills.lane.submit(command)).events

    async def asked(self, action: Callable[[RunningStore], Awaitable[T]], tries: int = 4) -> T:
        """What the node answers, asked again when it is away."""
        for attempt in range(tries):

            async def asking(running: RunningStore) -> T:
                return await action(running)

            try:
                return await self.node.ask(asking, PATIENCE_S)
            except CAME_BACK:
                if attempt == tries - 1:
                    raise
                await asyncio.sleep(self.dice.uniform(1.0, 8.0))
        raise AssertionError("a last try raises")

    def note(self, events: tuple[Event, ...]) -> None:
        """What the colleague was told."""
        self.did.update(type(event).__name__ for event in events)
        self.acknowledged |= {event.sale for event in events if type(event).__name__ == "SaleCompleted"}  # type: ignore[attr-defined]


MO = Approval(manager="mo", how="pin", edition=1)


def terminal_of(till: str) -> str:
    """The terminal beside a till."""
    return f"leeds-{till}"


async def lane_of(running: RunningStore) -> Lane:
    """Where to look."""
    return running.tills.lane
