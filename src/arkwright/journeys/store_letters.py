"""A receipt of a store by email: sealed under a key of its own, which is erased once the letter was sent or given up."""

from __future__ import annotations

from arkwright.compartments.customers.commands import OpenGuest
from arkwright.journal.lane import Lane
from arkwright.journeys.letters import Facts, enveloped
from arkwright.kit.vault import Vault


async def send_receipt(vault: Vault, customers: Lane, notices: Lane, wish: str, *, address: str, number: str, text: list[str]) -> None:
    """Queue it, once a wish. While the store is cut off from its mail server it waits, and leaves when the server answers."""
    person = message = f"receipt-{wish}"
    if await vault.erased(person):
        return
    key = await vault.make(person)
    await customers.submit(OpenGuest(id=f"{message}.guest", person=person))
    await notices.submit(enveloped(key, message, "store-receipt", email=address, facts=Facts(number=number, text=tuple(text))))
