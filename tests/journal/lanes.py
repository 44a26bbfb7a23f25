"""A lane of ordering on a real SQLite file, for tests of the lane itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from arkwright.compartments.ordering import commands, events, records, rules, state
from arkwright.compartments.ordering.commands import AddToBasket, Delivery, GrantAllowance, PlaceOrder, SetOffer, WantedLine
from arkwright.journal.batch import Gate
from arkwright.journal.compartment import Compartment
from arkwright.journal.lane import Lane
from arkwright.journal.tables import schema
from arkwright.kit.database.port import Database
from arkwright.kit.messages import DuringPause
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.scope import Scope
from arkwright.kit.world import RealWorld, World
from tests.databases import database as database_at

ORDERING = Compartment("ordering", commands, events, rules, state, records)


class OpenGate:
    """Lets everything through; every table is newer."""

    edition = (0, 0, 0)
    emergency = False

    def seals(self, compartment: str) -> bool:
        """Nothing is sealed."""
        return False

    def check(self, capabilities: tuple[str, ...], scope: Scope, during_pause: DuringPause, now_ms: int) -> None:
        """Nothing."""


def real_world() -> RealWorld:
    """The world of production; its network is not used here."""
    return RealWorld(AiohttpHttp())


def ends_the_test(error: Exception) -> None:
    """A lane that fails where nobody expects it."""
    raise error


async def ordering_lane(
    folder: Path,
    world: World | None = None,
    gate: Gate | None = None,
    failed: Callable[[Exception], None] = ends_the_test,
    database: Database | None = None,
) -> Lane:
    """A started lane; a failure ends the test unless it is expected."""
    world = world or real_world()
    opened = database or await database_at(world, folder / "ordering.db", schema(ORDERING), "office")
    lane = Lane(world, opened, ORDERING, lambda _: gate or OpenGate(), failed)
    await lane.start()
    return lane


async def stocked(lane: Lane, sku: str = "MUG-1", quantity: int = 20, price_pence: int = 12_00) -> None:
    """Put a SKU on sale with an allowance."""
    await lane.submit(offer(sku, price_pence))
    await lane.submit(GrantAllowance(id=f"grant.{sku}", sku=sku, quantity=quantity))


def offer(sku: str, price_pence: int = 12_00, source: int = 1) -> SetOffer:
    """The catalogue's word about a SKU."""
    return SetOffer(
        id=f"offer.{sku}.{source}",
        sku=sku,
        product="mug",
        name="Blue mug",
        price_pence=price_pence,
        vat_rate="standard",
        category="kitchen",
        restrictions=(),
        live=True,
        source=source,
    )


def add(basket: str, sku: str = "MUG-1", quantity: int = 1, command: str = "") -> AddToBasket:
    """One more line."""
    return AddToBasket(id=command or f"{basket}.add", basket=basket, channel="web", sku=sku, quantity=quantity)


def place(order: str, sku: str = "MUG-1", quantity: int = 1, price_pence: int = 12_00, command: str = "") -> PlaceOrder:
    """An order for one line, delivered on the mainland."""
    goods = price_pence * quantity
    charge = 0 if goods >= 50_00 else 3_95
    return PlaceOrder(
        id=command or f"{order}.place",
        order=order,
        number=f"N{order}",
        basket=f"basket-{order}",
        channel="web",
        person=f"person-{order}",
        contact="sealed",
        secret_digest="00" * 32,
        lines=(WantedLine(sku=sku, quantity=quantity, price_pence=price_pence, category="kitchen"),),
        delivery=Delivery(method="standard", zone="mainland", region="England", postcode_area="LS", charge_pence=charge),
    )
