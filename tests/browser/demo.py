"""The demo as anybody starts it: `arkwright demo` on free ports, every part a process of its own, ended by its own number."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import IO, Any, TypeVar
from uuid import uuid4

import httpx

from arkwright.__main__ import ports_from
from arkwright.demo.ports import Ports
from arkwright.demo.premises import ACCOUNTS_FILE

STANDS = "Ctrl-C ends everything."
ENDS_WITHIN_S = 30.0
PAUSE_BETWEEN_LOOKS_S = 0.1

Found = TypeVar("Found")


async def comes(look: Callable[[], Awaitable[Found]], within_s: float = 20.0) -> Found:
    """What `look` finds, once it finds something; fails when that takes too long."""
    until = monotonic() + within_s
    while not (found := await look()):
        assert monotonic() < until, f"nothing came within {within_s:.0f} seconds"
        await asyncio.sleep(PAUSE_BETWEEN_LOOKS_S)
    return found


class Demo:
    """The running demo; `shop`, `office` and `desk` are the addresses that a browser opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = free_ports()
        self.shop, self.office, self.desk = self.ports.shop_url, self.ports.office_url, self.ports.desk_url
        self._processes: list[subprocess.Popen[str]] = []

    def start(self) -> None:
        """Make the demo and start every part; returns when it says that it stands."""
        self._command("demo", out=subprocess.PIPE)
        said = []
        while STANDS not in (line := self._next_line()):
            said.append(line)
            assert line, "the demo ended instead of starting:\n" + "".join(said)

    def password(self, where: str, account: str) -> str:
        """The password that was drawn for this account."""
        rows = [line.split() for line in (self.folder / ACCOUNTS_FILE).read_text("utf-8").splitlines()]
        return next(row[2] for row in rows if row[:2] == [where, account])

    async def letters(self, to: str) -> list[dict[str, Any]]:
        """The messages to this address, the newest first."""
        async with httpx.AsyncClient() as client:
            found: list[dict[str, Any]] = (await client.get(f"http://127.0.0.1:{self.ports.mailbox}/messages.json?to={to}")).json()
            return found

    async def api(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Ask the app API, each time with a new key."""
        headers = {"host": f"shop.localhost:{self.ports.edge}", "idempotency-key": f'"{uuid4()}"'}
        async with httpx.AsyncClient(timeout=20) as client:
            return await client.request(method, f"http://127.0.0.1:{self.ports.edge}/api/v1{path}", headers=headers, json=body)

    def kill_office(self) -> None:
        """As a power cut does, and wait until it is gone."""
        os.kill(child_of(self._processes[0].pid, "part", "office"), signal.SIGKILL)
        while "office has ended" not in (line := self._next_line()):
            assert line, "the demo ended with its office"

    async def cut_power(self, part: str, port: int) -> None:
        """Of a part, and wait until its port is shut."""
        os.kill(child_of(self._processes[0].pid, "part", part), signal.SIGKILL)

        async def shut() -> bool:
            return not await self._answers(part, port, "/healthz")

        await comes(shut)

    async def start_office(self) -> None:
        """With the command that the demo names, and wait until it answers."""
        await self.start_again("office", self.ports.office, "/sign-in")

    async def start_again(self, part: str, port: int, path: str) -> None:
        """With the command that the demo names, and wait until it answers."""
        with (self.folder / f"{part}.log").open("ab") as log:
            self._command("demo", "part", part, out=log)
        await comes(lambda: self._answers(part, port, path), 60)

    def end(self) -> None:
        """End every process by its own number."""
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.communicate(timeout=ENDS_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()

    def _command(self, *words: str, out: int | IO[bytes]) -> None:
        command = [sys.executable, "-m", "arkwright", *words, "--data", str(self.folder), "--first-port", str(self.ports.edge)]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True)
        self._processes.append(process)

    def _next_line(self) -> str:
        stream = self._processes[0].stdout
        assert stream is not None
        return stream.readline()

    async def _answers(self, name: str, port: int, path: str) -> bool:
        async with httpx.AsyncClient() as client:
            try:
                answer = await client.get(f"http://127.0.0.1:{port}{path}", headers={"host": f"{name}.localhost:{port}"})
            except httpx.TransportError:
                return False
            return answer.status_code == 200


def free_ports() -> Ports:
    """As many ports in a row as the demo listens on, all free just now."""
    wanted = len(Ports.__struct_fields__)
    for _ in range(100):
        first = random.randrange(20_000, 32_000)
        with ExitStack() as held:
            try:
                for port in range(first, first + wanted):
                    bound = held.enter_context(socket.socket())
                    bound.bind(("127.0.0.1", port))
            except OSError:
                continue
            return ports_from(first)
    raise AssertionError(f"no {wanted} free ports in a row")


def child_of(parent: int, *words: str) -> int:
    """The number of the parent's child whose command line holds these words in a row."""
    wanted = b"\0".join(word.encode() for word in words)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # proc(5): after the name in brackets come the state and the parent's number
                parent_of_it = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent_of_it == parent and wanted in (folder / "cmdline").read_bytes():
                    return int(folder.name)
            except (FileNotFoundError, ProcessLookupError):
                continue
    raise AssertionError(f"{parent} has no child {' '.join(words)}")
