"""Who a colleague is, by badge or by number and PIN, from the list that the store holds: head office need not be there."""

from __future__ import annotations

import asyncio
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

AT_ONCE = asyncio.Semaphore(2)  # each hash takes 64 MiB
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
    sentence: ClassVar[str] = "There were too many wrong PINs for this number. Try again after {until}, or have a manager sign on."
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
        found, how, by = await room.shelf.by_badge(badge_digest(named)), "badge", ""
    else:
        await must_not_wait(room, named.lower())
        found, how, by = await room.shelf.colleague(named.lower()), "pin", named.lower()
        async with AT_ONCE:
            right = await passwords.verify(room.world, found.pin if found is not None and found.pin else None, pin[:LONGEST])
        known_number = found is not None
        found = found if right else None
        by = by if known_number else ""
    if found is None:
        if till:
            noted: How = "badge" if how == "badge" else "pin"
            await room.tills.submit(ask.NoteFailedSignOn(id=room.world.new_id(), store=room.store, till=till, by=by, how=noted))
        raise NotSignedOn()
    return Known(colleague=found, how="badge" if how == "badge" else "pin", edition=edition)


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
