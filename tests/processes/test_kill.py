"""An office is killed under load, twenty times, and told to end under load: nothing that it acknowledged is lost or doubled."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path

from arkwright.compartments.ordering.events import OrderPlaced
from arkwright.compartments.ordering.queries import order as order_in
from arkwright.journal.reading import checked
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.world import RealWorld
from arkwright.roles.databases import databases_of
from arkwright.roles.lanes import OFFICE
from arkwright.roles.range_at_rest import lane_at_rest
from tests.processes.premises import SCARCE, Premises, Process, office_standing_by, opened
from tests.processes.shoppers import Crowd

KILLS, SHOPPERS, SCARCE_UNITS = 20, 12, 25
MOST_ORDERS_EACH = 40
LONGEST_LIFE_S = 0.8


async def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path, scarce=SCARCE_UNITS) as place:
        crowd = Crowd(place)
        async with crowd.shopping(SHOPPERS, MOST_ORDERS_EACH) as shopping:
            office, starts = await killed_again_and_again(place, random.Random(20), shopping)
        assert await office.end() == 0
        print(f"{len(crowd.taken)} orders, {crowd.broken_off} requests broken off, starts {min(starts):.2f} to {max(starts):.2f} s")
        assert crowd.broken_off >= KILLS
        await nothing_lost_and_nothing_doubled(place, crowd)
        await the_journal_agrees(place)


async def killed_again_and_again(place: Premises, dice: random.Random, shopping: asyncio.Future[list[None]]) -> tuple[Process, list[float]]:
    """The office after the last kill, ready again; and how long each start took, libraries not counted."""
    office, starts = await office_standing_by(place), []
    for kill in range(KILLS):
        office.go()
        if kill % 4 != 3:
            starts.append(await office.answers(f"{place.shop}/readyz"))
        successor = await office_standing_by(place)
        await asyncio.sleep(dice.uniform(0.0, LONGEST_LIFE_S))
        if shopping.done():
            shopping.result()
        await office.kill()
        office = successor
    office.go()
    starts.append(await office.answers(f"{place.shop}/readyz"))
    return office, starts


async def test_told_to_end_under_load_it_finishes_what_it_acknowledged(tmp_path: Path) -> None:
    async with opened(tmp_path, scarce=SCARCE_UNITS) as place:
        crowd = Crowd(place, seed=8)
        office = await office_standing_by(place)
        office.go()
        await office.answers(f"{place.shop}/readyz")
        async with crowd.shopping(SHOPPERS, MOST_ORDERS_EACH) as shopping:
            while len(crowd.taken) < SHOPPERS and not shopping.done():
                await asyncio.sleep(0.01)
            assert await office.end() == 0
            assert await the_orders_of(place) >= {each.order for each in crowd.taken.values()}
            office = await office_standing_by(place)
            office.go()
        assert await office.end() == 0
        assert '"level": "error"' not in office.log
        await nothing_lost_and_nothing_doubled(place, crowd)


async def nothing_lost_and_nothing_doubled(place: Premises, crowd: Crowd) -> None:
    """Every order that was acknowledged stands once, paid where it was paid, and no unit was sold twice."""
    promised: Counter[str] = Counter()
    async with lane_at_rest(RealWorld(AiohttpHttp()), databases_of(place.config), "ordering") as lane:
        for taken in crowd.taken.values():
            row = await order_in(lane.reader, taken.order)
            assert row is not None, f"{taken.order} was acknowledged and is lost"
            assert (row.number, row.status) == (taken.number, "confirmed" if taken.paid else "placed")
            promised[taken.sku] += 1
    assert len({taken.order for taken in crowd.taken.values()}) == len(crowd.taken)
    assert await the_orders_of(place) == {taken.order for taken in crowd.taken.values()}
    assert promised[SCARCE] == SCARCE_UNITS if crowd.sold_out else promised[SCARCE] <= SCARCE_UNITS


async def the_orders_of(place: Premises) -> set[str]:
    """Every order in the journal, each placed there once."""
    placed: Counter[str] = Counter()
    async with lane_at_rest(RealWorld(AiohttpHttp()), databases_of(place.config), "ordering") as lane:
        async for stored in checked("ordering", lane.reader):
            event = lane.decode(bytes(stored.entry.event))
            if isinstance(event, OrderPlaced):
                placed[event.order] += 1
    assert set(placed.values()) <= {1}
    return set(placed)


async def the_journal_agrees(place: Premises) -> None:
    """Every lane made anew from its journal is as it stands."""
    words = ("-m", "arkwright", "rebuild", "all", "--data", str(place.office_folder))
    rebuild = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=asyncio.subprocess.PIPE)
    said, _ = await rebuild.communicate()
    assert rebuild.returncode == 0
    assert said.decode().count("the same state") == len(OFFICE)
