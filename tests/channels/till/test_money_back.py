"""Money that goes out of a till and is counted in it: refunds with their receipts, the blind count, the reports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from arkwright.compartments.tills import queries
from arkwright.compartments.tills.commands import RecordReconciliation
from arkwright.compartments.tills.facts import CardTotals
from arkwright.kit.receipt_code import read_receipt_code
from tests.channels.till.stage import MAX, Browser, Stage, open_stage
from tests.channels.till.test_pages import words_of


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


async def test_a_refund_by_the_square_of_the_receipt(stage: Stage, till: Browser) -> None:
    await till.scan("2*MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/cash", given="16")
    (sale,) = await queries.completed(stage.room.tills.reader)
    page = await till.look(f"/till/1/receipt/{sale.sale}")
    await till.send(f"/till/1/receipt/{sale.sale}/email", email="ada@example.com")
    code = stage.posted[0][3][-1]
    await till.look("/till/1")
    page = await till.scan(code)
    assert "Its square is genuine." in page
    (line,) = sale.lines
    refused = await till.send("/till/1/refund", reason="faulty", badge=MAX)
    assert "Type how many of which line come back." in refused
    too_many = await till.send("/till/1/refund", **{f"units-{line.line}": "1", f"fit-{line.line}": "2"}, reason="faulty", badge=MAX)
    assert "no more than that can be fit to sell again" in too_many
    text = words_of(await till.send("/till/1/refund", **{f"units-{line.line}": "1", f"fit-{line.line}": "1"}, reason="faulty", badge=MAX))
    assert "Refunded Cash £8.00 Refund leeds-1-000002 is signed and kept." in text
    assert "This refund belongs to receipt leeds-1-000001. Reason: faulty." in text
    (back,) = await queries.refunds_of(stage.room.tills.reader, sale.sale)
    assert [(each.quantity, each.for_sale) for each in back.units] == [(1, 1)]
    await till.send(f"/till/1/receipt/{back.refund}/email", email="ada@example.com")
    signed = read_receipt_code(stage.posted[1][3][-1], stage.room.known_nodes())
    assert (signed.refund_of, signed.number, signed.total_pence) == ("leeds-1-000001", "leeds-1-000002", -8_00)
    pdf = await till.client.get(f"/till/1/receipt/{back.refund}.pdf")
    assert pdf.content[:5] == b"%PDF-"
    await till.look("/till/1")
    assert "This refund belongs to receipt leeds-1-000001." in words_of(await till.scan(stage.posted[1][3][-1]))


async def test_drawer_blind_count_and_z_report(till: Browser) -> None:
    await till.scan("MUG-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/cash", given="10")
    text = words_of(await till.look("/till/1/drawer"))
    assert not [words for words in ("Should be in the drawer", "Float £", "Cash taken", "Card £", "Points £") if words in text]
    assert "Recorded: to the safe, £50.00." in await till.send("/till/1/drawer/cash", reason="safe-drop", amount="50")
    assert "That is £1.00 less than there should be." in words_of(await till.send("/till/1/drawer/count", counted="57"))
    assert "A manager counts it again" in words_of(await till.send("/till/1/drawer/count", counted="58"))
    assert "Card £0.00" in words_of(await till.send("/till/1/drawer/count", counted="57", badge=MAX))
    text = words_of(await till.send("/till/1/drawer/close"))
    assert "Z report 1 of till 1" in text
    assert "Over or short -£1.00" in text


async def test_a_manager_sees_what_should_be_in_the_drawer(stage: Stage) -> None:
    browser = stage.browser()
    await browser.open_till(badge=MAX)
    text = words_of(await browser.look("/till/1/drawer"))
    assert "Should be in the drawer £100.00" in text
    await browser.send("/till/1/drawer/count", counted="100")
    assert "That is £1.00 less" in words_of(await browser.send("/till/1/drawer/count", counted="99"))


async def test_a_z_report_tells_how_its_terminal_counts(stage: Stage, till: Browser) -> None:
    await till.send("/till/1/drawer/count", counted="100")
    assert "Terminal not reconciled yet" in words_of(await till.send("/till/1/drawer/close"))
    session = till.page.url.path.rpartition("/")[2] if till.page else ""
    assert "Terminal not reconciled yet" in words_of(await till.send(f"/till/1/z/{session}/reconcile"))
    assert stage.cards.reconciled == ["leeds-1"]
    told = CardTotals(payments=1, payments_pence=12_00)
    await stage.room.tills.submit(RecordReconciliation(id="z", store="leeds", session=session, period="1", agreed=True, told=told))
    text = words_of(await till.look(f"/till/1/z/{session}"))
    assert "The terminal counts £12.00 in payments (1), the tills £0.00 (0). Head office has a case of it." in text
    assert "Ask the terminal now" not in text
    manager = stage.browser()
    await manager.look("/manager")
    assert "the tills £0.00 (0). Head office has a case" in words_of(await manager.send("/manager/sign-on", badge=MAX))
