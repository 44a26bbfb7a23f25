"""What a terminal keeps on its disk, and so over a loss of power."""

from __future__ import annotations

from typing import Literal

import msgspec

from arkwright.kit.nexo.parts import ErrorCondition
from arkwright.simulators.acquirer.messages import Card, EntryMode, Message, Place, Totals

KEPT_SALES = 1000
NO_CARD = Card("", "", "")


class ContactlessLimit(msgspec.Struct, frozen=True):
    """From this day on (London), contactless is taken up to this many pence; 100 pounds since 15 October 2021 (UK Finance)."""

    from_day: str
    pence: int


class TerminalConfig(msgspec.Struct, frozen=True, kw_only=True):
    """Who it is, and what it decides by itself."""

    terminal: str
    contactless_limits: tuple[ContactlessLimit, ...] = (ContactlessLimit("2021-10-15", 100_00),)
    card_within_s: float = 60.0
    acquirer_within_s: float = 12.0


class Sale(msgspec.Struct, kw_only=True):
    """One payment or refund, by the till's SaleID and ServiceID.

    "asked": it waits for the card. "asking": the acquirer may have been asked, as `stan` and `reference`. The rest is for ever.
    """

    key: str
    tender: str
    tender_stamp: str
    amount_pence: int
    at_ms: int
    kind: Literal["payment", "refund"] = "payment"
    modes: tuple[EntryMode, ...] = ()
    may_be_stored: bool = False
    original_terminal: str = ""
    original_reference: str = ""
    state: Literal["asked", "asking", "approved", "failed"] = "asked"
    stan: str = ""
    reference: str = ""
    card: Card = NO_CARD
    entry_mode: EntryMode = "chip-and-pin"
    auth_code: str = ""
    stored: Literal["", "waiting", "taken", "declined"] = ""
    code: str = ""
    error: ErrorCondition | None = None
    by: str = ""
    reversed_in: int = 0
    period: int = 0

    @property
    def ended(self) -> bool:
        """Whether it is decided."""
        return self.state in {"approved", "failed"}

    def same_as(self, other: Sale) -> bool:
        """Whether both ask for the same; what was let go of before it came is whatever comes."""
        return not self.tender or (self.tender, self.amount_pence, self.kind) == (other.tender, other.amount_pence, other.kind)


class Outgoing(msgspec.Struct, kw_only=True):
    """What the acquirer has to be told, whatever happens. `attempted`: it may have been told already."""

    kind: Literal["reversal", "advice"]
    sale: str
    message: Message
    attempted: bool = False


class Closing(msgspec.Struct, kw_only=True):
    """A period closed or about to be; `agreed` is None until the acquirer has answered."""

    period: int
    totals: Totals
    message: Message
    agreed: bool | None = None


class Books(msgspec.Struct, kw_only=True):
    """Everything, as it is kept in the file."""

    serial: int = 0
    period: int = 1
    sales: dict[str, Sale] = {}
    outbox: list[Outgoing] = []
    closings: dict[str, Closing] = {}


def next_place(books: Books, terminal: str) -> Place:
    """A fresh trace number and reference."""
    books.serial += 1
    return Place(terminal, f"{books.serial % 1_000_000:06}", f"{books.serial:012}")


def totals_of(books: Books, period: int) -> Totals:
    """What stands of a period; a stored sale that was declined late, or taken back before it was sent, stands nowhere."""
    mine = [sale for sale in books.sales.values() if sale.state == "approved" and sale.stored != "declined" and sale.period]
    payments = [sale.amount_pence for sale in mine if sale.period == period and sale.kind == "payment"]
    refunds = [sale.amount_pence for sale in mine if sale.period == period and sale.kind == "refund"]
    reversals = [sale.amount_pence for sale in mine if sale.reversed_in == period]
    return Totals(
        payments=len(payments),
        payments_pence=sum(payments),
        refunds=len(refunds),
        refunds_pence=sum(refunds),
        reversals=len(reversals),
        reversals_pence=sum(reversals),
    )


def forget_the_oldest(books: Books) -> None:
    """Keep the newest, and all that is not decided, not delivered or not reconciled."""
    waiting = {out.sale for out in books.outbox}
    for key in list(books.sales)[: max(0, len(books.sales) - KEPT_SALES)]:
        sale = books.sales[key]
        if sale.ended and key not in waiting and sale.period < books.period and sale.reversed_in < books.period:
            del books.sales[key]
