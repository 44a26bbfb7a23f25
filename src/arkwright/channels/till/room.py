"""What the pages of a store work with: its lane, its shelf, its terminals, the switches and the line; and who sits at which till."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from arkwright.channels.till.line_words import LineState
from arkwright.channels.till.works import Works, works_now
from arkwright.compartments.tills.commands import AskForCard, BeginRefund
from arkwright.journal.lane import Lane
from arkwright.kit.receipt_code import KnownNode
from arkwright.kit.replica import ColleagueLine, HouseLine, MemberLine, RangeLine
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import Gate
from arkwright.kit.switches.capability import Capability
from arkwright.kit.terminal import CardTerminal
from arkwright.kit.world import World


class DatasetAge(msgspec.Struct, frozen=True, kw_only=True):
    """What is held of a dataset: its edition, when head office last stood by it, how many things are in it."""

    dataset: str
    edition: int
    as_at_ms: int | None
    count: int = 0


class Shelf(Protocol):
    """What head office sent down, as it is held in the store."""

    async def scanned(self, code: str) -> RangeLine | None:
        """What has this bar code or SKU; None where nothing has."""
        ...

    async def find(self, words: str, most: int) -> list[RangeLine]:
        """What is called so and may be sold, at most so many."""
        ...

    async def colleague(self, colleague: str) -> ColleagueLine | None:
        """Who has this number."""
        ...

    async def badge(self, digest: str) -> ColleagueLine | None:
        """Whose badge it is."""
        ...

    async def member(self, number: str) -> MemberLine | None:
        """Who has this membership number."""
        ...

    async def house(self) -> HouseLine | None:
        """What the company says of itself; None before anything came."""
        ...

    async def ages(self) -> list[DatasetAge]:
        """Every dataset, in a fixed order."""
        ...

    async def edition(self, dataset: str) -> int:
        """The edition that is held; 0 before anything came."""
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

    def why(self, tender: str) -> str:
        """Why the terminal said no to it, in its own word; empty where that is not remembered."""
        ...

    async def refund(self, till: str, command: BeginRefund) -> None:
        """Begin a refund, and have its card parts paid back."""
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
    """One store's node, as its pages see it. `post` queues a receipt by email: (sale's receipt lines, address, id).

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
    post: Callable[[str, str, list[str]], Awaitable[None]]
    store_name: str = ""
    line: LineState = field(default_factory=lambda: LineState(heard=False))
    here: dict[str, str] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    last_sales: dict[str, str] = field(default_factory=dict)

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


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
