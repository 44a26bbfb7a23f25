"""What is left of the company when everybody has gone home: head office's lanes, each store's, the acquirer's books, what people saw."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from arkwright.journal import tables
from arkwright.kit.database.sqlite import SqliteDatabase
from arkwright.roles.databases import Files
from arkwright.roles.lanes import COMPARTMENTS
from arkwright.simulators.acquirer.books import Books
from tests.simulation.company.cashier import Claimed
from tests.simulation.company.places import STORES, node_of
from tests.simulation.company.shop_node import folder_of, key_of
from tests.simulation.evidence import Evidence, LaneEvidence, gather, one_lane
from tests.simulation.world import SimulatedWorld

if TYPE_CHECKING:
    from tests.simulation.company.day import CompanyDay


class StoreLeft(msgspec.Struct, frozen=True, kw_only=True):
    """One store: its lane and the texts of its journal; of a rolled back one also what was there before. `problem`: what its node says
    of its line. `seen` has its lane, its record and the onlooker's notes in the form in which the office's are judged."""

    store: str
    node: str
    tills: LaneEvidence
    texts: list[str]
    before: list[str] | None
    acknowledged: frozenset[str]
    problem: str
    seen: Evidence


class CompanyEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a checker may look at; `revoked`: which nodes, and since when head office knew it (0: never, as far as was seen)."""

    office: Evidence
    stores: dict[str, StoreLeft]
    acquirer: Books
    claimed: list[Claimed]
    revoked: dict[str, int]
    did: dict[str, int]
    power_lost: Counter[str]

    @property
    def trace(self) -> str:
        """One hash over everything that happened anywhere."""
        chains = [each.tills.chain for each in self.stores.values()]
        return f"{self.office.trace} {' '.join(chains)}"


async def gather_company(day: CompanyDay) -> CompanyEvidence:
    """Open the files of everybody, who are all stopped, and read everything."""
    world = SimulatedWorld(day.universe, "auditor", day.network)
    held = day.office_held
    office = await gather(world, day.universe.folder / "office", day.cards.books, day.desk, day.record, held)
    office = msgspec.structs.replace(office, watched=day.watched)
    stores = {store: await store_left(day, world, store, office) for store in STORES}
    did: Counter[str] = sum((cashier.did for cashier in day.cashiers), Counter())
    return CompanyEvidence(
        office=office,
        stores=stores,
        acquirer=day.terminals.acquirer.books,
        claimed=[each for cashier in day.cashiers for each in cashier.claimed],
        revoked=day.desk.revoked,
        did=dict(did),
        power_lost=Counter(f"a terminal's power lost: {moment}" for box in day.terminals.boxes.values() for moment in box.lost_at),
    )


async def store_left(day: CompanyDay, world: SimulatedWorld, store: str, office: Evidence) -> StoreLeft:
    """One store."""
    node, copy = node_of(store), day.copies[store]
    tills = await one_lane(world, folder_of(day.universe, store), "tills", node, key_of(day.universe, store).public)
    told = frozenset[str]().union(*(each.acknowledged for each in day.cashiers if each.store == store))
    seen = msgspec.structs.replace(
        office, lanes={"tills": tills}, record=day.record.of(node), watched=day.watched.of(node), held_version=day.held.get(store, 0)
    )
    return StoreLeft(
        store=store,
        node=node,
        tills=tills,
        texts=await texts_in(world, folder_of(day.universe, store), node),
        before=await texts_in(world, copy.newest, node) if copy.mounted else None,
        acknowledged=told,
        problem=day.problems.get(store, ""),
        seen=seen,
    )


async def texts_in(world: SimulatedWorld, folder: Path, node: str) -> list[str]:
    """The entries of the tills' journal as they stand."""
    database = SqliteDatabase(world, Files(folder, node).path("tills"), tables.schema(COMPARTMENTS["tills"]), node)
    found = await database.reader.all(tables.BETWEEN, {"first": 1, "last": 10**9})
    await database.close()
    return [bytes(row[1]).decode() for row in found]  # type: ignore[arg-type]
