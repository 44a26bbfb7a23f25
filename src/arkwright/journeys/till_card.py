"""A card tender at a till: on the books first, then the terminal is asked, then its answer is booked; a lost answer is asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from msgspec.structs import replace

from arkwright.compartments.tills import queries as tills
from arkwright.compartments.tills.commands import (
    AskForCard,
    BeginReversal,
    CardCommand,
    RecordAborted,
    RecordApproved,
    RecordDeclined,
    RecordReversalRefused,
    RecordReversed,
    RecordStoredDeclined,
    RecordStoredTaken,
    RecordUnknown,
)
from arkwright.compartments.tills.facts import Card, VoidReason
from arkwright.compartments.tills.tender_refusals import NoSuchTender
from arkwright.compartments.tills.till_rows import CardTender
from arkwright.journal.lane import Lane
from arkwright.journeys.refusals import TerminalIsAway
from arkwright.journeys.steps import Step, run
from arkwright.kit import terminal as at
from arkwright.kit.messages import digest
from arkwright.kit.terminal import CardTerminal, Outcome, PaymentAsked, TerminalRefused
from arkwright.kit.world import NetworkError, World

log = structlog.get_logger("till-card")

TAKEN_BACK = "taken-back"  # in the place of the acquirer's code: somebody took a stored payment back at the terminal, and no money comes


@dataclass(frozen=True, kw_only=True)
class Tills:
    """One store's tills, as their journeys see them; `terminals` by their ids."""

    world: World
    store: str
    lane: Lane
    terminals: Mapping[str, CardTerminal]

    def terminal(self, name: str) -> CardTerminal:
        """The terminal; `TerminalIsAway` where the store has none of that name any more."""
        found = self.terminals.get(name)
        if found is None:
            raise TerminalIsAway(name)
        return found


@dataclass
class Paying:
    """A card payment under way: `answer` once the terminal has said what became of it; `lost` when it said nothing."""

    at: Tills
    tender: str
    command: AskForCard | None = None
    answer: Outcome | None = None
    lost: bool = False


async def pay(at_tills: Tills, command: AskForCard) -> None:
    """Take a card payment to its end, or leave it unknown to the resolver. Refuses what the tills refuse; asked twice, paid once."""
    await run(at_tills.world, "card", PAY, Paying(at_tills, command.tender, command))


async def begin(at_tills: Tills, command: AskForCard) -> None:
    """Only the first step: it is on the books that the terminal will be asked; `go_on` asks it."""
    await at_tills.lane.submit(command)


async def go_on(at_tills: Tills, tender: str) -> None:
    """The other steps of `pay`."""
    await run(at_tills.world, "card", PAY[1:], Paying(at_tills, tender))


async def note_asked(paying: Paying) -> None:
    """On the books, with what is set aside of the allowance."""
    if paying.command is not None:
        await begin(paying.at, paying.command)


async def ask_terminal(paying: Paying) -> None:
    """The shopper pays at the terminal; one whose end is known already is not asked again."""
    tender = await known(paying.at, paying.tender)
    if tender.status != "asked":
        return
    asked = PaymentAsked(
        tender=tender.tender,
        amount_pence=tender.amount_pence,
        entry_modes=tender.entry_modes,
        may_be_stored=tender.stored_reserved,
    )
    try:
        paying.answer = await paying.at.terminal(tender.terminal).pay(asked)
    except (NetworkError, TerminalIsAway):
        paying.lost = True


async def note_answer(paying: Paying) -> None:
    """The terminal's answer goes on the books, or that there is none."""
    if paying.lost:
        await submit(paying.at, RecordUnknown(id="", store=paying.at.store, tender=paying.tender))
    elif paying.answer is not None:
        await record(paying.at, await known(paying.at, paying.tender), paying.answer)


PAY = [
    Step("ask", note_asked),
    Step("terminal", ask_terminal, outside=True),
    Step("answer", note_answer),
]


async def abort(at_tills: Tills, tender: str) -> None:
    """Have the terminal let go of it; what came of it goes on the books: it may have been paid just before."""
    row = await known(at_tills, tender)
    if row.status not in ("asked", "unknown"):
        return
    try:
        await at_tills.terminal(row.terminal).abort(tender)
    except NetworkError as error:
        raise TerminalIsAway(row.terminal) from error
    await settle(at_tills, tender)


async def reverse(at_tills: Tills, tender: str, why: VoidReason) -> bool:
    """Take the payment of an unfinished sale back, or one that no sale needs; whether the terminal answered.

    Where it is silent or says no, the resolver goes on.
    """
    await at_tills.lane.submit(BeginReversal(id=at_tills.world.new_id(), store=at_tills.store, tender=tender, why=why))
    return await settle(at_tills, tender)


@dataclass
class Settling:
    """A tender being settled: `answer` once the terminal has said what became of it."""

    at: Tills
    row: CardTender
    answer: Outcome | None = None
    reversed: bool = False
    refused: str = ""
    silent: bool = False


async def settle(at_tills: Tills, tender: str) -> bool:
    """Ask the terminal what became of a tender and book it; whether it answered: a silent one is asked again the next time.

    Safe any number of times. One that the terminal never heard of is let go of first, so that it cannot be paid afterwards. A payment
    that the terminal will not take back is noted with its words; after the last of its noes it is owed, and given back by hand.
    """
    settling = Settling(at_tills, await known(at_tills, tender))
    await run(at_tills.world, "card-settle", SETTLE, settling)
    return not settling.silent


async def look(settling: Settling) -> None:
    """What the terminal says."""
    row = settling.row
    try:
        terminal = settling.at.terminal(row.terminal)
        if row.status == "reversing":
            if row.card is not None:
                settling.refused = await no_to_reversal(terminal, row.tender, row.card)
                settling.reversed = not settling.refused
        elif row.status in ("asked", "unknown"):
            settling.answer = await ended(terminal, row.tender)
        elif row.stored == "waiting":
            settling.answer = await terminal.status(row.tender)
    except (NetworkError, TerminalIsAway):
        settling.silent = True


async def no_to_reversal(terminal: CardTerminal, tender: str, card: Card) -> str:
    """The terminal's words for not taking a payment back; none where it does, or where somebody took it back at the terminal before."""
    try:
        await terminal.reverse(reversal=f"{tender}.reversal", transaction=card.transaction, at_ms=card.at_ms)
    except TerminalRefused as refused:
        with contextlib.suppress(NetworkError):
            if isinstance(await terminal.status(tender), at.Reversed):
                return ""
        why = str(refused) or type(refused).__name__
        log.warning("a terminal will not reverse what it approved", tender=tender, terminal=terminal.terminal, why=why)
        return why
    return ""


async def ended(terminal: CardTerminal, tender: str) -> Outcome:
    """What became of a payment; `NotFound` only once it can no longer be heard of."""
    found = await terminal.status(tender)
    if not isinstance(found, at.NotFound):
        return found
    await terminal.abort(tender)
    return await terminal.status(tender)


async def conclude(settling: Settling) -> None:
    """On the books."""
    if settling.reversed:
        await submit(settling.at, RecordReversed(id="", store=settling.at.store, tender=settling.row.tender))
    elif settling.refused:
        of, attempt = {"id": "", "store": settling.at.store, "tender": settling.row.tender}, settling.row.refusals + 1
        await submit(settling.at, RecordReversalRefused(**of, attempt=attempt, why=settling.refused))
    elif settling.answer is not None:
        await record(settling.at, settling.row, settling.answer)


SETTLE = [
    Step("look", look, outside=True),
    Step("conclude", conclude),
]


async def record(at_tills: Tills, row: CardTender, outcome: Outcome) -> None:
    """What the terminal's word means for the books; nothing while it is still undecided.

    A stored payment that was declined before its sale was completed is a decline like any other: no goods have left on it. One that
    somebody took back at the terminal, after it was spent or given back in cash, is a late decline: nobody waits for its money any more.
    """
    of = {"id": "", "store": at_tills.store, "tender": row.tender}
    undecided = row.status in ("asked", "unknown")
    match outcome:
        case at.Approved():
            if undecided or row.card is None:
                await submit(at_tills, RecordApproved(**of, amount_pence=outcome.amount_pence, card=card_of(outcome)))
            if outcome.stored == "taken":
                await submit(at_tills, RecordStoredTaken(**of))
        case at.DeclinedLate(response_code=code) if not undecided:
            await submit(at_tills, RecordStoredDeclined(**of, response_code=code))
        case at.DeclinedLate():
            await submit(at_tills, RecordDeclined(**of, why="issuer"))
        case at.Declined(why=why) if undecided:
            await submit(at_tills, RecordDeclined(**of, why=why))
        case at.Aborted(by=by) if undecided:
            await submit(at_tills, RecordAborted(**of, why=by))
        case at.Reversed() if undecided:
            await submit(at_tills, RecordAborted(**of, why="reversed"))
        case at.Reversed() if row.status == "owed":
            await submit(at_tills, RecordReversed(**of))
        case at.Reversed() if row.stored == "waiting":
            await submit(at_tills, RecordStoredDeclined(**of, response_code=TAKEN_BACK))
        case at.NotFound() if undecided:
            await submit(at_tills, RecordAborted(**of, why="never-asked"))


def card_of(approved: at.Approved) -> Card:
    """What is kept of the card."""
    return Card(
        terminal=approved.terminal,
        transaction=approved.transaction,
        at_ms=approved.at_ms,
        entry_mode=approved.entry_mode,
        scheme=approved.scheme,
        last_four=approved.last_four,
        auth_code=approved.auth_code,
        stored=approved.stored is not None,
        period=approved.period,
    )


async def submit(at_tills: Tills, command: CardCommand) -> None:
    """With an id made of what is said: told again, it is the same command."""
    said = f"{command.tender}.{type(command).__name__}.{digest(command).hex()[:16]}"
    await at_tills.lane.submit(replace(command, id=said))


async def known(at_tills: Tills, tender: str) -> CardTender:
    """The tender, or a refusal."""
    row = await tills.card_tender(at_tills.lane.reader, tender)
    if row is None:
        raise NoSuchTender(tender)
    return row
