"""How a sale is completed: by the tender that covers the rest of it, with the till's next receipt number; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from arkwright.compartments.tills import events as did
from arkwright.compartments.tills.checks import till_of
from arkwright.compartments.tills.facts import Editions, Tender
from arkwright.compartments.tills.till_rows import Sale
from arkwright.compartments.tills.totalling import booked, vat_of
from arkwright.kit.messages import Event
from arkwright.kit.rows import Rows


def completed(rows: Rows, sale: Sale, tender: Tender, about: dict[str, Any], late: bool = False) -> Iterable[Event]:
    """`SaleCompleted`, if the sale is paid with this tender; else nothing."""
    if sale.paid_pence + tender.amount_pence != sale.total_pence:
        return
    tenders = (*sale.tenders, tender)
    number = till_of(rows, about["till"]).receipts + 1
    yield did.SaleCompleted(
        **about,
        receipt=receipt_text(about["store"], about["till"], number),
        number=number,
        business_day=sale.business_day,
        begun_ms=sale.begun_ms,
        lines=sale.lines,
        total_pence=sale.total_pence,
        vat=vat_of((line.vat_rate, line.paid_pence) for line in sale.lines),
        tenders=tenders,
        change_pence=sum(each.change_pence for each in tenders),
        editions=Editions(range=max(line.edition for line in sale.lines), promotions=sale.promotions_edition, members=sale.members_edition),
        late=late,
        postings=booked("deposits", "sales-including-vat", sale.total_pence),
        membership=sale.membership,
        member=sale.member,
        age_checked=sale.age_checked > 0,
    )


def receipt_text(store: str, till: str, number: int) -> str:
    """The receipt's number as people read it: store, till and the till's own count."""
    return f"{store}-{till}-{number:06}"
