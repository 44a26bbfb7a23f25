"""The faces as their processes mount them, over one office and one desk in process, and every kind of person who may come to them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from httpx import ASGITransport, AsyncClient, Response

from arkwright.channels.back_office.jobs import Jobs
from arkwright.channels.finding.finder import Finder
from arkwright.channels.following.certificates import CertificateFollowing
from arkwright.channels.staff.permissions import Node, granted, roles_of
from arkwright.channels.web.application import Application
from arkwright.channels.web.metrics import Metrics
from arkwright.channels.web.rates import Buckets
from arkwright.channels.web.site import always_ready
from arkwright.channels.web.tokens import signed
from arkwright.compartments.staff.commands import AddAccount, RecordSignIn
from arkwright.journal.lane import Lane
from arkwright.journeys import contact as guests
from arkwright.kit.signing import SigningKey
from arkwright.kit.trust import TrustRoot
from arkwright.roles import office_process
from arkwright.roles.databases import Files
from arkwright.roles.line import open_line
from arkwright.roles.node import OfficeConfig, keep_secret
from arkwright.roles.what_is_published import no_picture, publication_settings
from tests.channels.back_office.place import OnePublisher
from tests.channels.finding.kept import kept_finder
from tests.roles.desks import DESK_URL, desk
from tests.roles.offices import Premises, premises
from tests.safety import policy
from tests.simulators.shop import CARDS_ADDRESS, WEBHOOK_SECRET

OURS = {"sec-fetch-site": "same-origin"}
SHOP_URL, OFFICE_URL = "http://shop.localhost:8080", "http://office.localhost:8081"
LINE_URL = "http://line.localhost:8086"
STRANGER, OF_ANOTHER_NODE = "stranger", "somebody of another node"
UNMETERED: dict[str, Any] = {}


@dataclass
class Face:
    """One face: its application, what is known of its routes, its lanes, and a session token by role."""

    name: str
    url: str
    app: Application
    policy: dict[str, str]
    lanes: tuple[Lane, ...]
    node: Node | None = None
    tokens: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    @property
    def site(self) -> Any:
        return self.app.state["site"]

    @property
    def routes(self) -> set[str]:
        """Every method and path that is really mounted."""
        return set(mounted(self.app))

    def roles(self) -> Iterator[str]:
        """Everybody who may come."""
        yield STRANGER
        if self.node:
            yield OF_ANOTHER_NODE
            yield from sorted(roles_of(self.node))

    def may(self, role: str, route: str) -> bool:
        """By the policy."""
        wanted = self.policy[route]
        if wanted in ("anybody", "bearer", "signed"):
            return True
        if self.node is None or role in (STRANGER, OF_ANOTHER_NODE):
            return False
        return wanted == "staff" or set(wanted.split("+")) <= granted(self.node, [role])

    def for_machines(self, route: str) -> bool:
        return bool(self.site.for_machines(route.split(" ")[1]))

    def heads(self) -> list[int]:
        """Where each journal ends."""
        return [lane.head.sequence for lane in self.lanes]

    @asynccontextmanager
    async def client(self) -> AsyncIterator[AsyncClient]:
        transport = ASGITransport(self.app, raise_app_exceptions=False)  # type: ignore[arg-type]
        async with AsyncClient(transport=transport, base_url=self.url) as client:
            yield client

    async def ask(self, client: AsyncClient, route: str, role: str, **different: Any) -> Response:
        """The route as this role asks it: with its session, its form's token, and from one of our pages."""
        method, path = route.split(" ")
        token = self.tokens.get(role, "")
        client.cookies.clear()
        headers = dict(OURS)
        if self.for_machines(route):
            headers |= {"authorization": f"Bearer {token}"} if token else {}
            given: dict[str, Any] = {"content": b"{}"}
            headers["content-type"] = "application/json"
        else:
            cookie = token or "0" * 26
            client.cookies.set(self.site.cookie, cookie)
            given = {"data": {"form_token": signed(self.site, cookie), **different.pop("fields", {})}}
        if method in ("GET", "DELETE"):
            given = {}
        headers |= different.pop("headers", {})
        return await client.request(method, path.format(**self.values), headers=headers, follow_redirects=False, **(given | different))


def mounted(app: Application) -> Iterator[str]:
    """Method and path of each route, as 'GET /orders/{number}'."""
    for route in app.routes:
        for method in getattr(route, "methods", ()):
            if method not in ("HEAD", "OPTIONS"):
                yield f"{method} {route.path_format}"


@dataclass
class House:
    """Every face of one shop, with an order that is paid, by Ada."""

    shop: Face
    office: Face
    desk: Face
    line: Face
    place: Premises
    order: Any = None
    key: str = ""


@asynccontextmanager
async def house(folder: Path) -> AsyncIterator[House]:
    """The applications that the processes serve, with a colleague in each role; nobody is asked to wait."""
    place = await premises(folder / "office")
    await place.stock()
    order = await place.bought(1)
    config = office_config(folder / "office")
    published = publication_settings(config, no_picture)
    world: Any = place.world
    finder = await kept_finder(place, folder)
    parts = parts_of(place, finder)
    shop = Face("shop", SHOP_URL, office_process.shop_app(config, world, parts, published), policy.SHOP, place.office.lanes)
    office = Face("office", OFFICE_URL, office_process.office_app(config, world, parts), policy.OFFICE, place.office.lanes, "office")
    office.values = office_objects(order)
    office.tokens = {role: await colleague(place.office.staff, role) for role in roles_of("office")}
    await colleague(place.office.staff, "buyer", "somebody")
    shop.values = {
        "number": order.number,
        "name": "arkwright.css",
        "sha256": "0" * 64,
        "product": "mug",
        "basket": "0" * 26,
        "sku": "MUG-1",
        "key": "0" * 32,
        "place": "own",
    }
    async with desk(folder) as there:
        desk_face = Face("desk", DESK_URL, there.room.app, policy.DESK, there.room.lanes, "desk")
        desk_face.values = {"account": "somebody", "proposal": "0" * 26, "serial": "0" * 26, "name": "arkwright.css"}
        desk_face.tokens = {role: await colleague(there.room.door.lane, role) for role in roles_of("desk")}
        await colleague(there.room.door.lane, "observer", "somebody")
        desk_face.tokens[OF_ANOTHER_NODE], office.tokens[OF_ANOTHER_NODE] = office.tokens["buyer"], desk_face.tokens["observer"]
        line = Face("line", LINE_URL, await line_app(place, folder), policy.LINE, place.office.lanes)
        line.values = {"name": "arkwright.css"}
        for face in (shop, office, desk_face, line):
            face.app.door.buckets = face.app.state["buckets"] = Buckets(face.site.world, UNMETERED)
        key = guests.secret_of(await place.office.shop.vault.key_of(order.person), order.order)
        yield House(shop, office, desk_face, line, place, order, key)
    await finder.index.close()
    await place.office.stop()


def parts_of(place: Premises, finder: Finder) -> Any:
    """What the office's faces are made of, without what they are not asked for here."""
    return SimpleNamespace(
        office=place.office,
        following=place.office,
        publisher=OnePublisher(),
        jobs=Jobs(place.world),
        metrics=Metrics(),
        line=None,
        search=SimpleNamespace(finder=finder),
    )


async def line_app(place: Premises, folder: Path) -> Application:
    """What stores ask, over the same office; nobody was let in yet."""
    trust = TrustRoot(generation=1, desk=SigningKey("desk.1", b"d" * 32).public.text, recovery=(), needed=2)
    certificates = CertificateFollowing(place.world, DESK_URL, folder / "following", lambda: trust)
    world: Any = place.world
    key = SigningKey("office-1", bytes(32))
    line = await open_line(world, place.office.shop, [], Files(folder / "line", "office-1"), certificates, key)
    return line.app(world, ["line.localhost:8086"], bytes(32), always_ready)


def office_config(folder: Path) -> OfficeConfig:
    """The office's configuration and its secrets."""
    for name, content in (
        ("vault.key", bytes(32).hex().encode()),
        ("card-provider.key", b"sk_test"),
        ("webhook.key", WEBHOOK_SECRET.encode()),
    ):
        keep_secret(folder, name, content)
    return OfficeConfig(
        node="office-1",
        folder=folder,
        shop_name="Wright & Daughters",
        shop_url=SHOP_URL,
        office_url=OFFICE_URL,
        desk_url=DESK_URL,
        card_api=CARDS_ADDRESS,
        payment_origin=CARDS_ADDRESS,
        smtp_host="127.0.0.1",
        smtp_port=1,
        shop_port=8080,
        office_port=8081,
    )


def office_objects(order: Any) -> dict[str, str]:
    """What stands for each part of an address."""
    return {
        "product_id": "mug",
        "promotion_id": "mugs",
        "name": "0" * 26,
        "sku": "MUG-1",
        "change": "receive",
        "number": order.number,
        "order_id": order.order,
        "store_id": "leeds",
        "case": "0" * 18,
        "rule_id": "0" * 26,
        "account": "somebody",
    }


async def colleague(lane: Lane, role: str, account: str = "") -> str:
    """An account of this role, signed in; the session's token."""
    name = account or role
    token = base64.urlsafe_b64encode(hashlib.sha256(f"{lane.name} {role} {name}".encode()).digest()).decode().rstrip("=")
    add = AddAccount(id=f"add.{name}", account=name, roles=(role,), sealed_password="sealed" * 8, by="command-line")
    await lane.submit(add)
    await lane.submit(RecordSignIn(id=f"in.{name}", account=name, session=hashlib.sha256(token.encode()).hexdigest()))
    return token
