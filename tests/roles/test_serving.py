"""Listeners: ready means that connections are taken, a taken port is said in one line, and a request in work is ended."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from granian.constants import Interfaces

from arkwright.kit.network import AiohttpHttp
from arkwright.roles.serving import CannotListen, PortTaken, free_port, serve


class Patient:
    """Answers once it is let go."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """One word."""
        self.asked.set()
        await self.may_answer.wait()
        protocol.response_str(200, [], "done")


async def test_a_request_in_work_is_ended_before_it_stops() -> None:
    port, stop, ready, app, http = free_port(), asyncio.Event(), asyncio.Event(), Patient(), AiohttpHttp()
    serving = asyncio.create_task(serve(app, "127.0.0.1", port, Interfaces.RSGI, stop=stop, ready=ready))
    await ready.wait()
    request = asyncio.create_task(http.request("GET", f"http://127.0.0.1:{port}/", {}))
    await app.asked.wait()
    stop.set()
    app.may_answer.set()
    assert (await request).body == b"done"
    await serving
    await http.close()


async def test_a_taken_port_and_a_foreign_address_are_said_in_one_line() -> None:
    port, stop, ready = free_port(), asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve(Patient(), "127.0.0.1", port, Interfaces.RSGI, stop=stop, ready=ready))
    await ready.wait()
    with pytest.raises(PortTaken, match=f"^Port {port} is taken by another program. Stop that program, or set another port.$"):
        await serve(Patient(), "127.0.0.1", port, Interfaces.RSGI, stop=stop)
    with pytest.raises(CannotListen, match=f"^Cannot listen on 203.0.113.9:{port}: "):
        await serve(Patient(), "203.0.113.9", port, Interfaces.RSGI, stop=stop)
    stop.set()
    await serving
