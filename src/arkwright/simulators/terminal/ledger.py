"""What a terminal writes down and when: each change is on its disk, whole, before anything follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from arkwright.kit.nexo.parts import ErrorCondition
from arkwright.kit.refusal import Invalid
from arkwright.kit.world import World
from arkwright.simulators.acquirer import messages
from arkwright.simulators.acquirer.messages import Card, EntryMode, Message, Place
from arkwright.simulators.terminal.books import Books, Closing, Outgoing, Sale, forget_the_oldest, next_place, totals_of


@dataclass
class TerminalFileIsUnreadable(Invalid):
    """The file with the terminal's books is not one of its own; it is left as it is."""

    path: str
    sentence = "The terminal simulator cannot read its file {path}. Move the file away to start with empty books."


class PowerLost(Exception):
    """From here on nothing happens any more."""


class Ledger:
    """The books of one terminal for one life; `cut` ends it. Refuses with `TerminalFileIsUnreadable`."""

    def __init__(self, world: World, terminal: str, path: Path) -> None:
        self._world = world
        self._terminal = terminal
        self._path = path
        self._alive = True
        self.books = self._read()

    def cut(self) -> None:
        """Nothing is written any more."""
        self._alive = False

    def recover(self) -> None:
        """After power on: whatever was not decided is not paid, and is taken back where the acquirer may have been asked."""
        undecided = [sale for sale in self.books.sales.values() if not sale.ended]
        for sale in undecided:
            if sale.state == "asking":
                self._take_back(sale, "no-answer")
            self._fail(sale, "Aborted", by="power")
        if undecided:
            self._write()

    def begin(self, sale: Sale) -> Sale:
        """A payment or refund was asked for."""
        forget_the_oldest(self.books)
        self.books.sales[sale.key] = sale
        self._write()
        return sale

    def asking(self, sale: Sale, mode: EntryMode, card: Card) -> Message:
        """The acquirer is about to be asked; the message for it."""
        place = next_place(self.books, self._terminal)
        sale.state, sale.stan, sale.reference, sale.entry_mode, sale.card = "asking", place.stan, place.reference, mode, card
        sale.period = self.books.period
        self._write()
        if sale.kind == "refund":
            return messages.refund(
                place, sale.at_ms, sale.amount_pence, sale.original_terminal, sale.original_reference, period=sale.period
            )
        return messages.financial(place, sale.at_ms, sale.amount_pence, mode, card, period=sale.period)

    def approved(self, sale: Sale, answer: Message) -> None:
        """The acquirer approved it."""
        sale.state, sale.auth_code, sale.code = "approved", answer.fields.get("38", ""), answer.code
        if sale.kind == "refund":
            sale.card = Card("", answer.private.get("scheme", ""), answer.private.get("lastFour", ""))
            sale.entry_mode = "contactless" if answer.private.get("entryMode") == "contactless" else "chip-and-pin"
        self._write()

    def failed(self, sale: Sale, error: ErrorCondition, *, by: str = "", code: str = "") -> None:
        """It is not paid, and never will be."""
        self._fail(sale, error, by=by, code=code)
        self._write()

    def unanswered(self, sale: Sale) -> None:
        """The acquirer did not answer and the terminal may not decide alone: not paid, and taken back."""
        self._take_back(sale, "no-answer")
        self._fail(sale, "UnreachableHost")
        self._write()

    def card_wanted_again(self, sale: Sale) -> None:
        """The acquirer did not answer to a tap: taken back, and the card may be inserted."""
        self._take_back(sale, "no-answer")
        sale.state = "asked"
        self._write()

    def stored(self, sale: Sale) -> None:
        """The acquirer did not answer and the terminal approves alone: the first attempt is taken back before the advice goes out."""
        self._take_back(sale, "no-answer")
        place = next_place(self.books, self._terminal)
        sale.state, sale.stan, sale.reference, sale.stored = "approved", place.stan, place.reference, "waiting"
        advice = messages.financial(place, sale.at_ms, sale.amount_pence, sale.entry_mode, sale.card, period=sale.period, stored=True)
        self.books.outbox.append(Outgoing(kind="advice", sale=sale.key, message=advice))
        self._write()

    def reverse(self, sale: Sale) -> None:
        """The till takes an approved payment back; the acquirer need not be told of one that it never took."""
        unsent = [out for out in self.books.outbox if out.kind == "advice" and out.sale == sale.key and not out.attempted]
        if unsent:
            self.books.outbox.remove(unsent[0])
            sale.period = 0
        elif sale.stored != "declined":
            self._take_back(sale, "cancelled")
        sale.reversed_in = self.books.period
        self._write()

    def attempted(self, out: Outgoing) -> Message:
        """It is about to be sent; the message, as a repeat (field 0, last digit 1) where it may have been sent before."""
        repeat = out.attempted
        out.attempted = True
        self._write()
        return msgspec.structs.replace(out.message, mti=f"{out.message.mti[:3]}1") if repeat else out.message

    def delivered(self, out: Outgoing, answer: Message) -> None:
        """The acquirer has answered, which may be a late no."""
        self.books.outbox.remove(out)
        sale = self.books.sales[out.sale]
        if out.kind == "advice":
            sale.stored = "taken" if answer.code == messages.APPROVED else "declined"
            sale.code = answer.code
        self._write()

    def closing(self, name: str) -> Closing:
        """The period to close under this name: the one that was begun before, or a new one."""
        unanswered = [closing for closing in self.books.closings.values() if closing.agreed is None]
        known = self.books.closings.get(name) or (unanswered[0] if unanswered else None)
        if known is None:
            period, totals = self.books.period, totals_of(self.books, self.books.period)
            place = next_place(self.books, self._terminal)
            known = Closing(
                period=period, totals=totals, message=messages.reconciliation(place, self._world.now_ms(), totals, period=period)
            )
            self.books.period += 1
        self.books.closings[name] = known
        self._write()
        return known

    def closed(self, closing: Closing, *, agreed: bool) -> None:
        """The acquirer has answered."""
        for each in self.books.closings.values():
            if each.period == closing.period:
                each.agreed = agreed
        self._write()

    def _take_back(self, sale: Sale, reason: messages.Reason) -> None:
        original = Place(self._terminal, sale.stan, sale.reference)
        mti = "0220" if sale.stored else "0200"
        stan = next_place(self.books, self._terminal).stan
        period = self.books.period
        message = messages.reversal(original, mti, stan, self._world.now_ms(), sale.amount_pence, reason, period=period)
        self.books.outbox.append(Outgoing(kind="reversal", sale=sale.key, message=message))

    def _fail(self, sale: Sale, error: ErrorCondition, *, by: str = "", code: str = "") -> None:
        sale.state, sale.error, sale.by, sale.code = "failed", error, by, code

    def _write(self) -> None:
        if not self._alive:
            raise PowerLost
        self._world.replace_file(self._path, msgspec.json.encode(self.books))

    def _read(self) -> Books:
        try:
            return msgspec.json.decode(self._world.read_file(self._path), type=Books)
        except FileNotFoundError:
            return Books()
        except (msgspec.DecodeError, OSError):
            raise TerminalFileIsUnreadable(str(self._path)) from None
