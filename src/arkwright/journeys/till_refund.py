"""Money back at a till: on the books first; what goes to a card is then asked of a terminal, until it has answered."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from arkwright.compartments.tills import queries as tills
from arkwright.compartments.tills.commands import AskRefundAgain, BeginRefund, RecordRefundDeclined, RecordRefunded, RefundCommand
from arkwright.compartments.tills.facts import RefundPart
from arkwright.compartments.tills.till_rows import CardRefund
from arkwright.journeys.refusals import TerminalIsAway
from arkwright.journeys.steps import Step, run
from arkwright.journeys.till_card import Tills, card_of
from arkwright.kit import terminal as at
from arkwright.kit.messages import digest
from arkwright.kit.terminal import Outcome, RefundAsked
from arkwright.kit.world import NetworkError


async def refund(at_tills: Tills, command: BeginRefund) -> None:
    """Give money back; refuses what the tills refuse. A terminal that does not answer is asked again by the resolver."""
    await at_tills.lane.submit(command)
    begun = await tills.refund(at_tills.lane.reader, command.refund)
    for part in begun.parts if begun else ():
        if part.kind == "card":
            await pay_back(at_tills, part.part)


async def again(at_tills: Tills, refund_id: str, part: str, by: str) -> None:
    """Ask once more for a part that a terminal declined; nothing to do for any other."""
    await at_tills.lane.submit(AskRefundAgain(id=at_tills.world.new_id(), store=at_tills.store, refund=refund_id, part=part, by=by))
    await pay_back(at_tills, part)


@dataclass
class PayingBack:
    """A card part of a refund under way: `answer` once the terminal has decided."""

    at: Tills
    row: CardRefund
    part: RefundPart
    answer: Outcome | None = None
    silent: bool = False


async def pay_back(at_tills: Tills, part: str) -> bool:
    """Take one card part to its end, or leave it to the resolver; whether the terminal answered.

    Safe any number of times: the terminal knows it by its id and attempt.
    """
    row = await tills.card_refund(at_tills.lane.reader, part)
    begun = await tills.refund(at_tills.lane.reader, row.refund) if row else None
    found = next((each for each in begun.parts if each.part == part), None) if begun else None
    if row is not None and found is not None and row.status == "asked":
        paying = PayingBack(at_tills, row, found)
        await run(at_tills.world, "card-refund", PAY_BACK, paying)
        return not paying.silent
    return True


async def ask_terminal(paying: PayingBack) -> None:
    """What the terminal has decided before under this id, or decides now."""
    original = paying.part.original
    if original is None:
        raise LookupError(f"{paying.part.part} goes to no card")
    asked = RefundAsked(
        refund=f"{paying.row.part}.{paying.row.attempt}",
        amount_pence=paying.part.amount_pence,
        terminal=original.terminal,
        transaction=original.transaction,
        at_ms=original.at_ms,
    )
    try:
        terminal = paying.at.terminal(paying.row.terminal)
        before = await terminal.status(asked.refund)
        paying.answer = await terminal.refund(asked) if isinstance(before, at.NotFound) else before
    except (NetworkError, TerminalIsAway):
        paying.silent = True


async def note_answer(paying: PayingBack) -> None:
    """The terminal's yes or no goes on the books; anything else is asked for again."""
    of = {"id": "", "store": paying.at.store, "refund": paying.row.refund, "part": paying.row.part}
    match paying.answer:
        case at.Approved():
            await submit(paying, RecordRefunded(**of, amount_pence=paying.answer.amount_pence, card=card_of(paying.answer)))
        case at.Declined(why=why):
            await submit(paying, RecordRefundDeclined(**of, attempt=paying.row.attempt, why=why))
        case at.Aborted(by=by):
            await submit(paying, RecordRefundDeclined(**of, attempt=paying.row.attempt, why=by))


PAY_BACK = [
    Step("terminal", ask_terminal, outside=True),
    Step("answer", note_answer),
]


async def submit(paying: PayingBack, command: RefundCommand) -> None:
    """With an id made of the attempt and of what is said: told again, it is the same command."""
    said = f"{command.part}.{paying.row.attempt}.{type(command).__name__}.{digest(command).hex()[:16]}"
    await paying.at.lane.submit(replace(command, id=said))
