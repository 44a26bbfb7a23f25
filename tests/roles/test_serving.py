"""Listeners: ready means that connections are taken, a taken port is said in one line, and a request in work is ended."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from typing import Any

import pytest
from granian.constants import Interfaces
from structlog.testing import capture_logs

from arkwright.kit.network import AiohttpHttp
from arkwright.roles import serving as serving_module
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


async def test_a_request_that_does_not_end_is_told_of_and_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving_module, "STOP_WITHIN_S", 0.05)
    port, stop, ready, app, http = free_port(), asyncio.Event(), asyncio.Event(), Patient(), AiohttpHttp()
    serving = asyncio.create_task(serve(app, "127.0.0.1", port, Interfaces.RSGI, stop=stop, ready=ready))
    await ready.wait()
    request = asyncio.create_task(http.request("GET", f"http://127.0.0.1:{port}/", {}))
    await app.asked.wait()
    with capture_logs() as logs:
        stop.set()
        await asyncio.wait_for(serving, 5)
    assert [(line["log_level"], line["port"]) for line in logs] == [("error", port)]
    app.may_answer.set()
    await asyncio.gather(request, return_exceptions=True)
    await http.close()


# A loop that turns no more, and a task that hears nothing: the operating system's clock rings all the same.
STUCK = """
import asyncio, os, signal, sys, time
from arkwright.roles.event_loop import until_told

async def deaf():
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            pass

async def work(stop):
    task = asyncio.create_task(deaf(), name="a deaf task")
    os.kill(os.getpid(), signal.SIGTERM)
    await stop.wait()
    await asyncio.sleep(0)
    if sys.argv[1] == "blocked":
        time.sleep(60)

until_told(work, ends_within_s=0.2)
"""


@pytest.mark.parametrize("how", ["deaf", "blocked"])
async def test_a_process_that_does_not_end_names_what_goes_on_and_is_cut_off(how: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", STUCK, how, stdout=PIPE, stderr=STDOUT)
    said, _ = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, b"it is cut off" in said, b"a deaf task" in said) == (1, True, True), said


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
