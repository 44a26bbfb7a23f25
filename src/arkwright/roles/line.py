"""The line to the stores, as an office mounts it: what goes down, what comes up, and a site of its own for machines that sign."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import tomllib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import structlog

from arkwright.channels.design.pages import environment
from arkwright.channels.following.certificates import CertificateFollowing
from arkwright.channels.line.addresses import LINE
from arkwright.channels.line.colleagues import ColleagueSource
from arkwright.channels.line.intake import TILLS, Intake
from arkwright.channels.line.members import MemberSource
from arkwright.channels.line.shipping import Shipping
from arkwright.channels.line.sources import DatasetSource, House, HouseSource, PromotionSource, RangeSource
from arkwright.channels.web.application import Application, application
from arkwright.channels.web.metrics import Metrics
from arkwright.channels.web.site import Site
from arkwright.journal.lane import Lane
from arkwright.journeys.shop import Shop
from arkwright.kit.replicating.press import Press
from arkwright.kit.replicating.tables import ReplicaSchema
from arkwright.kit.signing import SigningKey
from arkwright.kit.world import SweepingWorld
from arkwright.roles.databases import Databases
from arkwright.roles.derived import open_derived
from arkwright.roles.node import NodeUnusable
from arkwright.roles.replica_keeping import DatasetKeeper

log = structlog.get_logger("line")

MACHINES = "/line/"
HOUSE = "house.toml"


@dataclass(frozen=True, kw_only=True)
class Line:
    """The office's end: `work` runs as tasks of the process that keeps the line, `app` is what stores ask."""

    intake: Intake
    shipping: Shipping
    press: Press
    certificates: CertificateFollowing
    keepers: tuple[DatasetKeeper, ...]

    def work(self) -> list[Coroutine[Any, Any, None]]:
        """What goes on for as long as the office does."""
        return [self.certificates.run(), *(keeper.run() for keeper in self.keepers)]

    def app(self, world: SweepingWorld, hosts: Sequence[str], form_key: bytes, ready: Callable[[], Awaitable[bool]]) -> Application:
        """The site; `hosts` are those by which stores call it."""
        site = Site(
            name="line",
            world=world,
            environment=environment(),
            own_hosts=tuple(hosts),
            form_key=form_key,
            frame=lambda _: {"shop": None, "here": ""},
            machine_paths=(MACHINES,),
            unmetered_paths=(MACHINES,),
            ready=ready,
            metrics=Metrics(),
        )
        return application(site, [*LINE], provided={"intake": self.intake, "shipping": self.shipping})


async def open_line(
    world: SweepingWorld,
    shop: Shop,
    sources: Sequence[DatasetSource],
    databases: Databases,
    certificates: CertificateFollowing,
    key: SigningKey,
    *,
    lanes: frozenset[str] = frozenset({TILLS}),
) -> Line:
    """Open what the line keeps of its own. Raises `DatabaseUnusable`, `DatabaseAway`."""
    press, turn = Press(await open_derived(world, databases, ReplicaSchema())), asyncio.Lock()
    return Line(
        intake=Intake(world, shop.sales_audit, certificates, key, lanes),
        shipping=Shipping(world, press, key),
        press=press,
        certificates=certificates,
        keepers=tuple(DatasetKeeper(world, source, press, turn) for source in sources),
    )


def sources_of(shop: Shop, staff: Lane, house: House | None) -> list[DatasetSource]:
    """Every dataset that goes down the line, and where it comes from."""
    found: list[DatasetSource] = [
        RangeSource(shop.catalogue),
        PromotionSource(shop.promotions),
        ColleagueSource(staff, shop.vault),
        MemberSource(shop.loyalty),
    ]
    if house is not None:
        version = int.from_bytes(hashlib.sha256(msgspec.json.encode(house, order="sorted")).digest()[:6], "big")
        found.append(HouseSource(shop.stores, house, version, shop.loyalty))
    return found


def read_house(folder: Path) -> House | None:
    """What the operator says of the company in house.toml; None where there is no such file. `NodeUnusable` names what is wrong in it."""
    path = folder / HOUSE
    with contextlib.suppress(FileNotFoundError):
        try:
            return msgspec.convert(tomllib.loads(path.read_text("utf-8")), type=House)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
            raise NodeUnusable(f"{path} cannot be used: {error}.") from error
    log.warning("no house.toml: stores are not told company, VAT number and limits, and cannot print receipts", folder=str(folder))
    return None
