"""What was asked and what was answered, seen from outside: commands at every lane, and what people were told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

import msgspec

from arkwright.journal.batch import Gate, Receipt
from arkwright.journal.lane import Lane
from arkwright.kit.messages import Command
from arkwright.kit.refusal import NotTaken, Refusal, SameIdOtherContent, Unknown, to_json
from tests.simulation.meeting import UnderWay, operation_of
from tests.simulation.world import who_lives


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One command as it was sent, and its answer: "done 7-9", a refusal as stored, or "not taken" and "unknown", which decide nothing."""

    at_ms: int
    lane: str
    command: Command
    answer: str

    @property
    def decided(self) -> bool:
        return self.answer not in {"not taken", "unknown", "same id, other content"}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a person was told about an order: begun (a payment page was shown), confirmed, cancelled or refused."""

    at_ms: int
    order: str
    what: str


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of a capability where a command acts, right before and after the command was answered."""

    order: str
    since_ms: int
    at_ms: int
    channel: str
    before: tuple[int, str, str]
    after: tuple[int, str, str]
    answer: str


class Obeyed(msgspec.Struct, frozen=True, kw_only=True):
    """A signed table handed to the node: what it should do with it, and what it did ("taken", or its refusal's name)."""

    at_ms: int
    kind: str
    document: str
    genuine: bool
    answer: str
    heads: dict[str, int]


class Record:
    """Everything that checkers are given beside the journals and the provider's books."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self.answered: list[Answered] = []
        self.told: list[Told] = []
        self.looked: list[Looked] = []
        self.obeyed: list[Obeyed] = []
        self.problems: list[str] = []
        self.of_stores: dict[str, Record] = {}
        self.under_way = UnderWay()
        self.meets: Callable[[str, str], None] = lambda kind, place: None
        self._now_ms = now_ms

    def of(self, node: str) -> Record:
        """The record of a store's node; the office's own, and that of people, is this one."""
        if node in ("", "office"):
            return self
        return self.of_stores.setdefault(node, Record(self._now_ms))

    def tell(self, order: str, what: str) -> None:
        """A person was told this."""
        self.told.append(Told(at_ms=self._now_ms(), order=order, what=what))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Write down every command that any lane answers while this lasts."""
        submit, obey = Lane.submit, Lane.obey

        async def heard(lane: Lane, command: Command) -> Receipt:
            record = self.of(who_lives())
            try:
                with record.under_way.taken(lane.name, operation_of(lane.name, type(command))):
                    receipt = await submit(lane, command)
            except Refusal as refusal:
                record._answer(lane.name, command, answer_of(refusal))
                raise
            record._answer(lane.name, command, f"done {receipt.sequence} with {len(receipt.events)}")
            return receipt

        async def obeyed(lane: Lane, document: str, gate: Gate) -> Receipt:
            record = self.of(who_lives())
            record.meets("switched", f"{lane.name}.obeys")
            with record.under_way.taken(lane.name, "switch"):
                return await obey(lane, document, gate)

        with mock.patch.multiple(Lane, submit=heard, obey=obeyed):
            yield

    def _answer(self, lane: str, command: Command, answer: str) -> None:
        self.answered.append(Answered(at_ms=self._now_ms(), lane=lane, command=command, answer=answer))


def answer_of(refusal: Refusal) -> str:
    """A refusal as text that can be compared."""
    match refusal:
        case NotTaken():
            return "not taken"
        case Unknown():
            return "unknown"
        case SameIdOtherContent():
            return "same id, other content"
        case _:
            return to_json(refusal)
