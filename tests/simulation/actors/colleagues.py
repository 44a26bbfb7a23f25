"""People who work here: the packer, the buyer, the stock clerk and customer service."""

from __future__ import annotations

from arkwright.compartments.catalogue.commands import ChangePrice, RestoreProduct, WithdrawProduct
from arkwright.compartments.dispatch import queries as dispatch
from arkwright.compartments.dispatch.commands import DispatchParcel, RecordPicked, StartPicking, Units
from arkwright.compartments.dispatch.state import Consignment
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.stock.commands import AdjustStock, ReceiveDelivery
from arkwright.journeys.cancel import cancel
from arkwright.journeys.refund import refund
from arkwright.kit.messages import Command
from arkwright.kit.provider import ProviderRefused
from arkwright.kit.refusal import Refusal
from tests.simulation.actors.person import GivesUp, Person
from tests.simulation.office import RunningOffice
from tests.simulation.range import RANGE, WAREHOUSE, promotion


class Colleague(Person):
    """Works through the day; a no is taken, trouble is met with patience."""

    async def work(self, until_s: float) -> None:
        """One thing after another until it is time to go."""
        while self.town.sleepless() < until_s:
            await self.wait(20.0, 180.0)
            try:
                await self.do_something()
            except (GivesUp, Refusal, ProviderRefused):
                continue

    async def do_something(self) -> None:
        """One piece of work."""
        raise NotImplementedError


class Packer(Colleague):
    """Picks what waits, whole or in part, and sends it."""

    async def do_something(self) -> None:
        self.about = "dispatch"
        waiting = await self.persist(lambda office: dispatch.worklist(office.shop.dispatch.reader))
        if not waiting:
            return
        order = self.dice.choice(waiting)
        try:
            await self.send(self.start(order))
        except Refusal:
            if order.status not in ("picking", "packed"):
                return
        await self.wait(1.0, 60.0)
        to_send = {line.sku: line.missing for line in order.lines if line.missing}
        if len(to_send) > 1 and self.chance(300):
            to_send.pop(next(iter(to_send)))
        lines = tuple(Units(sku=sku, quantity=self.dice.randint(1, missing)) for sku, missing in to_send.items())
        await self.send(RecordPicked(id=self.new_id(), order=order.order, lines=lines, by=self.name))
        await self.wait(1.0, 60.0)
        await self.send(
            DispatchParcel(
                id=self.new_id(), order=order.order, channel=order.channel, region=order.region, method=order.method, by=self.name,
                parcel=f"{order.order}-{self.new_id()[:6]}", tracking=f"AW{self.dice.randrange(10**9):09}",
            )
        )  # fmt: skip

    def start(self, order: Consignment) -> StartPicking:
        return StartPicking(
            id=self.new_id(), order=order.order, channel=order.channel, region=order.region, method=order.method, by=self.name
        )

    async def send(self, command: Command) -> None:
        await self.persist(lambda office: office.shop.dispatch.submit(command))


class Buyer(Colleague):
    """Changes prices and a promotion, takes products off sale and puts them back."""

    async def do_something(self) -> None:
        self.about = "price"
        if self.chance(150):
            offer = promotion("home", self.new_id(), self.name, self.dice.randint(5, 30))
            await self.persist(lambda office: office.shop.promotions.submit(offer))
            return
        goods = self.dice.choice(RANGE)
        product = goods.sku.lower()
        if self.chance(250):
            await self.send(WithdrawProduct(id=self.new_id(), product=product, by=self.name))
            await self.wait(30.0, 300.0)
            await self.send(RestoreProduct(id=self.new_id(), product=product, by=self.name))
        else:
            price_pence = max(1_00, goods.price_pence + self.dice.randint(-200, 200))
            await self.send(ChangePrice(id=self.new_id(), sku=goods.sku, price_pence=price_pence, by=self.name))

    async def send(self, command: Command) -> None:
        await self.persist(lambda office: office.shop.catalogue.submit(command))


class StockClerk(Colleague):
    """Takes deliveries in, and writes off what is damaged, promised or not."""

    async def do_something(self) -> None:
        self.about = "stock"
        sku = self.dice.choice(RANGE).sku
        command: Command
        if self.chance(500):
            command = ReceiveDelivery(
                id=self.new_id(), sku=sku, location=WAREHOUSE, quantity=self.dice.randint(1, 6), reference=self.new_id(), by=self.name
            )
        else:
            command = AdjustStock(
                id=self.new_id(), sku=sku, location=WAREHOUSE, change=-self.dice.randint(1, 4), reason="damaged", by=self.name
            )
        await self.persist(lambda office: office.shop.stock.submit(command))


class CustomerCare(Colleague):
    """Refunds in part what was captured, and cancels what has not left."""

    async def do_something(self) -> None:
        self.about = "refund"
        if self.chance(300):
            self.about = "cancel"
            confirmed = await self.persist(lambda office: orders.newest(office.shop.ordering.reader, ("placed", "confirmed")))
            if confirmed:
                order = self.dice.choice(confirmed).order
                ended = await self.persist(lambda office: cancel(office.shop, order, "colleague", "asked-by-phone"))
                if ended.status == "cancelled":
                    self.town.record.tell(order, "cancelled")
            return
        captured = await self.persist(with_money)
        if captured:
            order, amount_pence = self.dice.choice(captured)
            give = self.dice.randint(1, amount_pence + 50)
            key = self.new_id()
            await self.persist(lambda office: refund(office.shop, key, order, give, "goodwill", self.name))


async def with_money(office: RunningOffice) -> list[tuple[str, int]]:
    """Orders of which something was captured, and how much could still be given back."""
    found = await payments.newest(office.shop.payments.reader, ("authorised", "closed"))
    return [(payment.order, payment.left_to_refund_pence) for payment in found if payment.left_to_refund_pence > 0]
