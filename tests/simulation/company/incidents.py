"""What befalls the company on some seeds: a machine restored from a snapshot, an old file put back, a node revoked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from arkwright.compartments.sales_audit import queries as audit
from arkwright.kit.switches import Setting
from arkwright.kit.world import NetworkError
from tests.simulation.actors.operator import SAY, Operator
from tests.simulation.company.head_office import RunningHeadOffice
from tests.simulation.company.places import node_of

if TYPE_CHECKING:
    from tests.simulation.company.day import CompanyDay

HEARS_WITHIN_S = 20


async def roll_back(day: CompanyDay, store: str) -> None:
    """The node's machine is restored from a snapshot, once head office holds more of its journal than the snapshot has."""
    dice, copy, shop = day.universe.dice(f"snapshot of {store}"), day.copies[store], day.shops[store]
    await asyncio.sleep(dice.uniform(5.0, day.plan.first_s / 2))
    while shop.running is None:
        await asyncio.sleep(1.0)
    copy.keep()
    kept = shop.running.tills.lane.head.sequence
    while await held_of(day, store) <= kept or shop.life is None:
        await asyncio.sleep(dice.uniform(3.0, 12.0))
    day.universe.met["a store rolled back"] += 1
    copy.wanted = True
    shop.life.kill("the machine is restored from a snapshot")


async def held_of(day: CompanyDay, store: str) -> int:
    """How far head office holds the store's journal; 0 while it is away."""

    async def held(running: RunningHeadOffice) -> int:
        return (await audit.place(running.shop.sales_audit.reader, node_of(store), "tills")).sequence

    try:
        return await day.office.ask(held)
    except NetworkError:
        return 0


async def put_old_file(day: CompanyDay, store: str) -> None:
    """Somebody copies an old file of the tills' database back, once the node has signed for more."""
    dice, file, shop = day.universe.dice(f"old file of {store}"), day.files[store], day.shops[store]
    await asyncio.sleep(dice.uniform(2.0, day.plan.first_s / 2))
    file.keep()
    while not file.is_old or shop.running is None or shop.life is None:
        await asyncio.sleep(dice.uniform(1.0, 6.0))
    day.universe.met["an old file put back"] += 1
    file.wanted = True
    shop.life.kill("an old file is put in the place of the newest")


async def revoke(day: CompanyDay, node: str) -> None:
    """The desk stands by it no more; head office hears of it soon, if it hears of anything."""
    await day.desk.revoke(node)
    for _ in range(HEARS_WITHIN_S):
        office = day.office.running
        if office is not None and any(each.certificate.node == node for each in office.certificates.held.revoked):
            day.desk.revoked[node] = office.shop.world.now_ms()  # by the clock that says when batches came
            return
        await asyncio.sleep(1.0)


async def pause_something_else(day: CompanyDay) -> None:
    """A pause that no sale depends on."""
    await asyncio.sleep(day.plan.first_s / 4)
    now_ms = day.universe.loop.now_ms()
    pause = Setting(capability="kiosk-returns", mode="paused", say=SAY, review_ms=now_ms + 3_600_000)
    Operator(day.town, "somebody else", day.desk).move(pause)
