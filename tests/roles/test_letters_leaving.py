"""Letters on their way out: what stops them, what must not be sent twice, and what cannot be sent at all."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from arkwright.compartments.notices import queries as notices
from arkwright.compartments.notices.commands import RecordSent
from arkwright.journal.batch import Receipt
from arkwright.journal.lane import Lane
from arkwright.journeys.letters import Facts, enveloped
from arkwright.kit.messages import Command
from arkwright.kit.refusal import Busy
from arkwright.kit.switches import NOTHING_SWITCHED, Gate, Place, SwitchTable, shipped
from arkwright.roles.sweeps import AT_ONCE, send_mail
from tests.roles.offices import Premises, a_switch, premises

MANY = 3 * AT_ONCE


async def queued(place: Premises, number: int, person: str, address: str = "") -> None:
    """A letter that is due."""
    shop = place.office.shop
    key = await shop.vault.make(person)
    letter = enveloped(key, f"m{number:03d}", "orders-found", email=address or f"{person}@example.com", facts=Facts(link="http://x/"))
    await shop.notices.submit(letter)


async def test_letters_stop_where_notices_are_paused_meanwhile(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    for number in range(MANY):
        await queued(place, number, f"p{number}")
    paused = Gate(SwitchTable(generation=1, version=1, as_at_ms=0, orders=(a_switch("paused", "notices", place=Place()),)), shipped())

    def gate() -> Gate:
        return paused if place.letterbox.sent else Gate(NOTHING_SWITCHED, {})

    await send_mail(place.office.shop, place.letterbox, gate, set())
    assert len(place.letterbox.sent) == AT_ONCE
    await send_mail(place.office.shop, place.letterbox, lambda: Gate(NOTHING_SWITCHED, {}), set())
    assert len(place.letterbox.sent) == MANY
    await place.office.stop()


async def test_what_was_handed_over_is_not_sent_again_while_the_books_cannot_say_so(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    for number in range(MANY):
        await queued(place, number, f"p{number}")
    handed: set[str] = set()
    submit = Lane.submit

    async def busy(lane: Lane, command: Command) -> Receipt:
        if isinstance(command, RecordSent):
            raise Busy()
        return await submit(lane, command)

    with mock.patch.object(Lane, "submit", busy):
        for _ in range(3):
            with pytest.raises(Busy):
                await send_mail(place.office.shop, place.letterbox, lambda: Gate(NOTHING_SWITCHED, {}), handed)
    assert (len(place.letterbox.sent), len(handed)) == (AT_ONCE, AT_ONCE)
    await send_mail(place.office.shop, place.letterbox, lambda: Gate(NOTHING_SWITCHED, {}), handed)
    assert (len(place.letterbox.sent), len(handed)) == (MANY, 0)
    assert len({letter["Message-ID"] for letter in place.letterbox.sent}) == MANY
    await place.office.stop()


async def test_an_address_that_no_server_takes_keeps_no_other_letter_back(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    for number in range(2 * AT_ONCE):
        await queued(place, number, f"p{number}", "a\u200bb@example.com")
    await queued(place, MANY, "last")
    await send_mail(place.office.shop, place.letterbox, lambda: Gate(NOTHING_SWITCHED, {}), set())
    assert [letter["To"] for letter in place.letterbox.sent] == ["last@example.com"]
    assert await notices.due(place.office.shop.notices.reader, place.world.now_ms()) == []
    await place.office.stop()


async def test_letters_to_one_person_leave_in_their_order(tmp_path: Path) -> None:
    place = await premises(tmp_path)
    for number in range(AT_ONCE):
        await queued(place, number, f"p{number % 3}")
    await send_mail(place.office.shop, place.letterbox, lambda: Gate(NOTHING_SWITCHED, {}), set())
    for person in ("p0", "p1", "p2"):
        ids = [letter["Message-ID"] for letter in place.letterbox.sent if letter["To"] == f"{person}@example.com"]
        assert ids == sorted(ids)
    assert len(place.letterbox.sent) == AT_ONCE
    await place.office.stop()
