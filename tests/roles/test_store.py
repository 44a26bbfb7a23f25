"""A store's node begins, sells and ends with nobody else there: no desk, no head office, no mail server, no terminal."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from msgspec.structs import replace

from arkwright.channels.following.papers import NoPapers, NotLetIn
from arkwright.channels.mail.compose import compose
from arkwright.channels.web.metrics import Metrics
from arkwright.compartments.notices import queries as notices
from arkwright.compartments.tills import queries as tills
from arkwright.compartments.tills.invoice_rules import KEPT_MS
from arkwright.compartments.tills.refusals import InvoiceWasMadeOut
from arkwright.kit.mail import SmtpMail
from arkwright.kit.replica import HouseLine
from arkwright.kit.world import RealWorld
from arkwright.roles.command_line.store import enrolled
from arkwright.roles.store import Store, open_store
from arkwright.roles.store_line import Brought
from arkwright.roles.store_process import store_app, sweeps, tasks
from arkwright.roles.sweeps import erase_keys
from tests.channels.till.stage import HIDDEN, OURS, TESS
from tests.channels.till.test_receipts import HOUSE
from tests.roles.stores import ALLOWED, WORTH, let_in, real_world, stock_shelf, store_config


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with real_world() as world:
        config = store_config(tmp_path / "leeds")
        let_in(world, config)
        await stock_shelf(world, config, house=replace(HOUSE, stored_sales=ALLOWED, points=WORTH))
        opened = await open_store(world, config)
        yield opened
        await opened.stop()


class Till:
    """A browser at till 1."""

    def __init__(self, store: Store) -> None:
        transport = ASGITransport(store_app(store, Metrics()), raise_app_exceptions=False)  # type: ignore[arg-type]
        self.client = AsyncClient(transport=transport, base_url="http://leeds.localhost:8100")
        self.text = ""

    async def look(self, path: str) -> str:
        self.text = (await self.client.get(path, follow_redirects=True)).text
        return self.text

    async def send(self, path: str, **fields: str) -> str:
        data = {**dict(reversed(HIDDEN.findall(self.text))), **fields}
        self.text = (await self.client.post(path, data=data, headers=OURS, follow_redirects=True)).text
        return self.text


async def test_from_the_first_minute_after_it_was_let_in_a_store_sells_without_anybody(store: Store) -> None:
    till = Till(store)
    assert "Wright &amp; Daughters Leeds" in await till.look("/till/1")
    await till.send("/till/1/sign-on", badge=TESS)
    await till.send("/till/1/session", float="50")
    await till.send("/till/1/enter", entry="3*s-2")
    assert "£3.06" in till.text
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/cash", given="5")
    assert "Receipt leeds-1-000001" in till.text
    await store.look()
    assert store.room.line.unsent_sales == 1
    found = re.search(r"/receipt/([0-9a-z]+)/email", till.text)
    assert found is not None
    await till.send(f"/till/1/receipt/{found[1]}/email", email="ada@example.com")
    (letter,) = await notices.due(store.post.notices.reader, store.world.now_ms())
    assert (letter.kind, "ada" in letter.address) == ("store-receipt", False)
    written = await compose(store.post.vault, letter, store.attached)
    assert written is not None
    words, document = list[Any](written.get_payload())
    assert (document.get_filename(), document.get_payload(decode=True)[:5]) == ("leeds-1-000001.pdf", b"%PDF-")
    assert "Receipt leeds-1-000001" in words.get_payload(decode=True).decode()


async def test_to_whom_an_invoice_was_made_out_is_sealed_for_as_long_as_the_law_asks_and_then_gone(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = Till(store)
    await till.look("/till/1")
    await till.send("/till/1/sign-on", badge=TESS)
    await till.send("/till/1/session", float="50")
    await till.send("/till/1/enter", entry="s-2")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/cash", given="5")
    found = re.search(r"/receipt/([0-9a-z]+)/email", till.text)
    assert found is not None
    await till.send(f"/till/1/receipt/{found[1]}/invoice", name="Quillington Ltd", address="3 Mill Lane")
    to = await store.invoices.to("leeds-1-000001")
    assert to is not None
    assert (to.name, to.address) == ("Quillington Ltd", ("3 Mill Lane",))
    assert [path for path in store.config.folder.rglob("*.db*") if b"Quillington" in path.read_bytes()] == []
    await store.invoices.forget()
    assert await store.invoices.to("leeds-1-000001") == to
    later_ms = store.world.now_ms() + KEPT_MS
    monkeypatch.setattr(RealWorld, "now_ms", lambda _: later_ms)
    await store.invoices.forget()
    await erase_keys(store.post)
    assert await store.invoices.to("leeds-1-000001") is None
    row = await tills.invoice(store.tills.lane.reader, "leeds-1-000001")
    assert row is not None
    assert (row.person, row.sealed) == ("", "")
    with pytest.raises(InvoiceWasMadeOut):
        await store.invoices.issue("again", till="1", by="ada", receipt="leeds-1-000001", to=to)
    assert await store.post.vault.erased("invoice.leeds.leeds-1-000001")


async def test_the_last_colleague_of_the_list_is_signed_off_when_the_list_is_empty(store: Store) -> None:
    till = Till(store)
    await till.look("/till/1")
    await till.send("/till/1/sign-on", badge=TESS)
    assert [row.colleague for row in await tills.tills(store.tills.lane.reader) if row.colleague] == ["1042"]
    await store.shelf.put("colleagues", 1, 0, "", b"")
    await Brought(store.tills, store.shelf).changed("colleagues", 2)
    assert [row.colleague for row in await tills.tills(store.tills.lane.reader) if row.colleague] == []


async def test_without_anybody_every_task_goes_on_and_the_line_is_told_as_cut(store: Store) -> None:
    mail = SmtpMail("127.0.0.1", 9)
    work = {name: asyncio.create_task(each) for name, each in tasks(store, mail).items()}
    try:
        async with asyncio.timeout(5):
            while store.office.cut_off_since_ms is None:
                await asyncio.sleep(0.01)
        await store.look()
        assert store.room.line.cut_off_since_ms is not None
        assert [name for name, task in work.items() if task.done()] == []
    finally:
        for task in work.values():
            task.cancel()
        await asyncio.gather(*work.values(), return_exceptions=True)


async def test_what_came_down_is_put_where_rules_need_it(store: Store) -> None:
    brought = Brought(store.tills, store.shelf)
    for dataset in ("house", "colleagues", "promotions", "range"):
        for edition in (1, 1, 2):
            await brought.changed(dataset, edition)
    assert await tills.promotions(store.tills.lane.reader) == {"p": 1}
    allowance = await tills.allowance(store.tills.lane.reader)
    assert allowance is not None
    assert (allowance.left_pence, allowance.left, allowance.per_sale_pence) == (500_00, 20, 50_00)
    rules = await tills.points_rules(store.tills.lane.reader)
    assert rules is not None
    assert (rules.edition, rules.points, rules.pence, rules.most_points) == (2, 100, 50, 5_000)


async def test_an_allowance_that_head_office_takes_away_is_gone_at_once(store: Store) -> None:
    brought = Brought(store.tills, store.shelf)
    await brought.grant()
    given = await store.shelf.house()
    assert given is not None
    without = replace(given, stored_sales=None)

    class Poorer:
        async def house(self) -> HouseLine:
            return without

        async def standing(self) -> Any:
            return await store.shelf.standing()

    for _ in range(2):
        await Brought(store.tills, Poorer()).grant()  # type: ignore[arg-type]
    allowance = await tills.allowance(store.tills.lane.reader)
    assert allowance is not None
    assert (allowance.left_pence, allowance.left) == (0, 0)


async def test_a_card_whose_terminal_is_nowhere_is_unknown_and_never_declined(store: Store) -> None:
    till = Till(store)
    await till.look("/till/1")
    await till.send("/till/1/sign-on", badge=TESS)
    await till.send("/till/1/session", float="50")
    await till.send("/till/1/enter", entry="S-1")
    await till.look("/till/1/pay")
    await till.send("/till/1/pay/card", amount="1.01")
    async with asyncio.timeout(5):
        while "do not take the money another way until it is known" not in await till.look("/till/1"):
            await asyncio.sleep(0.01)
    for sweep in sweeps(store, SmtpMail("127.0.0.1", 9)):
        if sweep.name in ("the line", "cards at leeds-1", "allowances", "checkpoints"):
            await sweep.work()
    assert "do not take the money another way" in await till.look("/till/1")


async def test_a_till_opens_within_two_seconds_on_a_range_of_some_size(tmp_path: Path) -> None:
    async with real_world() as world:
        config = store_config(tmp_path / "york", node="york", store="york")
        let_in(world, config)
        await stock_shelf(world, config, 5_000)
        began = time.monotonic()
        store = await open_store(world, config)
        till = Till(store)
        assert "Sign on at till 1" in await till.look("/till/1")
        assert time.monotonic() - began < 2
        await store.stop()


async def test_a_node_that_was_never_let_in_says_what_to_do(tmp_path: Path) -> None:
    async with real_world() as world:
        config = store_config(tmp_path / "leeds")
        let_in(world, config)
        (config.folder / "desk" / "certificate.json").unlink()
        with pytest.raises(NoPapers, match="arkwright store enrol"):
            await open_store(world, config)


async def test_a_desk_that_does_not_answer_keeps_the_code_good(tmp_path: Path) -> None:
    with pytest.raises(NotLetIn, match="the code is still good"):
        await enrolled(store_config(tmp_path / "leeds"), "0123-4567-89ab-cdef-ghjk-mnpq")
