"""A process that has the product loaded and forks a node, an office, a terminal or an acquirer when it is told to.

A start costs what opening costs, and not the loading of libraries again. What it forks is killed as the power cut does, by itself: at the
point that stands in the file `die-at` of its folder ("tills.before-commit 2": the second time it comes by), one line a life.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from unittest import mock

import msgspec

from arkwright.channels.line import forwarder, patience
from arkwright.channels.line.replica_following import ReplicaFollowing
from arkwright.journeys import till_resolver
from arkwright.kit.world import RealWorld
from arkwright.roles import office_process, store_process
from arkwright.roles.node import OfficeConfig, read_config
from arkwright.roles.publisher import RangePublisher
from arkwright.roles.store_config import StoreConfig
from arkwright.roles.sweeps import Sweep
from arkwright.simulators.acquirer import server as acquirer
from arkwright.simulators.terminal import server as terminal
from arkwright.simulators.terminal.books import TerminalConfig

DIE_AT = "die-at"


class Birth(msgspec.Struct):
    """What is to be forked: `role` with these words, its log in `log`."""

    role: str
    words: list[str]
    log: str


class Fate:
    """Kills this process where the first line of the file says."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / DIE_AT
        self.armed = ""
        self.seen: Counter[str] = Counter()

    def meets(self, point: str) -> None:
        armed = self.file.read_text("utf-8") if self.file.exists() else ""
        if armed != self.armed:
            self.armed, self.seen = armed, Counter()
        first, _, rest = armed.partition("\n")
        place, _, times = first.partition(" ")
        self.seen[point] += 1
        if place == point and self.seen[point] == int(times or 1):
            beside = self.file.with_suffix(".new")
            beside.write_text(rest, "utf-8")
            beside.replace(self.file)
            os.kill(os.getpid(), signal.SIGKILL)


def fated(folder: Path) -> None:
    """Every named point of this process is a place to die at."""
    fate = Fate(folder)

    async def point(_: RealWorld, name: str) -> None:
        fate.meets(name)

    mock.patch.object(RealWorld, "point", point).start()


async def for_ever(_: object) -> None:
    await asyncio.Event().wait()


def soon(name: str, every_s: float, work: Callable[[], Awaitable[None]]) -> Sweep:
    """A sweep that looks after cards without a rest."""
    return Sweep(name, 0.1 if name.startswith("cards at") else every_s, work)


def node(config: str) -> None:
    """A store's node that asks again at once, and is sent nothing down."""
    read = read_config(Path(config), StoreConfig)
    fated(read.folder)
    mock.patch.object(ReplicaFollowing, "run", for_ever).start()
    mock.patch.object(till_resolver, "ASKED_SINCE_MS", 1_500).start()
    mock.patch.object(patience, "FIRST_PAUSE_S", 0.1).start()
    mock.patch.object(forwarder, "LONGEST_PAUSE_S", 0.2).start()
    mock.patch.object(store_process, "Sweep", soon).start()
    asyncio.run(store_process.run(read, None, asyncio.Event()))


def office(config: str) -> None:
    """An office that publishes nothing: what it takes in is looked at."""
    read = read_config(Path(config), OfficeConfig)
    fated(read.folder)
    mock.patch.object(RangePublisher, "run", for_ever).start()
    asyncio.run(office_process.run(read, lambda: None, asyncio.Event()))


def an_acquirer(line: str, page: str, folder: str) -> None:
    asyncio.run(acquirer.run("127.0.0.1", int(line), page_port=int(page), state_path=Path(folder) / "acquirer.json"))


def a_terminal(line: str, page: str, folder: str) -> None:
    config, path = TerminalConfig(terminal="leeds-1", acquirer_within_s=3.0), Path(folder) / "leeds-1.json"
    asyncio.run(terminal.run("127.0.0.1", int(page), config=config, acquirer_host="127.0.0.1", acquirer_port=int(line), path=path))


ROLES: dict[str, Callable[..., None]] = {"node": node, "office": office, "acquirer": an_acquirer, "terminal": a_terminal}


def born(birth: Birth) -> None:
    """What a child does; it does not come back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(birth.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for stream, place in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(stream, place)
    ROLES[birth.role](*birth.words)


def buried(*_: object) -> None:
    """Nobody waits for them: who is gone is gone."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue


def main() -> None:
    """One line of JSON a birth; the child's number comes back."""
    signal.signal(signal.SIGCHLD, buried)
    for line in sys.stdin.buffer:
        birth = msgspec.json.decode(line, type=Birth)
        if not (child := os.fork()):
            try:
                born(birth)
            finally:
                os._exit(1)
        print(child, flush=True)


if __name__ == "__main__":
    main()
