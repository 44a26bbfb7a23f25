"""What went wrong once: noes that stayed for ever, one till's money moved from another, PINs guessed where nobody counted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from arkwright.channels.till import reading
from arkwright.channels.till.door import NotSignedOn, WaitBeforeThePin, approval, note, who
from arkwright.compartments.tills import commands as ask
from arkwright.compartments.tills import queries
from arkwright.compartments.tills.card_rules import BY_HAND_AFTER_MS
from arkwright.journeys.till_card import Tills
from arkwright.journeys.till_resolver import Resolver
from arkwright.kit.switches import Gate, SwitchTable, shipped
from arkwright.kit.switches.place import Limits
from arkwright.kit.terminal import Approved, Outcome
from arkwright.kit.world import NetworkError
from tests.channels.till.stage import CARD, MAX, PIN, TESS, Browser, NamedTerminal, Scripted, Stage, open_stage
from tests.channels.till.test_pages import words_of
from tests.channels.till.test_words import order


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    opened = await open_stage(tmp_path)
    yield opened
    await opened.stop()


@pytest.fixture
async def till(stage: Stage) -> Browser:
    browser = stage.browser()
    await browser.open_till()
    return browser


async def test_cash_that_the_drawer_lacked_once_can_be_given_back_later(stage: Stage, till: Browser) -> None:
    await till.scan("GIN-1")
    await till.send("/till/1/age", outcome="passed")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/cash", given="10")
    await till.look("/till/1/drawer")
    await till.send("/till/1/drawer/cash", reason="safe-drop", amount="105.00")
    await till.look("/till/1")
    assert "not so much cash in this drawer" in words_of(await till.send("/till/1/pay/return"))
    await till.look("/till/1/drawer")
    await till.send("/till/1/drawer/cash", reason="change-in", amount="50.00")
    await till.look("/till/1")
    assert "To pay £24.00" in words_of(await till.send("/till/1/pay/return"))


async def test_who_counts_blind_finds_no_cash_by_trying_amounts(stage: Stage, till: Browser) -> None:
    for pounds, said in (("900", "not so much cash in this drawer"), ("800", "not so much cash"), ("1", "A manager signs for cash out")):
        await till.look("/till/1/drawer")
        assert said in words_of(await till.send("/till/1/drawer/cash", reason="safe-drop", amount=pounds))
    page = words_of(await till.send("/till/1/drawer/cash", **{"out-badge": MAX}, reason="safe-drop", amount="1"))
    assert "Recorded: to the safe, £1.00." in page


async def test_one_till_neither_stops_nor_takes_back_the_card_of_another(stage: Stage, till: Browser) -> None:
    await till.scan("MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/card", amount="3.00")
    sale = (await queries.till(stage.room.tills.reader, "1")).sale  # type: ignore[union-attr]
    assert sale is not None
    other = stage.browser()
    await other.open_till("2", badge=MAX)
    await other.send("/till/2/pay/return", sale=sale)
    stage.cards.says = None
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/card", amount="5.00")
    await other.send("/till/2/pay/abort", sale=sale, tender=stage.cards.asked[-1].tender)
    found = await queries.card_tender(stage.room.tills.reader, stage.cards.asked[-1].tender)
    row = await queries.sale(stage.room.tills.reader, sale)
    assert (row.paid_pence, row.pending, found.status) == (3_00, found.tender, "asked")  # type: ignore[union-attr]


async def test_wrong_pins_on_the_managers_page_are_counted_too(stage: Stage) -> None:
    browser = stage.browser()
    await browser.look("/manager")
    for _ in range(5):
        await browser.send("/manager/sign-on", badge="1001", pin="0000")
    assert "There were too many wrong PINs" in await browser.send("/manager/sign-on", badge="1001", pin=PIN)


async def test_a_right_pin_forgives_wrong_ones_and_a_badge_is_no_pin(stage: Stage) -> None:
    browser = stage.browser()
    await browser.look("/manager")
    for pin in ("0000", "0000", "0000", "0000", PIN, "0000", "0000"):
        await browser.send("/manager/sign-on", badge="1001", pin=pin)
        await browser.look("/manager")
    assert await reading.wrong_pins(stage.room, "1001") == 2
    for _ in range(3):
        await note(stage.room, "1", "1001", "pin")
    with pytest.raises(WaitBeforeThePin):
        await approval(stage.room, "1", "1001", PIN)
    by = await approval(stage.room, "1", MAX, "")
    await stage.room.tills.submit(ask.PauseHere(id="p", store="leeds", capability="cash", by="1001", approval=by, say="No change."))
    assert await reading.local_pauses(stage.room) == {"cash": "No change."}


async def test_many_pins_sent_at_once_are_no_more_tries(stage: Stage) -> None:
    found = await asyncio.gather(*(who(stage.room, "1", "1042", f"{pin:04}") for pin in range(12)), return_exceptions=True)
    told = [type(each) for each in found]
    assert set(told) == {NotSignedOn, WaitBeforeThePin}
    assert told.count(NotSignedOn) <= 6


async def test_what_came_back_before_is_counted_in_all(stage: Stage, till: Browser) -> None:
    await till.scan("5*MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/cash", given="40")
    (sale,) = await queries.completed(stage.room.tills.reader)
    for quantity in ("2", "1"):
        await till.look(f"/till/1/refund?receipt={sale.receipt}")
        await till.send("/till/1/refund", **{f"units-{sale.lines[0].line}": quantity}, reason="faulty", badge=MAX)
    page = await till.look(f"/till/1/refund?receipt={sale.receipt}")
    assert "Stoneware mug 2 of 5" in words_of(page)


class AnotherAmount:
    """A terminal that says it took one pound more for the first tender."""

    terminal = "leeds-1"

    def __init__(self, wrong: str) -> None:
        self.wrong = wrong

    async def status(self, tender: str) -> Outcome:
        return Approved(
            transaction=f"x-{tender}",
            terminal="leeds-1",
            at_ms=CARD.at_ms,
            amount_pence=9_00 if tender == self.wrong else 8_00,
            entry_mode="contactless",
            scheme="Visa",
            last_four="4242",
            auth_code="1",
        )

    async def reverse(self, *, reversal: str, transaction: str, at_ms: int) -> None:
        raise NetworkError("simulated: nothing came back")


async def test_a_terminal_that_took_another_amount_than_asked_ends_its_tender_and_the_till_says_so(stage: Stage, till: Browser) -> None:
    stage.cards.says = None
    stage.room.terminals = {"1": NamedTerminal(), "2": NamedTerminal()}  # type: ignore[dict-item]
    second = stage.browser()
    await second.open_till("2", badge=MAX)
    for browser, name in ((till, "1"), (second, "2")):
        await browser.scan("MUG-1", till=name)
        await browser.look(f"/till/{name}/pay")
        await browser.send(f"/till/{name}/pay/card", amount="8.00")
    first, other = (each.tender for each in stage.cards.asked)
    for tender in (first, other):
        command = ask.RecordUnknown(id=f"{tender}.unknown", store="leeds", tender=tender)
        await stage.room.tills.submit(command)
    names = {"leeds-1": AnotherAmount(first)}
    await Resolver(Tills(world=stage.room.world, store="leeds", lane=stage.room.tills, terminals=names), "leeds-1").round()  # type: ignore[arg-type]
    found = [await queries.card_tender(stage.room.tills.reader, tender) for tender in (first, other)]
    assert [(each.status, each.surplus) for each in found if each] == [("reversing", True), ("approved", False)]
    page = words_of(await till.look("/till/1/pay"))
    assert "The terminal took £9.00 where £8.00 was asked for: all of it is taken back. Ask for the card again, or for cash." in page


async def test_more_than_a_limit_of_contactless_is_asked_for_by_chip_and_pin(stage: Stage, till: Browser) -> None:
    limited = replace(order("contactless", "limited"), limits=Limits(max_total_pence=5_00))
    gate = Gate(SwitchTable(generation=1, version=1, as_at_ms=stage.room.world.now_ms(), orders=(limited,)), shipped())
    stage.room.gate = lambda: gate
    await till.scan("MUG-1")
    for amount in ("5.00", "3.00"):
        await till.look("/till/1/pay")
        await till.send("/till/1/pay/card", amount=amount)
    await till.scan("2*MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/card", amount="16.00")
    assert [type(each) for each in stage.cards.asked] == [ask.AskCard, ask.AskCard, ask.AskChipAndPin]


async def test_what_the_terminal_did_not_pay_back_is_asked_for_again(stage: Stage, till: Browser) -> None:
    await till.scan("MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/card", amount="8.00")
    (sale,) = await queries.completed(stage.room.tills.reader)
    await till.look(f"/till/1/refund?receipt={sale.receipt}")
    await till.send("/till/1/refund", **{f"units-{sale.lines[0].line}": "1"}, reason="faulty", badge=MAX)
    (begun,) = await queries.refunds_of(stage.room.tills.reader, sale.sale)
    part = begun.parts[0].part
    no = ask.RecordRefundDeclined(id="no", store="leeds", refund=begun.refund, part=part, attempt=1, why="acquirer-away")
    await stage.room.tills.submit(no)
    assert "still owed to the customer. The bank cannot be asked just now" in await till.look(f"/till/1/refunded/{begun.refund}")
    assert "has not said yet" in await till.send(f"/till/1/refunded/{begun.refund}/again")
    row = await queries.card_refund(stage.room.tills.reader, part)
    assert row is not None
    assert (row.status, row.attempt) == ("asked", 2)


async def test_why_a_card_did_not_pay_is_told_by_whoever_has_the_books_alone(stage: Stage, till: Browser) -> None:
    stage.cards.says = "pin"
    await till.scan("MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/card", amount="8.00")
    stage.room.cards = Scripted()  # as after a restart
    assert "The PIN was not right." in await till.look("/till/1/pay")


async def test_what_a_terminal_will_not_take_back_a_manager_gives_back_by_hand(stage: Stage, till: Browser) -> None:
    await till.scan("2*MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/card", amount="6.00")
    (command,) = stage.cards.asked
    of = {"store": "leeds", "tender": command.tender}
    await stage.room.tills.submit(ask.BeginReversal(id="back", why="cannot-pay", **of))
    for attempt in range(1, 6):
        await stage.room.tills.submit(ask.RecordReversalRefused(id=f"no.{attempt}", attempt=attempt, why="Not known here.", **of))
    assert "a manager gives it back by hand" in await till.look("/till/1/pay")
    await till.look("/manager")
    page = words_of(await till.send("/manager/sign-on", badge=MAX))
    assert "Give this money back by hand" in page
    assert "£6.00 Visa 4242 1 Not known here." in page
    back = {"tender": command.tender, "owed-badge": MAX}
    assert "Choose which payment was given back" in await till.send("/manager/given-back", **back, way="")
    assert "needs a manager" in await till.send("/manager/given-back", **back | {"owed-badge": TESS}, way="card")
    page = words_of(await till.send("/manager/given-back", **back, way="cash.1"))
    assert "£6.00 is noted as given back." in page
    assert "Give this money back by hand" not in page
    row = await queries.card_tender(stage.room.tills.reader, command.tender)
    assert row is not None
    assert row.status == "settled"


@pytest.mark.parametrize(("end", "status"), [("paid", "approved"), ("not-paid", "aborted")])
async def test_a_payment_whose_terminal_is_gone_is_ended_by_a_manager(
    stage: Stage, till: Browser, monkeypatch: pytest.MonkeyPatch, end: str, status: str
) -> None:
    stage.cards.says = None
    await till.scan("MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/card", amount="6.00")
    (command,) = stage.cards.asked
    await till.look("/manager")
    words, said = "Say what became of these card payments", {"orphan": command.tender, "orphan-badge": MAX}
    assert words not in await till.send("/manager/sign-on", badge=MAX)
    stage.room.terminals = {}
    monkeypatch.setattr(stage.room.world, "now_ms", lambda now_ms=stage.room.world.now_ms: now_ms() + BY_HAND_AFTER_MS)
    assert words in await till.look("/manager")
    assert "Choose which payment it is" in await till.send("/manager/card-ended", **said, end="")
    assert "needs a manager" in await till.send("/manager/card-ended", **said | {"orphan-badge": TESS}, end=end)
    page = words_of(await till.send("/manager/card-ended", **said, end=end))
    assert f"£6.00 is noted as {end.replace('-', ' ')}." in page
    assert words not in page
    row = await queries.card_tender(stage.room.tills.reader, command.tender)
    assert row is not None
    assert row.status == status


async def test_tess_signs_for_nothing(stage: Stage, till: Browser) -> None:
    await till.scan("MUG-1")
    await till.look("/till/1/discount")
    assert "needs a manager" in await till.send("/till/1/discount", quantity="50", reason="goodwill", badge=TESS)
