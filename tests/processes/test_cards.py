"""Terminal and acquirer as processes that are killed: whoever comes back knows what it owes, and nobody pays twice."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from time import monotonic

import msgspec
import pytest

from arkwright.channels.terminal.client import NexoTerminal
from arkwright.kit.network import AiohttpHttp
from arkwright.kit.terminal import Aborted, Approved, PaymentAsked
from arkwright.kit.world import NetworkError, RealWorld
from arkwright.roles.serving import free_port
from arkwright.simulators.acquirer.books import Books
from arkwright.simulators.terminal.page import State
from tests.processes.premises import ENDS_WITHIN_S, STARTS_WITHIN_S

ACQUIRER = """
import asyncio, sys
from pathlib import Path
from arkwright.simulators.acquirer import server
asyncio.run(server.run("127.0.0.1", int(sys.argv[1]), page_port=int(sys.argv[2]), state_path=Path(sys.argv[3]) / "acquirer.json"))
"""
TERMINAL = """
import asyncio, sys
from pathlib import Path
from arkwright.simulators.terminal import server
from arkwright.simulators.terminal.books import TerminalConfig
asyncio.run(server.run("127.0.0.1", int(sys.argv[2]), config=TerminalConfig(terminal="leeds-1", acquirer_within_s=3.0),
    acquirer_host="127.0.0.1", acquirer_port=int(sys.argv[1]), path=Path(sys.argv[3]) / "leeds-1.json"))
"""


class Counter:
    """A terminal and its acquirer, each a process; `till` asks the terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.http = AiohttpHttp()
        self.line, self.books_at, self.terminal_at = free_port(), free_port(), free_port()
        self.till = NexoTerminal(RealWorld(self.http), address=f"http://127.0.0.1:{self.terminal_at}", terminal="leeds-1", sale="leeds")
        self.running: dict[str, asyncio.subprocess.Process] = {}

    async def start(self, code: str) -> None:
        """Until it answers."""
        port = self.books_at if code is ACQUIRER else self.terminal_at
        ports = (str(self.line), str(port))
        self.running[code] = await asyncio.create_subprocess_exec(sys.executable, "-c", code, *ports, str(self.folder))
        await until(lambda: self._answers(port), STARTS_WITHIN_S)

    async def kill(self, code: str) -> None:
        process = self.running.pop(code)
        process.send_signal(signal.SIGKILL)
        await asyncio.wait_for(process.wait(), ENDS_WITHIN_S)

    async def end(self) -> None:
        for code in list(self.running):
            await self.kill(code)
        await self.http.close()

    async def pressed(self, port: int, path: str, form: str) -> None:
        async def pressed() -> bool:
            return (await self.http.request("POST", f"http://127.0.0.1:{port}{path}", {}, form.encode())).status == 303

        await until(pressed)

    async def books(self) -> Books:
        return msgspec.json.decode((await self.http.request("GET", f"http://127.0.0.1:{self.books_at}/books.json", {})).body, type=Books)

    async def card_awaited(self) -> bool:
        answer = await self.http.request("GET", f"http://127.0.0.1:{self.terminal_at}/state.json", {})
        return msgspec.json.decode(answer.body, type=State).awaits_card

    def asked(self, tender: str, *, stored: bool = False) -> PaymentAsked:
        return PaymentAsked(tender=tender, amount_pence=1250, entry_modes=("contactless", "chip-and-pin"), may_be_stored=stored)

    async def _answers(self, port: int) -> bool:
        with suppress(NetworkError):
            return (await self.http.request("GET", f"http://127.0.0.1:{port}/", {})).status == 200
        return False


async def until(look: Callable[[], Awaitable[bool]], within_s: float = 20.0) -> None:
    end = monotonic() + within_s
    while not await look():
        assert monotonic() < end
        await asyncio.sleep(0.02)


async def test_whoever_is_killed_nobody_pays_twice_or_for_nothing(tmp_path: Path) -> None:
    async with AsyncExitStack() as leaving:
        counter = Counter(tmp_path)
        leaving.push_async_callback(counter.end)
        await counter.start(ACQUIRER)
        await counter.start(TERMINAL)
        await killed_while_the_acquirer_is_asked(counter)
        await killed_while_the_card_is_awaited(counter)
        await sold_while_the_acquirer_is_dead(counter)
        entries = (await counter.books()).entries.values()
        assert sorted((entry.state, entry.stored) for entry in entries) == [("captured", True), ("reversed", False), ("reversed", False)]


async def killed_while_the_acquirer_is_asked(counter: Counter) -> None:
    await counter.pressed(counter.books_at, "/orders", "order=silent")
    asking = asyncio.ensure_future(counter.till.pay(counter.asked("asked")))
    await counter.pressed(counter.terminal_at, "/card", "act=tap")

    async def captured() -> bool:
        return [entry.state for entry in (await counter.books()).entries.values()] == ["captured"]

    await until(captured)
    await counter.kill(TERMINAL)
    with pytest.raises(NetworkError):
        await asking
    await counter.start(TERMINAL)
    assert await counter.till.status("asked") == Aborted(by="power")

    async def taken_back() -> bool:
        return [entry.state for entry in (await counter.books()).entries.values()] == ["reversed"]

    await until(taken_back)


async def killed_while_the_card_is_awaited(counter: Counter) -> None:
    asking = asyncio.ensure_future(counter.till.pay(counter.asked("awaited")))
    await until(counter.card_awaited)
    await counter.kill(TERMINAL)
    with pytest.raises(NetworkError):
        await asking
    await counter.start(TERMINAL)
    assert await counter.till.pay(counter.asked("awaited")) == Aborted(by="power")


async def sold_while_the_acquirer_is_dead(counter: Counter) -> None:
    await counter.kill(ACQUIRER)
    asking = asyncio.ensure_future(counter.till.pay(counter.asked("stored", stored=True)))
    await counter.pressed(counter.terminal_at, "/card", "act=insert")
    alone = await asking
    assert isinstance(alone, Approved)
    assert alone.stored == "waiting"
    await counter.kill(TERMINAL)
    await counter.start(TERMINAL)
    assert await counter.till.status("stored") == alone
    await counter.start(ACQUIRER)

    async def taken() -> bool:
        return await counter.till.status("stored") == msgspec.structs.replace(alone, stored="taken")

    await until(taken)
