"""What follows from what: for each pair of lanes, which commands an event leads to. The whole list is on this page."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.catalogue.events import ProductEvent, ProductSaved, full_name
from arkwright.compartments.customers.commands import ErasePerson
from arkwright.compartments.dispatch.commands import OpenConsignment, OrderedLine
from arkwright.compartments.dispatch.events import ConsignmentClosedShort, ParcelDispatched
from arkwright.compartments.notices.events import MessageFailed, MessageSent
from arkwright.compartments.ordering import events as ordering
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import (
    CloseShort,
    DispatchedLine,
    GrantAllowance,
    RecordDispatch,
    ReturnAllowance,
    SetOffer,
    SetPromotion,
)
from arkwright.compartments.payments.commands import BeginCapture, BeginVoid, ClosePayment
from arkwright.compartments.payments.events import PaymentRefunded, PointsRefunded
from arkwright.compartments.promotions.events import PromotionEvent
from arkwright.compartments.stock import events as stock
from arkwright.compartments.stock.commands import RecallShortfall, RecordAllowanceReturned, RecordSold
from arkwright.journal.lane import Lane
from arkwright.journal.pump import Pump, React
from arkwright.journeys import letters
from arkwright.journeys.letters import Facts
from arkwright.journeys.shop import Shop
from arkwright.kit.messages import Command, Event
from arkwright.roles import account_letters, charges_said, loyalty_said, stores_said, treats


def pumps(shop: Shop, online_location: str) -> list[Pump]:
    """Every reaction of an office: from, to, and what follows. The search index follows the catalogue too (search_keeping.py)."""
    known = Pump(shop.world, shop.catalogue, shop.sales_audit, stores_said.offers)
    table: list[tuple[Lane, Lane, React]] = [
        (shop.catalogue, shop.ordering, offers),
        (shop.promotions, shop.ordering, promotions),
        (shop.stock, shop.ordering, allowances),
        (shop.ordering, shop.stock, lambda event, command: sold(event, command, online_location)),
        (shop.ordering, shop.dispatch, consignments),
        (shop.dispatch, shop.ordering, dispatched),
        (shop.ordering, shop.payments, captures),
        (shop.ordering, shop.notices, lambda event, command: messages(shop, event, command)),
        (shop.payments, shop.notices, lambda event, _: refunds(shop, event)),
        (shop.notices, shop.customers, forgotten),
        (shop.accounts, shop.notices, lambda event, command: account_letters.letters(shop, event, command)),
        (shop.loyalty, shop.notices, lambda event, command: of_loyalty(shop, event, command)),
        (shop.customers, shop.accounts, account_letters.forgotten),
        (shop.accounts, shop.accounts, lambda event, command: charges_said.forgotten(shop, event, command)),
        (shop.accounts, shop.loyalty, loyalty_said.of_accounts),
        (shop.ordering, shop.loyalty, lambda event, command: loyalty_said.of_parcels(shop, event, command)),
        (shop.payments, shop.loyalty, loyalty_said.of_money),
        (shop.loyalty, shop.sales_audit, lambda event, command: loyalty_said.overspends(shop, event, command)),
    ]
    from_stores: list[tuple[Lane, React]] = [
        (shop.sales_audit, lambda event, command: stores_said.judged(event, command, lambda: known.place >= shop.catalogue.head.sequence)),
        (shop.stock, stores_said.stock_moved),
        (shop.loyalty, loyalty_said.of_stores),
        (shop.accounts, charges_said.of_stores),
    ]
    return [
        *(Pump(shop.world, source, target, react) for source, target, react in table),
        known,
        # Points come back also during a pause of loyalty, which holds up those that are earned and taken.
        Pump(shop.world, shop.ordering, shop.loyalty, loyalty_said.of_ended, part="back"),
        Pump(shop.world, shop.payments, shop.loyalty, loyalty_said.of_points, part="back"),
        *(Pump(shop.world, shop.sales_audit, target, react, stores_said.ONE_BATCH) for target, react in from_stores),
    ]


def offers(event: Event, command: str) -> Iterable[Command]:
    """What the catalogue says of a product is what ordering sells it for."""
    match event:
        case ProductEvent():
            for variant in event.variants:
                yield SetOffer(
                    id=f"{command}.{variant.sku}",
                    sku=variant.sku,
                    product=event.product,
                    name=full_name(event.name, variant.option),
                    price_pence=variant.price_pence,
                    vat_rate=event.vat_rate,
                    category=event.category,
                    restrictions=event.restrictions,
                    live=event.live,
                    source=event.revision,
                )
    match event:
        case ProductSaved(removed_skus=removed):
            for sku in removed:
                yield SetOffer(
                    id=f"{command}.{sku}",
                    sku=sku,
                    product=event.product,
                    name=event.name,
                    price_pence=0,
                    vat_rate=event.vat_rate,
                    category=event.category,
                    restrictions=(),
                    live=False,
                    source=event.revision,
                )


def promotions(event: Event, command: str) -> Iterable[Command]:
    """What a promotion says is what ordering takes off."""
    match event:
        case PromotionEvent(terms=terms):
            yield SetPromotion(id=command, terms=terms)


def allowances(event: Event, command: str) -> Iterable[Command]:
    """What stock grants may be promised; what it asks back is returned if it is free."""
    match event:
        case stock.AllowanceGranted(sku=sku, quantity=quantity):
            yield GrantAllowance(id=command, sku=sku, quantity=quantity)
        case stock.AllowanceRecalled(sku=sku, quantity=quantity):
            yield ReturnAllowance(id=command, sku=sku, quantity=quantity)


def sold(event: Event, command: str, location: str) -> Iterable[Command]:
    """Dispatched units have left the location that sells online; units that came free cover what is missing."""
    match event:
        case ordering.AllowanceReturned(sku=sku, quantity=quantity, asked=asked):
            yield RecordAllowanceReturned(id=command, sku=sku, quantity=quantity, asked=asked)
        case ordering.OrderDispatched(lines=lines, parcel=parcel):
            for number, line in enumerate(lines):
                yield RecordSold(id=f"{command}.{number}", sku=line.sku, quantity=line.quantity, location=location, parcel=parcel)
        case ordering.OrderCancelled(lines=lines) | ordering.OrderClosedShort(lines=lines):
            for sku in sorted({line.sku for line in lines}):
                yield RecallShortfall(id=f"{command}.{sku}", sku=sku)


def consignments(event: Event, command: str) -> Iterable[Command]:
    """A paid order is to be sent."""
    match event:
        case ordering.OrderConfirmed():
            yield OpenConsignment(
                id=command,
                order=event.order,
                number=event.number,
                channel=event.channel,
                person=event.person,
                method=event.delivery.method,
                region=event.delivery.region,
                lines=tuple(OrderedLine(sku=line.sku, name=line.name, quantity=line.quantity) for line in event.lines),
                day=event.delivery.day,
            )


def dispatched(event: Event, command: str) -> Iterable[Command]:
    """A parcel that left is on the order; what will not leave is given up, after every parcel before it."""
    match event:
        case ParcelDispatched():
            yield RecordDispatch(
                id=command,
                order=event.order,
                channel=event.channel,
                parcel=event.parcel,
                tracking=event.tracking,
                lines=tuple(DispatchedLine(sku=line.sku, quantity=line.quantity) for line in event.lines),
            )
        case ConsignmentClosedShort(order=order, channel=channel, why=why):
            yield CloseShort(id=command, order=order, channel=channel, why=why)


def captures(event: Event, command: str) -> Iterable[Command]:
    """What was dispatched is captured, what will not be sent is not, what was cancelled is released (if it was paid)."""
    match event:
        case ordering.OrderDispatched() if event.amount_pence:
            yield BeginCapture(
                id=command,
                payment=event.payment,
                channel=event.channel,
                capture=event.parcel,
                amount_pence=event.amount_pence - event.points_pence,
                final=event.complete,
                points_pence=event.points_pence,
            )
        case ordering.OrderCancelled(order=order, channel=channel, by="shopper" | "colleague" | "incident"):
            yield BeginVoid(id=command, payment=order, channel=channel, why="cancelled")
        case ordering.OrderClosedShort():
            yield ClosePayment(id=command, payment=event.payment, channel=event.channel, why="closed-short")


def forgotten(event: Event, command: str) -> Iterable[Command]:
    """An address that was left for one message is erased once that was sent, or given up: its person is nobody but this message's."""
    match event:
        case (
            MessageSent(kind="back-again" | "basket-saved" | "store-receipt" | "account-deleted", person=person)
            | MessageFailed(kind="back-again" | "basket-saved" | "store-receipt" | "account-deleted", person=person)
        ):
            yield ErasePerson(id=command, person=person, by="messages", why="no-longer-needed")


async def of_loyalty(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """What a member is told of points: a treat, and what expires soon."""
    return (*await treats.letters(shop, event, command), *await account_letters.of_points(shop, event, command))


async def messages(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """What the guest is told by email; somebody who never paid is told nothing."""
    match event:
        case ordering.OrderConfirmed(number=number, lines=lines):
            facts = Facts(
                points=event.points,
                points_pence=event.points_pence,
                number=number,
                lines=letters.lines_of(lines),
                savings=letters.savings_of(lines),
                delivery_pence=event.delivery.charge_pence,
                day=event.delivery.day,
                total_pence=event.total_pence,
            )
            found = await letters.letter(
                shop.vault, shop.addresses, command, "order-received",
                person=event.person, contact=event.contact, order=event.order, facts=facts,
            )  # fmt: skip
        case ordering.OrderDispatched(number=number):
            facts = Facts(
                number=number,
                tracking=event.tracking,
                amount_pence=event.amount_pence,
                points_pence=event.points_pence,
                day=event.day,
            )
            found = await letters.letter(
                shop.vault, shop.addresses, command, "order-dispatched",
                person=event.person, contact=event.contact, order=event.order, facts=facts,
            )  # fmt: skip
        case ordering.OrderCancelled(number=number, was="confirmed"):
            found = await letters.letter(
                shop.vault, shop.addresses, command, "order-cancelled",
                person=event.person, contact=event.contact, order=event.order,
                facts=Facts(number=number, points=event.points),
            )  # fmt: skip
        case _:
            found = None
    return () if found is None else (found,)


async def refunds(shop: Shop, event: Event) -> Iterable[Command]:
    """A guest is told by email of each refund that was made, once: the message bears the refund's own id."""
    if not isinstance(event, PaymentRefunded | PointsRefunded):
        return ()
    order = await orders.order(shop.ordering.reader, event.order)
    if order is None:
        raise LookupError(f"no order {event.order} for a refund of it")
    if isinstance(event, PaymentRefunded):
        message, facts = f"{event.refund}.told", Facts(number=event.number, amount_pence=event.amount_pence)
    else:
        message, facts = f"{event.refund}.points-told", Facts(number=event.number, points=event.points, points_pence=event.points_pence)
    found = await letters.letter(
        shop.vault, shop.addresses, message, "refund-made",
        person=order.person, contact=order.contact, order=order.order, facts=facts,
    )  # fmt: skip
    return () if found is None else (found,)
