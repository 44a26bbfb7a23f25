"""The acquirer over its socket and on its page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest

from arkwright.kit.world import Answer, NetworkError
from arkwright.simulators.acquirer import messages
from arkwright.simulators.acquirer.books import Books
from arkwright.simulators.acquirer.line import TcpLine, framed
from arkwright.simulators.acquirer.server import answering
from arkwright.simulators.acquirer.simulator import AcquirerFileIsUnreadable, AcquirerSimulator
from arkwright.simulators.serving import Request
from tests.simulators.acquirer.test_model import paid, undone
from tests.simulators.shop import StillWorld

SHORT_S = 0.2


async def order(simulator: AcquirerSimulator, name: str) -> Answer:
    return await simulator.handle(Request("POST", "/orders", body=urlencode({"order": name}).encode()))


async def html(simulator: AcquirerSimulator) -> str:
    return (await simulator.handle(Request("GET", "/"))).body.decode()


async def test_messages_over_a_socket() -> None:
    simulator = AcquirerSimulator(StillWorld())
    async with answering(simulator, "127.0.0.1", 0) as port:
        line = TcpLine("127.0.0.1", port)
        answers = await asyncio.gather(*(line.exchange(messages.write(paid(number)), 5) for number in range(20)))
        assert {messages.read(answer).code for answer in answers} == {"00"}
        _ = await order(simulator, "silent")
        with pytest.raises(NetworkError):
            await line.exchange(messages.write(paid(21)), SHORT_S)
        _ = await order(simulator, "cut")
        with pytest.raises(NetworkError):
            await line.exchange(messages.write(paid(22)), 5)
        _ = await order(simulator, "restore")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(framed(b"nonsense"))
        assert await reader.read() == b""
        writer.close()
        assert messages.read(await line.exchange(messages.write(paid(21)), 5)).code == "00"
    assert len(simulator.books.entries) == 21
    with pytest.raises(NetworkError):
        await line.exchange(messages.write(paid(23)), 5)


@pytest.mark.parametrize(
    ("name", "status", "shown"),
    [
        ("cut", 303, "The acquirer is cut off"),
        ("silent", 303, "take without answering: 1"),
        ("decline", 303, "Payments that it will decline: 1"),
        ("decline-stored", 303, "decline late: 1"),
        ("calm", 303, "The acquirer is answering"),
        ("restore", 303, "The acquirer is answering"),
        ("explode", 422, "The acquirer is answering"),
    ],
)
async def test_orders_on_the_page(name: str, status: int, shown: str) -> None:
    simulator = AcquirerSimulator(StillWorld())
    assert (await order(simulator, name)).status == status
    assert shown in await html(simulator)


async def test_what_the_page_tells() -> None:
    simulator = AcquirerSimulator(StillWorld())
    assert "No message about a payment" in await html(simulator)
    for message in (paid(1, 100), paid(2, 250, stored=True), undone(3, 400)):
        _ = simulator.answer(messages.write(message))
    shown = await html(simulator)
    assert '<td>2</td><td class="money">£3.50</td>' in shown
    assert "Visa ending 4242, chip &amp; PIN" in shown
    assert "Taken, stored by the terminal" in shown
    assert "Reversed, before it came" in shown
    assert msgspec.json.decode((await simulator.handle(Request("GET", "/books.json"))).body, type=Books) == simulator.books
    assert (await simulator.handle(Request("GET", "/elsewhere"))).status == 404


async def test_the_books_outlive_the_process() -> None:
    world, file = StillWorld(), Path("acquirer.json")
    simulator = AcquirerSimulator(world, file)
    _ = await order(simulator, "decline")
    _ = simulator.answer(messages.write(paid(1)))
    assert AcquirerSimulator(world, file).books == simulator.books
    world.files[file] = b"{"
    with pytest.raises(AcquirerFileIsUnreadable):
        AcquirerSimulator(world, file)
