"""What the pages of a store work with: its lane, its shelf, its terminals, the switches and the line; and who sits at which till."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from arkwright.channels.till.line_words import LineState
from arkwright.channels.till.works import Works, works_now
from arkwright.compartments.tills.commands import AskForCard, BeginRefund
from arkwright.journal.lane import Lane
from arkwright.journeys.kept_invoices import InvoicedTo
from arkwright.kit.known_nodes import KnownNode
from arkwright.kit.replica import ColleagueLine, HouseLine, MemberLine, RangeLine
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import Gate
from arkwright.kit.switches.capability import Capability
from arkwright.kit.terminal import CardTerminal
from arkwright.kit.world import World

MANAGER_SEES_MS = 60 * 60 * 1000
PINS_AT_ONCE = 2  # each hash takes 64 MiB


class DatasetAge(Protocol):
    """How a dataset stands: its edition, and when head office last stood by it; None before it came."""

    @property
    def dataset(self) -> str:
        """Which one."""
        ...

    @property
    def edition(self) -> int:
        """How often it was changed."""
        ...

    @property
    def as_at_ms(self) -> int | None:
        """When head office last stood by it."""
        ...


class Shelf(Protocol):
    """What head office sent down, as it is held in the store (kit/shelf)."""

    async def product(self, sku: str) -> RangeLine | None:
        """The SKU, on sale or not any more."""
        ...

    async def by_barcode(self, code: str) -> RangeLine | None:
        """What has this bar code."""
        ...

    async def search(self, text: str, most: int = 20) -> list[RangeLine]:
        """What is called so and may be sold, at most so many."""
        ...

    async def colleague(self, colleague: str) -> ColleagueLine | None:
        """Who has this number."""
        ...

    async def by_badge(self, badge: str) -> ColleagueLine | None:
        """Whose badge has this digest."""
        ...

    async def member(self, number: str) -> MemberLine | None:
        """Who has this membership number."""
        ...

    async def house(self) -> HouseLine | None:
        """What the company says of itself; None before anything came."""
        ...

    async def ages(self) -> Sequence[DatasetAge]:
        """Every dataset, in a fixed order."""
        ...


class Cards(Protocol):
    """Card payments at the tills' terminals, each of which goes on by itself once it is asked for."""

    async def begin(self, till: str, command: AskForCard) -> None:
        """Note that the terminal will be asked, ask it, and note what it says; returns once it is noted that it will be asked."""
        ...

    async def abort(self, till: str, tender: str) -> None:
        """Ask the terminal to let go of it."""
        ...

    async def reverse(self, till: str, tender: str) -> None:
        """Take back the approved payment of an unfinished sale."""
        ...

    async def refund(self, till: str, command: BeginRefund) -> None:
        """Begin a refund, and have its card parts paid back."""
        ...

    async def refund_again(self, till: str, refund: str, part: str, by: str) -> None:
        """Have a card part that the terminal declined asked for once more."""
        ...

    async def reconcile(self, terminal: str) -> None:
        """Ask the terminal for its totals, for every Z report that waits for them; one that does not answer is asked again later."""
        ...


class Invoices(Protocol):
    """Full VAT invoices that were handed out (journeys/kept_invoices)."""

    async def issue(self, id: str, *, till: str, by: str, receipt: str, to: InvoicedTo) -> None:
        """Keep to whom it is made out, before it is handed over."""
        ...

    async def to(self, receipt: str) -> InvoicedTo | None:
        """To whom it was made out; None where none was, or where that is erased."""
        ...


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed on at a till, by the browser that holds its token."""

    till: str
    colleague: str
    name: str
    manages: bool
    token_digest: str


@dataclass(kw_only=True)
class Room:
    """One store's node, as its pages see it. `post` queues a receipt by email: its wish, address, number and lines; `invoices` keeps those
    that were made out to somebody.

    `here` are the store's own pauses and `line` how it stands with head office, both kept fresh by the role, so that the frame of a page
    waits for nothing. Seats are kept in memory alone: after a restart of the node everybody signs on again, and finds their sale.
    """

    world: World
    store: str
    key: SigningKey
    tills: Lane
    shelf: Shelf
    terminals: Mapping[str, CardTerminal]
    cards: Cards
    known: Mapping[str, Capability]
    gate: Callable[[], Gate]
    known_nodes: Callable[[], list[KnownNode]]
    post: Callable[[str, str, str, list[str]], Awaitable[None]]
    invoices: Invoices
    store_name: str = ""
    line: LineState = field(default_factory=lambda: LineState(heard=False))
    here: dict[str, str] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    last_sales: dict[str, str] = field(default_factory=dict)
    managers: dict[str, tuple[str, int]] = field(default_factory=dict)
    pins: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(PINS_AT_ONCE))

    async def scanned(self, code: str) -> RangeLine | None:
        """What has this bar code or SKU; None where nothing has."""
        return await self.shelf.by_barcode(code) or await self.shelf.product(code) or await self.shelf.product(code.upper())

    async def edition(self, dataset: str) -> int:
        """The edition of a dataset that is held; 0 before it came."""
        return next((each.edition for each in await self.shelf.ages() if each.dataset == dataset), 0)

    def works(self) -> tuple[Works, ...]:
        """What works now at the tills of this store."""
        return works_now(self.gate(), self.known, self.here, self.store, self.world.now_ms())

    def sit(self, till: str, colleague: ColleagueLine) -> str:
        """A token for the browser in which the colleague signed on; every earlier token of this till is worth nothing from now on."""
        token = self.world.random_bytes(24).hex()
        self.seats[till] = Seat(
            till=till, colleague=colleague.colleague, name=colleague.name, manages=colleague.manages, token_digest=digest(token)
        )
        return token

    def seated(self, till: str, token: str | None) -> Seat | None:
        """Whose browser it is; None for nobody's."""
        seat = self.seats.get(till)
        return seat if seat is not None and token and digest(token) == seat.token_digest else None

    def stand_up(self, till: str) -> None:
        """The till's token is worth nothing any more."""
        self.seats.pop(till, None)

    def let_see(self, colleague: ColleagueLine) -> str:
        """A token for the browser of a manager who looks at the store, for an hour."""
        token, now_ms = self.world.random_bytes(24).hex(), self.world.now_ms()
        self.managers = {key: held for key, held in self.managers.items() if held[1] > now_ms}
        self.managers[digest(token)] = (colleague.colleague, now_ms + MANAGER_SEES_MS)
        return token

    def sees(self, token: str | None) -> str | None:
        """The manager whose browser it is; None for nobody's, and after an hour."""
        held = self.managers.get(digest(token)) if token else None
        return held[0] if held is not None and held[1] > self.world.now_ms() else None


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
