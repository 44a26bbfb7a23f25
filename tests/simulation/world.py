"""The seeded world: virtual time, dice from the seed, a network with weather, files in a folder, and nodes that die at named points."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from email.message import Message
from pathlib import Path

import apsw

from arkwright.kit.world import Answer, Blocking, Http, Mail, ulid
from tests.simulation.clock import VirtualLoop
from tests.simulation.disk import FILE_FAULTS, Disk
from tests.simulation.faults import Fault, Trouble
from tests.simulation.meeting import doing, operation_on_file
from tests.simulation.network import Network

MAIL_WITHIN_S = 10.0


class Life:
    """One life of a node, from start to crash: its tasks and its database connections."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.over = asyncio.Event()
        self.died_at = ""
        self.tasks: dict[asyncio.Task[object], None] = {}
        self.connections: list[apsw.Connection] = []

    @property
    def dead(self) -> bool:
        return self.over.is_set()

    def kill(self, place: str) -> None:
        """What a process crash does: no code of it runs any more, and its files stay as the operating system has them."""
        if self.dead:
            return
        self.died_at = place
        self.over.set()
        for connection in reversed(self.connections):
            with contextlib.suppress(apsw.ConnectionClosedError):
                connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
                connection.close()
        for task in list(self.tasks):
            task.cancel()

    def check(self) -> None:
        """The dead do nothing: what still unwinds is stopped at its next contact with the world, and who took that for an error too."""
        if self.dead:
            for task in list(self.tasks):
                task.cancel()
            raise asyncio.CancelledError


LIVES: ContextVar[Life | None] = ContextVar("life", default=None)


def who_lives() -> str:
    """The node whose life this is part of; empty outside of any."""
    life = LIVES.get()
    return life.name.rpartition(" ")[0] if life is not None else ""


def alive() -> Callable[[], bool]:
    """Tells of whoever asks now whether it still lives."""
    life = LIVES.get()
    return (lambda: True) if life is None else (lambda: not life.dead)


class Universe:
    """What all processes of one simulation share."""

    def __init__(self, seed: int, loop: VirtualLoop, folder: Path, faults: Iterable[Fault]) -> None:
        self.seed = seed
        self.loop = loop
        self.folder = folder
        self.met: Counter[str] = Counter()
        self.trouble = Trouble(faults, self.dice, lambda: loop.seconds, self.met)
        self.disk = Disk(self.trouble, self.dice("disk"), alive)
        self.letters: list[Message] = []

    def dice(self, name: str) -> random.Random:
        """Dice of one's own: what one actor throws does not change what another gets."""
        return random.Random(f"{self.seed}/{name}")


class SimulatedWorld:
    """`World` for one process. With a life, points may kill and calls of the dead go nowhere; without, it is the provider or a person."""

    def __init__(self, universe: Universe, name: str, network: Network, life: Life | None = None) -> None:
        self.http: Http = self
        self.mail: Mail = self
        self._universe = universe
        self._network = network
        self._life = life
        self._dice = universe.dice(name)
        self._told_ms, self._asked_ms = 0.0, 0
        self.jostles = True

    def now_ms(self) -> int:
        """The clock on this process's wall, which may be wrong; half as fast where it is put back, as in the real world."""
        true_ms = self._universe.loop.now_ms()
        if self._life is None:
            return true_ms
        passed_ms, self._asked_ms = true_ms - self._asked_ms, true_ms
        self._told_ms = max(self._told_ms + passed_ms / 2 if self._told_ms else 0.0, true_ms + self._off_ms())
        return int(self._told_ms)

    def new_id(self) -> str:
        return ulid(self.now_ms(), self.random_bytes(10))

    def random_bytes(self, count: int) -> bytes:
        return self._dice.randbytes(count)

    async def sleep(self, seconds: float) -> None:
        self._check()
        await asyncio.sleep(seconds)
        await self.point("sleep")

    async def point(self, name: str) -> None:
        """A place where the node may die, or be held up for a moment so that others overtake it."""
        if name.endswith(".loaded"):
            self._count_clocks(name)
        self._maybe_die(name)
        if self._life is not None and self.jostles and self._dice.randrange(4) == 0:
            await asyncio.sleep(self._dice.uniform(0.0, 0.02))
            self._maybe_die(name)

    async def in_thread(self, work: Blocking) -> None:
        if slow := self._universe.trouble.strikes("slow disk", "thread.before"):
            await asyncio.sleep(slow.amount / 1000)
        await self.point("thread.before")
        try:
            work()
        finally:
            self.notice_power()
        await self.point("thread.after")

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"", timeout_s: float = 10.0) -> Answer:
        await self.point("request.before")
        try:
            answer = await self.over_the_network(method, url, headers, body, timeout_s)
        finally:
            self._check()  # that nothing came is no news to the dead either
        await self.point("request.after")
        return answer

    async def over_the_network(self, method: str, url: str, headers: Mapping[str, str], body: bytes, timeout_s: float) -> Answer:
        """What comes of it."""
        return await self._network.request(method, url, headers, body, timeout_s)

    async def send(self, message: Message) -> None:
        await self.point("mail.before")

        async def posted() -> None:
            self._universe.letters.append(message)

        await self._network.carry("mail", posted, MAIL_WITHIN_S)
        await self.point("mail.after")

    def read_file(self, path: Path) -> bytes:
        self._check()
        return path.read_bytes()

    def replace_file(self, path: Path, content: bytes) -> None:
        with doing(operation_on_file(path)):
            self._replace(path, content)

    def _replace(self, path: Path, content: bytes) -> None:
        self._maybe_die("file.before")
        for kind, code in FILE_FAULTS.items():
            if self._universe.trouble.strikes(kind, f"disk {path.name}"):
                raise OSError(code, os.strerror(code), str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(content)
        self._maybe_die("file.between")
        os.replace(beside, path)
        self._maybe_die("file.after")

    def files_below(self, folder: Path) -> list[Path]:
        return sorted(path for path in folder.rglob("*") if path.is_file())

    def lay_file(self, path: Path, content: bytes) -> None:
        self.replace_file(path, content)

    def sync_below(self, folder: Path) -> None:
        self._check()

    def remove_file(self, path: Path) -> None:
        self._check()
        path.unlink(missing_ok=True)

    def notice_power(self) -> None:
        """When the power went in the middle of a sync, this process is no more."""
        if self._life is not None and self._universe.disk.power_fails:
            self._life.kill("power cut")
            self._universe.disk.cut_power()
            raise asyncio.CancelledError

    def _off_ms(self) -> int:
        trouble = self._universe.trouble
        off = sum(fault.amount for fault in trouble.standing("clock off", "office"))
        return off + sum(round(fault.amount * trouble.standing_s(fault) / 1000) for fault in trouble.standing("clock drift", "office"))

    def _count_clocks(self, place: str) -> None:
        for kind in ("clock off", "clock drift"):
            if self._universe.trouble.standing(kind, "office"):
                self._universe.trouble.count(kind, place)

    def _check(self) -> None:
        if self._life is not None:
            self._life.check()

    def _maybe_die(self, place: str) -> None:
        self._check()
        if self._life is None:
            return
        for kind in ("crash", "power cut"):
            if self._universe.trouble.strikes(kind, place):
                self._life.kill(place)
                if kind == "power cut":
                    self._universe.disk.cut_power()
                raise asyncio.CancelledError
