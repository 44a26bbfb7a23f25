"""The terminal's page, and till, terminal and acquirer over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec
import pytest
from playwright.async_api import Page, expect

from arkwright.channels.terminal.client import NexoTerminal
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.terminal import Aborted, Approved, PaymentAsked, Standing
from arkwright.kit.world import Answer, NetworkError, RealWorld
from arkwright.simulators.acquirer.line import TcpLine
from arkwright.simulators.acquirer.server import answering
from arkwright.simulators.acquirer.simulator import AcquirerSimulator
from arkwright.simulators.serving import Request, served
from arkwright.simulators.terminal import page as pages
from arkwright.simulators.terminal.books import TerminalConfig
from arkwright.simulators.terminal.ledger import TerminalFileIsUnreadable
from arkwright.simulators.terminal.machine import MOMENTS
from arkwright.simulators.terminal.simulator import TerminalSimulator
from tests.browser.chromium import axe_violations, launch, overflow_px
from tests.simulators.shop import StillWorld
from tests.simulators.terminal.counter import BOTH, Counter, in_virtual_time


async def send(counter: Counter, path: str, **form: str) -> Answer:
    return await counter.box.handle(Request("POST", path, body=urlencode(form).encode()))


async def shown(counter: Counter, query: str = "") -> Answer:
    return await counter.box.handle(Request("GET", "/", query))


def test_the_hand_pays_on_the_page() -> None:
    async def story() -> None:
        counter = Counter()
        idle = await shown(counter)
        assert ("refresh" in idle.headers, b"Tap the card" in idle.body) == (True, False)
        assert "refresh" not in (await shown(counter, "still")).headers
        assert (await send(counter, "/card", act="tap")).status == 409
        asking = asyncio.ensure_future(counter.till.pay(counter.asked(125_00)))
        assert await counter.card_awaited()
        waiting = await shown(counter)
        assert ("refresh" in waiting.headers, "£125.00" in waiting.body.decode()) == (False, True)
        assert (await send(counter, "/card", act="tap", card="visa")).status == 303
        assert await counter.card_awaited()
        assert "Above the contactless limit" in (await shown(counter)).body.decode()
        assert (await send(counter, "/card", act="insert", card="mastercard")).status == 303
        assert isinstance(await asking, Approved)
        assert "<td>Paid</td>" in (await shown(counter)).body.decode()

    in_virtual_time(story)


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/card", {"act": "steal"}, 422),
        ("/card", {"act": "abort"}, 422),
        ("/card", {"act": "tap", "card": "library"}, 422),
        ("/power", {"power": "lose", "moment": "never"}, 422),
        ("/power", {"power": "more"}, 422),
        ("/power", {}, 422),
        ("/elsewhere", {}, 404),
    ],
)
async def test_what_the_page_does_not_know(path: str, form: dict[str, str], status: int) -> None:
    assert (await send(Counter(), path, **form)).status == status


async def test_the_plug() -> None:
    counter = Counter()
    for moment in MOMENTS:
        assert (await send(counter, "/power", power="lose", moment=moment)).status == 303
        assert counter.box.lose_power_at == moment
        assert MOMENTS[moment].replace("'", "&#39;") in (await shown(counter)).body.decode()
    _ = await send(counter, "/power", power="keep")
    _ = await send(counter, "/power", power="off")
    assert (counter.box.lose_power_at, counter.box.machine) == ("", None)
    assert b"No power" in (await shown(counter)).body
    state = msgspec.json.decode((await counter.box.handle(Request("GET", "/state.json"))).body, type=pages.State)
    assert state == pages.State(terminal="leeds-1", on=False)
    _ = await send(counter, "/power", power="on")
    assert counter.box.machine is not None


async def test_a_file_that_is_not_its_own_is_left_alone() -> None:
    world = StillWorld()
    world.files[Path("t.json")] = b"[1]"
    with pytest.raises(TerminalFileIsUnreadable):
        TerminalSimulator(world, AcquirerSimulator(world), TerminalConfig(terminal="t"), Path("t.json")).power_on()


class Sockets(NamedTuple):
    """Where everything is, for real."""

    till: NexoTerminal
    box: TerminalSimulator
    acquirer: AcquirerSimulator
    address: str


@asynccontextmanager
async def on_sockets(folder: Path) -> AsyncIterator[Sockets]:
    http = AiohttpHttp()
    world = RealWorld(http)
    acquirer = AcquirerSimulator(world)
    try:
        async with answering(acquirer, "127.0.0.1", 0) as port:
            box = TerminalSimulator(world, TcpLine("127.0.0.1", port), TerminalConfig(terminal="leeds-1"), folder / "leeds-1.json")
            box.power_on()
            async with served(box.handle, "127.0.0.1", 0) as address:
                yield Sockets(NexoTerminal(world, address=address, terminal="leeds-1", sale="leeds"), box, acquirer, address)
            box.power_off()
    finally:
        await http.close()


async def until_card_is_awaited(box: TerminalSimulator) -> None:
    while box.machine is None or not box.machine.awaits_card:
        await asyncio.sleep(0.01)


async def test_over_sockets(tmp_path: Path) -> None:
    async with on_sockets(tmp_path) as at:
        asked = PaymentAsked(tender="tender-1", amount_pence=1250, entry_modes=BOTH)
        asking = asyncio.ensure_future(at.till.pay(asked))
        await until_card_is_awaited(at.box)
        assert at.box.act("tap")
        paid = await asking
        assert (isinstance(paid, Approved), await at.till.status("tender-1")) == (True, paid)
        assert await at.till.standing() == Standing(busy=False, acquirer_answers=True)
        asking = asyncio.ensure_future(at.till.pay(msgspec.structs.replace(asked, tender="tender-2")))
        await until_card_is_awaited(at.box)
        at.box.power_off()
        with pytest.raises(NetworkError):
            await asking
        at.box.power_on()
        assert await at.till.status("tender-2") == Aborted(by="power")
        assert (await at.till.reconcile("z-1")).agreed


async def check(page: Page) -> None:
    assert await axe_violations(page) == []
    await page.set_viewport_size({"width": 320, "height": 600})
    assert await overflow_px(page) <= 0


@pytest.mark.browser
async def test_paying_in_a_browser_by_keyboard(tmp_path: Path) -> None:
    async with on_sockets(tmp_path) as at, served(at.acquirer.handle, "127.0.0.1", 0) as books, launch() as browser:
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(f"{at.address}/?still")
        await check(page)
        asking = asyncio.ensure_future(at.till.pay(PaymentAsked(tender="t", amount_pence=1250, entry_modes=BOTH)))
        await until_card_is_awaited(at.box)
        await page.reload()
        await expect(page.get_by_role("status")).to_contain_text("£12.50")
        await check(page)
        await page.get_by_role("button", name="Insert the card, wrong PIN").press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("Wrong PIN. 2 more tries")
        await page.get_by_role("button", name="Insert the card, right PIN").press("Enter")
        assert isinstance(await asking, Approved)
        await page.goto(f"{at.address}/?still")
        await expect(page.get_by_role("status")).to_contain_text("Approved")
        await page.get_by_role("button", name="Pull the plug").press("Enter")
        await expect(page.get_by_role("status")).to_contain_text("No power")
        await check(page)
        await page.goto(books)
        await expect(page.get_by_role("cell", name="Taken", exact=True)).to_be_visible()
        await check(page)
        await context.close()
