"""What a card terminal is to a till: it is asked for money, tells what has become of it, and never tells a card number."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

EntryMode = Literal["contactless", "chip-and-pin"]
DeclinedWhy = Literal["issuer", "pin", "acquirer-away", "contactless-limit", "entry-mode", "terminal-busy", "terminal"]
AbortedBy = Literal["shopper", "till", "time", "power"]
ANSWERS_WITHIN_S = 180.0


class PaymentAsked(msgspec.Struct, frozen=True, kw_only=True):
    """One card tender, in pence.

    `tender` is ours and unique for ever: all that the terminal is told derives from it, so that asking again never pays twice.
    `entry_modes` are those whose switch is open now; at least one. `may_be_stored`: the till has reserved the amount under its
    allowance for stored sales, and the terminal may approve chip & PIN alone where the acquirer does not answer.
    """

    tender: str
    amount_pence: int
    entry_modes: tuple[EntryMode, ...]
    may_be_stored: bool = False


class RefundAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Money back to the card of an earlier payment, without the card: `terminal` took it as `transaction` at `at_ms`.

    `refund` is ours and unique for ever, as `tender` is.
    """

    refund: str
    amount_pence: int
    terminal: str
    transaction: str
    at_ms: int


class Approved(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Paid (or refunded). `stored` is None where the acquirer approved it.

    "waiting": the terminal alone approved it, and the acquirer has not seen it. "taken": since then the acquirer has taken it.
    `transaction` is the terminal's own id of it, `at_ms` the time on its clock.
    `auth_code` is empty for a sale that the terminal alone approved. `period` is the one that it counts in, as `Totals` names it.
    """

    transaction: str
    terminal: str
    at_ms: int
    amount_pence: int
    entry_mode: EntryMode
    scheme: str
    last_four: str
    auth_code: str
    stored: Literal["waiting", "taken"] | None = None
    period: str = ""


class DeclinedLate(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The terminal approved it alone, the shopper left with the goods, and the acquirer then declined it: no money will come."""

    transaction: str
    terminal: str
    amount_pence: int
    response_code: str
    """ISO 8583 field 39; 51 is "not sufficient funds"."""


class Declined(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Not paid, and never will be. `words` are fit for a till's screen.

    `response_code` is the issuer's (ISO 8583 field 39), if it was asked.
    """

    why: DeclinedWhy
    words: str
    response_code: str = ""


class Aborted(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Not paid, and never will be: somebody let go of it, or the terminal lost its power before there was an answer."""

    by: AbortedBy


class Reversed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """It was paid and has been taken back whole; only `status` says so."""

    transaction: str
    terminal: str
    amount_pence: int


class InProgress(msgspec.Struct, frozen=True, tag=True):
    """The shopper or the acquirer is being waited for: ask again."""


class NotFound(msgspec.Struct, frozen=True, tag=True):
    """The terminal has not heard of it so far. The request may still be on its way: `abort`, then ask again, before calling it unpaid."""


Outcome = Approved | DeclinedLate | Declined | Aborted | Reversed | InProgress | NotFound


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """What a terminal and its acquirer count since they last reconciled, in pence. `agreed`: the acquirer counts the same."""

    period: str
    agreed: bool
    payments_count: int
    payments_pence: int
    refunds_count: int
    refunds_pence: int
    reversals_count: int
    reversals_pence: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How the terminal is: whether it is doing something just now, and whether its acquirer answers it."""

    busy: bool
    acquirer_answers: bool


class TerminalRefused(Exception):
    """The terminal will not do that; nothing was done. The text is fit for a colleague."""


class CardTerminal(Protocol):
    """One terminal on the shop's network.

    Every call raises `NetworkError` when no answer came in time: whether it happened is then unknown, and for a payment or a refund
    `status` tells afterwards. Sent twice with the same id, everything happens once.
    """

    @property
    def terminal(self) -> str:
        """Its id (POIID)."""
        ...

    async def pay(self, asked: PaymentAsked) -> Outcome:
        """Ask the shopper to pay; answers when it is decided, within `ANSWERS_WITHIN_S`. Asked again, what it decided before.

        Never `DeclinedLate`, `Reversed` or `NotFound` at first asking. Where another payment is under way: declined, "terminal-busy",
        and this tender is let go of: another try is another tender.
        """
        ...

    async def refund(self, asked: RefundAsked) -> Outcome:
        """Give money back; only the acquirer can: `Declined` with "acquirer-away" where it does not answer."""
        ...

    async def status(self, tender: str) -> Outcome:
        """What has become of a payment or refund with this id; also after a loss of power, and of stored sales later on."""
        ...

    async def abort(self, tender: str) -> None:
        """Let go of a payment or refund, as long as the acquirer has not been asked; one not heard of yet is refused when it comes.

        What came of it, `status` tells: it may have been paid just before.
        """
        ...

    async def reverse(self, *, reversal: str, transaction: str, at_ms: int) -> None:
        """Take back a whole approved payment of this terminal, one declined late included. It stands once this returns.

        The terminal tells the acquirer when it can. Refuses with `TerminalRefused` what it never approved.
        """
        ...

    async def reconcile(self, reconciliation: str) -> Totals:
        """Close the period with the acquirer. Refuses with `TerminalRefused` while stored sales wait or the acquirer is away."""
        ...

    async def standing(self) -> Standing:
        """How it is."""
        ...
