"""A basket saved by link: a copy that expires, opened by an unguessable secret, which may be sent to an address once."""

from __future__ import annotations

import hashlib

import msgspec

from arkwright.compartments.customers.commands import OpenGuest
from arkwright.compartments.ordering import queries as orders
from arkwright.compartments.ordering.commands import ForgetSavedBasket, SaveBasket
from arkwright.compartments.ordering.refusals import NoSuchSavedBasket
from arkwright.compartments.ordering.state import SavedBasket
from arkwright.journeys import contact as guests
from arkwright.journeys.letters import Facts, enveloped
from arkwright.journeys.shop import Shop

SAVED_BASKETS = "saved-baskets"  # whose key in the vault makes the secrets of links
LONGEST_SECRET = 64


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """The copy's secret, the link that holds it, and until when it opens."""

    secret: str
    link: str
    expires_ms: int


async def save(shop: Shop, basket: str, channel: str, wish: str) -> Saved:
    """Copy what the basket holds; the same wish again is the same copy and link. Refuses an empty basket."""
    key = await shop.vault.make(SAVED_BASKETS)
    keyed = key.seal("link", f"{basket}\n{wish}".encode())
    secret = hashlib.sha256(keyed.encode()).hexdigest()[:32]
    digest = guests.secret_digest(secret)
    await shop.ordering.submit(SaveBasket(id=f"{basket}.{wish}.save", basket=basket, channel=channel, saved=digest))
    row = await opened(shop, secret)
    return Saved(secret=secret, link=shop.addresses.saved_basket(secret), expires_ms=row.expires_ms)


async def opened(shop: Shop, secret: str) -> SavedBasket:
    """The copy that a secret opens; `NoSuchSavedBasket` for a wrong one, and once it has expired."""
    digest = guests.secret_digest(secret[:LONGEST_SECRET])
    row = await orders.saved_basket(shop.ordering.reader, digest, shop.world.now_ms())
    if row is None:
        raise NoSuchSavedBasket()
    return row


async def send_link(shop: Shop, saved: Saved, wish: str, email: str) -> None:
    """Send the link to an address, once; the address is sealed under a key of its own, which is erased after it (roles/reactions.py).

    Refuses what is no address.
    """
    address = guests.email_form(email)
    person, message = f"saved-{wish}", f"saved-{wish}"
    if await shop.vault.erased(person):
        return
    key = await shop.vault.make(person)
    await shop.customers.submit(OpenGuest(id=f"{message}.guest", person=person))
    facts = Facts(link=saved.link, until_ms=saved.expires_ms)
    await shop.notices.submit(enveloped(key, message, "basket-saved", email=address, facts=facts))


async def forget_expired(shop: Shop) -> None:
    """Copies whose time is over are gone for good."""
    for row in await orders.expired_baskets(shop.ordering.reader, shop.world.now_ms()):
        await shop.ordering.submit(ForgetSavedBasket(id=f"{row.saved}.forget", saved=row.saved))
