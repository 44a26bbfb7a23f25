"""Tell me when it is back: an address left at a pause gets one message when what it waited for is open again."""

from __future__ import annotations

import hashlib

from arkwright.compartments.customers.commands import OpenGuest
from arkwright.compartments.notices import queries as notices
from arkwright.compartments.notices.commands import ADDRESS_CONTEXT, FACTS_CONTEXT, LeaveAddress, TellWaiter
from arkwright.compartments.notices.state import Waiter
from arkwright.journeys import contact as guests
from arkwright.journeys.letters import Facts
from arkwright.journeys.shop import Shop
from arkwright.kit.messages import canonical

WAITING_LIST = "waiting-list"


async def leave_address(shop: Shop, waiter: str, capability: str, channel: str, email: str) -> None:
    """Keep an address, sealed, until the capability is open again on the channel; the same address waits once.

    Once the message was sent the address is erased (roles/reactions.py); asked again after that, there is nothing to do.
    """
    address = guests.email_form(email)
    person = f"waiter-{waiter}"
    if await shop.vault.erased(person):
        return
    key, listed = await shop.vault.make(person), await shop.vault.make(WAITING_LIST)
    await shop.customers.submit(OpenGuest(id=f"{waiter}.guest", person=person))
    keyed = listed.seal("address", address.lower().encode())
    await shop.notices.submit(
        LeaveAddress(
            id=f"{waiter}.leave",
            waiter=waiter,
            capability=capability,
            channel=channel,
            person=person,
            address=key.seal(ADDRESS_CONTEXT, address.encode()),
            address_digest=hashlib.sha256(keyed.encode()).hexdigest(),
        )
    )


async def tell_all(shop: Shop, capability: str, channel: str) -> int:
    """Queue the one message of each who waits for this; how many there were."""
    waiters = await notices.waiting(shop.notices.reader, capability, channel)
    for waiter in waiters:
        await tell(shop, waiter)
    return len(waiters)


async def tell(shop: Shop, waiter: Waiter) -> None:
    """Queue one message; a person erased meanwhile is left alone."""
    key = await shop.vault.find(waiter.person)
    if key is None:
        return
    message = f"{waiter.waiter}.back"
    facts = Facts(capability=waiter.capability, channel=waiter.channel, link=shop.addresses.shop_url)
    await shop.notices.submit(
        TellWaiter(
            id=f"{waiter.waiter}.tell",
            waiter=waiter.waiter,
            message=message,
            code=guests.message_code(key, message),
            facts=key.seal(FACTS_CONTEXT, canonical(facts)),
        )
    )
