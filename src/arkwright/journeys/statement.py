"""What a holder's bank statement shows of us: each charge and refund of their orders, and of receipts that bear their membership number."""

from __future__ import annotations

import msgspec

from arkwright.compartments.accounts import queries as accounts
from arkwright.compartments.accounts.state import Account
from arkwright.compartments.ordering.state import Order
from arkwright.compartments.payments import queries as payments
from arkwright.compartments.stores import queries as stores
from arkwright.journeys.accounts import orders_of
from arkwright.journeys.shop import Shop
from arkwright.kit import statement
from arkwright.kit.person_key import PersonKey

MOST_ORDERS = 50
MOST_SHOWN = 200


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a statement; less than nothing went back. `order` is None for a store's receipt; `declined`: it never shows."""

    at_ms: int
    text: str
    amount_pence: int
    scheme: str
    last_four: str
    source: str
    order: Order | None = None
    declined: bool = False


async def charges_of(shop: Shop, account: Account, key: PersonKey, name: str) -> list[Charge]:
    """The newest first; `name` is how our charges begin on statements."""
    found = [charge for order in (await orders_of(shop, account, key))[:MOST_ORDERS] for charge in await of_order(shop, order, name)]
    known = {each.store: each.town for each in await stores.all_stores(shop.stores.reader)}
    for each in await accounts.charges_of(shop.accounts.reader, account.account, MOST_SHOWN):
        text = statement.in_store(name, known.get(each.store) or each.store)
        found.append(
            Charge(
                at_ms=each.at_ms,
                text=text,
                amount_pence=each.amount_pence,
                scheme=each.scheme,
                last_four=each.last_four,
                source=each.source,
                declined=each.declined,
            )
        )
    return sorted(found, key=lambda each: each.at_ms, reverse=True)[:MOST_SHOWN]


async def of_order(shop: Shop, order: Order, name: str) -> list[Charge]:
    """What was taken for the order's parcels, each by itself, and what went back; nothing that is only held."""
    payment = await payments.payment_of_order(shop.payments.reader, order.order)
    if payment is None:
        return []
    taken = [
        (each.changed_ms, each.amount_pence)
        for each in await payments.captures_of(shop.payments.reader, payment.payment)
        if each.status == "captured"
    ]
    back = [
        (each.changed_ms, -each.amount_pence)
        for each in await payments.refunds_of(shop.payments.reader, payment.payment)
        if each.status == "refunded"
    ]
    return [
        Charge(
            at_ms=at_ms,
            text=statement.online(name, order.number),
            amount_pence=amount_pence,
            scheme=payment.card_scheme or "",
            last_four=payment.card_last_four or "",
            source=order.number,
            order=order,
        )
        for at_ms, amount_pence in (*taken, *back)
        if amount_pence
    ]
