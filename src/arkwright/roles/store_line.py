"""The line to head office as a store's node sees it: since when it is cut, and what came down is put where rules need it."""

from __future__ import annotations

from collections.abc import Callable

from arkwright.channels.following.papers import NodePapers
from arkwright.channels.line.head_office import HeadOffice
from arkwright.compartments.tills import queries as tills
from arkwright.compartments.tills.commands import GrantStoredSales, RevokeColleagues, SetPointsRules, SetPromotion
from arkwright.journeys.till_card import Tills
from arkwright.kit.node_requests import Asked
from arkwright.kit.replica import StoredSales
from arkwright.kit.shelf.shelf import Shelf
from arkwright.kit.signing import PublicKey
from arkwright.kit.world import Answer, NetworkError, World

HOUR_MS = 60 * 60 * 1000
NOTHING_STORED = StoredSales(per_sale_pence=0, total_pence=0, count=0, age_hours=0)


class WatchedOffice(HeadOffice):
    """Head office, with a note of when it was heard last and since when it has not answered."""

    def __init__(self, world: World, papers: NodePapers, url: str, key: Callable[[], PublicKey | None]) -> None:
        super().__init__(world, papers, url, key)
        self._clock = world
        self.heard_ms: int | None = None
        self.cut_off_since_ms: int | None = None

    async def ask(self, asked: Asked, within_s: float = 30.0) -> Answer:
        """As head office answers; `NetworkError` for all else."""
        asked_ms = self._clock.now_ms()
        try:
            answer = await super().ask(asked, within_s)
        except NetworkError:
            if self.cut_off_since_ms is None and (self.heard_ms is None or self.heard_ms <= asked_ms):
                self.cut_off_since_ms = self._clock.now_ms()
            raise
        self.heard_ms, self.cut_off_since_ms = self._clock.now_ms(), None
        return answer


class Brought:
    """What came down onto the shelf, put into the tills' lane by commands whose ids say what they put: told again, nothing changes."""

    def __init__(self, at_tills: Tills, shelf: Shelf) -> None:
        self._tills = at_tills
        self._shelf = shelf

    async def changed(self, dataset: str, edition: int) -> None:
        """A dataset is whole at this edition."""
        match dataset:
            case "promotions":
                await self._promotions(edition)
            case "colleagues":
                await self._colleagues(edition)
            case "house":
                await self.grant()
                await self._points(edition)

    async def _promotions(self, edition: int) -> None:
        """Those that the tills do not have yet, by their revision: most editions change few."""
        store, lane = self._tills.store, self._tills.lane
        held = await tills.promotions(lane.reader)
        for terms in await self._shelf.promotions():
            if held.get(terms.promotion, -1) < terms.revision:
                said = f"promotion.{terms.promotion}.{terms.revision}.{edition}"
                await lane.submit(SetPromotion(id=said, store=store, terms=terms, edition=edition))

    async def _colleagues(self, edition: int) -> None:
        """Who is signed on and no longer in the list is signed off."""
        listed = {each.colleague for each in await self._shelf.colleagues()}
        signed_on = {till.colleague for till in await tills.tills(self._tills.lane.reader) if till.colleague}
        for gone in sorted(signed_on - listed):
            said = f"colleagues.{edition}.{gone}"  # each by itself: the ids of many do not fit into one
            await self._tills.lane.submit(RevokeColleagues(id=said, store=self._tills.store, colleagues=(gone,), edition=edition))

    async def _points(self, edition: int) -> None:
        """What points are worth as a tender, if head office says so."""
        house = await self._shelf.house()
        if house is not None and house.points is not None:
            worth = house.points
            await self._tills.lane.submit(
                SetPointsRules(
                    id=f"points.{edition}.{worth.points}.{worth.pence}.{worth.most_points}",
                    store=self._tills.store,
                    edition=edition,
                    points=worth.points,
                    pence=worth.pence,
                    most_points=worth.most_points,
                )
            )

    async def grant(self) -> None:
        """The allowance for stored card sales, anew each hour that head office stands by it; what waits counts against each.

        None is left once head office names none.
        """
        house = await self._shelf.house()
        standing = (await self._shelf.standing()).get("house")
        if house is None or standing is None:
            return
        held = await tills.allowance(self._tills.lane.reader)
        if house.stored_sales is None and held is None:
            return
        allowed, hour = house.stored_sales or NOTHING_STORED, standing.as_at_ms // HOUR_MS
        edition, terms = hour, (allowed.per_sale_pence, allowed.total_pence, allowed.count)
        if held is not None and hour <= held.edition and terms != (held.per_sale_pence, held.total_pence, held.count):
            edition = held.edition + 1  # less, or nothing at all, counts from now on and not from the next hour
        await self._tills.lane.submit(
            GrantStoredSales(
                id=f"grant.{hour}.{edition}.{allowed.per_sale_pence}.{allowed.total_pence}.{allowed.count}.{allowed.age_hours}",
                store=self._tills.store,
                grant=f"{self._tills.store}.{edition}",
                edition=edition,
                per_sale_pence=allowed.per_sale_pence,
                total_pence=allowed.total_pence,
                count=allowed.count,
                until_ms=hour * HOUR_MS + allowed.age_hours * HOUR_MS,
            )
        )
