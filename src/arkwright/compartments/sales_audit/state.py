"""The state of sales audit: what is held of each node, what head office sells, and cases."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec
from msgspec.structs import replace

from arkwright.compartments.sales_audit import events as did
from arkwright.compartments.sales_audit.commands import CaseKind, SaleKind
from arkwright.kit.chain import DIGEST_BYTES, GENESIS
from arkwright.kit.forwarding import chain_of
from arkwright.kit.london import wall
from arkwright.kit.messages import Event, Row
from arkwright.kit.rows import Rows

BLOCK = 64  # chain digests in one row
PRICES_KEPT = 60
FACTS_KEPT = 12
LATE_MS = 60 * 60 * 1000


class NodeJournal(Row, frozen=True):
    """What is held of a node's journal, keyed "node/lane"; `heard_ms` is when entries last came."""

    journal: str
    node: str
    store: str
    lane: str
    sequence: int
    chain: str
    heard_ms: int


class HeldBlock(Row, frozen=True):
    """Chain digests of up to `BLOCK` entries, one after the other, keyed "node/lane/number": so a fork is found at its first entry."""

    block: str
    chains: bytes


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """A price, from when; not `live`: not sold."""

    from_ms: int
    price_pence: int
    live: bool


class Offer(Row, frozen=True):
    """What head office sold a SKU for, the oldest price first."""

    sku: str
    name: str
    prices: tuple[Price, ...]


class ReceiptTaken(Row, frozen=True):
    """Which sale a receipt is of, keyed "store/till/number"."""

    receipt: str
    sale: str


class TillNumbers(Row, frozen=True):
    """The highest receipt number that was seen of a till, keyed "store/till"."""

    till: str
    number: int


class Sale(Row, frozen=True):
    """A sale or refund of a store; not `counts`: it came from a node whose key was revoked. `arrived` puts them in order."""

    sale: str
    arrived: str
    store: str
    node: str
    kind: SaleKind
    till: str
    receipt: str
    sold_ms: int
    received_ms: int
    total_pence: int
    cases: int
    counts: bool
    member: str = ""


class StoreDay(Row, frozen=True):
    """A store's day by the date of its sales, keyed "store/2026-12-01"; `late` came over an hour after they were made."""

    store_day: str
    store: str
    day: str
    sales: int = 0
    sales_pence: int = 0
    refunds: int = 0
    refunds_pence: int = 0
    late: int = 0
    last_received_ms: int = 0


class Case(Row, frozen=True):
    """Something that wants a person, known by `key`; `owner` is the role that looks after such things, `opened` puts them in order."""

    case: str
    opened: str
    key: str
    kind: CaseKind
    store: str
    node: str
    subject: str
    facts: tuple[str, ...]
    status: Literal["open", "taken", "closed"]
    count: int
    amount_pence: int
    owner: str
    opened_ms: int
    changed_ms: int
    taken_by: str = ""
    closed_by: str = ""
    note: str = ""


class CaseKey(Row, frozen=True):
    """The latest case about one thing: when that is closed, the next time opens another."""

    key: str
    number: int
    closed: bool


def evolve(rows: Rows, event: Event) -> None:
    """The only place where the rows of sales audit change."""
    match event:
        case did.EntriesReceived():
            hold(rows, event)
        case did.OfferNoted(sku=sku):
            before = rows[Offer, sku]
            prices = (*(before.prices if before else ()), Price(from_ms=event.from_ms, price_pence=event.price_pence, live=event.live))
            rows[Offer, sku] = Offer(sku=sku, name=event.name, prices=prices[-PRICES_KEPT:])
        case did.SalesAudited():
            for sale in event.sales:
                count(rows, event, sale)
        case _:
            evolve_case(rows, event)


def evolve_case(rows: Rows, event: Event) -> None:
    """A case opens, grows, is taken and closed."""
    match event:
        case did.CaseOpened():
            known = {name: getattr(event, name) for name in Case.__struct_fields__ if name in event.__struct_fields__}
            opened = in_order(event.opened_ms, event.case)
            rows[Case, event.case] = Case(status="open", opened=opened, changed_ms=event.opened_ms, **known)
            rows[CaseKey, event.key] = CaseKey(key=event.key, number=event.number, closed=False)
        case did.CaseWidened(case=case):
            row = standing(rows, case)
            rows[Case, case] = replace(
                row,
                count=row.count + event.count,
                amount_pence=row.amount_pence + event.amount_pence,
                facts=(*row.facts, *event.facts)[:FACTS_KEPT],
                changed_ms=event.widened_ms,
            )
        case did.CaseTaken(case=case, by=by):
            rows[Case, case] = replace(standing(rows, case), status="taken", taken_by=by, changed_ms=event.taken_ms)
        case did.CaseClosed(case=case, by=by):
            rows[Case, case] = replace(standing(rows, case), status="closed", closed_by=by, note=event.note, changed_ms=event.closed_ms)
            key = standing(rows, case).key
            latest = rows[CaseKey, key]
            if latest and case == case_id(key, latest.number):
                rows[CaseKey, key] = replace(latest, closed=True)
        case _:
            raise TypeError(f"sales audit does not know the event {type(event).__name__}")


def hold(rows: Rows, event: did.EntriesReceived) -> None:
    """The node's journal is held up to the last of these entries."""
    journal = journal_of(event.node, event.lane)
    for number, chain in enumerate(chain_of(bytes.fromhex(event.before), event.entries), event.first):
        block = block_of(journal, number)
        held = rows[HeldBlock, block]
        rows[HeldBlock, block] = HeldBlock(block=block, chains=(held.chains if held else b"") + chain)
    rows[NodeJournal, journal] = NodeJournal(
        journal=journal,
        node=event.node,
        store=event.store,
        lane=event.lane,
        sequence=event.last,
        chain=event.chain,
        heard_ms=event.received_ms,
    )


def count(rows: Rows, event: did.SalesAudited, sale: did.AuditedSale) -> None:
    """The sale stands with its store; a revoked node's takes no receipt number and counts for no day."""
    counts = event.standing == "standing"
    rows[Sale, sale.sale] = Sale(
        sale=sale.sale,
        arrived=in_order(event.received_ms, sale.sale),
        store=event.store,
        node=event.node,
        kind=sale.kind,
        till=sale.till,
        receipt=sale.receipt,
        sold_ms=sale.sold_ms,
        received_ms=event.received_ms,
        total_pence=sale.total_pence,
        cases=sale.cases,
        counts=counts,
        member=sale.member,
    )
    if not counts:
        return
    receipt, till = receipt_of(event.store, sale.till, sale.number), f"{event.store}/{sale.till}"
    if rows[ReceiptTaken, receipt] is None:
        rows[ReceiptTaken, receipt] = ReceiptTaken(receipt=receipt, sale=sale.sale)
    last = rows[TillNumbers, till]
    rows[TillNumbers, till] = TillNumbers(till=till, number=max(sale.number, last.number if last else 0))
    store_day = store_day_of(event.store, sale.sold_ms)
    before = rows[StoreDay, store_day] or StoreDay(store_day=store_day, store=event.store, day=store_day.rpartition("/")[2])
    is_sale = sale.kind == "sale"
    rows[StoreDay, before.store_day] = replace(
        before,
        sales=before.sales + is_sale,
        sales_pence=before.sales_pence + is_sale * sale.total_pence,
        refunds=before.refunds + (not is_sale),
        refunds_pence=before.refunds_pence + (not is_sale) * sale.total_pence,
        late=before.late + (event.received_ms - sale.sold_ms > LATE_MS),
        last_received_ms=max(before.last_received_ms, event.received_ms),
    )


def journal_of(node: str, lane: str) -> str:
    """The key of what is held of a node's journal."""
    return f"{node}/{lane}"


def block_of(journal: str, sequence: int) -> str:
    """The key of the block in which an entry's chain digest stands."""
    return f"{journal}/{(sequence - 1) // BLOCK:010}"


def chain_in(block: HeldBlock | None, sequence: int) -> bytes:
    """The chain digest held after this entry; nothing where the entry is not held."""
    if sequence == 0:
        return GENESIS
    place = (sequence - 1) % BLOCK * DIGEST_BYTES
    return block.chains[place : place + DIGEST_BYTES] if block else b""


def receipt_of(store: str, till: str, number: int) -> str:
    """The key of a receipt number."""
    return f"{store}/{till}/{number}"


def store_day_of(store: str, sold_ms: int) -> str:
    """The key of a store's day."""
    return f"{store}/{wall(sold_ms).date().isoformat()}"


def in_order(at_ms: int, key: str) -> str:
    """By what a list goes on where it stopped, however many came in one moment."""
    return f"{at_ms:014}.{key}"


def case_id(key: str, number: int) -> str:
    """The id of the so-manieth case about one thing; it stands in addresses, so that it has letters and digits alone."""
    return f"{hashlib.sha256(key.encode()).hexdigest()[:16]}-{number}"


def standing(rows: Rows, case: str) -> Case:
    """The case that an event speaks of; a journal without it is broken."""
    row = rows[Case, case]
    if row is None:
        raise LookupError(f"no case {case} for an event about it")
    return row
