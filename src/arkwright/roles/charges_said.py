"""What follows in accounts from what stores took from members' cards: each charge, so that its holder knows it again on the statement."""

from __future__ import annotations

from collections.abc import Iterable

from arkwright.compartments.accounts import commands as ask
from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.events import AccountForgotten
from arkwright.compartments.sales_audit.events import EntriesReceived
from arkwright.compartments.tills import events as tills
from arkwright.compartments.tills.facts import Card
from arkwright.journeys.shop import Shop
from arkwright.kit.messages import Command, Event
from arkwright.roles.stores_said import read


def of_stores(event: Event, command: str) -> Iterable[Command]:
    """Card tenders of members' sales, card parts of their refunds, and what a bank declined afterwards; a revoked node is not believed."""
    if not isinstance(event, EntriesReceived) or event.standing != "standing":
        return
    for number, each in read(event).happened:
        match each:
            case tills.SaleCompleted() if each.member:
                for tender in each.tenders:
                    if tender.card is not None:
                        yield charge(f"{command}.{number}.{tender.tender}", each, tender.tender, tender.amount_pence, tender.card)
            case tills.RefundCompleted() if each.member:
                for part in each.parts:
                    if part.card is not None:
                        yield charge(f"{command}.{number}.{part.part}", each, part.part, -part.amount_pence, part.card)
            case tills.StoredCardDeclined():
                yield ask.RecordChargeDeclined(id=f"{command}.{number}.declined", charge=name_of(each.store, each.sale, each.tender))


def charge(
    command: str, event: tills.SaleCompleted | tills.RefundCompleted, tender: str, amount_pence: int, card: Card
) -> ask.RecordCharge:
    """One charge, or less than nothing for money that went back."""
    return ask.RecordCharge(
        id=command,
        charge=name_of(event.store, event.sale, tender),
        account=event.member,
        source=event.receipt,
        store=event.store,
        amount_pence=amount_pence,
        scheme=card.scheme,
        last_four=card.last_four,
        at_ms=card.at_ms,
    )


def name_of(store: str, sale: str, tender: str) -> str:
    """The same for the tender and for what is heard of it later."""
    return f"{store}.{sale}.{tender}"


async def forgotten(shop: Shop, event: Event, command: str) -> Iterable[Command]:
    """With the account go its charges; nothing is recorded for it any more."""
    if not isinstance(event, AccountForgotten):
        return ()
    found = await accounts.charges_of(shop.accounts.reader, event.account, 10_000)
    return [ask.ForgetCharge(id=f"{command}.{each.charge}", charge=each.charge) for each in found]
