"""The rules of full VAT invoices: one a receipt, copies that say so, and kept for as long as the law asks; pure."""

from __future__ import annotations

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills.checks import at_till, attended, signed
from arkwright.compartments.tills.till_rows import Invoice, ReceiptNumber
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows

HOUR_MS = 60 * 60 * 1000
# Six years (VAT Act 1994, Schedule 11, paragraph 6(3); VAT Notice 700/21, 2.4), and the accounting period it falls in, a year at most.
KEPT_MS = 7 * 366 * 24 * HOUR_MS
LONGEST_SEALED = 2_000


def issue(rows: Rows, command: ask.IssueInvoice, now_ms: int) -> list[Event]:
    """Once a receipt, whether it is still kept or not: a second original would be a second right to the same VAT."""
    attended(rows, command)
    known(rows, command.receipt)
    row = rows[Invoice, command.receipt]
    if row:
        raise no.InvoiceIsMadeOut(command.receipt) if row.person else no.InvoiceWasMadeOut(command.receipt)
    if not (1 <= len(command.sealed) <= LONGEST_SEALED and command.person):
        raise no.InvoiceIsNotSealed()
    return [
        did.InvoiceIssued(
            **at_till(command, now_ms),
            receipt=command.receipt,
            person=command.person,
            sealed=command.sealed,
            keep_until_ms=now_ms + KEPT_MS,
        )
    ]


def copy(rows: Rows, command: ask.PrintCopy, now_ms: int) -> list[Event]:
    """By whoever made it out, at once; a name and an address are shown to nobody else without a manager."""
    till = attended(rows, command)
    row = kept(rows, command.receipt)
    approval = signed(rows, command.approved_by, now_ms) if command.approved_by else None
    own = row.by == command.by and now_ms - row.issued_ms < HOUR_MS
    if not (own or till.manager or approval):
        raise no.ManagerMustSignForCopy()
    return [did.InvoiceCopied(**at_till(command, now_ms), receipt=row.receipt, copy=row.copies + 1, approval=approval)]


def forget(rows: Rows, command: ask.ForgetInvoice, now_ms: int) -> list[Event]:
    """Nothing for one that is gone; not a day early."""
    row = rows[Invoice, command.receipt]
    if row is None or not row.person:
        return []
    if now_ms < row.keep_until_ms:
        raise no.InvoiceIsKept(row.receipt)
    return [did.InvoiceForgotten(store=command.store, at_ms=now_ms, receipt=row.receipt, person=row.person)]


def known(rows: Rows, receipt: str) -> ReceiptNumber:
    """Whose receipt it is, or a refusal."""
    row = rows[ReceiptNumber, receipt]
    if row is None:
        raise no.NoReceiptOfThatNumber(receipt)
    return row


def kept(rows: Rows, receipt: str) -> Invoice:
    """The invoice that was made out for it, or a refusal."""
    row = rows[Invoice, receipt]
    if row is None or not row.person:
        raise no.NoInvoiceIsKept(receipt)
    return row
