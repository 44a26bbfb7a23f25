"""Node, office, terminal and acquirer as processes that are killed: whoever comes back knows what it owes, and nobody pays twice."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import msgspec
import pytest

from arkwright.kit.terminal import Aborted, Approved
from arkwright.kit.world import NetworkError
from tests.processes.branch import Branch, Colleague, until
from tests.processes.premises import PRICE_PENCE

# Where the node dies during one sale by card, its next life at the next point; "": when the terminal waits for the card.
NODE_DIES: list[tuple[str, ...]] = [
    ("tills.before-commit",),
    ("tills.after-commit",),
    ("card.terminal.before",),
    ("",),
    ("card.terminal.after",),
    ("card.terminal.after", "card-settle.look.after"),
    ("card.answer.before", "card-settle.conclude.after"),
    ("tills.before-commit 2",),
    ("tills.after-commit 2",),
    ("card.answer.after",),
    ("forward.before-send",),
    ("forward.after-send",),
]
# Where head office dies while it takes the sale in: entries received, sales judged, goods taken from stock.
OFFICE_DIES = [
    "sales_audit.before-commit",
    "sales_audit.after-commit",
    "sales_audit.before-commit 2",
    "sales_audit.after-commit 2",
    "stock.after-commit",
]


async def test_whoever_is_killed_nobody_pays_twice_or_for_nothing(tmp_path: Path) -> None:
    async with AsyncExitStack() as leaving:
        branch = Branch(tmp_path)
        leaving.push_async_callback(branch.end)
        await branch.open()
        await branch.start("acquirer")
        await branch.start("terminal")
        await killed_while_the_acquirer_is_asked(branch)
        await killed_while_the_card_is_awaited(branch)
        await sold_while_the_acquirer_is_dead(branch)
        entries = (await branch.books()).entries.values()
        assert sorted((entry.state, entry.stored) for entry in entries) == [("captured", True), ("reversed", False), ("reversed", False)]
        await sold_while_node_and_office_die(branch)


async def killed_while_the_acquirer_is_asked(branch: Branch) -> None:
    await branch.pressed(branch.books_at, "/orders", "order=silent")
    asking = asyncio.ensure_future(branch.till.pay(branch.asked("asked")))
    await branch.pressed(branch.terminal_at, "/card", "act=tap")

    async def captured() -> bool:
        return [entry.state for entry in (await branch.books()).entries.values()] == ["captured"]

    await until(captured)
    await branch.kill("terminal")
    with pytest.raises(NetworkError):
        await asking
    await branch.start("terminal")
    assert await branch.till.status("asked") == Aborted(by="power")

    async def taken_back() -> bool:
        return [entry.state for entry in (await branch.books()).entries.values()] == ["reversed"]

    await until(taken_back)


async def killed_while_the_card_is_awaited(branch: Branch) -> None:
    asking = asyncio.ensure_future(branch.till.pay(branch.asked("awaited")))
    await until(branch.card_awaited)
    await branch.kill("terminal")
    with pytest.raises(NetworkError):
        await asking
    await branch.start("terminal")
    assert await branch.till.pay(branch.asked("awaited")) == Aborted(by="power")


async def sold_while_the_acquirer_is_dead(branch: Branch) -> None:
    await branch.kill("acquirer")
    asking = asyncio.ensure_future(branch.till.pay(branch.asked("stored", stored=True)))
    await branch.pressed(branch.terminal_at, "/card", "act=insert")
    alone = await asking
    assert isinstance(alone, Approved)
    assert alone.stored == "waiting"
    await branch.kill("terminal")
    await branch.start("terminal")
    assert await branch.till.status("stored") == alone
    await branch.start("acquirer")

    async def taken() -> bool:
        return await branch.till.status("stored") == msgspec.structs.replace(alone, stored="taken")

    await until(taken)


async def sold_while_node_and_office_die(branch: Branch) -> None:
    """One sale after the other, in each of which one of them dies: all three books hold each of them once."""
    before_pence = await taken_pence(branch)
    await branch.start("office")
    await branch.start("node")
    tess = Colleague(branch)
    await tess.at_till()
    for number, points in enumerate(NODE_DIES):
        office = OFFICE_DIES[number : number + 1]
        branch.doomed("node", *points)
        branch.doomed("office", *office)
        await tess.sells(None if any(points) else lambda: branch.kill("node"))
        await until(partial(held_by_office, branch, number + 1), within_s=30.0)
        assert branch.outlived(), f"nobody died at {points} or at {office}"
    await all_say_the_same(branch, before_pence)
    await terminal_is_reconciled(branch, tess)
    await tess.client.aclose()


async def held_by_office(branch: Branch, sales: int) -> bool:
    """Whether head office has judged so many sales and taken their goods from stock; who has died comes back."""
    await branch.keep_up()
    judged = branch.ask("sales_audit", "SELECT sum(sales) FROM store_days")
    moved = branch.ask("stock", "SELECT sum(on_hand) FROM positions WHERE location = 'leeds'")
    return (judged, moved) == ([(sales,)], [(-sales,)])


async def taken_pence(branch: Branch) -> int:
    """What the acquirer will pay out."""
    return sum(entry.amount_pence for entry in (await branch.books()).entries.values() if entry.state == "captured")


async def all_say_the_same(branch: Branch, before_pence: int) -> None:
    """The acquirer's takings are the till's and head office's, and head office found nothing odd."""
    count, pence = len(NODE_DIES), len(NODE_DIES) * PRICE_PENCE

    async def settled() -> bool:
        return await taken_pence(branch) - before_pence == pence

    await until(settled)
    assert branch.ask("tills", "SELECT count(*), sum(paid_pence), sum(total_pence), count(receipt) FROM sales") == [
        (count, pence, pence, count)
    ]
    assert branch.ask("tills", "SELECT sum(amount_pence) FROM card_tenders WHERE status = 'approved'") == [(pence,)]
    assert branch.ask("tills", "SELECT count(*) FROM card_tenders WHERE status IN ('asked', 'unknown', 'reversing', 'owed')") == [(0,)]
    assert branch.ask("sales_audit", "SELECT sum(sales), sum(sales_pence) FROM store_days") == [(count, pence)]
    assert branch.ask("sales_audit", "SELECT count(DISTINCT receipt) FROM sales") == [(count,)]
    assert branch.ask("sales_audit", "SELECT kind, facts FROM cases") == []


async def terminal_is_reconciled(branch: Branch, tess: Colleague) -> None:
    """The Z report's terminal is asked over the line, and head office told that it took one payment that no till knows of."""
    await tess.at_till()
    await tess.look("/till/1/drawer")
    await tess.send("/till/1/drawer/count", counted="50")
    await tess.send("/till/1/drawer/close")

    async def told() -> bool:
        return branch.ask("tills", "SELECT status, agreed FROM reconciliations") == [("done", 1)]

    async def heard() -> bool:
        return branch.ask("sales_audit", "SELECT kind, owner, amount_pence FROM cases") == [("card-totals", "accounts-clerk", 12_50)]

    await until(told)
    await until(heard)
