"""One office as several processes on PostgreSQL: one of them is killed under load, and nothing is lost, doubled or held up."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from tests.postgres import throw_away
from tests.processes.premises import Process, office_standing_by, on_sale, opened
from tests.processes.shoppers import Crowd
from tests.processes.test_kill import nothing_lost_and_nothing_doubled

PROCESSES, SHOPPERS, ORDERS_EACH, KILLS = 2, 8, 12, 2


def children(office: Process) -> list[int]:
    """The processes that serve."""
    return [int(pid) for pid in Path(f"/proc/{office.pid}/task/{office.pid}/children").read_text().split()]


async def test_an_office_of_several_processes_outlives_each_of_them(tmp_path: Path) -> None:
    with throw_away() as server:
        async with opened(tmp_path, servers=server.url, processes=PROCESSES) as place:
            office = await office_standing_by(place)
            office.go()
            await office.answers(f"{place.shop}/readyz")
            await on_sale(place)
            crowd = Crowd(place, seed=5)
            async with crowd.shopping(SHOPPERS, ORDERS_EACH) as shopping:
                for kill in range(1, KILLS + 1):
                    while len(crowd.taken) < kill * SHOPPERS and not shopping.done():
                        await asyncio.sleep(0.01)
                    victims = children(office)
                    assert len(victims) <= PROCESSES
                    os.kill(victims[kill % len(victims)], signal.SIGKILL)
            assert len(crowd.taken) > KILLS * SHOPPERS
            await office.answers(f"{place.shop}/readyz")
            assert await office.end() == 0
            await nothing_lost_and_nothing_doubled(place, crowd)
