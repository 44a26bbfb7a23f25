"""A till from signing on to the Z report, as a colleague's browser goes through it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from arkwright.channels.till.line_words import LineState
from arkwright.compartments.tills import queries
from arkwright.kit.known_nodes import KnownNode
from arkwright.kit.receipt_code import read_receipt_code
from arkwright.kit.switches import Gate, SwitchTable, shipped
from tests.channels.till.stage import KEY, MAX, NEW, PIN, TESS, Browser, Stage, label, open_stage
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


def pause(stage: Stage, *capabilities: str) -> None:
    orders = tuple(order(capability) for capability in capabilities)
    gate = Gate(SwitchTable(generation=1, version=1, as_at_ms=stage.room.world.now_ms(), orders=orders), shipped())
    stage.room.gate = lambda: gate


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<svg.*?</svg>|<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL).replace("&amp;", "&").split())


async def test_a_sale_by_cash_ends_with_change_and_a_receipt_that_any_store_can_check(stage: Stage, till: Browser) -> None:
    text = words_of(await till.scan("MUG-1", "2*05012345678900", "LOAF-1"))
    assert "Total £26.40" in text
    assert "4 items" in text
    assert "Cash" in await till.look("/till/1/pay")
    text = words_of(await till.send("/till/1/pay/cash", given="30"))
    assert "Change £3.60" in text
    assert "Receipt leeds-1-000001" in text
    (sale,) = await queries.completed(stage.room.tills.reader)
    pdf = await till.client.get(f"/till/1/receipt/{sale.sale}.pdf")
    assert (pdf.status_code, pdf.headers["content-type"], pdf.content[:5]) == (200, "application/pdf", b"%PDF-")
    await till.look(f"/till/1/receipt/{sale.sale}")
    text = await till.send(f"/till/1/receipt/{sale.sale}/email", email="ada@example.com")
    assert "The receipt is on its way by email." in text
    ((_, address, _, lines),) = stage.posted
    assert address == "ada@example.com"
    signed = read_receipt_code(lines[-1], [KnownNode(key=KEY.public)])
    assert (signed.number, signed.total_pence, len(signed.lines)) == ("leeds-1-000001", 26_40, 3)


async def test_a_card_is_asked_for_and_the_terminals_no_is_told_with_what_to_offer(stage: Stage, till: Browser) -> None:
    await till.scan("MUG-1")
    stage.cards.says = "contactless-limit"
    await till.look("/till/1/pay")
    text = words_of(await till.send("/till/1/pay/card", amount="8.00"))
    assert "The card was not charged. It is over the contactless limit: offer chip & PIN." in text
    stage.cards.says = "approved"
    text = words_of(await till.send("/till/1/pay/card", amount="8.00"))
    assert "Visa ending 4242, contactless" in text
    assert [type(each).__name__ for each in stage.cards.asked] == ["AskCard", "AskCard"]
    assert "Last receipt" in await till.look("/till/1")


async def test_a_terminal_that_has_not_answered_is_waited_for_and_can_be_stopped(stage: Stage, till: Browser) -> None:
    await till.scan("MUG-1")
    stage.cards.says = None
    await till.look("/till/1/pay")
    text = await till.send("/till/1/pay/card", amount="8")
    assert "The terminal waits for the customer" in text
    tender = stage.cards.asked[0].tender
    state = await till.client.get(f"/till/1/card/{tender}")
    assert (state.text, f'data-state="{state.text}"' in text) == ("totalled.asked", True)
    text = words_of(await till.send("/till/1/pay/abort"))
    assert "The card was not charged." in text
    assert (await till.client.get(f"/till/1/card/{tender}")).text == "totalled.aborted"


async def test_what_is_paused_is_told_on_every_page_and_only_what_works_is_asked_for(stage: Stage, till: Browser) -> None:
    pause(stage, "contactless")
    text = words_of(await till.scan("MUG-1"))
    assert "Contactless payment is paused: We have paused contactless. Offer chip & PIN or cash." in text
    text = words_of(await till.look("/till/1/pay"))
    assert "Card, chip & PIN only" in text
    await till.send("/till/1/pay/card", amount="8.00")
    assert [type(each).__name__ for each in stage.cards.asked] == ["AskChipAndPin"]
    assert "Say: “We have paused contactless.” Offer chip & PIN or cash." in words_of(await till.look("/works"))


async def test_a_manager_pauses_here_and_the_tills_say_so(stage: Stage, till: Browser) -> None:
    await till.look("/manager")
    assert "This needs a manager" in await till.send("/manager/sign-on", badge=TESS)
    assert "Data from head office" in await till.send("/manager/sign-on", badge=MAX)
    refused = await till.send("/manager/switch", capability="contactless", say="", turn="pause", badge=TESS)
    assert "This needs a manager" in refused
    done = await till.send("/manager/switch", capability="contactless", say="Our readers are down.", turn="pause", badge=MAX)
    assert "Contactless payment is paused in this store." in done
    text = words_of(await till.look("/till/1"))
    assert "Contactless payment is paused: Our readers are down. Offer chip & PIN or cash. Paused by this store." in text
    await till.look("/manager")
    await till.send("/manager/switch", capability="contactless", turn="resume", badge="1001", pin=PIN)
    assert "paused" not in words_of(await till.look("/till/1"))


async def test_the_basket_lives_in_the_node_not_in_the_browser(stage: Stage, till: Browser) -> None:
    await till.scan("MUG-1", "LOAF-1")
    crashed = stage.browser()
    assert "Whoever signs on takes the till over" in await crashed.look("/till/1")
    text = words_of(await crashed.send("/till/1/sign-on", badge=TESS))
    assert "Total £10.40" in text
    assert "Sign on" in await till.look("/till/1")  # the browser that was there before is out


async def test_lock_hand_over_and_a_wrong_pin(stage: Stage, till: Browser) -> None:
    await till.scan("MUG-1")
    assert "is locked" in await till.send("/till/1/lock")
    assert "is not known in this store" in await till.send("/till/1/sign-on", badge="1042", pin="0000")
    assert "is not known in this store" in await till.send("/till/1/sign-on", badge="ARKB-NOBODY")
    assert "Total" in await till.send("/till/1/sign-on", badge="1001", pin=PIN)  # a manager unlocks it
    assert "Max" in await till.look("/till/1")


async def test_five_wrong_pins_and_even_the_right_one_waits(till: Browser) -> None:
    await till.send("/till/1/lock")
    for _ in range(5):
        await till.send("/till/1/sign-on", badge="1042", pin="0000")
    assert "There were too many wrong PINs" in await till.send("/till/1/sign-on", badge="1042", pin=PIN)
    assert "Ready for the next customer" in await till.send("/till/1/sign-on", badge=MAX)


async def test_age_is_asked_for_and_a_no_takes_it_off(till: Browser) -> None:
    text = words_of(await till.scan("GIN-1"))
    assert "Is the customer 18 or over? Sloe gin." in text
    text = words_of(await till.send("/till/1/age", outcome="passed"))
    assert "Is the customer" not in text


async def test_a_line_is_changed_by_quantity_price_discount_and_void(till: Browser) -> None:
    text = await till.scan("MUG-1")
    found = re.search(r'href="(/till/1/line/[^"]+)"', text)
    assert found is not None
    await till.look(found[1])
    assert "Total £16.00" in words_of(await till.send(f"{found[1]}/quantity", quantity="2"))
    await till.look(found[1])
    refused = words_of(await till.send(f"{found[1]}/price", price="5.00", price__reason="damaged", price__badge=TESS))
    assert "This needs a manager" in refused
    assert "Total £10.00" in words_of(await till.send(f"{found[1]}/price", price="5.00", price__reason="damaged", price__badge=MAX))
    await till.look("/till/1/discount")
    assert "Total £9.00" in words_of(await till.send("/till/1/discount", quantity="10", reason="goodwill", badge=MAX))
    await till.look(found[1])
    assert "Total £0.00" in words_of(await till.send(f"{found[1]}/void", reason="changed-mind"))


async def test_a_sale_is_parked_taken_up_and_voided(till: Browser) -> None:
    await till.scan("MUG-1")
    assert "Parked (1)" in await till.send("/till/1/park")
    assert "Stoneware mug: £8.00" in await till.look("/till/1/parked")
    assert "Total £8.00" in words_of(await till.send("/till/1/resume"))
    await till.look("/till/1/void")
    assert "Ready for the next customer." in await till.send("/till/1/void", reason="changed-mind")


FOUND = [
    ("mug", "Found 1 thing"),
    ("lawnmower", "Nothing fits “lawnmower”."),
    ("OLD-1", "Old lamp is not in the range any more."),
    ("5000*MUG-1", "A line holds 1 to 999 items."),
    ("", "Scan something, or type a number or a name."),
    ("9826001", "Member 9826001"),
    (label("210045600412"), "0.412 kg at £9.50 a kg 1 £3.91"),
    (label("230077700250"), "Nothing fits"),
    (label("220045692875"), f"Nothing in the range is sold by a label of this kind (number {label('220045600000')})."),
    (label("210045600000"), "The label of York ham holds no price."),
    ("HAM-1", "York ham is sold by the price on its label."),
    (label("210045600412")[:-1] + "9", "This label was not read right."),
]


@pytest.mark.parametrize(("typed", "told"), FOUND)
async def test_what_the_one_field_takes(till: Browser, typed: str, told: str) -> None:
    await till.scan("MUG-1")
    assert told in words_of(await till.scan(typed))


async def test_part_cash_part_card_and_money_given_back(stage: Stage, till: Browser) -> None:
    await till.scan("GIN-1")
    await till.send("/till/1/age", outcome="passed")
    await till.look("/till/1/pay")
    assert "Still to pay, of £24.00 £14.00" in words_of(await till.send("/till/1/pay/cash", given="10"))
    assert "To pay £24.00" in words_of(await till.send("/till/1/pay/return"))
    await till.send("/till/1/pay/cash", given="10")
    await till.send("/till/1/pay/card", amount="14.00")
    (sale,) = await queries.completed(stage.room.tills.reader)
    assert [(each.kind, each.amount_pence) for each in sale.tenders] == [("cash", 10_00), ("card", 14_00)]


@pytest.mark.parametrize(("standing", "spendable"), [("active", 500), ("frozen", 0)])
async def test_frozen_points_are_not_spent(stage: Stage, till: Browser, standing: str, spendable: int) -> None:
    stage.shelf.members["9826001"] = replace(stage.shelf.members["9826001"], standing=standing)
    await till.scan("MUG-1", "9826001")
    row = await queries.till(stage.room.tills.reader, "1")
    sale = await queries.sale(stage.room.tills.reader, (row.sale if row else "") or "")
    assert sale is not None
    assert (sale.membership, sale.spendable_points) == ("9826001", spendable)


async def test_cut_off_is_told_and_selling_goes_on(stage: Stage, till: Browser) -> None:
    now_ms = stage.room.world.now_ms()
    stage.room.line = LineState(cut_off_since_ms=now_ms, unsent_sales=17)
    text = words_of(await till.scan("MUG-1"))
    assert "17 sales wait to be sent. You can go on selling." in text
    with capture_logs() as logged:
        assert "cut" in (await till.client.get("/fragments/line")).text
        await till.client.get("/fragments/none")
    assert [(each["route"], each["log_level"]) for each in logged] == [("/fragments/line", "debug"), ("unmatched", "info")]


async def test_an_invoice_above_250_pounds_asks_for_name_and_address(stage: Stage, till: Browser) -> None:
    await till.scan("40*MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/cash", given="320")
    (sale,) = await queries.completed(stage.room.tills.reader)
    assert "no VAT invoice, since it is over £250" in await till.look(f"/till/1/receipt/{sale.sale}")
    page = await till.send(f"/till/1/receipt/{sale.sale}/invoice", name="", address="")
    assert "Enter the address." in page
    await till.send(f"/till/1/receipt/{sale.sale}/invoice", name="Café Ada", address="3 Mill Lane\nYork")
    assert till.page is not None
    assert till.page.headers["content-type"] == "application/pdf"
    assert "Make the invoice" not in await till.look(f"/till/1/receipt/{sale.sale}")
    await till.send(f"/till/1/receipt/{sale.sale}/copy")
    assert till.page.headers["content-type"] == "application/pdf"
    assert "1 copy since" in words_of(await till.look(f"/till/1/receipt/{sale.sale}"))
    other = stage.browser()
    await other.open_till("2", badge=MAX)
    await other.send("/till/2/sign-off")
    await other.look("/till/2")
    await other.send("/till/2/sign-on", badge=NEW)
    page = await other.look(f"/till/2/receipt/{sale.sale}")
    assert "Café Ada" not in page
    assert "ask a manager to sign for it" in await other.send(f"/till/2/receipt/{sale.sale}/copy")
    await other.send(f"/till/2/receipt/{sale.sale}/copy", badge=MAX)
    assert other.page is not None
    assert other.page.content[:5] == b"%PDF-"


STRANGERS = [
    "/till/1/pay",
    "/till/1/drawer",
    "/till/1/refund",
    "/till/1/parked",
    "/till/1/receipt/x",
    "/till/1/card/x",
    "/till/1/line/x",
    "/till/1/waiting/x",
]


@pytest.mark.parametrize("path", STRANGERS)
async def test_nothing_of_a_till_is_shown_to_who_is_not_signed_on(stage: Stage, path: str) -> None:
    stranger = stage.browser()
    assert "Sign on at till 1 first." in await stranger.look(path)
    assert stranger.page is not None
    assert stranger.page.status_code == 403


async def test_a_till_that_is_not_there(stage: Stage) -> None:
    browser = stage.browser()
    assert "This store has no till 9." in await browser.look("/till/9")
    assert "Till 1" in await browser.look("/")
