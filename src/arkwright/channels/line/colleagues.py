"""The dataset of colleagues: each store gets its own, and nobody else's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from arkwright.channels.staff.till_access import unsealed
from arkwright.compartments.staff import queries
from arkwright.compartments.staff.events import TillAccessEnded, TillAccessErased, TillAccessSet
from arkwright.compartments.staff.state import TillAccess
from arkwright.journal.lane import Lane
from arkwright.kit.messages import Event
from arkwright.kit.replica import ColleagueLine, DatasetName, Item
from arkwright.kit.vault import Vault


class ColleagueSource:
    """Who may sign on where. What is sealed in the journal is opened here, for the stores that need it."""

    dataset: DatasetName = "colleagues"
    version = 1

    def __init__(self, lane: Lane, vault: Vault) -> None:
        self.lane = lane
        self._vault = vault

    async def version_at(self, now_ms: int) -> int:
        """The same at all times."""
        return self.version

    async def whole(self, now_ms: int) -> AsyncIterator[Sequence[Item]]:
        """Everybody, for each of their stores."""
        for row in await queries.till_access(self.lane.reader):
            yield await self._items(row, row.stores)

    async def changed(self, events: Sequence[Event], now_ms: int) -> Sequence[Item]:
        """Those that the events speak of, in the stores where they are and in those where they were."""
        stores: dict[str, set[str]] = {}
        for event in events:
            if isinstance(event, TillAccessSet | TillAccessEnded | TillAccessErased):
                now = event.stores if isinstance(event, TillAccessSet) else ()
                stores.setdefault(event.colleague, set()).update(event.former_stores, now)
        found: list[Item] = []
        for colleague, named in stores.items():
            row = await queries.till_access_of(self.lane.reader, colleague)
            if row is not None:
                found += await self._items(row, sorted(named | set(row.stores)))
        return found

    async def _items(self, row: TillAccess, stores: Sequence[str]) -> list[Item]:
        """One for each store; without lines where they are no longer, or when their key was erased."""
        known = await unsealed(self._vault, row)
        if known is None:
            return [Item(key=row.colleague, store=store) for store in stores]
        line = ColleagueLine(colleague=row.colleague, name=known.name, badge=row.badge, pin=known.pin, manages=row.manages)
        return [Item(key=row.colleague, store=store, lines=(line,) if store in row.stores else ()) for store in stores]
