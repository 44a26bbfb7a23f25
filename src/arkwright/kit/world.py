"""The world: the one door to time, dice, ids, files, the network and mail."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import secrets
import time
from collections.abc import Mapping
from email.message import Message
from pathlib import Path
from typing import Protocol

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """What an HTTP server answered; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class NetworkError(Exception):
    """Nothing came back: not reachable, cut off, or too late. Whether the other side acted is unknown."""


class Http(Protocol):
    """Requests to other processes."""

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", timeout_s: float = 10.0) -> Answer:
        """One request, no redirects followed; raises `NetworkError` when no answer came in time."""
        ...


class Mail(Protocol):
    """Outgoing mail."""

    async def send(self, message: Message) -> None:
        """Hand the message to the mail server; raises `NetworkError` when it cannot be told that it was accepted."""
        ...


class World(Protocol):
    """What code above kit may know of the outside; production has the real one, tests a seeded one."""

    http: Http

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC; never runs backwards within one process."""
        ...

    def new_id(self) -> str:
        """A fresh id: 26 lower-case characters, sortable by time, 80 random bits (the ULID layout)."""
        ...

    def random_bytes(self, count: int) -> bytes:
        """Bytes nobody can guess."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let this much time pass."""
        ...

    async def point(self, name: str) -> None:
        """A named place where the simulated world may crash; the real world does nothing."""
        ...

    async def in_thread(self, work: Blocking) -> None:
        """Run something that blocks (a commit, a hash) without holding up the others."""
        ...

    def read_file(self, path: Path) -> bytes:
        """The whole file; raises FileNotFoundError."""
        ...

    def replace_file(self, path: Path, content: bytes) -> None:
        """Write the file so that after a crash either the old or the new content is there, whole and synced."""
        ...


class SweepingWorld(World, Protocol):
    """A world for who keeps a folder of very many files: what it holds, many written before one sync, and swept."""

    def files_below(self, folder: Path) -> list[Path]:
        """Every file below the folder, at any depth, those of an interrupted `replace_file` among them; none where it is missing."""
        ...

    def lay_file(self, path: Path, content: bytes) -> None:
        """Write the file, whole or not at all as long as the machine runs; a crash may lose or tear it until `sync_below` returns."""
        ...

    def sync_below(self, folder: Path) -> None:
        """Have everything laid below the folder on the disk when this returns; OSError where that cannot be told."""
        ...

    def remove_file(self, path: Path) -> None:
        """Have no such file; nothing to do where there is none."""
        ...


class Blocking(Protocol):
    """A call without arguments or answer."""

    def __call__(self) -> None:
        """Do it."""
        ...


LIBC = ctypes.CDLL(None, use_errno=True)
ULID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def ulid(now_ms: int, dice: bytes) -> str:
    """48 bits of time and 80 of dice in Crockford's base 32, lower case (the ULID specification's layout)."""
    number = (now_ms << 80) | int.from_bytes(dice[:10], "big")
    return "".join(ULID_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


class RealWorld:
    """The world of production."""

    def __init__(self, http: Http) -> None:
        self.http = http
        self._told_ns = self._asked_ns = 0

    def now_ms(self) -> int:
        """The wall clock; where it was put back, half as fast as time passes until the wall has caught up: nothing waits for ever."""
        asked_ns = time.monotonic_ns()
        passed_ns, self._asked_ns = asked_ns - self._asked_ns, asked_ns
        self._told_ns = max(self._told_ns + passed_ns // 2 if self._told_ns else 0, time.time_ns())
        return self._told_ns // 1_000_000

    def new_id(self) -> str:
        """A ULID."""
        return ulid(self.now_ms(), self.random_bytes(10))

    def random_bytes(self, count: int) -> bytes:
        """From the operating system."""
        return secrets.token_bytes(count)

    async def sleep(self, seconds: float) -> None:
        """asyncio's sleep."""
        await asyncio.sleep(seconds)

    async def point(self, name: str) -> None:
        """Nothing happens here in production."""

    async def in_thread(self, work: Blocking) -> None:
        """In asyncio's thread pool. Whoever is cancelled waits for its end: then no thread uses what is theirs any more."""
        working = asyncio.get_running_loop().run_in_executor(None, work)
        try:
            await asyncio.shield(working)
        except asyncio.CancelledError:
            await asyncio.wait({working})
            raise

    def read_file(self, path: Path) -> bytes:
        """The whole file."""
        return path.read_bytes()

    def replace_file(self, path: Path, content: bytes) -> None:
        """Write beside it, sync, rename over it, sync the folder."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with open(beside, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def files_below(self, folder: Path) -> list[Path]:
        """In order."""
        return [Path(name) for name in sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)]

    def lay_file(self, path: Path, content: bytes) -> None:
        """Write beside it, rename over it."""
        beside = f"{path.parent}/.{path.name}.{secrets.token_hex(4)}"
        try:
            file = open(beside, "xb")  # noqa: SIM115 - closed below; most folders are there already
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = open(beside, "xb")  # noqa: SIM115
        with file:
            file.write(content)
        os.replace(beside, path)

    def sync_below(self, folder: Path) -> None:
        """The whole file system at once, syncfs(2): one wait where each file would have its own. Its errors are told since Linux 5.8."""
        if not folder.exists():
            return
        held = os.open(folder, os.O_RDONLY)
        try:
            if LIBC.syncfs(held):
                raise OSError(ctypes.get_errno(), f"{folder} was not synced")
        finally:
            os.close(held)

    def remove_file(self, path: Path) -> None:
        """Unlink it."""
        path.unlink(missing_ok=True)
