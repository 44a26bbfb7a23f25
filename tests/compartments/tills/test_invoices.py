"""Full VAT invoices as a table: one a receipt, who may print a copy, and how long they are kept."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import refusals as no
from arkwright.compartments.tills.invoice_rules import HOUR_MS, KEPT_MS
from arkwright.compartments.tills.till_rows import Invoice
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Refusal
from tests.compartments.tills.given import NOW_MS, PAID_IN_CASH, SECOND, a, after, signed

RECEIPT = "leeds-1-000001"
ISSUE, COPY = a(ask.IssueInvoice, receipt=RECEIPT, person="p", sealed="x"), a(ask.PrintCopy, receipt=RECEIPT)
FORGET = a(ask.ForgetInvoice, receipt=RECEIPT)
BO = {"till": "2", "by": "bo"}
MANAGER = [a(ask.SignOff), a(ask.SignOn, by="mo", how="pin", manager=True, edition=5)]
ISSUED = [*PAID_IN_CASH, ISSUE]
FORGOTTEN = [*ISSUED, FORGET]

CASES: list[tuple[Sequence[Command], int, Command, list[str] | Refusal]] = [
    (PAID_IN_CASH, 0, ISSUE, ["InvoiceIssued"]),
    (PAID_IN_CASH, 0, a(ask.IssueInvoice, receipt="leeds-1-000002", person="p", sealed="x"), no.NoReceiptOfThatNumber("leeds-1-000002")),
    (PAID_IN_CASH, 0, a(ask.IssueInvoice, receipt=RECEIPT, person="p", sealed=""), no.InvoiceIsNotSealed()),
    (PAID_IN_CASH, 0, COPY, no.NoInvoiceIsKept(RECEIPT)),
    (ISSUED, 0, ISSUE, no.InvoiceIsMadeOut(RECEIPT)),
    (ISSUED, HOUR_MS - 1, COPY, ["InvoiceCopied"]),
    (ISSUED, HOUR_MS, COPY, no.ManagerMustSignForCopy()),
    (ISSUED, HOUR_MS, a(ask.PrintCopy, receipt=RECEIPT, approved_by=signed()), ["InvoiceCopied"]),
    ([*ISSUED, *SECOND], 0, a(ask.PrintCopy, receipt=RECEIPT, **BO), no.ManagerMustSignForCopy()),
    ([*ISSUED, *SECOND], 0, a(ask.PrintCopy, receipt=RECEIPT, approved_by=signed(), **BO), ["InvoiceCopied"]),
    ([*ISSUED, *MANAGER], HOUR_MS, a(ask.PrintCopy, receipt=RECEIPT, by="mo"), ["InvoiceCopied"]),
    (ISSUED, KEPT_MS - 1, FORGET, no.InvoiceIsKept(RECEIPT)),
    (ISSUED, KEPT_MS, FORGET, ["InvoiceForgotten"]),
    ([*PAID_IN_CASH], KEPT_MS, FORGET, []),
    (FORGOTTEN, KEPT_MS, ISSUE, no.InvoiceWasMadeOut(RECEIPT)),
    (FORGOTTEN, KEPT_MS, COPY, no.NoInvoiceIsKept(RECEIPT)),
    (FORGOTTEN, KEPT_MS, FORGET, []),
]  # fmt: skip


@pytest.mark.parametrize(("history", "later_ms", "command", "outcome"), CASES)
def test_invoices(history: Sequence[Command], later_ms: int, command: Command, outcome: list[str] | Refusal) -> None:
    day = after([each for each in history if each != FORGET])
    day.now_ms = NOW_MS + later_ms
    day.do(*(each for each in history if each == FORGET))
    assert day.outcome(command) == outcome


def test_copies_are_counted_and_nothing_is_left_once_it_is_forgotten() -> None:
    day = after([*ISSUED, COPY, COPY])
    row = day.rows[Invoice, RECEIPT]
    assert row is not None
    assert (row.copies, row.by, row.keep_until_ms) == (2, "ada", NOW_MS + KEPT_MS)
    day.now_ms += KEPT_MS
    day.do(FORGET)
    row = day.rows[Invoice, RECEIPT]
    assert row is not None
    assert (row.person, row.sealed, row.by) == ("", "", "")
