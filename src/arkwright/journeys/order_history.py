"""A guest's orders by email link: an address is asked for, a short-lived link goes to it, and that link alone opens the list."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.state import Order
from arkwright.journeys import contact as guests
from arkwright.journeys.contact import ORDER_ADDRESSES
from arkwright.journeys.letters import Facts, enveloped
from arkwright.journeys.shop import Shop
from arkwright.kit.messages import canonical
from arkwright.kit.person_key import PersonKey, SealBroken
from arkwright.kit.refusal import NotFound
from arkwright.kit.vault import NoKeyForPerson

LINK = "orders-link"
LINK_LASTS_MS = 30 * 60 * 1000
ONE_IN_MS = 5 * 60 * 1000  # an address gets one link in this time, however often somebody asks
LONGEST_TOKEN = 500


@dataclass
class LinkIsOver(NotFound):
    """Forged, damaged, or too old."""

    sentence: ClassVar[str] = "This link does not open any more. A link to your orders opens for 30 minutes: please ask for a new one."
    field: ClassVar[str | None] = "key"


class Opens(msgspec.Struct, frozen=True, kw_only=True):
    """What a link says, sealed: whose orders, and until when."""

    filed: str
    until_ms: int


async def send_link(shop: Shop, email: str) -> None:
    """Send a link to the address if there are orders of it; nobody is told whether there are."""
    filed = await guests.fingerprint(shop.vault, email)
    for order in await of_address(shop, filed):
        key = await shop.vault.find(order.person)
        if key is not None:
            return await send(shop, key, guests.read(key, order.contact).email, filed)


async def send(shop: Shop, key: PersonKey, address: str, filed: str) -> None:
    """The message, sealed under the key of the newest order's guest, once in `ONE_IN_MS`."""
    began_ms = shop.world.now_ms() // ONE_IN_MS * ONE_IN_MS
    opens = Opens(filed=filed, until_ms=began_ms + ONE_IN_MS + LINK_LASTS_MS)
    token = await shop.vault.seal(ORDER_ADDRESSES, LINK, canonical(opens))
    once = key.seal(LINK, str(began_ms).encode())
    message = f"orders-{hashlib.sha256(once.encode()).hexdigest()[:24]}"
    facts = Facts(link=shop.addresses.orders_found(token), until_ms=opens.until_ms)
    await shop.notices.submit(enveloped(key, message, "orders-found", email=address, facts=facts))


async def found(shop: Shop, token: str) -> list[Order]:
    """The orders that a link opens, the newest first; `LinkIsOver` for a forged one and once its time is over."""
    try:
        plain = await shop.vault.unseal(ORDER_ADDRESSES, LINK, token[:LONGEST_TOKEN])
    except (SealBroken, NoKeyForPerson):
        raise LinkIsOver() from None
    opens = msgspec.json.decode(plain, type=Opens) if plain else None
    if opens is None or opens.until_ms <= shop.world.now_ms():
        raise LinkIsOver()
    return await of_address(shop, opens.filed)


async def of_address(shop: Shop, filed: str) -> list[Order]:
    """Orders of whoever is filed there and was not erased."""
    people = await shop.vault.filed_under(filed)
    return await orders.of_people(shop.ordering.reader, people) if people else []
