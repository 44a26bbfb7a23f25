"""A store's node: its lanes, its shelf, its terminals and its line to head office, opened together; it needs nobody to begin."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

import structlog

from arkwright.channels.following.certificates import CertificateFollowing
from arkwright.channels.following.following import Following
from arkwright.channels.following.papers import NodePapers
from arkwright.channels.line.forwarder import Forwarder
from arkwright.channels.line.replica_following import ReplicaFollowing
from arkwright.channels.terminal.client import NexoTerminal
from arkwright.channels.till.cards import TillCards
from arkwright.channels.till.line_words import LineState
from arkwright.channels.till.reading import local_pauses
from arkwright.channels.till.receipt_pages import receipt_attached
from arkwright.channels.till.room import Room
from arkwright.compartments.notices.commands import Kind
from arkwright.compartments.tills.commands import SetUpTill
from arkwright.journal.lane import Lane
from arkwright.journeys.kept_invoices import KeptInvoices
from arkwright.journeys.letters import Facts
from arkwright.journeys.store_letters import send_receipt
from arkwright.journeys.till_card import Tills
from arkwright.kit.known_nodes import KnownNode, known_from
from arkwright.kit.mail import AttachedPdf
from arkwright.kit.refusal import NotTaken, Unknown
from arkwright.kit.shelf.shelf import Shelf, open_shelf
from arkwright.kit.signing import SigningKey
from arkwright.kit.switches import Gate, SwitchTable, shipped
from arkwright.kit.vault import SCHEMA, Vault
from arkwright.kit.world import RealWorld
from arkwright.roles import lanes, node
from arkwright.roles.databases import Files
from arkwright.roles.desk_keys import FOLLOWING, vault_key
from arkwright.roles.ends import Ends
from arkwright.roles.office import table_of
from arkwright.roles.store_config import StoreConfig
from arkwright.roles.store_line import Brought, WatchedOffice

log = structlog.get_logger("store")

LANES = ("tills", "notices", "customers")


@dataclass(frozen=True, kw_only=True)
class StorePost:
    """Letters that leave from here (roles/sweeps.py)."""

    world: RealWorld
    vault: Vault
    notices: Lane
    customers: Lane


@dataclass(frozen=True)
class Trusted:
    """The node's key, its papers, and whom it trusts."""

    key: SigningKey
    papers: NodePapers
    following: Following
    certificates: CertificateFollowing


@dataclass(kw_only=True)
class Store:
    """An open store. `failed` is set when a lane cannot go on: the process must end, since nothing may be acknowledged."""

    config: StoreConfig
    world: RealWorld
    room: Room
    shelf: Shelf
    tills: Tills
    cards: TillCards
    post: StorePost
    following: Following
    certificates: CertificateFollowing
    papers: NodePapers
    invoices: KeptInvoices
    office: WatchedOffice
    forwarder: Forwarder
    replica: ReplicaFollowing
    ends: Ends
    failed: asyncio.Future[None]

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Every lane."""
        return (self.tills.lane, self.post.notices, self.post.customers)

    async def obey(self, document: str, table: SwitchTable, gate: Gate, changed: bool) -> None:
        """Follow a verified switch table in every lane; when it returns, nothing that it stops commits here any more."""
        if self.failed.done():
            self.failed.result()
        with contextlib.suppress(NotTaken, Unknown):
            await self.ends.mark(lane for lane in self.lanes if gate.seals(lane.name))
        await asyncio.gather(*(lane.obey(document, gate) for lane in self.lanes))
        if changed:
            log.info("switches obeyed", generation=table.generation, version=table.version)

    async def look(self) -> None:
        """What the frame of every page shows: the line, what waits to be sent, the store's own pauses, its name."""
        unsent = await self.forwarder.unsent()
        self.room.line = LineState(
            cut_off_since_ms=self.office.cut_off_since_ms,
            heard=self.office.heard_ms is not None,
            unsent_sales=unsent.sales,
            unsent_entries=unsent.entries,
            problem=self.forwarder.problem,
        )
        self.room.here = await local_pauses(self.room)
        if not self.room.store_name:
            house = await self.shelf.house()
            self.room.store_name = house.store_name if house is not None else ""

    async def attached(self, kind: Kind, facts: Facts) -> AttachedPdf | None:
        """A receipt as a PDF, made when its letter leaves: nothing of it stands in the letter's queue."""
        return await receipt_attached(self.room, facts.number) if kind == "store-receipt" else None

    async def stop(self) -> None:
        """Take nothing more, finish what was taken, close every file."""
        await self.cards.stop()
        await asyncio.gather(*(lane.stop() for lane in self.lanes))
        await self.post.vault.close()
        await self.shelf.close()


async def open_store(world: RealWorld, config: StoreConfig) -> Store:
    """The store on its files, with its tills set up. Raises `DatabaseUnusable`, `NodeUnusable`, `NoTrustRoot`, `NoPapers`."""
    key, capabilities = node.signing_key(config.folder), shipped()
    folder = config.folder / FOLLOWING
    papers = NodePapers(world, config.desk_url, folder, key)
    following = Following(world, config.desk_url, config.node, key, folder, capabilities)
    certificates = CertificateFollowing(world, config.desk_url, folder, lambda: following.trust)
    failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def must_end(error: Exception) -> None:
        if not failed.done():
            failed.set_exception(error)

    files = Files(config.folder, config.node)
    opened = {
        name: await lanes.open_lane(world, files, name, lambda document: Gate(table_of(document), capabilities), must_end) for name in LANES
    }
    ends = Ends(world, config.folder, config.node, key)
    await ends.check(opened.values())
    wrapping = vault_key(world, config.folder)  # before there is a vault: it is made at the first start alone
    vault = await Vault.open(world, await files.open(world, SCHEMA), wrapping, must_end)
    shelf = open_shelf(world, config.folder, config.node)
    post = StorePost(world=world, vault=vault, notices=opened["notices"], customers=opened["customers"])
    store = put_together(config, post, opened["tills"], shelf, Trusted(key, papers, following, certificates), ends=ends, failed=failed)
    for till in config.tills:
        await store.tills.lane.submit(SetUpTill(id=f"till.{till}", store=config.store, till=till))
    await store.look()
    return store


def put_together(
    config: StoreConfig, post: StorePost, lane: Lane, shelf: Shelf, trusted: Trusted, *, ends: Ends, failed: asyncio.Future[None]
) -> Store:
    """The parts of an open store."""
    world, certificates = post.world, trusted.certificates
    office = WatchedOffice(world, trusted.papers, config.office_url, lambda: certificates.held.node_key(config.office_node))
    tills = Tills(world=world, store=config.store, lane=lane, terminals=terminals_of(world, config))
    cards = TillCards(tills)
    invoices = KeptInvoices(world=world, store=config.store, tills=lane, customers=post.customers, vault=post.vault)
    return Store(
        config=config,
        world=world,
        room=room_of(config, trusted, tills=tills, cards=cards, shelf=shelf, post=post, invoices=invoices),
        shelf=shelf,
        tills=tills,
        cards=cards,
        post=post,
        following=trusted.following,
        certificates=certificates,
        papers=trusted.papers,
        invoices=invoices,
        office=office,
        forwarder=Forwarder(world, lane, office, config.folder),
        replica=ReplicaFollowing(world, shelf, office, Brought(tills, shelf).changed),
        ends=ends,
        failed=failed,
    )


def terminals_of(world: RealWorld, config: StoreConfig) -> dict[str, NexoTerminal]:
    """The card terminals of the tills that have one, by their ids."""
    made = {}
    for till, address in config.terminals.items():
        name = config.terminal_id(till)
        made[name] = NexoTerminal(world, address=address, terminal=name, sale=f"{config.store}-{till}")
    return made


def room_of(
    config: StoreConfig, trusted: Trusted, *, tills: Tills, cards: TillCards, shelf: Shelf, post: StorePost, invoices: KeptInvoices
) -> Room:
    """What the pages work with."""

    async def send(wish: str, address: str, number: str, text: list[str]) -> None:
        await send_receipt(post.vault, post.customers, post.notices, wish, address=address, number=number, text=text)

    def known() -> list[KnownNode]:
        return [*known_from(trusted.certificates.held), KnownNode(key=trusted.key.public, store=config.store)]

    return Room(
        world=tills.world,
        store=config.store,
        key=trusted.key,
        tills=tills.lane,
        shelf=shelf,
        terminals={till: tills.terminals[config.terminal_id(till)] for till in config.terminals},
        cards=cards,
        known=shipped(),
        gate=lambda: trusted.following.gate,
        known_nodes=known,
        post=send,
        invoices=invoices,
    )
