"""What the simulated acquirer holds: each payment and refund it has seen, each period it has closed, and trouble on order."""

from __future__ import annotations

from typing import Literal

import msgspec

from arkwright.simulators.acquirer.messages import Card, EntryMode, Reason, Totals

State = Literal["captured", "declined", "reversed"]


class Entry(msgspec.Struct, kw_only=True):
    """One payment or refund. `stored`: the terminal had approved it alone. `seen` is false where only its reversal came.

    `period` is the terminal's period in which it was captured, `reversed_in` the one in which it was taken back on purpose.
    """

    terminal: str
    stan: str
    reference: str
    amount_pence: int
    kind: Literal["payment", "refund"] = "payment"
    stored: bool = False
    entry_mode: EntryMode = "chip-and-pin"
    card: Card = Card("", "", "")
    state: State = "captured"
    code: str = "00"
    auth_code: str = ""
    seen: bool = True
    period: int = 0
    reversed_in: int = 0
    reason: Reason | None = None
    of: str = ""
    at_ms: int = 0


class Closed(msgspec.Struct, kw_only=True, frozen=True):
    """A period that was closed, by the message that closed it."""

    period: int
    totals: Totals
    agreed: bool


class Trouble(msgspec.Struct, kw_only=True):
    """What was ordered on the page: cut off until told otherwise, and what the next ones meet."""

    cut_off: bool = False
    silent: int = 0
    decline_next: int = 0
    decline_next_stored: int = 0


class Books(msgspec.Struct, kw_only=True):
    """Everything, as it is kept in the file."""

    entries: dict[str, Entry] = {}
    closed: dict[str, Closed] = {}
    trouble: Trouble = msgspec.field(default_factory=Trouble)
    approvals: int = 0


def totals_of(books: Books, terminal: str, period: int) -> Totals:
    """What stands of one terminal's period. What was reversed because no answer came counts nowhere: the terminal cannot know of it."""
    mine = [entry for entry in books.entries.values() if entry.terminal == terminal and entry.state != "declined"]
    mine = [entry for entry in mine if entry.reason != "no-answer"]
    payments = [entry.amount_pence for entry in mine if entry.period == period and entry.kind == "payment"]
    refunds = [entry.amount_pence for entry in mine if entry.period == period and entry.kind == "refund"]
    reversals = [entry.amount_pence for entry in mine if entry.reversed_in == period]
    return Totals(
        payments=len(payments),
        payments_pence=sum(payments),
        refunds=len(refunds),
        refunds_pence=sum(refunds),
        reversals=len(reversals),
        reversals_pence=sum(reversals),
    )
