"""Journals of tills as a store would send them, written by hand: sales, refunds, late declines, and records that nobody can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arkwright.compartments.sales_audit.commands import ReceiveEntries
from arkwright.compartments.tills import events as did
from arkwright.compartments.tills.facts import Card, Editions, RefundedUnits, RefundPart, SaleLine, Scanned, Tender
from arkwright.journal.entries import entry_of
from arkwright.kit.chain import GENESIS
from arkwright.kit.forwarding import chain_of
from arkwright.kit.messages import Event

START_MS = 1_790_000_000_000


def sale(number: int = 1, sku: str = "MUG-1", price_pence: int = 12_00, quantity: int = 1, **more: Any) -> did.SaleCompleted:
    """A sale of one line, paid in cash."""
    total_pence = price_pence * quantity
    line = SaleLine(
        sku=sku, product=sku.lower(), quantity=quantity, price_pence=price_pence, category="kitchen", line="1", name="Blue mug",
        vat_rate="standard", edition=1,
    )  # fmt: skip
    fields: dict[str, Any] = {
        "store": "leeds",
        "at_ms": START_MS,
        "till": "till-1",
        "by": "c1",
        "session": "s1",
        "sale": f"sale-{number}",
        "receipt": f"leeds-till-1-{number:06}",
        "number": number,
        "business_day": "2026-09-21",
        "begun_ms": START_MS - 60_000,
        "lines": (line,),
        "total_pence": total_pence,
        "vat": (),
        "tenders": (Tender(tender="t", kind="cash", amount_pence=total_pence, given_pence=total_pence),),
        "change_pence": 0,
        "editions": Editions(range=1),
        "late": False,
        "postings": (),
    }
    return did.SaleCompleted(**(fields | more))


def refund(number: int = 2, *units: RefundedUnits, **more: Any) -> did.RefundCompleted:
    """Units of the first sale, given back in cash."""
    total_pence = sum(each.pence for each in units)
    fields: dict[str, Any] = {
        "store": "leeds",
        "at_ms": START_MS,
        "till": "till-1",
        "by": "c1",
        "session": "s1",
        "sale": "sale-1",
        "refund": f"refund-{number}",
        "receipt": f"leeds-till-1-{number:06}",
        "number": number,
        "business_day": "2026-09-21",
        "receipt_of_sale": "leeds-till-1-000001",
        "units": units,
        "parts": (RefundPart(part="r.1", tender="t", kind="cash", amount_pence=total_pence),),
        "total_pence": total_pence,
        "vat": (),
        "reason": "changed-mind",
    }
    return did.RefundCompleted(**(fields | more))


def scanned(sku: str = "MUG-1", price_pence: int = 12_00) -> Scanned:
    """A mug, as the shelf has it."""
    return Scanned(sku=sku, product="mug", name="Blue mug", price_pence=price_pence, vat_rate="standard", category="kitchen", edition=1)


def declined_late(amount_pence: int = 40_00) -> did.StoredCardDeclined:
    """A stored card payment that came to nothing."""
    card = Card(terminal="term-1", transaction="x", at_ms=START_MS, entry_mode="chip-and-pin", scheme="visa", last_four="4242", stored=True)
    return did.StoredCardDeclined(
        store="leeds", at_ms=START_MS, till="till-1", by="", session="s1", sale="sale-1", tender="t", terminal="term-1",
        amount_pence=amount_pence, card=card, grant="g1", response_code="05", postings=(),
    )  # fmt: skip


def entries(*events: Event | str, first: int = 1) -> tuple[str, ...]:
    """The texts of journal entries; a text stands for an entry that is damaged before it was ever hashed."""
    return tuple(
        each if isinstance(each, str) else entry_of("tills", number, START_MS, f"c{number}", bytes(32), each).bytes().decode()
        for number, each in enumerate(events, first)
    )


def batch(texts: Sequence[str], first: int = 1, before: bytes = GENESIS, **more: Any) -> ReceiveEntries:
    """The command by which head office takes them in."""
    fields: dict[str, Any] = {"node": "leeds-1", "store": "leeds", "lane": "tills", "serial": "s1", "standing": "standing"}
    return ReceiveEntries(id=f"receive.{first}", first=first, before=before.hex(), entries=tuple(texts), **(fields | more))


def chain_after(texts: Sequence[str]) -> bytes:
    """The chain digest at the end."""
    return chain_of(GENESIS, texts)[-1]
