"""Who a colleague is, by badge or by number and PIN, from the list that the store holds: head office need not be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from arkwright.channels.design.pages import clock
from arkwright.channels.till import reading
from arkwright.channels.till.room import Room
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills.facts import Approval, How
from arkwright.kit import passwords
from arkwright.kit.badges import badge_digest, is_badge
from arkwright.kit.refusal import Forbidden, Invalid
from arkwright.kit.replica import ColleagueLine

LONGEST = 100


@dataclass
class NotSignedOn(Forbidden):
    """One sentence for an unknown badge, an unknown number and a wrong PIN."""

    sentence: ClassVar[str] = (
        "That badge, or number and PIN, is not known in this store. Try again; after five wrong tries there is a wait. "
        "The manager can look you up in the list of colleagues."
    )
    field: ClassVar[str | None] = "badge"


@dataclass
class NeedsApproval(Forbidden):
    """Somebody else's badge."""

    sentence: ClassVar[str] = "This needs a manager: scan a manager's badge, or type a manager's number and PIN."
    field: ClassVar[str | None] = "badge"


@dataclass
class WaitBeforeThePin(Forbidden):
    """Five wrong ones in a row."""

    until: str
    sentence: ClassVar[str] = (
        "There were too many wrong PINs for this number. Scan the badge, try again after {until}, or have a manager sign on."
    )
    field: ClassVar[str | None] = "pin"


@dataclass
class NobodyWasNamed(Invalid):
    """Neither badge nor number."""

    sentence: ClassVar[str] = "Scan a badge, or type a colleague number and its PIN."
    field: ClassVar[str | None] = "badge"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague who has shown who they are, by which edition of the list."""

    colleague: ColleagueLine
    how: How
    edition: int


async def who(room: Room, till: str, badge: str, pin: str) -> Known:
    """The colleague. Refuses with `NotSignedOn`, after the same work whatever is wrong with a PIN, and notes the failure in the lane."""
    named = badge.strip()[:LONGEST]
    if not named:
        raise NobodyWasNamed()
    edition = await room.edition("colleagues")
    if is_badge(named):
        found, how = await room.shelf.by_badge(badge_digest(named)), "badge"
        if found is None:
            await note(room, till, "", "badge")
    else:
        found, how = await by_pin(room, till, named.lower(), pin), "pin"
    if found is None:
        raise NotSignedOn()
    return Known(colleague=found, how="badge" if how == "badge" else "pin", edition=edition)


async def by_pin(room: Room, till: str, number: str, pin: str) -> ColleagueLine | None:
    """Whose number and PIN it is; None for nobody's. It is noted before another PIN is looked at, so that many at once are no way round."""
    async with room.pins:
        await must_not_wait(room, number)
        found = await room.shelf.colleague(number)
        if await passwords.verify(room.world, found.pin if found is not None and found.pin else None, pin[:LONGEST]):
            await note_right(room, till, number)
            return found
        await note(room, till, number if found is not None else "", "pin")
        return None


async def note(room: Room, till: str, by: str, how: How) -> None:
    """A failure, in the lane. On the manager's page it belongs to no till: a known colleague's is noted at the first one, no other's."""
    if not till and by:
        till = next((each.till for each in await reading.tills(room)), "")
    if till:
        await room.tills.submit(ask.NoteFailedSignOn(id=room.world.new_id(), store=room.store, till=till, by=by, how=how))


async def note_right(room: Room, till: str, by: str) -> None:
    """A right PIN after wrong ones, in the lane, so that they count no more."""
    till = till or next((each.till for each in await reading.tills(room)), "")
    if till and await reading.wrong_pins(room, by):
        await room.tills.submit(ask.NoteRightPin(id=room.world.new_id(), store=room.store, till=till, by=by))


async def must_not_wait(room: Room, colleague: str) -> None:
    """Refuses with `WaitBeforeThePin` after too many wrong ones: nothing may be learnt by going on guessing."""
    until_ms = await reading.wait_until_ms(room, colleague)
    if until_ms > room.world.now_ms():
        raise WaitBeforeThePin(clock(until_ms))


async def approval(room: Room, till: str, badge: str, pin: str) -> Approval:
    """A manager's signature for one thing at this till. Refuses with `NotSignedOn` or `NeedsApproval`."""
    known = await who(room, till, badge, pin)
    if not known.colleague.manages:
        raise NeedsApproval()
    return Approval(manager=known.colleague.colleague, how=known.how, edition=known.edition)
