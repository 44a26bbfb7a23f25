"""What may be asked of sales audit. None of it carries a capability: what was sold is taken in whatever is paused."""

from __future__ import annotations

from typing import Literal

import msgspec

from arkwright.kit.messages import Command

Standing = Literal["standing", "revoked"]
SaleKind = Literal["sale", "refund"]
CaseKind = Literal[
    "unknown-product", "price-difference", "late-decline", "duplicate-receipt", "receipt-gap", "revoked-key", "fork", "bad-record",
    "card-amount", "card-not-reversed", "card-by-hand", "points-overspent", "card-totals",
]  # fmt: skip
Note = Literal[
    "range-corrected", "price-stands", "paid-otherwise", "written-off", "shopper-told", "node-replaced", "sales-are-genuine",
    "sales-are-forged", "nothing-wrong", "given-back",
]  # fmt: skip


class LineSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a sale; `price_pence` is what the till took for the listed price of one."""

    sku: str
    name: str
    quantity: int
    price_pence: int


class GoodsMoved(msgspec.Struct, frozen=True, kw_only=True):
    """Units of one line that left the store with a sale, or came back fit to sell with a refund."""

    line: str
    sku: str
    quantity: int


class SaleSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A sale or a refund as a node's journal has it, at this sequence. `member_saved_pence` is what prices for members took off."""

    sequence: int
    sale: str
    kind: SaleKind
    till: str
    receipt: str
    number: int
    sold_ms: int
    total_pence: int
    lines: tuple[LineSeen, ...] = ()
    goods: tuple[GoodsMoved, ...] = ()
    member: str = ""
    member_saved_pence: int = 0


class DeclineSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A stored card payment that the acquirer declined late, or that somebody took back at the terminal (`taken_back`)."""

    sequence: int
    sale: str
    till: str
    tender: str
    amount_pence: int
    taken_back: bool = False


class CardSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A card payment that a till could not end by itself: the terminal took another amount, or will not take it back (`why`: its words).

    `refund`: the terminal gave money back, and another amount than it was asked for. One that a manager ended by hand is such a one too.
    "card-totals" is of all payments until a Z report: `tender` is its session, `card` the terminal, `amount_pence` what the terminal counts
    more than the tills, and `why` says how they differ.
    """

    sequence: int
    kind: Literal["card-amount", "card-not-reversed", "card-by-hand", "card-totals"]
    sale: str
    till: str
    tender: str
    card: str
    amount_pence: int
    asked_pence: int = 0
    surplus: bool = False
    why: str = ""
    refund: bool = False


class SettledSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A card payment that nobody owes the shopper any more: it was given back, or was never taken."""

    sequence: int
    till: str
    tender: str


class BadSeen(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that cannot be read as what happened at a till."""

    sequence: int
    why: str


class ReceiveEntries(Command, frozen=True):
    """Entries of a node's journal as they stand: the first has this sequence, and `before` (hex) is the chain digest in front of it.

    `standing` is what the node's certificate was worth when they came.
    """

    node: str
    store: str
    lane: str
    serial: str
    standing: Standing
    first: int
    before: str
    entries: tuple[str, ...]


class NoteOffer(Command, frozen=True):
    """From this moment head office sells the SKU at this price, or no more (a reaction to the catalogue)."""

    sku: str
    name: str
    price_pence: int
    live: bool
    from_ms: int


class JudgeSales(Command, frozen=True):
    """Look at what came in one batch (a reaction to what was received)."""

    node: str
    store: str
    standing: Standing
    received_ms: int
    sales: tuple[SaleSeen, ...] = ()
    declines: tuple[DeclineSeen, ...] = ()
    cards: tuple[CardSeen, ...] = ()
    settled: tuple[SettledSeen, ...] = ()
    bad: tuple[BadSeen, ...] = ()


class RecordOverspend(Command, frozen=True):
    """A till took more points than a member had, or frozen ones: the signed sale `receipt` says so (a reaction to loyalty)."""

    store: str
    receipt: str
    membership: str
    short_points: int
    frozen: bool


class TakeCase(Command, frozen=True):
    """A colleague looks after this case from now on."""

    case: str
    by: str


class CloseCase(Command, frozen=True):
    """The case is settled, as the note says."""

    case: str
    note: Note
    by: str
