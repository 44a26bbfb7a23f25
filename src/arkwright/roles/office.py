"""The office: its lanes, its reactions and its sweeps, opened together and stopped together."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import msgspec
import structlog

from arkwright.channels.staff.till_access import TillDoor
from arkwright.journal.lane import Lane
from arkwright.journeys.shop import Addresses, Shop
from arkwright.kit.ending import ended
from arkwright.kit.provider import CardProvider
from arkwright.kit.refusal import NotTaken, Unknown
from arkwright.kit.signing import SigningKey, read_envelope
from arkwright.kit.switches import NOTHING_SWITCHED, Capabilities, Gate, SwitchTable, shipped
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import Mail, World
from arkwright.roles import lanes
from arkwright.roles.databases import Databases
from arkwright.roles.ends import Ends
from arkwright.roles.reactions import pumps
from arkwright.roles.sweeps import Sweep, sweeps

log = structlog.get_logger("office")

CHECKPOINT_EVERY_S = 1.0  # so that each entry is under one within two seconds


class OfficeSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an office must be told. `node_key` is 32 secret bytes that wrap the keys in the vault."""

    node: str
    folder: Path
    databases: Databases
    shop_url: str
    node_key: bytes
    online_location: str = "warehouse"


class Office:
    """One running office. `failed` is set when a lane cannot go on: the process must end, since nothing may be acknowledged."""

    def __init__(self, shop: Shop, staff: Lane, mail: Mail, settings: OfficeSettings, capabilities: Capabilities, ends: Ends) -> None:
        self.shop = shop
        self.staff = staff
        self.settings = settings
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._capabilities = capabilities
        self._ends = ends
        self._tasks: list[asyncio.Task[None]] = []
        self.gate = Gate(NOTHING_SWITCHED, capabilities)
        self.pumps = pumps(shop, settings.online_location)
        self.sweeps: list[Sweep] = [
            *sweeps(shop, mail, lambda: self.gate),
            Sweep("erased colleagues", 60, TillDoor(shop.world, staff, shop.vault).forget),
            Sweep("checkpoints", CHECKPOINT_EVERY_S, self.mark),
        ]

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Every lane, staff's too."""
        return (*self.shop.lanes, self.staff)

    async def keep(self) -> None:
        """Have reactions and sweeps done by one process of the office at a time; cancel to stop."""
        duty = self.settings.databases.duty(self.shop.world, "reactions and sweeps")
        try:
            while True:
                await duty.taken()
                log.info("this process keeps the reactions and sweeps")
                await self.start()
                await duty.lost()
                log.warning("another process may keep the reactions and sweeps now")
                await self.rest()
        finally:
            await duty.given_up()

    async def start(self) -> None:
        """Reactions and sweeps begin."""
        world, loop = self.shop.world, asyncio.get_running_loop()
        self._tasks = [loop.create_task(pump.run(), name=f"pump {pump.name}") for pump in self.pumps]
        self._tasks += [loop.create_task(sweep.run(world), name=f"sweep {sweep.name}") for sweep in self.sweeps]

    async def rest(self) -> None:
        """Reactions and sweeps end; each begins again where it stands."""
        await ended(self._tasks)
        self._tasks = []

    async def stop(self) -> None:
        """Take nothing more, finish what was taken, close every file."""
        await self.rest()
        await asyncio.gather(*(lane.stop() for lane in self.lanes))
        await self.shop.vault.close()

    async def obey(self, document: str, table: SwitchTable, gate: Gate, changed: bool) -> None:
        """Follow a verified switch table in every lane; when it returns, nothing that it stops commits here any more.

        A lane that is about to be sealed is marked first: behind the seal nobody could. Raises what a lane failed of, if one did: it
        will never obey, and an office that only begins must end of it as one at work does.
        """
        if self.failed.done():
            self.failed.result()
        with contextlib.suppress(NotTaken, Unknown):
            await self._ends.mark(lane for lane in self.lanes if gate.seals(lane.name))
        await asyncio.gather(*(lane.obey(document, gate) for lane in self.lanes))
        self.gate = gate
        if changed:
            log.info("switches obeyed", generation=table.generation, version=table.version)

    async def mark(self) -> None:
        """Sign and keep a checkpoint of each lane that moved since its last one, in the lane and beside it."""
        await self._ends.mark(self.lanes)


async def open_office(
    world: World,
    settings: OfficeSettings,
    provider: CardProvider,
    mail: Mail,
    signing_key: SigningKey,
    capabilities: Capabilities | None = None,
) -> Office:
    """Open the lanes and the vault of an office; `start` begins its work. Raises `DatabaseUnusable`."""
    known = shipped() if capabilities is None else capabilities
    failures: list[Exception] = []
    offices: list[Office] = []

    def failed(error: Exception) -> None:
        failures.append(error)
        if offices and not offices[0].failed.done():
            offices[0].failed.set_exception(error)

    def gate(document: str | None) -> Gate:
        return Gate(table_of(document), known)

    opened = {name: await lanes.open_lane(world, settings.databases, name, gate, failed) for name in lanes.OFFICE}
    ends = Ends(world, settings.folder, settings.node, signing_key)
    await ends.check(opened.values())
    staff = opened.pop("staff")
    vault = await Vault.open(world, await settings.databases.open(world, SCHEMA), settings.node_key, failed)
    shop = Shop(world=world, vault=vault, provider=provider, addresses=Addresses(shop_url=settings.shop_url), **opened)
    office = Office(shop, staff, mail, settings, known, ends)
    office.gate = gate(await shop.ordering.obeyed())
    offices.append(office)
    return office


def table_of(document: str | None) -> SwitchTable:
    """The table of a document that was verified before it was obeyed."""
    return NOTHING_SWITCHED if document is None else msgspec.json.decode(read_envelope(document).content, type=SwitchTable)
