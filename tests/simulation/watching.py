"""What an onlooker writes down while a day goes on: lives and deaths of the office, switches acknowledged, checkpoints acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast
from unittest import mock

import msgspec

from arkwright.journal.batch import Item, Receipt, Signer
from arkwright.journal.lane import Lane
from arkwright.kit.switches import Gate, SwitchTable
from arkwright.roles.office import Office
from arkwright.roles.store import Store
from tests.simulation.clock import VirtualLoop
from tests.simulation.world import LIVES, Life, who_lives


class Acknowledged(msgspec.Struct, frozen=True, kw_only=True):
    """From here on the office stood by this table: where each of its journals ended when it said so."""

    at_ms: int
    table: SwitchTable
    heads: dict[str, int]


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """A journal's end after a commit, or a checkpoint up to there, as somebody was told of it; `sealed`: nothing more comes in for now."""

    at_ms: int
    lane: str
    sequence: int
    sealed: bool = False


class Watched(msgspec.Struct, kw_only=True):
    """The onlooker's notes, by true time, however wrong a clock is; `ended` says where each life ended; each store has its own."""

    begun_ms: list[int] = msgspec.field(default_factory=list)
    ended: list[tuple[int, str]] = msgspec.field(default_factory=list)
    acknowledged: list[Acknowledged] = msgspec.field(default_factory=list)
    committed: list[Reached] = msgspec.field(default_factory=list)
    marked: list[Reached] = msgspec.field(default_factory=list)
    stores: dict[str, Watched] = msgspec.field(default_factory=dict)

    def of(self, node: str) -> Watched:
        """The notes of a store's node; those of the office are these."""
        return self if node in ("", "office") else self.stores.setdefault(node, Watched())

    def leapt(self, from_ms: int, to_ms: int) -> None:
        """Every machine stood still meanwhile, which no promise of a time counts."""
        for each in (self, *self.stores.values()):
            each.ended.append((from_ms, "leap"))
            each.begun_ms.append(to_ms)


@contextmanager
def watching() -> Iterator[Watched]:
    """Look on at every office and every store that lives while this lasts."""
    seen = Watched()
    kill, start, mark, commit = Life.kill, Office.start, Lane.mark, Lane._commit

    def killed(life: Life, place: str) -> None:
        if not life.dead:
            seen.of(life.name.rpartition(" ")[0]).ended.append((now_ms(), place))
        kill(life, place)

    async def started(office: Office) -> None:
        seen.begun_ms.append(now_ms())
        await start(office)

    async def marked(lane: Lane, signer: Signer) -> Receipt:
        receipt = await mark(lane, signer)
        if alive():
            seen.of(who_lives()).marked.append(Reached(at_ms=now_ms(), lane=lane.name, sequence=receipt.sequence))
        return receipt

    async def committed(lane: Lane, items: list[Item]) -> None:
        before = lane.head.sequence
        await commit(lane, items)
        if lane.head.sequence > before:
            end = Reached(at_ms=now_ms(), lane=lane.name, sequence=lane.head.sequence, sealed=lane._cut_off)
            seen.of(who_lives()).committed.append(end)

    office = mock.patch.object(Office, "start", started)
    lane = mock.patch.multiple(Lane, mark=marked, _commit=committed)
    with office, lane, obeying(seen, Office), obeying(seen, Store), mock.patch.object(Life, "kill", killed):
        yield seen


def obeying(seen: Watched, kind: type[Office | Store]) -> AbstractContextManager[Any]:
    """Write down what a node of this kind stands by, from when on."""
    obey = kind.obey

    async def obeyed(node: Any, document: str, table: SwitchTable, gate: Gate, changed: bool) -> None:
        await obey(node, document, table, gate, changed)
        if alive():
            heads = {lane.name: lane.head.sequence for lane in node.lanes}
            seen.of(who_lives()).acknowledged.append(Acknowledged(at_ms=now_ms(), table=table, heads=heads))

    return mock.patch.object(kind, "obey", obeyed)


def now_ms() -> int:
    """The simulated time."""
    return cast("VirtualLoop", asyncio.get_running_loop()).now_ms()


def alive() -> bool:
    """Whether the office that is just at work has not died meanwhile."""
    life = LIVES.get()
    return life is None or not life.dead
