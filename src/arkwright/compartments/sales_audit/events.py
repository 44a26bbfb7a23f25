"""What happened in sales audit; entries of stores stand here as their nodes wrote them, without personal data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from arkwright.compartments.sales_audit.commands import CaseKind, GoodsMoved, Note, SaleKind, Standing
from arkwright.kit.messages import Event


class AuditedSale(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sale or refund that was looked at; `cases` is how many odd things were found, `goods` what moved with it."""

    sale: str
    kind: SaleKind
    till: str
    receipt: str
    number: int
    sold_ms: int
    total_pence: int
    cases: int
    goods: tuple[GoodsMoved, ...] = ()
    member: str = ""


class EntriesReceived(Event, frozen=True):
    """Head office holds these entries of a node's journal; `chain` (hex) is the digest after the last."""

    node: str
    store: str
    lane: str
    serial: str
    standing: Standing
    first: int
    last: int
    before: str
    chain: str
    entries: tuple[str, ...]
    received_ms: int


class OfferNoted(Event, frozen=True):
    """What head office sells a SKU for, from when."""

    sku: str
    name: str
    price_pence: int
    live: bool
    from_ms: int


class SalesAudited(Event, frozen=True):
    """These sales were looked at; those of a revoked node are known and do not count."""

    node: str
    store: str
    standing: Standing
    sales: tuple[AuditedSale, ...]
    received_ms: int


class CaseOpened(Event, frozen=True):
    """Something wants a person. `subject` is what it is about (a SKU, a receipt, a sequence), `facts` what is known, in sentences."""

    case: str
    key: str
    number: int
    kind: CaseKind
    store: str
    node: str
    subject: str
    facts: tuple[str, ...]
    count: int
    amount_pence: int
    owner: str
    opened_ms: int


class CaseWidened(Event, frozen=True):
    """The same thing happened again while the case is not closed."""

    case: str
    count: int
    amount_pence: int
    facts: tuple[str, ...]
    widened_ms: int


class CaseTaken(Event, frozen=True):
    """A colleague looks after it."""

    case: str
    by: str
    taken_ms: int


class CaseClosed(Event, frozen=True):
    """It is settled."""

    case: str
    note: Note
    by: str
    closed_ms: int


RAISE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
