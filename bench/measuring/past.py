"""A shop's past: journal entries of orders long placed and paid, laid into ordering's database through its rebuild."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from arkwright.compartments.ordering.commands import Delivery
from arkwright.compartments.ordering.events import OrderConfirmed, OrderPlaced, SoldLine, VatLine
from arkwright.journal import tables
from arkwright.journal.entries import entry_of
from arkwright.journal.reading import Stored
from arkwright.journal.rebuild import BATCH, Replay
from arkwright.kit.database.port import Database
from arkwright.kit.messages import digest
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.switches import NOTHING_SWITCHED, Gate
from arkwright.kit.world import RealWorld, ulid
from arkwright.roles.databases import databases_of
from arkwright.roles.lanes import COMPARTMENTS, OFFICE, open_lane
from tests.processes.premises import Premises

ORDERING = COMPARTMENTS["ordering"]
BEGAN_MS = 1_700_000_000_000
DELIVERY = Delivery(method="standard", zone="mainland", region="England", postcode_area="LS", charge_pence=3_95)
VAT = (VatLine(rate="standard", goods_pence=12_00, delivery_pence=3_95, vat_pence=2_66),)
EVENTS_AN_ORDER = 2


def lines_of(number: int) -> tuple[SoldLine, ...]:
    """One of a thousand things that are not sold any more."""
    sku = f"OLD-{number % 1000}"
    return (SoldLine(sku=sku, product=sku.lower(), name="Old mug", quantity=1, price_pence=12_00, vat_rate="standard", category="kitchen"),)


def past(orders: int) -> Iterator[Stored]:
    """The entries of so many orders, each placed and confirmed."""
    sequence = 0
    for number in range(orders):
        order, at_ms = ulid(BEGAN_MS + number * 1000, number.to_bytes(10, "big")), BEGAN_MS + number * 1000
        shared: dict[str, Any] = {
            "order": order,
            "number": f"past-{number:08}",
            "channel": "web",
            "person": f"guest-{order}",
            "contact": "s" * 300,
            "lines": lines_of(number),
            "delivery": DELIVERY,
            "total_pence": 15_95,
        }
        placed = OrderPlaced(
            **shared, basket=f"basket-{order}", secret_digest="d" * 64, vat=VAT, placed_ms=at_ms, cancel_until_ms=at_ms + 3_600_000
        )
        confirmed = OrderConfirmed(**shared, payment=order, confirmed_ms=at_ms + 500)
        for name, event in (("place", placed), ("confirm", confirmed)):
            sequence += 1
            yield Stored(entry_of("ordering", sequence, at_ms, f"{order}.{name}", digest(event), event), b"", b"")


async def replayed(database: Database, orders: int) -> None:
    """The past as `rebuild` lays it, into a fresh database of ordering."""
    replay, batch = Replay(ORDERING, database), []
    for stored in past(orders):
        batch.append(stored)
        if len(batch) == BATCH:
            await replay.apply(batch)
            batch = []
    if batch:
        await replay.apply(batch)


async def with_past(place: Premises, orders: int) -> None:
    """An office that has had so many orders, everything that followed from them long done."""
    world, databases = RealWorld(AiohttpHttp()), databases_of(place.config)
    database = await databases.open(world, tables.schema(ORDERING))
    await replayed(database, orders)
    await database.close()

    def gate(_: str | None) -> Gate:
        return Gate(NOTHING_SWITCHED, {})

    lane = await open_lane(world, databases, "ordering", gate, print)
    for target in OFFICE:
        lane.note(f"ordering to {target}", lane.head.sequence)
    await lane.stop()
