"""A stage for one journey: a real office in the seeded world, that dies at one chosen place, or whose provider or rules say no there."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import msgspec

from arkwright.compartments.dispatch.commands import DispatchParcel, RecordPicked, StartPicking, Units
from arkwright.compartments.loyalty.commands import AdjustPoints, JoinLoyalty
from arkwright.compartments.loyalty.state import Member
from arkwright.compartments.ordering.commands import AddToBasket, WantedLine
from arkwright.compartments.ordering.delivery import charge_pence
from arkwright.compartments.ordering.state import Order, Promise
from arkwright.compartments.payments.state import Payment
from arkwright.journeys.checkout import CheckoutRequest, begin, settle
from arkwright.journeys.contact import Contact
from arkwright.kit.membership import number_of
from arkwright.kit.provider import ProviderRefused, ProviderUnknown
from arkwright.kit.refusal import NotTaken, Refusal, Unknown
from arkwright.kit.world import NetworkError
from arkwright.simulators.stripe.faults import Fault as ProviderFault
from arkwright.simulators.stripe.faults import Kind
from tests.simulation.clock import VirtualLoop, run
from tests.simulation.day import Day, folder_for_files
from tests.simulation.evidence import Evidence, gather
from tests.simulation.faults import Fault, Trouble
from tests.simulation.node import births
from tests.simulation.office import RunningOffice
from tests.simulation.plan import quiet_plan
from tests.simulation.watching import Watched, watching
from tests.simulation.world import SimulatedWorld, Universe
from tests.simulators.shop import pay

T = TypeVar("T")

MEMBER, HAS = "member-1", 5_000
ORDER, BASKET, SKU, QUANTITY, PRICE_PENCE = "01journey00000000000000000", "basket-1", "MUG-1", 2, 12_00
WHOLE_PENCE = QUANTITY * PRICE_PENCE + 3_95
CAME_BACK = (NetworkError, NotTaken, Unknown, ProviderUnknown)


class DieOnce(Trouble):
    """Dies at the `later`-th point after the first passing of `place`; 0 is that passing itself."""

    def __init__(self, place: str, later: int) -> None:
        super().__init__((), random.Random, lambda: 0.0, Counter())
        self.place = place
        self.later = later
        self.passed = -1
        self.died = False
        self.armed = False

    def strikes(self, kind: str, place: str) -> Fault | None:
        if kind != "crash" or not self.armed or self.died:
            return None
        if self.passed >= 0 or place == self.place:
            self.passed += 1
        self.died = self.passed >= 0 and self.passed == self.later
        return Fault(name="die once", kind="crash") if self.died else None


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """How a journey fails: the office dies at a place, or the provider's next calls of an operation meet a fault."""

    place: str = ""
    later: int = 0
    operation: str = ""
    fault: Kind = "no_answer"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of the one order, and the evidence behind it. `status` is None when there is no order; `free` counts its SKU's units.

    `points` are the member's.
    """

    status: str | None
    payment: str | None
    captured_pence: int
    refunded_pence: int
    free: int
    points: int
    met: bool
    evidence: Evidence


Story = Callable[["Stage"], Awaitable[None]]


class Stage:
    """The scripts of a test speak to this."""

    def __init__(self, day: Day, failure: Failure) -> None:
        self.day = day
        self.failure = failure
        self.crashes = DieOnce(failure.place, failure.later)
        day.universe.trouble = self.crashes

    async def ask(self, action: Callable[[RunningOffice], Coroutine[Any, Any, T]]) -> T:
        """One request, whatever comes of it."""
        while self.day.office.running is None:
            await asyncio.sleep(0.5)
        return await self.day.office.ask(action)

    async def until_answered(self, action: Callable[[RunningOffice], Coroutine[Any, Any, T]]) -> T:
        """The same request until it is answered, as a person would."""
        for _ in range(20):
            try:
                return await self.ask(action)
            except CAME_BACK:
                await asyncio.sleep(15.0)
        raise AssertionError("never answered")

    async def failing(self, action: Callable[[RunningOffice], Coroutine[Any, Any, T]]) -> T | None:
        """The request that meets the failure; None when it ended in it."""
        self.crashes.armed = True
        if self.failure.operation:
            self.day.cards.faults.plan(ProviderFault(operation=self.failure.operation, kind=self.failure.fault))
        try:
            return await self.ask(action)
        except (*CAME_BACK, Refusal, ProviderRefused):
            return None

    async def fill_basket(self) -> None:
        add = AddToBasket(id="add", basket=BASKET, channel="web", sku=SKU, quantity=QUANTITY)
        await self.ask(lambda office: office.shop.ordering.submit(add))

    async def member(self) -> None:
        """A member with points to spend."""
        joining = JoinLoyalty(id="join", member=MEMBER, number=number_of(MEMBER))
        given = AdjustPoints(id="given", adjustment="given", member=MEMBER, points=HAS, why="good-will", by="cleo", most_points=HAS)
        for command in (joining, given):
            await self.ask(lambda office, command=command: office.shop.loyalty.submit(command))  # type: ignore[misc]

    async def paid(self, points: int = 0) -> None:
        """The whole way to a paid order, without a failure."""
        await self.fill_basket()
        page = await self.ask(lambda office: begin(office.shop, request(points)))
        if points < WHOLE_PENCE:
            await self.pay(page)
        await self.ask(lambda office: settle(office.shop, ORDER))
        await asyncio.sleep(5.0)

    async def pay(self, page: str) -> None:
        """On the provider's page."""
        await pay(self.day.cards, page.rsplit("/", 1)[1], delivery="lost")

    async def dispatched(self) -> None:
        """Everything picked, sent and captured."""
        where: dict[str, Any] = {"order": ORDER, "channel": "web", "region": "England", "by": "pat"}
        start = StartPicking(id="start", method="standard", **where)
        picked = RecordPicked(id="picked", order=ORDER, lines=(Units(sku=SKU, quantity=QUANTITY),), by="pat")
        sent = DispatchParcel(id="sent", method="standard", parcel="parcel-1", tracking="AW123456", **where)
        for command in (start, picked, sent):
            await self.ask(lambda office, command=command: office.shop.dispatch.submit(command))  # type: ignore[misc]
        await asyncio.sleep(20.0)


def request(points: int = 0) -> CheckoutRequest:
    """The form, filled in; `points` of a member, a penny each, pay for a part of it."""
    contact = Contact(name="Ada", email="ada@example.com", phone="", address=("1 High Street",), town="Leeds", postcode="LS1 4AP")
    line = WantedLine(sku=SKU, quantity=QUANTITY, price_pence=PRICE_PENCE, category="kitchen")
    charge = charge_pence("standard", "mainland", QUANTITY * PRICE_PENCE) or 0
    return CheckoutRequest(
        order=ORDER,
        basket=BASKET,
        channel="web",
        contact=contact,
        method="standard",
        delivery_pence=charge,
        lines=(line,),
        member=MEMBER if points else "",
        points=points,
        points_pence=points,
    )


def play(story: Story, failure: Failure, rest_s: float) -> Outcome:
    """The story with its failure, then rest, then what is left."""
    loop = VirtualLoop()
    with folder_for_files() as folder, births(loop):
        universe = Universe(7, loop, folder, ())
        day = Day(universe, quiet_plan(random.Random(7)))
        with day.record.listening(), watching() as watched:
            return run(_play(Stage(day, failure), story, rest_s, watched), loop)


async def _play(stage: Stage, story: Story, rest_s: float, watched: Watched) -> Outcome:
    day = stage.day
    await day.office.up()
    await day.open_shop()
    await story(stage)
    stage.crashes.armed = False
    await asyncio.sleep(rest_s)
    while day.office.running is None:
        await asyncio.sleep(0.5)
    held = day.office.running.following.table.version
    await day.office.down()
    auditor = SimulatedWorld(day.universe, "auditor", day.network)
    evidence = await gather(auditor, day.universe.folder / "office", day.cards.books, day.desk, day.record, held)
    evidence = msgspec.structs.replace(evidence, watched=watched)
    order = evidence.lanes["ordering"].of(Order).get(ORDER)
    payment = evidence.lanes["payments"].of(Payment).get(ORDER)
    member = evidence.lanes["loyalty"].of(Member).get(MEMBER)
    promise = evidence.lanes["ordering"].of(Promise)[SKU]
    return Outcome(
        status=order.status if order else None,
        payment=payment.status if payment else None,
        captured_pence=payment.captured_pence if payment else 0,
        refunded_pence=payment.refunded_pence if payment else 0,
        free=promise.free,
        points=member.balance if member else 0,
        met=stage.crashes.died or bool(day.cards.faults.met),
        evidence=evidence,
    )
