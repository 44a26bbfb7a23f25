"""What follows in loyalty: points for what stores and the website sold, less what came back; frozen with the account, and gone with it."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.accounts import events as accounts
from arkwright.compartments.loyalty import commands as ask
from arkwright.compartments.loyalty import events as told
from arkwright.compartments.loyalty import queries as loyalty
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.events import OrderCancelled, OrderDispatched
from arkwright.compartments.payments import events as payments
from arkwright.compartments.sales_audit.commands import RecordOverspend
from arkwright.compartments.sales_audit.events import EntriesReceived
from arkwright.compartments.tills import events as tills
from arkwright.journeys import accounts as story
from arkwright.journeys import contact as guests
from arkwright.journeys.shop import Shop
from arkwright.kit.messages import Command, Event
from arkwright.roles.stores_said import read


def of_accounts(event: Event, command: str) -> Iterable[Command]:
    """The account's value is its points."""
    match event:
        case accounts.ValueFrozen(account=account):
            yield ask.FreezeMember(id=command, member=account)
        case accounts.ValueThawed(account=account):
            yield ask.ThawMember(id=command, member=account)
        case accounts.AccountForgotten(account=account):
            yield ask.ForgetMember(id=command, member=account)


def of_stores(event: Event, command: str) -> Iterable[Command]:
    """What members bought, gave back and paid with points in stores; a revoked node is not believed."""
    if not isinstance(event, EntriesReceived) or event.standing != "standing":
        return
    for number, each in read(event).happened:
        match each:
            case tills.SaleCompleted() if each.member:
                yield from of_sale(each, f"{command}.{number}")
            case tills.RefundCompleted():
                yield from of_refund(each, f"{command}.{number}")


async def overspends(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """What a till took too much is a case with an owner; sales audit knows the store, and the number by which the member is found."""
    if not isinstance(event, told.OverspendRecorded):
        return ()
    member = await loyalty.member(shop.loyalty.reader, event.member)
    case = RecordOverspend(
        id=command,
        store=event.store,
        receipt=event.sale,
        membership=member.number if member else "who is gone",
        short_points=event.short_points,
        frozen=event.frozen,
    )
    return (case,)


def of_sale(sale: tills.SaleCompleted, command: str) -> Iterable[Command]:
    """Points for the goods; and what was paid with points, which stands."""
    lines = tuple(
        ask.BoughtLine(line=line.line, name=line.name, quantity=line.quantity, paid_pence=max(0, line.paid_pence), category=line.category)
        for line in sale.lines
    )
    yield ask.EarnPoints(
        id=f"{command}.earn",
        store=sale.store,
        source=sale.receipt,
        part=sale.receipt,
        kind="receipt",
        member=sale.member,
        lines=lines,
        sold_ms=sale.at_ms,
    )
    for tender in sale.tenders:
        if tender.kind == "points" and tender.points:
            yield ask.RecordSpend(
                id=f"{command}.{tender.tender}.spend",
                store=sale.store,
                spend=f"{sale.receipt}.{tender.tender}",
                member=sale.member,
                points=tender.points,
                sale=sale.receipt,
                at_ms=sale.at_ms,
            )


def of_refund(refund: tills.RefundCompleted, command: str) -> Iterable[Command]:
    """The points of exactly these units go; what had been paid with points comes back."""
    units = tuple(ask.ReturnedUnits(line=unit.line, quantity=unit.quantity, sku=unit.sku) for unit in refund.units)
    yield ask.ClawBack(
        id=f"{command}.claw-back",
        store=refund.store,
        source=refund.receipt_of_sale,
        returned=refund.refund,
        units=units,
        at_ms=refund.at_ms,
    )
    for part in refund.parts:
        if part.kind == "points" and part.points and refund.member:
            yield ask.GiveBackPoints(
                id=f"{command}.{part.part}.back",
                store=refund.store,
                refund=f"{refund.refund}.{part.part}",
                member=refund.member,
                points=part.points,
                at_ms=refund.at_ms,
            )


def of_money(event: Event, command: str) -> Iterable[Command]:
    """What any refund's money had earned goes."""
    match event:
        case payments.PaymentRefunded(refund=refund, amount_pence=pence, refunded_ms=at_ms):
            yield ask.ClawBackMoney(id=f"{command}.money", source=event.number, returned=f"{refund}.card", pence=pence, at_ms=at_ms)
        case payments.PointsRefunded(refund=refund, points_pence=pence, refunded_ms=at_ms):
            yield ask.ClawBackMoney(id=f"{command}.money", source=event.number, returned=f"{refund}.points", pence=pence, at_ms=at_ms)


def of_points(event: Event, command: str) -> Iterable[Command]:
    """Points that had paid come back: of a refund, or since the rest of an order is not sent."""
    match event:
        case payments.PointsRefunded(points=points) if points:
            yield back(command, event, event.refund, event.refunded_ms)
        case payments.PointsLeftOver(points=points) if points:
            yield back(command, event, f"{event.payment}.left-over", event.left_ms)


def back(command: str, event: payments.PointsRefunded | payments.PointsLeftOver, refund: str, at_ms: int) -> Command:
    """The points go back to the member who spent them."""
    return ask.GiveBackSpent(id=command, spend=guests.spend_of(event.order), refund=f"{refund}.points", points=event.points, at_ms=at_ms)


def of_ended(event: Event, command: str) -> Iterable[Command]:
    """What was paid with points for an order that has ended comes back."""
    if isinstance(event, OrderCancelled) and event.points:
        yield ask.ReleaseSpend(id=command, spend=guests.spend_of(event.order), at_ms=event.cancelled_ms)


async def of_parcels(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """A parcel of an order whose address is a member's earns."""
    if not isinstance(event, OrderDispatched):
        return ()
    order = await orders.order(shop.ordering.reader, event.order)
    member = await member_of(shop, event.person, event.contact)
    if order is None or member is None:
        return ()
    sold = {line.sku: line for line in order.lines}
    lines = tuple(
        ask.BoughtLine(
            line=f"{event.parcel}.{sent.sku}",
            name=sold[sent.sku].name,
            quantity=sent.quantity,
            paid_pence=sold[sent.sku].paid_pence * sent.quantity // sold[sent.sku].quantity,
            category=sold[sent.sku].category,
        )
        for sent in event.lines
    )
    earn = ask.EarnPoints(
        id=command, source=order.number, part=event.parcel, kind="order", member=member, lines=lines, sold_ms=order.placed_ms
    )
    return (earn,)


async def member_of(shop: Shop, person: str, contact: str) -> str | None:
    """The member who has the address of this guest; None for an erased guest."""
    details = await guests.opened(shop.vault, person, contact)
    if details is None:
        return None
    found = await story.person_of(shop, await guests.fingerprint(shop.vault, details.email))
    member = await loyalty.member(shop.loyalty.reader, found) if found else None
    return member.member if member else None
