"""A store's node and head office in one process: real lanes, real papers, real requests, and a line that can be cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from arkwright.channels.following.certificates import CertificateFollowing
from arkwright.channels.following.keeping import save_trust
from arkwright.channels.following.papers import NodePapers, keep_papers
from arkwright.channels.line.forwarder import Forwarder
from arkwright.channels.line.head_office import HeadOffice
from arkwright.channels.line.replica_following import ReplicaFollowing
from arkwright.channels.line.sources import House
from arkwright.channels.web.site import always_ready
from arkwright.journal.lane import Lane
from arkwright.kit.certificates import CERTIFICATE, DAY_MS, LIST, CertificateList, NodeCertificate, Revoked
from arkwright.kit.database.port import Database, Duty
from arkwright.kit.database.schema import Schema
from arkwright.kit.enrolling import Papers
from arkwright.kit.replica import ContactlessLimit, DatasetName, StoredSales
from arkwright.kit.shelf.shelf import Shelf, open_shelf
from arkwright.kit.signing import SigningKey, sign
from arkwright.kit.trust import TrustRoot
from arkwright.kit.world import World
from arkwright.roles.databases import OnlyProcess
from arkwright.roles.line import Line, open_line, sources_of
from tests.databases import database
from tests.journal.lanes import ordering_lane
from tests.line.near import NearHttp
from tests.roles.offices import Premises, premises
from tests.simulators.shop import StillWorld

LINE_URL = "http://line.localhost:8086"
DESK = SigningKey("desk.1", b"\x07" * 32)
RECOVERY = tuple(SigningKey(f"recovery-{number}", bytes([20 + number]) * 32).public.text for number in range(3))
TRUST = TrustRoot(generation=1, desk=DESK.public.text, recovery=RECOVERY, needed=2)
OFFICE = SigningKey("office-1", bytes(32))
HOUSE = House(
    company="Wright & Daughters Ltd",
    company_address=("1 Wharfedale Parade", "Leeds"),
    vat_number="GB 999 9999 73",
    contactless=(ContactlessLimit(from_ms=0, limit_pence=100_00),),
    stored_sales=StoredSales(per_sale_pence=100_00, total_pence=2_000_00, count=50, age_hours=72),
    stores={"york": StoredSales(per_sale_pence=50_00, total_pence=500_00, count=10, age_hours=24)},
)


class Crash(BaseException):
    """The node ends here."""


class StoreWorld(StillWorld):
    """Time stands still, nobody sleeps for long, and the network is in this process."""

    def __init__(self, clock: StillWorld) -> None:
        super().__init__()
        self.near = NearHttp()
        self.http = self.near
        self.slept: list[float] = []
        self.points, self.crash_at = 0, 0
        self.clock = clock

    def now_ms(self) -> int:
        return self.clock.now_ms() if hasattr(self, "clock") else super().now_ms()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await super().sleep(0)

    async def point(self, name: str) -> None:
        self.points += 1
        if self.points == self.crash_at:
            raise Crash(name)

    def remove_file(self, path: Path) -> None:
        path.unlink(missing_ok=True)


@dataclass
class LineDatabases:
    """What the line keeps of its own at the office, on the database of this run."""

    folder: Path

    async def open(self, world: World, schema: Schema) -> Database:
        return await database(world, self.folder / f"{schema.name}.db", schema)

    def duty(self, world: World, name: str) -> Duty:
        return OnlyProcess()


@dataclass
class Store:
    """One node, and the lane that it sends: the real lane of tills, or any other."""

    world: StoreWorld
    folder: Path
    papers: NodePapers
    office: HeadOffice
    lane: Lane
    forwarder: Forwarder
    shelf: Shelf
    replica: ReplicaFollowing
    changes: list[tuple[str, int]]


@dataclass
class Company:
    """Head office, what the desk published of certificates, and the line."""

    place: Premises
    certificates: CertificateFollowing
    line: Line
    app: Any
    folder: Path
    published: CertificateList
    stores: list[Store] = field(default_factory=list)

    @property
    def audit(self) -> Lane:
        return self.place.office.shop.sales_audit

    def publish(self, **changes: Any) -> None:
        """The desk says something new."""
        self.published = replace(self.published, version=self.published.version + 1, **changes)
        self.certificates.take(sign(LIST, self.published, DESK))

    async def store(
        self, node: str = "leeds-1", store: str = "leeds", lane: Lane | None = None, name: str = "", world: StoreWorld | None = None
    ) -> Store:
        """A node that was let in."""
        world, folder = world or StoreWorld(self.place.world), self.folder / (name or node)
        key = SigningKey(node, node.encode().ljust(32, b"."))
        now_ms = world.now_ms()
        certificate = NodeCertificate(
            serial=f"serial-{node}", node=node, store=store, public_key=key.public.text, from_ms=now_ms, until_ms=now_ms + 90 * DAY_MS
        )
        if self.published.certificate(certificate.serial) is None:
            self.publish(standing=(*self.published.standing, certificate))
        save_trust(world, folder, TRUST)
        papers = Papers(certificate=sign(CERTIFICATE, certificate, DESK), certificates=sign(LIST, self.published, DESK), trust=TRUST)
        keep_papers(world, folder, papers)
        held = NodePapers(world, "http://desk.localhost:8082", folder, key)
        world.near.apps["line.localhost:8086"] = self.app
        office = HeadOffice(world, held, LINE_URL, lambda: self.certificates.held.node_key("office-1"))
        opened = lane or await ordering_lane(folder)
        changes: list[tuple[str, int]] = []

        async def changed(dataset: DatasetName, edition: int) -> None:
            changes.append((dataset, edition))

        shelf = open_shelf(world, folder, node)  # type: ignore[arg-type]
        replica = ReplicaFollowing(world, shelf, office, changed)
        found = Store(world, folder, held, office, opened, Forwarder(world, opened, office, folder), shelf, replica, changes)
        self.stores.append(found)
        return found

    def revoke(self, store: Store) -> None:
        """The desk stands by this node no more."""
        gone = Revoked(certificate=store.papers.certificate, revoked_ms=self.place.world.now_ms())
        self.publish(
            standing=tuple(each for each in self.published.standing if each != gone.certificate), revoked=(*self.published.revoked, gone)
        )

    async def keep(self) -> None:
        """The office's side of the replica is in step."""
        for keeper in self.line.keepers:
            await keeper.catch_up()

    async def stop(self) -> None:
        for store in self.stores:
            await store.lane.stop()
            await store.shelf.close()
        await self.line.press.close()
        await self.place.office.stop()


async def company(folder: Path, lanes: frozenset[str] = frozenset({"ordering"})) -> Company:
    """Head office with its line open."""
    place = await premises(folder / "office")
    certificates = CertificateFollowing(place.world, "http://desk.localhost:8082", folder / "office" / "desk", lambda: TRUST)
    published = CertificateList(generation=1, version=1, as_at_ms=place.world.now_ms(), nodes=(OFFICE.public.text,))
    certificates.take(sign(LIST, published, DESK))
    world: Any = place.world
    sources = sources_of(place.office.shop, place.office.staff, HOUSE)
    line = await open_line(world, place.office.shop, sources, LineDatabases(folder / "line"), certificates, OFFICE, lanes=lanes)
    app = line.app(world, ["line.localhost:8086"], bytes(32), always_ready)
    return Company(place, certificates, line, app, folder, published)
