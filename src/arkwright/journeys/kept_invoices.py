"""To whom full VAT invoices were made out: sealed under a key of its own each, kept for as long as the law asks, then gone for ever."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from arkwright.compartments.customers.commands import ErasePerson, OpenGuest
from arkwright.compartments.tills import queries as tills
from arkwright.compartments.tills.commands import ForgetInvoice, IssueInvoice
from arkwright.compartments.tills.refusals import InvoiceWasMadeOut
from arkwright.journal.lane import Lane
from arkwright.kit.messages import canonical
from arkwright.kit.vault import Vault
from arkwright.kit.world import World

CONTEXT = "tills.invoice"
BY = "kept-invoices"


class InvoicedTo(msgspec.Struct, frozen=True, kw_only=True):
    """Name and address, as they stand on the invoice."""

    name: str
    address: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class KeptInvoices:
    """Those of one store. Nobody's name or address stands anywhere in clear, and no two share a key."""

    world: World
    store: str
    tills: Lane
    customers: Lane
    vault: Vault

    async def issue(self, id: str, *, till: str, by: str, receipt: str, to: InvoicedTo) -> None:
        """Keep it, before it is handed over; sent again, it is the same. Refuses as the tills do."""
        person, known = f"invoice.{self.store}.{receipt}", await tills.invoice(self.tills.reader, receipt)
        if known and not known.person:
            raise InvoiceWasMadeOut(receipt)
        key = await self.vault.make(person)
        await self.customers.submit(OpenGuest(id=f"{person}.guest", person=person))
        sealed = key.seal(CONTEXT, canonical(to))
        await self.tills.submit(IssueInvoice(id=id, store=self.store, till=till, by=by, receipt=receipt, person=person, sealed=sealed))

    async def to(self, receipt: str) -> InvoicedTo | None:
        """To whom it was made out; None where none was, and once its key is erased."""
        row = await tills.invoice(self.tills.reader, receipt)
        plain = await self.vault.unseal(row.person, CONTEXT, row.sealed) if row and row.person else None
        return msgspec.json.decode(plain, type=InvoicedTo) if plain is not None else None

    async def forget(self) -> None:
        """The sweep: what was kept long enough loses its key, and then its place; a crash between the two is made good later."""
        for row in await tills.invoices_over(self.tills.reader, self.world.now_ms()):
            await self.customers.submit(ErasePerson(id=f"{row.person}.over", person=row.person, by=BY, why="no-longer-needed"))
            await self.tills.submit(ForgetInvoice(id=f"{row.person}.forget", store=self.store, receipt=row.receipt))
