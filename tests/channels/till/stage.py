"""A store's pages for tests: the real application on a real lane, with a shelf in memory and terminals that say what they are told to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from httpx import ASGITransport, AsyncClient, Response
from msgspec import structs

from arkwright.channels.till import showing
from arkwright.channels.till.face import store_application, till_environment
from arkwright.channels.till.room import Room
from arkwright.channels.web.site import Rate, Site
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.facts import Card
from arkwright.journal.lane import Lane
from arkwright.journeys.kept_invoices import InvoicedTo
from arkwright.kit.badges import badge_digest, make_badge
from arkwright.kit.gtin import check_digit, gtin_14
from arkwright.kit.known_nodes import KnownNode
from arkwright.kit.measured_code import MeasuredCode
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.passwords import HASHER
from arkwright.kit.replica import ColleagueLine, HouseLine, MemberLine, RangeLine
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, shipped
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import Files
from arkwright.roles.lanes import open_lane
from tests.channels.till.test_receipts import HOUSE

HOST = "leeds.localhost:8100"
OURS = {"sec-fetch-site": "same-origin"}
HIDDEN = re.compile(r'name="(form_token|id|sale|tender)" value="([^"]*)"')
TESS, MAX, NEW = make_badge(b"t" * 10), make_badge(b"m" * 10), make_badge(b"n" * 10)
CARD = Card(
    terminal="leeds-1",
    transaction="t-1",
    at_ms=1_764_000_000_000,
    entry_mode="contactless",
    scheme="Visa",
    last_four="4242",
    auth_code="123456",
)
LABELS = (MeasuredCode(pattern="21IIIIIWWWWWC"), MeasuredCode(pattern="22IIIIIVPPPPC"))
STORE_HOUSE = structs.replace(HOUSE, measured_codes=LABELS)
PIN = "4711"
PIN_HASH = HASHER.hash(PIN)
KEY = SigningKey("leeds", b"l" * 32)


def goods(sku: str, name: str, pence: int, **more: Any) -> RangeLine:
    return RangeLine(sku=sku, product=sku.lower(), name=name, price_pence=pence, category="kitchen", **{"vat_rate": "standard", **more})


@dataclass
class Held:
    """A dataset that came a while ago."""

    dataset: str
    edition: int = 7
    as_at_ms: int | None = 1_764_000_000_000


@dataclass
class MemoryShelf:
    """What head office would have sent down."""

    range: dict[str, RangeLine] = field(default_factory=dict)
    colleagues: dict[str, ColleagueLine] = field(default_factory=dict)
    members: dict[str, MemberLine] = field(default_factory=dict)
    store_house: HouseLine | None = STORE_HOUSE

    async def product(self, sku: str) -> RangeLine | None:
        return self.range.get(sku)

    async def by_barcode(self, code: str) -> RangeLine | None:
        return next((each for each in self.range.values() if each.gtin and gtin_14(each.gtin) == gtin_14(code)), None)

    async def search(self, text: str, most: int = 20) -> list[RangeLine]:
        return [each for each in self.range.values() if text.lower() in each.name.lower()][:most]

    async def colleague(self, colleague: str) -> ColleagueLine | None:
        return self.colleagues.get(colleague)

    async def by_badge(self, badge: str) -> ColleagueLine | None:
        return next((each for each in self.colleagues.values() if each.badge == badge), None)

    async def member(self, number: str) -> MemberLine | None:
        return self.members.get(number)

    async def house(self) -> HouseLine | None:
        return self.store_house

    async def ages(self) -> list[Held]:
        return [Held(name) for name in ("house", "colleagues", "promotions", "range", "members")]


def label(body: str) -> str:
    """Twelve digits with the one that follows."""
    return body + check_digit(body)


def shelf() -> MemoryShelf:
    """Four things to sell, one of them for adults, a colleague, a manager and a member."""
    sold = [
        goods("MUG-1", "Stoneware mug", 8_00, gtin="05012345678900"),
        goods("LOAF-1", "Seeded loaf", 2_40, vat_rate="zero"),
        goods("GIN-1", "Sloe gin", 24_00, restrictions=("age-18",)),
        goods("OLD-1", "Old lamp", 5_00, live=False),
        goods("HAM-1", "York ham", 9_50, vat_rate="zero", gtin=label("210045600000")),
    ]
    people = [
        ColleagueLine(colleague="1042", name="Tess", badge=badge_digest(TESS), pin=PIN_HASH),
        ColleagueLine(colleague="1043", name="Nell", badge=badge_digest(NEW)),
        ColleagueLine(colleague="1001", name="Max", badge=badge_digest(MAX), pin=PIN_HASH, manages=True),
    ]
    return MemoryShelf(
        {each.sku: each for each in sold},
        {each.colleague: each for each in people},
        {"9826001": MemberLine(number="9826001", member="m-1", points=500)},
    )


@dataclass
class Remembered:
    """Invoices whose names and addresses are in memory; what is on the books is real."""

    lane: Lane
    held: dict[str, InvoicedTo] = field(default_factory=dict)

    async def issue(self, id: str, *, till: str, by: str, receipt: str, to: InvoicedTo) -> None:
        await self.lane.submit(ask.IssueInvoice(id=id, store="leeds", till=till, by=by, receipt=receipt, person="i-1", sealed="sealed"))
        self.held[receipt] = to

    async def to(self, receipt: str) -> InvoicedTo | None:
        return self.held.get(receipt)


class Scripted:
    """Card payments whose terminal says at once what the test tells it to; None: it is still waiting."""

    def __init__(self) -> None:
        self.lane: Lane | None = None
        self.says: str | None = "approved"
        self.asked: list[ask.AskForCard] = []
        self.reconciled: list[str] = []

    async def begin(self, till: str, command: ask.AskForCard) -> None:
        assert self.lane is not None
        await self.lane.submit(command)
        self.asked.append(command)
        await self.answer(command)

    async def answer(self, command: ask.AskForCard) -> None:
        assert self.lane is not None
        if self.says == "approved":
            await self.lane.submit(
                ask.RecordApproved(
                    id=f"{command.tender}.approved", store="leeds", tender=command.tender, amount_pence=command.amount_pence, card=CARD
                )
            )
        elif self.says is not None:
            await self.lane.submit(ask.RecordDeclined(id=f"{command.tender}.declined", store="leeds", tender=command.tender, why=self.says))

    async def abort(self, till: str, tender: str) -> None:
        assert self.lane is not None
        await self.lane.submit(ask.RecordAborted(id=f"{tender}.aborted", store="leeds", tender=tender, why="till"))

    async def reverse(self, till: str, tender: str) -> None:
        assert self.lane is not None
        await self.lane.submit(ask.BeginReversal(id=f"{tender}.reverse", store="leeds", tender=tender, why="changed-mind"))
        await self.lane.submit(ask.RecordReversed(id=f"{tender}.reversed", store="leeds", tender=tender))

    async def refund(self, till: str, command: ask.BeginRefund) -> None:
        assert self.lane is not None
        await self.lane.submit(command)

    async def refund_again(self, till: str, refund: str, part: str, by: str) -> None:
        assert self.lane is not None
        await self.lane.submit(ask.AskRefundAgain(id=f"{part}.again", store="leeds", refund=refund, part=part, by=by))

    async def reconcile(self, terminal: str) -> None:
        self.reconciled.append(terminal)


class NamedTerminal:
    """Only its name is asked for here."""

    terminal = "leeds-1"


@dataclass
class Stage:
    """An open store."""

    room: Room
    shelf: MemoryShelf
    cards: Scripted
    posted: list[tuple[str, str, str, list[str]]]
    site: Site
    app: Any

    def browser(self) -> Browser:
        """A new browser, nobody signed on."""
        transport = ASGITransport(self.app, raise_app_exceptions=False)
        return Browser(self, AsyncClient(transport=transport, base_url=f"http://{HOST}"))

    async def stop(self) -> None:
        """Close the lane."""
        await self.room.tills.stop()


def room_of(world: RealWorld, lane: Lane, held: MemoryShelf, cards: Scripted, post: Any) -> Room:
    """What the pages work with."""
    gate = Gate(NOTHING_SWITCHED, shipped())
    return Room(
        world=world,
        store="leeds",
        key=KEY,
        tills=lane,
        shelf=held,
        terminals={"1": NamedTerminal()},  # type: ignore[dict-item]
        cards=cards,
        known=shipped(),
        gate=lambda: gate,
        known_nodes=lambda: [KnownNode(key=KEY.public)],
        post=post,
        invoices=Remembered(lane),
        store_name="Wright & Daughters Leeds",
    )


async def open_stage(folder: Path) -> Stage:
    """A store with two tills."""
    world = RealWorld(AiohttpHttp())
    held, cards, posted = shelf(), Scripted(), list[tuple[str, str, str, list[str]]]()

    def must_end(error: Exception) -> None:
        raise error

    lane = await open_lane(world, Files(folder, "leeds"), "tills", lambda _: Gate(NOTHING_SWITCHED, shipped()), must_end)
    cards.lane = lane

    async def post(wish: str, address: str, number: str, lines: list[str]) -> None:
        posted.append((wish, address, number, lines))

    room = room_of(world, lane, held, cards, post)
    for till in ("1", "2"):
        await lane.submit(ask.SetUpTill(id=f"till.{till}", store="leeds", till=till))
    site = Site(
        name="store",
        world=world,
        environment=till_environment(),
        own_hosts=(HOST,),
        form_key=b"k" * 32,
        frame=showing.frame(room),
        base="till.html",
        rates={"all": Rate(6000, 6000), "write": Rate(6000, 6000), "sign-in": Rate(6000, 6000), "letter": Rate(6000, 6000)},
    )
    return Stage(room, held, cards, posted, site, store_application(site, room))


@dataclass
class Browser:
    """A till's browser: it keeps cookies and sends a page's own hidden fields back, as a browser does."""

    stage: Stage
    client: AsyncClient
    page: Response | None = None

    async def look(self, path: str) -> str:
        """The page, redirects followed."""
        self.page = await self.client.get(path, follow_redirects=True)
        return self.page.text

    async def send(self, path: str, **fields: str) -> str:
        """The form of the page that is open, with these fields filled in; where that led."""
        assert self.page is not None
        hidden = dict(reversed(HIDDEN.findall(self.page.text)))
        data = {**hidden, **{name.replace("__", "-"): value for name, value in fields.items()}}
        self.page = await self.client.post(path, data=data, headers=OURS, follow_redirects=True)
        return self.page.text

    async def open_till(self, till: str = "1", badge: str = TESS, pounds: str = "100") -> str:
        """Signed on, with a float in the drawer."""
        await self.look(f"/till/{till}")
        await self.send(f"/till/{till}/sign-on", badge=badge)
        return await self.send(f"/till/{till}/session", float=pounds)

    async def scan(self, *entries: str, till: str = "1") -> str:
        """Each into the one field."""
        text = ""
        for entry in entries:
            text = await self.send(f"/till/{till}/enter", entry=entry)
        return text
