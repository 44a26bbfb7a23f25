"""A colleague at a till of a real store's node: sells what the shelf holds, and looks at the screen before and after each tender."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import msgspec

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import queries
from arkwright.compartments.tills.facts import Scanned
from arkwright.compartments.tills.till_rows import Till
from arkwright.journal.lane import Lane
from arkwright.journeys.till_card import pay
from arkwright.kit.membership import number_of
from arkwright.kit.messages import Command, Event
from arkwright.kit.refusal import NotTaken
from arkwright.kit.switches import Switched
from tests.simulation.actors.cashier import Cashier
from tests.simulation.clock import START_MS
from tests.simulation.company.places import MEMBERS
from tests.simulation.company.shop_node import RunningShop
from tests.simulation.node import Node
from tests.simulation.range import RANGE

# The version of the switches held and the one that the lane obeys, and the mode of each capability as the till's page has it.
Screen = tuple[int, int, dict[str, str]]


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """What a till's page said of a tender's capabilities right before and after it was asked for, and what came of it."""

    store: str
    command: str
    since_ms: int
    capabilities: tuple[str, ...]
    before: Screen
    after: Screen
    answer: str


class ShopCashier(Cashier):
    """As any colleague (actors/cashier.py); `claimed` is what the screen said, `purses` whose cards may be shown."""

    def __init__(self, node: Node[RunningShop], till: str, dice: random.Random, seconds: Callable[[], float], store: str) -> None:
        super().__init__(node, till, dice, seconds, store)
        self.by = f"colleague-{store}-{till}"
        self.claimed: list[Claimed] = []
        self.purses = [number_of(member) for member in MEMBERS]
        self.pace_s = (0.2, 2.0)

    async def between_sales(self, lane: Lane, till: Till) -> None:
        """The list of finished sales is on the screen."""
        self.acknowledged |= {sale.sale for sale in await queries.completed(lane.reader)}
        await super().between_sales(lane, till)

    async def sign_on(self) -> None:
        """As one of the list that came down."""
        edition = await self.asked(lambda running: running.store.room.edition("colleagues"))  # type: ignore[attr-defined]
        await self.do(self.a(ask.SignOn, how="badge", manager=False, edition=edition))

    async def scan(self, sale: str) -> None:
        """Something that the shelf has, at the price that it has."""
        sku = self.dice.choice(RANGE).sku
        goods = await self.asked(lambda running: running.store.shelf.product(sku))  # type: ignore[attr-defined]
        if goods is None or not goods.live:
            self.did["not on sale here"] += 1
            return
        edition = await self.asked(lambda running: running.store.room.edition("range"))  # type: ignore[attr-defined]
        known = {name: getattr(goods, name) for name in ("sku", "product", "name", "price_pence", "vat_rate", "category")}
        scanned = Scanned(**known, edition=edition)
        await self.do(self.a(ask.AddLine, sale=sale, line=self.new_id(), scanned=scanned, quantity=self.dice.randrange(1, 3)))

    async def identify(self, sale: str) -> None:
        """A member of the list that came down."""
        if not self.purses:
            return
        number = self.dice.choice(self.purses)
        member = await self.asked(lambda running: running.store.shelf.member(number))  # type: ignore[attr-defined]
        if member is None:
            self.did["member not known here"] += 1
            return
        points = {"spendable_points": member.points, "counted": member.counted.get(self.store, 0)}
        await self.do(self.a(ask.IdentifyMember, sale=sale, membership=member.number, member=member.member, edition=1, **points))

    async def card(self, command: ask.AskForCard) -> None:
        """Through the terminal."""
        tries = self.dice.choice((1, 1, 3))

        async def paid(running: Any) -> None:
            await self.seen(running, command, lambda: pay(running.tills, command))

        await self.asked(paid, tries=tries)

    async def submitted(self, running: Any, command: Command) -> tuple[Event, ...]:
        """To the lane; a tender with a look at the screen."""
        if not isinstance(command, ask.PayCash | ask.SpendPoints | ask.BeginRefund):
            return await super().submitted(running, command)

        async def submit() -> tuple[Event, ...]:
            receipt = await running.tills.lane.submit(command)
            return tuple(receipt.events)

        events: tuple[Event, ...] = await self.seen(running, command, submit)
        return events

    async def seen(self, running: RunningShop, command: Command, act: Callable[[], Any]) -> Any:
        """Act, looking at the screen before and after."""
        before, since_ms, answer = screen(running), self.now_ms(), "taken"
        try:
            return await act()
        except Switched as switched:
            answer = switched.mode
            raise
        except NotTaken:
            answer = "not now"
            raise
        except Exception:
            answer = "refused"
            raise
        finally:
            self.claimed.append(
                Claimed(
                    store=self.store,
                    command=command.id,
                    since_ms=since_ms,
                    capabilities=command.capabilities,
                    before=before,
                    after=screen(running),
                    answer=answer,
                )
            )

    def now_ms(self) -> int:
        """The true time."""
        return START_MS + round(self.seconds() * 1000)

    def head_office_says(self) -> tuple[Command, ...]:
        """Points as a tender; allowances come down the line."""
        return super().head_office_says()[:1]


def screen(running: RunningShop) -> Screen:
    """What the frame of each page of the store says now, but for the store's own pauses."""
    gate: Any = running.tills.lane._standing.gate  # an onlooker may look: a page need not know
    modes: dict[str, str] = {each.capability: each.mode for each in running.store.room.works() if not each.here}
    return running.store.following.table.version, gate.table.version, modes
