"""What till pages read of the lane: one question each."""

from __future__ import annotations

from arkwright.channels.till.room import Room
from arkwright.compartments.tills import queries
from arkwright.compartments.tills.card_rules import BY_HAND_AFTER_MS
from arkwright.compartments.tills.till_rows import CardRefund, CardTender, Invoice, Refund, Sale, Session, StoredAllowance, Till
from arkwright.compartments.tills.totalling import Shown
from arkwright.kit.money import pounds

DECLINED = {
    "issuer": "The bank declined the card.",
    "pin": "The PIN was not right.",
    "acquirer-away": "The bank cannot be asked just now, and this card cannot be taken without it.",
    "contactless-limit": "It is over the contactless limit: offer chip & PIN.",
    "terminal": "The terminal could not take it.",
    "entry-mode": "The card was not read the way that works now.",
    "terminal-busy": "The terminal is busy with something else.",
    "shopper": "The customer stopped it at the terminal.",
    "till": "It was stopped at the till.",
    "time": "Nobody presented a card in time.",
    "nothing-taken": "The terminal says that no money moved.",
    "paid-less": "It gave back less than was asked.",
    "power": "The terminal lost its power before there was an answer.",
}


async def tills(room: Room) -> list[Till]:
    """Every till of the store."""
    return await queries.tills(room.tills.reader)


async def till(room: Room, name: str) -> Till | None:
    """One till."""
    return await queries.till(room.tills.reader, name)


async def wrong_pins(room: Room, colleague: str) -> int:
    """How many wrong PINs of a colleague's are counted just now."""
    found = await queries.colleague(room.tills.reader, colleague)
    return found.failures if found is not None else 0


async def wait_until_ms(room: Room, colleague: str) -> int:
    """Until when a colleague may not try a PIN."""
    found = await queries.colleague(room.tills.reader, colleague)
    return found.wait_until_ms if found is not None else 0


async def sale(room: Room, sale_id: str) -> Sale | None:
    """One sale."""
    return await queries.sale(room.tills.reader, sale_id)


async def shown(room: Room, till_name: str) -> Shown | None:
    """The sale on a till's screen, priced as it stands now."""
    return await queries.shown(room.tills.reader, till_name, room.world.now_ms())


async def parked(room: Room) -> list[Sale]:
    """Sales put aside in this store."""
    return await queries.parked(room.tills.reader)


async def session(room: Room, session_id: str) -> Session | None:
    """A session with its totals."""
    return await queries.session(room.tills.reader, session_id)


async def card_tender(room: Room, tender: str) -> CardTender | None:
    """One card payment."""
    return await queries.card_tender(room.tills.reader, tender)


async def allowance(room: Room) -> StoredAllowance | None:
    """What may still be approved without the acquirer."""
    return await queries.allowance(room.tills.reader)


async def stored_waiting(room: Room) -> list[CardTender]:
    """Card sales that the acquirer has not seen."""
    return await queries.stored_waiting(room.tills.reader)


async def owed(room: Room) -> list[CardTender]:
    """Card payments that are given back by hand."""
    return await queries.owed(room.tills.reader, room.world.now_ms())


async def orphans(room: Room) -> list[CardTender]:
    """Card payments that nobody knows the end of, at terminals that the store has no more."""
    until_ms, here = room.world.now_ms() - BY_HAND_AFTER_MS, {each.terminal for each in room.terminals.values()}
    rows = await queries.undecided(room.tills.reader, until_ms, ("asked", "unknown"))
    return [row for row in rows if row.terminal not in here and row.asked_ms <= until_ms]


async def local_pauses(room: Room) -> dict[str, str]:
    """The store's own pauses: capability, and what customers are told."""
    return {each.capability: each.say for each in await queries.local_pauses(room.tills.reader)}


async def whose_receipt(room: Room, receipt: str) -> tuple[Sale, Refund | None] | None:
    """The sale with this receipt number; with its refund, where the number is one's."""
    return await queries.by_receipt(room.tills.reader, receipt)


async def invoice(room: Room, receipt: str) -> Invoice | None:
    """The full VAT invoice that was made out for a receipt; to whom, only who may open the seal learns."""
    row = await queries.invoice(room.tills.reader, receipt)
    return row if row and row.person else None


async def refund(room: Room, refund_id: str) -> Refund | None:
    """One refund."""
    return await queries.refund(room.tills.reader, refund_id)


async def still_owed(room: Room, found: Refund) -> list[CardRefund]:
    """Card parts that the terminal said no to."""
    rows = [await queries.card_refund(room.tills.reader, part.part) for part in found.parts if part.kind == "card"]
    return [row for row in rows if row is not None and row.status == "declined"]


def refund_parts(found: Refund) -> list[tuple[str, str]]:
    """What goes back where."""
    words = {"cash": "Cash", "card": "To the card", "points": "Points"}
    return [(words[part.kind], pounds(part.amount_pence)) for part in found.parts]


def last_card_words(found: Shown) -> str:
    """What became of the last card that was tried and did not pay what was asked; nothing where it did."""
    last = found.cards[-1] if found.cards else None
    if last is None:
        return ""
    took, asked = pounds(last.amount_pence), pounds(last.asked_pence)
    if last.status == "owed":
        return f"The terminal does not take {took} back: a manager gives it back by hand, on the manager's page."
    if last.asked_pence and last.surplus and last.status != "settled":
        return f"The terminal took {took} where {asked} was asked for: all of it is taken back. Ask for the card again, or for cash."
    if last.asked_pence and last.status == "approved":
        return f"The card paid {took} of the {asked} asked for: ask for the rest in another way."
    if last.status not in ("declined", "aborted"):
        return ""
    return f"The card was not charged. {DECLINED.get(last.why, '')}".strip()
