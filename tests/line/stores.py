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
from arkwright.channels.line.intake import Intake
from arkwright.channels.web.site import always_ready
from arkwright.journal.lane import Lane
from arkwright.kit.certificates import CERTIFICATE, DAY_MS, LIST, CertificateList, NodeCertificate, Revoked
from arkwright.kit.enrolling import Papers
from arkwright.kit.signing import SigningKey, sign
from arkwright.kit.trust import TrustRoot
from arkwright.roles.line import line_app
from tests.journal.lanes import ordering_lane
from tests.line.near import NearHttp
from tests.roles.offices import Premises, premises
from tests.simulators.shop import StillWorld

LINE_URL = "http://line.localhost:8086"
DESK = SigningKey("desk.1", b"\x07" * 32)
RECOVERY = tuple(SigningKey(f"recovery-{number}", bytes([20 + number]) * 32).public.text for number in range(3))
TRUST = TrustRoot(generation=1, desk=DESK.public.text, recovery=RECOVERY, needed=2)
OFFICE = SigningKey("office-1", bytes(32))


class StoreWorld(StillWorld):
    """Time stands still, nobody sleeps for long, and the network is in this process."""

    def __init__(self, clock: StillWorld) -> None:
        super().__init__()
        self.near = NearHttp()
        self.http = self.near
        self.slept: list[float] = []
        self.clock = clock

    def now_ms(self) -> int:
        return self.clock.now_ms() if hasattr(self, "clock") else super().now_ms()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await super().sleep(0)


@dataclass
class Store:
    """One node, and the lane that it sends: the real lane of tills, or any other."""

    world: StoreWorld
    folder: Path
    papers: NodePapers
    office: HeadOffice
    lane: Lane
    forwarder: Forwarder


@dataclass
class Company:
    """Head office, what the desk published of certificates, and the line."""

    place: Premises
    certificates: CertificateFollowing
    intake: Intake
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
        found = Store(world, folder, held, office, opened, Forwarder(world, opened, office, folder))
        self.stores.append(found)
        return found

    def revoke(self, store: Store) -> None:
        """The desk stands by this node no more."""
        gone = Revoked(certificate=store.papers.certificate, revoked_ms=self.place.world.now_ms())
        self.publish(
            standing=tuple(each for each in self.published.standing if each != gone.certificate), revoked=(*self.published.revoked, gone)
        )

    async def stop(self) -> None:
        for store in self.stores:
            await store.lane.stop()
        await self.place.office.stop()


async def company(folder: Path, lanes: frozenset[str] = frozenset({"ordering"})) -> Company:
    """Head office with its line open."""
    place = await premises(folder / "office")
    certificates = CertificateFollowing(place.world, "http://desk.localhost:8082", folder / "office" / "desk", lambda: TRUST)
    published = CertificateList(generation=1, version=1, as_at_ms=place.world.now_ms(), nodes=(OFFICE.public.text,))
    certificates.take(sign(LIST, published, DESK))
    intake = Intake(place.world, place.office.shop.sales_audit, certificates, OFFICE, lanes)
    app = line_app(place.world, ["line.localhost:8086"], bytes(32), intake, always_ready)
    return Company(place, certificates, intake, app, folder, published)
