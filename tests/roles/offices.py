"""A whole office in one process for tests: real lanes on SQLite, the simulated provider in process, time that stands still."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path

from arkwright.channels.stripe.client import StripeProvider
from arkwright.compartments.catalogue.commands import SaveCategory, SaveProduct, Variant
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import WantedLine
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.stock.commands import ReceiveDelivery, SaveLocation
from arkwright.journeys.checkout import CheckoutRequest, begin, settle
from arkwright.journeys.contact import Contact
from arkwright.kit.signing import SigningKey, sign
from arkwright.kit.switches import NOTHING_SWITCHED, Approval, Gate, Mode, Place, SwitchOrder, SwitchTable, shipped
from arkwright.kit.world import World, ulid
from arkwright.roles.office import Office, OfficeSettings, open_office
from arkwright.simulators.stripe.simulator import CardSimulator
from tests.databases import TestDatabases
from tests.simulators.shop import CARDS_ADDRESS, KEY, StillWorld, cards, pay

SHOP_URL = "http://shop.localhost:8080"
HOME = Contact(
    name="Ada Byron", email="ada@example.com", phone="01632 960001", address=("1 Canal Street",), town="Leeds", postcode="LS1 4DY"
)


@dataclass
class Letterbox:
    """Mail that was sent."""

    sent: list[EmailMessage] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        """Keep it as it arrives."""
        self.sent.append(message_from_bytes(message.as_bytes(), policy=policy.default))


@dataclass
class Premises:
    """The office and what stands around it."""

    office: Office
    world: StillWorld
    cards: CardSimulator
    letterbox: Letterbox

    async def at_rest(self) -> None:
        """Carry every reaction and do every sweep until nothing moves any more."""
        moving = True
        while moving:
            heads = [lane.head.sequence for lane in self.office.lanes]
            for pump in self.office.pumps:
                while await pump.carry():
                    continue
            for sweep in self.office.sweeps:
                if sweep.name != "shortfalls":
                    await sweep.work()
            moving = heads != [lane.head.sequence for lane in self.office.lanes]

    async def stock(self, product: str = "mug", quantity: int = 20, price_pence: int = 12_00, category: str = "kitchen") -> str:
        """Put a product on sale with units in the warehouse; its SKU."""
        shop, sku = self.office.shop, f"{product.upper()}-1"
        await shop.catalogue.submit(SaveCategory(id=f"c.{category}", category=category, name=category.title(), position=1, by="buyer"))
        await shop.catalogue.submit(SaveProduct(**a_product(product, sku, price_pence, category)))  # type: ignore[arg-type]
        await shop.stock.submit(SaveLocation(id="l.warehouse", location="warehouse", name="Warehouse", sells_online=True, by="clerk"))
        receive = ReceiveDelivery(id=f"r.{sku}", sku=sku, location="warehouse", quantity=quantity, reference="D1", by="clerk")
        await shop.stock.submit(receive)
        await self.at_rest()
        return sku

    async def placed(self, number: int = 1, sku: str = "MUG-1", quantity: int = 1, price_pence: int = 12_00, channel: str = "web") -> str:
        """An order up to the payment page; its id."""
        request = checkout_request(number, sku, quantity, price_pence, channel)
        await begin(self.office.shop, request)
        return request.order

    async def bought(self, number: int = 1, sku: str = "MUG-1", quantity: int = 1, price_pence: int = 12_00) -> Order:
        """A paid order, with what follows from it."""
        order = await self.placed(number, sku, quantity, price_pence)
        await self.pay(order)
        await settle(self.office.shop, order)
        await self.at_rest()
        return await self.order(order)

    async def pay(self, order: str, outcome: str = "pay") -> None:
        """What the shopper does on the provider's page."""

        payment = await payments.payment_of_order(self.office.shop.payments.reader, order)
        assert payment is not None
        assert payment.session is not None
        await pay(self.cards, payment.session, outcome)

    async def order(self, order: str) -> Order:
        """The order as it stands."""
        row = await orders.order(self.office.shop.ordering.reader, order)
        assert row is not None
        return row

    async def switch(self, version: int, *switches: SwitchOrder) -> None:
        """Have the office obey these switches."""
        table = SwitchTable(generation=1, version=version, as_at_ms=self.world.now_ms(), orders=switches)
        document = sign("arkwright/switches/1", table, SigningKey("desk", bytes(32))).text
        await self.office.obey(document, table, Gate(table, shipped()), changed=True)


def a_product(product: str, sku: str, price_pence: int, category: str) -> dict[str, object]:
    """The fields of a product with one variant."""
    return {
        "id": f"p.{product}.{price_pence}",
        "product": product,
        "name": f"Blue {product}",
        "description": f"A {product} for every day.",
        "brand": "Calder",
        "category": category,
        "vat_rate": "standard",
        "variants": (Variant(sku=sku, gtin=None, option="", price_pence=price_pence, weight_g=300),),
        "restrictions": (),
        "picture": "mug:blue",
        "highlight": False,
        "by": "buyer",
    }


def checkout_request(
    number: int = 1, sku: str = "MUG-1", quantity: int = 1, price_pence: int = 12_00, channel: str = "web", category: str = "kitchen"
) -> CheckoutRequest:
    """A guest's checkout of one line; the same number gives the same order id."""
    return CheckoutRequest(
        order=ulid(1_790_000_000_000, number.to_bytes(10, "big")),
        basket=f"basket-{number}",
        channel=channel,
        contact=HOME,
        method="standard",
        delivery_pence=0 if quantity * price_pence >= 50_00 else 3_95,
        lines=(WantedLine(sku=sku, quantity=quantity, price_pence=price_pence, category=category),),
    )


def a_switch(mode: Mode, capability: str = "orders", *, version: int = 1, now_ms: int = 0, **more: object) -> SwitchOrder:
    """An order of the desk, approved by two."""
    fields: dict[str, object] = {
        "place": Place(channel="web"),
        "say": "We have paused orders on our website." if mode != "open" else "",
        "review_ms": now_ms + 3_600_000 if mode != "open" else None,
    }
    return SwitchOrder(
        capability=capability,
        mode=mode,
        generation=1,
        number=version,
        since_ms=now_ms,
        issued_ms=now_ms,
        approvals=(Approval(account="ann", at_ms=now_ms), Approval(account="bob", at_ms=now_ms)),
        **(fields | more),  # type: ignore[arg-type]
    )


async def premises(folder: Path, world: StillWorld | None = None) -> Premises:
    """An office on files in this folder; opened again, it goes on where it was."""
    still = world or StillWorld()
    simulator = cards(still)
    letterbox = Letterbox()
    office = await open_office(
        still,
        OfficeSettings(node="office-1", folder=folder, databases=TestDatabases(folder, "office-1"), shop_url=SHOP_URL, node_key=bytes(32)),
        provider(still),
        letterbox,
        SigningKey("office-1", bytes(32)),
    )
    office.gate = Gate(NOTHING_SWITCHED, {})
    return Premises(office, still, simulator, letterbox)


def provider(world: World) -> StripeProvider:
    """The official client against the simulator."""
    return StripeProvider(world, secret_key=KEY, api_base=CARDS_ADDRESS)
