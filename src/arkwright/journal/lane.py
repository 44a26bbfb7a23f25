"""The lane: one queue and one writer for a compartment, group commit, every command id answered once and for ever."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypedDict

import structlog

from arkwright.journal import tables
from arkwright.journal.batch import Batch, Gate, GateOf, Item, Marking, Obeying, Receipt, Signer, Standing, Waiting, standing
from arkwright.journal.compartment import Compartment
from arkwright.journal.entries import EventDecoder
from arkwright.journal.reading import entries
from arkwright.journal.recent import Happened, Recent
from arkwright.journal.work import Head, head_of
from arkwright.kit.database.port import CutOff, Database, DatabaseAway, PerhapsCommitted, Reader
from arkwright.kit.ending import ended
from arkwright.kit.messages import Command, digest
from arkwright.kit.refusal import Busy, Invalid, NotTaken, Unknown
from arkwright.kit.world import World

MOST_WAITING = 1000
MOST_IN_A_BATCH = 256
LONGEST_ID = 100
PATIENCE_MS = 5_000  # how long a command waits for a database that went away
ASK_AGAIN_AFTER_S = 0.2
LOOK_OUT_EVERY_S = 0.1

log = structlog.get_logger("lane")


class Asking(TypedDict):
    """What every item of the queue has."""

    answer: asyncio.Future[Receipt]
    since_ms: int


@dataclass
class IdNotAllowed(Invalid):
    """A command id that is empty or too long."""

    longest: int = LONGEST_ID
    sentence: ClassVar[str] = "Give the request an id of 1 to {longest} characters."


class Lane:
    """One compartment's writer on one node. `start` it, `submit` commands, `stop` it; `failed` is called when it must end.

    Where other processes write the same lane (PostgreSQL), each batch holds the lane's lock and begins from what is committed.
    """

    def __init__(
        self, world: World, database: Database, compartment: Compartment, gate_of: GateOf, failed: Callable[[Exception], None]
    ) -> None:
        self.name = compartment.name
        self.compartment = compartment
        self.reader: Reader = database.reader
        self.decode = EventDecoder(compartment.events)
        self.head = Head(0, b"")
        self._world = world
        self._database = database
        self._writer = database.writer
        self._gate_of = gate_of
        self._standing = standing(None, gate_of)
        self._failed = failed
        self._queue: deque[Item] = deque()
        self._wake = asyncio.Event()
        self._moved = asyncio.Event()
        self._recent = Recent()
        self._notes: dict[str, int] = {}
        self._closing = False
        self._cut_off = self._alone = False  # alone: nobody else can have moved what is remembered of the journal's end
        self._tasks: list[asyncio.Task[None]] = []
        self._marked = 0

    async def start(self) -> None:
        """Read where the journal ends and begin to take commands."""
        try:
            self.head = await head_of(self.reader)
            self._standing = standing(await self.obeyed(), self._gate_of)
        except CutOff:
            self._cut_off = True
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._run(), name=f"lane {self.name}")]
        if self._database.shared:
            self._tasks.append(loop.create_task(self._look_out(), name=f"lookout of {self.name}"))

    async def stop(self) -> None:
        """Take nothing more, finish what was taken, close the database."""
        self._closing = True
        self._wake.set()
        await ended(self._tasks[1:])
        if self._tasks:
            await self._tasks[0]
        await self._database.close()

    async def submit(self, command: Command) -> Receipt:
        """The command's receipt, for ever the same. Raises its refusal, `Busy` when the queue is full, or `Unknown`."""
        if not self.compartment.understands(command):
            raise TypeError(f"{self.name} has no command {type(command).__name__}")
        if not 1 <= len(command.id) <= LONGEST_ID:
            raise IdNotAllowed()
        return await self._enqueue(Waiting(command, digest(command), **self._asked()), MOST_WAITING)

    async def obey(self, document: str, gate: Gate) -> Receipt:
        """Follow a verified switch table; when this returns, nothing that it stops commits here any more, whoever writes the lane.

        A table older than the one that the lane holds changes nothing.
        """
        return await self._enqueue(Obeying(document, gate, **self._asked()), 2 * MOST_WAITING)

    @property
    def waiting(self) -> int:
        """How many commands wait for the writer."""
        return len(self._queue)

    @property
    def unmarked(self) -> bool:
        """Whether something was committed since the last checkpoint of this process, and a checkpoint could be kept."""
        return self.head.sequence > self._marked and not self._cut_off

    async def mark(self, signer: Signer) -> Receipt:
        """Sign and keep a checkpoint of everything committed before."""
        receipt = await self._enqueue(Marking(signer, **self._asked()), 2 * MOST_WAITING)
        self._marked = receipt.sequence
        return receipt

    async def obeyed(self) -> str | None:
        """The switch table this lane obeyed last, as kept in its own database."""
        for (document,) in await self.reader.all(tables.OBEYED):
            return str(document)
        return None

    def note(self, name: str, value: int) -> None:
        """Keep a number with the next batch; losing it in a crash must do no harm (a reader's place in the journal)."""
        self._notes[name] = value

    async def noted(self, name: str) -> int:
        """The number kept under this name, or 0."""
        for (value,) in await self.reader.all(tables.NOTE, {"name": name}):
            return self._notes.get(name, int(str(value)))
        return self._notes.get(name, 0)

    async def beyond(self, sequence: int) -> None:
        """Wait until the journal goes beyond this sequence."""
        while self.head.sequence <= sequence:
            self._moved.clear()
            await self._moved.wait()

    async def after(self, sequence: int, most: int) -> list[Happened]:
        """What happened after this sequence, in order, at most so many; all of it is durable."""
        if self._cut_off:
            raise CutOff()
        held = self._recent.after(sequence, most)
        if held:
            return held
        found = await entries(self.reader, sequence, most)
        return [Happened(each.entry.sequence, each.leaf, self.decode(bytes(each.entry.event))) for each in found]

    def _asked(self) -> Asking:
        return {"answer": asyncio.get_running_loop().create_future(), "since_ms": self._world.now_ms()}

    async def _enqueue(self, item: Item, most: int) -> Receipt:
        if self._closing or len(self._queue) >= most:
            raise Busy()
        self._queue.append(item)
        self._wake.set()
        return await item.answer

    async def _run(self) -> None:
        while not (self._closing and not self._queue and not self._notes):
            if not self._queue and not self._closing:
                self._wake.clear()
                await self._wake.wait()
            await self._more_coming()
            items = [self._queue.popleft() for _ in range(min(len(self._queue), MOST_IN_A_BATCH))]
            if items or self._notes:
                try:
                    await self._commit(items)
                except CutOff:
                    self._refuse(items)
                except DatabaseAway as away:
                    await self._wait_for_database(items, isinstance(away, PerhapsCommitted))
                except Exception as error:  # noqa: BLE001 - whatever it is, nobody may wait for ever for an answer
                    return self._give_up(items, error)

    async def _more_coming(self) -> None:
        """Wait for as long as each turn of the event loop brings more: a batch costs about the same however much is in it."""
        before = -1
        while before < len(self._queue) < MOST_IN_A_BATCH and not self._closing:
            before = len(self._queue)
            await self._world.sleep(0)

    def _refuse(self, items: list[Item]) -> None:
        """The compartment is sealed, here or by another process: say so in the words of the switch, where they are known."""
        self._cut_off = True
        for item in items:
            if isinstance(item, Obeying):
                self._standing = Standing(item.gate, None)
            if item.answer.done():
                continue
            if isinstance(item, Obeying) and item.gate.seals(self.name):
                item.answer.set_result(Receipt(sequence=self.head.sequence, events=()))
            else:
                item.answer.set_exception(self._why_cut_off(item))
        if self._closing:
            self._notes.clear()

    def _why_cut_off(self, item: Item) -> NotTaken:
        if isinstance(item, Waiting):
            command = item.command
            try:
                self._standing.gate.check(command.capabilities, command.scope(), command.during_pause, self._world.now_ms())
            except NotTaken as refusal:
                return refusal
        return CutOff()

    def _give_up(self, items: list[Item], error: Exception) -> None:
        """Whether the batch is durable cannot be told: answer "unknown", take nothing more, end the process."""
        self._closing = True
        for item in [*items, *self._queue]:
            if not item.answer.done():
                item.answer.set_exception(Unknown())
        self._queue.clear()
        self._failed(error)

    async def _wait_for_database(self, items: list[Item], unsure: bool) -> None:
        """Put the items back in their places for a while: if they were committed after all, their outcomes will be found.

        Switches wait for as long as it takes: they are obeyed before anything else is done.
        """
        for item in items:
            item.unsure = item.unsure or unsure
        self._queue.extendleft(reversed(items))
        too_old_ms = self._world.now_ms() - PATIENCE_MS
        for item in [each for each in self._queue if (each.since_ms <= too_old_ms and not isinstance(each, Obeying)) or self._closing]:
            self._queue.remove(item)
            if not item.answer.done():
                item.answer.set_exception(Unknown() if item.unsure else DatabaseAway())
        if self._closing:
            return self._notes.clear()
        await self._world.sleep(ASK_AGAIN_AFTER_S)

    async def _look_out(self) -> None:
        """Notice what other processes commit."""
        while True:
            await self._world.sleep(LOOK_OUT_EVERY_S)
            try:
                head = await head_of(self.reader)
            except NotTaken as away:
                log.info("the lane cannot be looked at just now", lane=self.name, why=type(away).__name__)
                continue
            if head.sequence > self.head.sequence:
                self.head = head
                self._moved.set()

    async def _commit(self, items: list[Item]) -> None:
        """One transaction: decide each item in order, save, commit, answer."""
        notes = dict(self._notes)
        if self._cut_off and any(isinstance(item, Obeying) and not item.gate.seals(self.name) for item in items):
            await self._database.restore()
            self._cut_off, self._alone = False, False
        await self._writer.begin()
        try:
            batch = Batch(self.compartment, self._writer, self.decode, self._world.now_ms())
            await batch.load(items, self._standing, self._gate_of, self.head if self._alone else None)
            await self._world.point(f"{self.name}.loaded")
            await batch.decide(items)
            await batch.save(notes)
            await self._world.point(f"{self.name}.before-commit")
        except BaseException:
            await self._writer.rollback()
            raise
        await self._writer.commit()
        await self._world.point(f"{self.name}.after-commit")
        if batch.work.began != self.head:
            self._recent.clear()  # others wrote, or what we wrote was lost with a server
        self._recent.add(batch.work.happened, sum(len(entry) for _, entry, _, _ in batch.work.entries))
        self._standing, self.head, self._alone = batch.standing, batch.work.head, not self._database.shared
        if self._standing.gate.seals(self.name):
            await self._database.cut_off()
            self._recent.clear()
            self._cut_off = True
        self._notes = {name: value for name, value in self._notes.items() if notes.get(name) != value}
        self._moved.set()
        self._reply(batch)

    def _reply(self, batch: Batch) -> None:
        for future, answer in batch.answers:
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
