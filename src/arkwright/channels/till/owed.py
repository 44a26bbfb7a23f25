"""Money that a terminal will not take back: shown to the store's manager, who gives it back by hand and notes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from arkwright.channels.design.pages import brief_moment
from arkwright.channels.till import reading
from arkwright.channels.till.noes import SayHowItWentBack, SayWhatBecameOfIt
from arkwright.channels.till.room import Room
from arkwright.channels.till.showing import options
from arkwright.channels.web.forms import Form
from arkwright.compartments.tills.commands import EndByHand, GiveBackOwed
from arkwright.compartments.tills.facts import Approval
from arkwright.compartments.tills.till_rows import CardTender, Till
from arkwright.kit.money import pounds

BY_ACQUIRER, FROM_TILL = "card", "cash."
PAID, NOT_PAID = "paid", "not-paid"


async def owed_here(room: Room, tills: Iterable[Till]) -> dict[str, Any]:
    """What the manager's page says of it: a table, and what a form lets them choose from."""
    rows, orphans = await reading.owed(room), await reading.orphans(room)
    ways = {f"{FROM_TILL}{till.till}": f"In cash from till {till.till}" for till in tills if till.session}
    return {
        "owed": [(brief_moment(row.asked_ms), pounds(row.amount_pence), card_words(row), row.till, row.why) for row in rows],
        "owed_choices": options({row.tender: choice(row) for row in rows}),
        "orphan_choices": options({row.tender: choice(row) for row in orphans}),
        "orphan_ends": options({PAID: "Paid, by the slip", NOT_PAID: "Not paid"}),
        "owed_ways": options(ways | {BY_ACQUIRER: "The bank put it back on the card"}),
    }


def choice(row: CardTender) -> str:
    """'£5.00, Visa 4242, till 1, 23 Nov 2026, 14:11'."""
    return f"{pounds(row.amount_pence)}, {card_words(row)}, till {row.till}, {brief_moment(row.asked_ms)}"


def card_words(row: CardTender) -> str:
    """'Visa 4242', as far as it is known."""
    return " ".join(filter(None, (row.card.scheme, row.card.last_four))) if row.card else "A card"


async def by_hand(room: Room, given: Form, by: Approval) -> str:
    """Note it, and say so. Refuses with `SayHowItWentBack` what cannot be chosen, and what the tills refuse."""
    way, tender = given.raw("way"), await reading.card_tender(room, given.raw("tender"))
    if tender is None or not (way == BY_ACQUIRER or way.startswith(FROM_TILL)):
        raise SayHowItWentBack()
    command = GiveBackOwed(
        id=room.world.new_id(),  # a no (too little cash in the drawer) must not be the answer for ever; it is given back once
        store=room.store,
        tender=tender.tender,
        how="card" if way == BY_ACQUIRER else "cash",
        till="" if way == BY_ACQUIRER else way.removeprefix(FROM_TILL),
        approved_by=by,
    )
    await room.tills.submit(command)
    return f"{pounds(tender.amount_pence)} is noted as given back."


async def end_by_hand(room: Room, given: Form, by: Approval) -> str:
    """Note what became of a payment whose terminal is gone. Refuses with `SayWhatBecameOfIt` what cannot be chosen."""
    end, tender = given.raw("end"), given.raw("orphan")
    row = next((each for each in await reading.orphans(room) if each.tender == tender), None)
    if row is None or end not in (PAID, NOT_PAID):
        raise SayWhatBecameOfIt()
    command = EndByHand(id=room.world.new_id(), store=room.store, tender=row.tender, paid=end == PAID, approved_by=by)
    await room.tills.submit(command)
    return f"{pounds(row.amount_pence)} is noted as {'paid' if command.paid else 'not paid'}."
