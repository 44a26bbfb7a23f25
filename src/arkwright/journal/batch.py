"""One batch of a lane: decide each item in order, so that whatever goes wrong in one stays in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never

import msgspec
import structlog

from arkwright.journal import tables
from arkwright.journal.compartment import Compartment
from arkwright.journal.entries import CommandRefused, EventDecoder, NothingChanged, SwitchesObeyed, entry_from
from arkwright.journal.work import Head, Known, Outcome, StepIsTooLarge, Work
from arkwright.kit.database.change import Change
from arkwright.kit.database.port import DatabaseAway, DatabaseUnusable, SyncFailed, Writer
from arkwright.kit.messages import Command, DuringPause, Event, digest
from arkwright.kit.refusal import NotTaken, Refusal, SameIdOtherContent, from_json, to_json
from arkwright.kit.rows import Missing
from arkwright.kit.scope import Scope

log = structlog.get_logger("lane")


class Gate(Protocol):
    """What the switches let through; raises a `NotTaken` refusal for what they do not."""

    @property
    def edition(self) -> tuple[int, int, int]:
        """Generation and version of the switch table, and its time: an older table never replaces a newer one."""
        ...

    def seals(self, compartment: str) -> bool:
        """Whether the compartment is cut off from its data."""
        ...

    @property
    def emergency(self) -> bool:
        """Whether it stands in for a table that cannot be read: then it replaces any."""
        ...

    def check(self, capabilities: tuple[str, ...], scope: Scope, during_pause: DuringPause, now_ms: int) -> None:
        """Nothing, or Paused, Limited, Sealed."""
        ...


class Signer(Protocol):
    """Signs checkpoints with the node's key."""

    def __call__(self, lane: str, sequence: int, chain: bytes, now_ms: int, /) -> str:
        """The signed text."""
        ...


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The command took effect: at this journal sequence, with these events. The same for every time it is sent."""

    sequence: int
    events: tuple[Event, ...]


class WentWrong(NotTaken):
    """A fault of ours in one command; it took no effect and its neighbours were not touched."""

    sentence = "Something went wrong on our side, and nothing was changed. Please try again; we have been told."


@dataclass(kw_only=True)
class Asked:
    """Whoever waits for an answer, and since when; `unsure` once a commit was tried whose outcome nobody could tell."""

    answer: asyncio.Future[Receipt]
    since_ms: int
    unsure: bool = False


@dataclass
class Waiting(Asked):
    """A command."""

    command: Command
    digest: bytes


@dataclass
class Obeying(Asked):
    """A verified switch table to obey from here on."""

    document: str
    gate: Gate


@dataclass
class Marking(Asked):
    """A checkpoint to sign and keep."""

    signer: Signer


Item = Waiting | Obeying | Marking
Answer = Receipt | Exception


@dataclass(frozen=True)
class Standing:
    """The gate that a lane stands at, and the digest of the switch table that it was made from."""

    gate: Gate
    digest: str | None


GateOf = Callable[[str | None], Gate]


def standing(document: str | None, gate_of: GateOf) -> Standing:
    """What a lane that holds this table stands at; None is a lane that never obeyed one."""
    return Standing(gate_of(document), None if document is None else tables.digest_of(document))


class Batch:
    """A batch under way: what it changes, and what each item will be answered once the commit is durable."""

    def __init__(self, compartment: Compartment, writer: Writer, decode: EventDecoder, now_ms: int) -> None:
        self.work = Work(compartment, writer)
        self.answers: list[tuple[asyncio.Future[Receipt], Answer]] = []
        self._compartment = compartment
        self._writer = writer
        self._decode_event = decode
        self._now_ms = now_ms
        self._documents: list[str] = []
        self._checkpoints: list[tuple[int, str]] = []

    async def load(self, items: Sequence[Item], held: Standing, gate_of: GateOf, head: Head | None) -> None:
        """Hold what the items will probably need: outcomes given before, the rows hinted at, and the switches, which another process
        may have moved since the lane `held` them. `head` is where the journal ends, if nobody else writes it."""
        commands = [item.command for item in items if isinstance(item, Waiting)]
        hinted = (key for command in commands for key in self._compartment.rules.keys(command))
        known = None if head is None else Known(head, held.digest)
        await self.work.begin([command.id for command in commands], hinted, known)
        self.standing = held
        if self.work.obeyed_digest != held.digest:
            self.standing = standing(str((await self._writer.all(tables.OBEYED))[0][0]), gate_of)

    async def decide(self, items: Sequence[Item]) -> None:
        """Decide each item, in order."""
        for item in items:
            match item:
                case Waiting():
                    answer: Answer = await self._answer(item)
                case Obeying():
                    answer = self._obey(item)
                case Marking():
                    answer = await self._mark(item)
                case _:
                    assert_never(item)
            self.answers.append((item.answer, answer))

    async def save(self, notes: Mapping[str, int]) -> None:
        """Write everything; the caller commits."""
        await self._writer.save(
            *self.work.changes(),
            Change(tables.NOTES, list(notes.items())),
            Change(tables.CHECKPOINTS, self._checkpoints),
            tables.held(self._documents),
        )

    async def _answer(self, item: Waiting) -> Answer:
        """What one command is answered; whatever goes wrong in it stays in it."""
        known = self.work.outcomes.get(item.command.id)
        if known:
            return await self._again(known, item)
        try:
            self.standing.gate.check(item.command.capabilities, item.command.scope(), item.command.during_pause, self._now_ms)
            events = await self._decide(item.command)
            outcome = self.work.record(item.command.id, item.digest, events or [NothingChanged()], self._now_ms)
        except (SyncFailed, DatabaseUnusable, DatabaseAway):
            raise
        except NotTaken as refusal:
            return refusal
        except Refusal as refusal:
            self.work.rows.undo()
            return self._refuse(item, refusal)
        except Exception:
            self.work.rows.undo()
            log.exception("a command went wrong", lane=self._compartment.name, command=type(item.command).__name__)
            return WentWrong()
        self.work.rows.keep()
        return Receipt(sequence=outcome.last, events=tuple(events))

    def _refuse(self, item: Waiting, refusal: Refusal) -> Refusal:
        """A no is an outcome like any other; one that repeats too much of what was asked is told in short."""
        try:
            self.work.record(item.command.id, item.digest, [CommandRefused(refusal=to_json(refusal))], self._now_ms)
        except StepIsTooLarge as short:
            self.work.record(item.command.id, item.digest, [CommandRefused(refusal=to_json(short))], self._now_ms)
            return short
        return refusal

    async def _decide(self, command: Command) -> list[Event]:
        """Decide and evolve; when a row was not loaded, load it and run both (pure) functions again."""
        while True:
            try:
                events = list(self._compartment.rules.decide(self.work.rows, command, self._now_ms))
                for event in events:
                    self._compartment.state.evolve(self.work.rows, event)
            except Missing as missing:
                self.work.rows.undo()
                await self.work.load([missing.key])
            except BaseException:
                self.work.rows.undo()
                raise
            else:
                return events

    async def _again(self, known: Outcome, item: Waiting) -> Answer:
        """The answer given before, word for word."""
        if known.digest != item.digest:
            return SameIdOtherContent(item.command.id)
        stored = [bytes(row[1]) for row in await self._writer.all(tables.BETWEEN, {"first": known.first, "last": known.last})]  # type: ignore[arg-type]
        entries = stored or [entry for sequence, entry, _, _ in self.work.entries if known.first <= sequence <= known.last]
        events = tuple(self._decode_event(bytes(entry_from(entry).event)) for entry in entries)
        match events:
            case (CommandRefused(refusal=refusal),):
                return from_json(refusal)
            case (NothingChanged(),):
                return Receipt(sequence=known.last, events=())
            case _:
                return Receipt(sequence=known.last, events=events)

    def _obey(self, item: Obeying) -> Receipt:
        before, now = self.standing.gate.edition, item.gate.edition
        if now >= before or item.gate.emergency:
            self.standing = Standing(item.gate, tables.digest_of(item.document))
            self._documents.append(item.document)
            if now[:2] != before[:2]:
                event = SwitchesObeyed(document=item.document)
                self.work.happen(event, "", digest(event), self._now_ms)
        return Receipt(sequence=self.work.head.sequence, events=())

    async def _mark(self, item: Marking) -> Receipt:
        """One that stands is not signed anew with a later time: not after a restart, nor by another process."""
        head = self.work.head
        known = [*await self._writer.all(tables.LAST_CHECKPOINT), *self._checkpoints]
        if head.sequence and head.sequence not in {sequence for sequence, _ in known}:
            self._checkpoints.append((head.sequence, item.signer(self._compartment.name, head.sequence, head.chain, self._now_ms)))
        return Receipt(sequence=head.sequence, events=())
