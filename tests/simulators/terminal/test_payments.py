"""What a shopper, a till and an acquirer can do to a payment by card, with what comes of it."""

from __future__ import annotations

import asyncio
from typing import Any, get_args

import pytest

from arkwright.channels.terminal.client import NexoTerminal
from arkwright.channels.terminal.reading import WORDS
from arkwright.kit.terminal import (
    Aborted,
    Approved,
    Declined,
    DeclinedLate,
    DeclinedWhy,
    EntryMode,
    InProgress,
    NotFound,
    PaymentAsked,
    Standing,
)
from arkwright.kit.world import NetworkError
from arkwright.simulators.serving import Request
from arkwright.simulators.terminal.books import ContactlessLimit, TerminalConfig
from arkwright.simulators.terminal.machine import ActName
from arkwright.simulators.terminal.simulator import TerminalSimulator
from tests.simulators.shop import START_MS
from tests.simulators.terminal.counter import BOTH, Counter, in_virtual_time

TAP: tuple[EntryMode, ...] = ("contactless",)
PIN: tuple[EntryMode, ...] = ("chip-and-pin",)
DAY_MS = 86_400_000


def told(outcome: Any) -> str:
    """An outcome in a word or two."""
    match outcome:
        case Approved(stored=None):
            return f"approved {outcome.entry_mode}"
        case Approved():
            return f"stored {outcome.stored}"
        case Declined():
            return f"declined {outcome.why}"
        case Aborted():
            return f"aborted {outcome.by}"
    return type(outcome).__name__


@pytest.mark.parametrize(
    ("acts", "pence", "modes", "outcome"),
    [
        (["tap"], 1250, BOTH, "approved contactless"),
        (["insert"], 1250, BOTH, "approved chip-and-pin"),
        (["tap"], 100_00, BOTH, "approved contactless"),
        (["tap", "insert"], 100_01, BOTH, "approved chip-and-pin"),
        (["tap"], 100_01, TAP, "declined contactless-limit"),
        (["tap", "insert"], 1250, PIN, "approved chip-and-pin"),
        (["insert", "tap"], 1250, TAP, "approved contactless"),
        (["wrong-pin", "wrong-pin", "insert"], 1250, BOTH, "approved chip-and-pin"),
        (["wrong-pin", "wrong-pin", "wrong-pin"], 1250, BOTH, "declined pin"),
        (["wrong-pin", "tap"], 1250, BOTH, "approved contactless"),
        (["cancel"], 1250, BOTH, "aborted shopper"),
        (["walk-away"], 1250, BOTH, "aborted time"),
        ([], 1250, BOTH, "aborted time"),
        (["tap"], 1250, (), "declined entry-mode"),
    ],
)
def test_what_the_shopper_does(acts: list[ActName], pence: int, modes: tuple[EntryMode, ...], outcome: str) -> None:
    async def story() -> None:
        counter = Counter()
        assert told(await counter.pay(*acts, asked=counter.asked(pence, modes))) == outcome
        assert told(await counter.told()) == (outcome if modes else "aborted till")
        assert counter.taken_pence == (pence if outcome.startswith("approved") else 0)

    in_virtual_time(story)


@pytest.mark.parametrize(
    ("weather", "acts", "stored", "first", "at_rest"),
    [
        ("cut", ["tap"], False, "declined acquirer-away", "declined acquirer-away"),
        ("cut", ["insert"], False, "declined acquirer-away", "declined acquirer-away"),
        ("cut", ["insert"], True, "stored waiting", "stored taken"),
        ("cut", ["tap", "insert"], True, "stored waiting", "stored taken"),
        ("cut", ["tap"], True, "aborted time", "aborted time"),
        ("silent", ["tap"], False, "declined acquirer-away", "declined acquirer-away"),
        ("silent", ["insert"], True, "stored waiting", "stored taken"),
        ("decline", ["insert"], True, "declined issuer", "declined issuer"),
        ("late", ["insert"], True, "stored waiting", "DeclinedLate"),
    ],
)
def test_what_the_acquirer_does(weather: str, acts: list[ActName], stored: bool, first: str, at_rest: str) -> None:
    async def story() -> None:
        counter = Counter()
        trouble = counter.acquirer.books.trouble
        trouble.cut_off, trouble.silent = weather in {"cut", "late"}, int(weather == "silent")
        trouble.decline_next, trouble.decline_next_stored = int(weather == "decline"), int(weather == "late")
        assert told(await counter.pay(*acts, asked=counter.asked(stored=stored))) == first
        await counter.at_rest()
        assert told(await counter.told()) == at_rest

    in_virtual_time(story)


def test_contactless_alone_is_never_stored() -> None:
    async def story() -> None:
        counter = Counter()
        counter.acquirer.books.trouble.cut_off = True
        assert told(await counter.pay("tap", asked=counter.asked(modes=TAP, stored=True))) == "declined acquirer-away"

    in_virtual_time(story)


def test_a_card_that_its_bank_declines() -> None:
    async def story() -> None:
        counter = Counter()
        assert await counter.pay("tap", card="declined") == Declined(why="issuer", words=WORDS["issuer"], response_code="05")
        counter.acquirer.books.trouble.cut_off = True
        assert told(await counter.pay("insert", asked=counter.asked(stored=True, tender="tender-2"), card="declined")) == "stored waiting"
        await counter.at_rest()
        late = await counter.told("tender-2")
        assert isinstance(late, DeclinedLate)
        assert (late.amount_pence, late.response_code) == (1250, "05")

    in_virtual_time(story)


@pytest.mark.parametrize(("days", "pence", "outcome"), [(-1, 45_00, True), (-1, 45_01, False), (0, 100_00, True), (0, 100_01, False)])
def test_the_contactless_limit_is_dated(days: int, pence: int, outcome: bool) -> None:
    async def story() -> None:
        counter = Counter()
        limits = (ContactlessLimit("2026-09-21", 100_00), ContactlessLimit("2020-04-01", 45_00))
        config = TerminalConfig(terminal="leeds-1", contactless_limits=limits)
        counter.world.clock_ms = START_MS + days * DAY_MS
        counter.box = TerminalSimulator(counter.world, counter.acquirer, config, counter.world_file)
        counter.world.hosts["leeds-1.localhost"] = counter.box.handle
        counter.box.power_on()
        assert isinstance(await counter.pay("tap", asked=counter.asked(pence, TAP)), Approved) is outcome

    in_virtual_time(story)


def test_asked_again_it_is_paid_once() -> None:
    async def story() -> None:
        counter = Counter()
        first = await counter.pay("tap")
        assert await counter.pay("tap") == first
        assert (counter.taken_pence, len(counter.acquirer.books.entries)) == (1250, 1)

    in_virtual_time(story)


def test_asked_again_while_the_shopper_looks_for_the_card_both_hear_the_same() -> None:
    async def story() -> None:
        counter = Counter()
        asking = [asyncio.ensure_future(counter.till.pay(counter.asked())) for _ in range(2)]
        assert await counter.card_awaited()
        assert isinstance(await counter.till.status("tender-1"), InProgress)
        assert await counter.till.standing() == Standing(busy=True, acquirer_answers=True)
        assert told(await counter.till.pay(counter.asked(tender="tender-2"))) == "declined terminal-busy"
        assert told(await counter.till.status("tender-2")) == "aborted till"
        assert counter.box.act("tap")
        first, second = await asyncio.gather(*asking)
        assert (told(first), second, counter.taken_pence) == ("approved contactless", first, 1250)

    in_virtual_time(story)


def test_another_amount_under_the_same_tender_is_refused() -> None:
    async def story() -> None:
        counter = Counter()
        _ = await counter.pay("tap")
        assert told(await counter.till.pay(counter.asked(999))) == "declined entry-mode"
        assert counter.taken_pence == 1250

    in_virtual_time(story)


def test_the_till_lets_go() -> None:
    async def story() -> None:
        counter = Counter()
        asking = asyncio.ensure_future(counter.till.pay(counter.asked()))
        assert await counter.card_awaited()
        await counter.till.abort("tender-1")
        assert told(await asking) == "aborted till"
        assert isinstance(await counter.till.status("tender-2"), NotFound)
        await counter.till.abort("tender-2")
        assert told(await counter.till.status("tender-2")) == "aborted till"
        assert told(await counter.pay("tap", asked=counter.asked(tender="tender-2"))) == "aborted till"
        assert counter.taken_pence == 0

    in_virtual_time(story)


def test_letting_go_too_late_changes_nothing() -> None:
    async def story() -> None:
        counter = Counter()
        assert told(await counter.pay("tap")) == "approved contactless"
        await counter.till.abort("tender-1")
        assert told(await counter.told()) == "approved contactless"

    in_virtual_time(story)


def test_without_power_nothing_answers() -> None:
    async def story() -> None:
        counter = Counter()
        asking = asyncio.ensure_future(counter.till.pay(counter.asked()))
        assert await counter.card_awaited()
        counter.box.power_off()
        for unanswered in (asking, counter.till.status("tender-1"), counter.till.standing()):
            with pytest.raises(NetworkError):
                await unanswered
        assert not counter.box.act("tap")
        assert told(await counter.told()) == "aborted power"

    in_virtual_time(story)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{}", 400), (b'{"SaleToPOIRequest": {}}', 400), (None, 405)],
)
async def test_what_is_no_message_is_not_taken(body: bytes | None, status: int) -> None:
    counter = Counter()
    request = Request("GET" if body is None else "POST", "/EPASSaleToPOI/3.1", body=body or b"")
    assert (await counter.box.handle(request)).status == status


async def test_a_message_for_another_terminal_is_not_taken() -> None:
    counter = Counter()
    other = NexoTerminal(counter.world, address="http://leeds-1.localhost", terminal="leeds-2", sale="leeds")
    with pytest.raises(NetworkError, match="400"):
        await other.pay(PaymentAsked(tender="t", amount_pence=1, entry_modes=BOTH))


def test_every_reason_has_words_for_the_till() -> None:
    assert set(WORDS) == set(get_args(DeclinedWhy))
