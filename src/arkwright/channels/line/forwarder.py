"""Sending a store's journal to head office: in order, from where head office says it stands, for as long as it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec
import structlog

from arkwright.channels.line.head_office import HeadOffice
from arkwright.channels.line.patience import Patience
from arkwright.journal import tables
from arkwright.journal.lane import Lane
from arkwright.kit.chain import GENESIS
from arkwright.kit.database.port import Value
from arkwright.kit.forwarding import MOST_BYTES, MOST_ENTRIES, Answered, Held, Taken, pack_batch, read_held
from arkwright.kit.messages import canonical
from arkwright.kit.node_requests import Asked
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import Envelope, read_envelope
from arkwright.kit.world import NetworkError, World

log = structlog.get_logger("forwarder")

PATH: Final = "/line/entries"
LONGEST_PAUSE_S = 60.0
AFTER_A_FORK_S = 300.0
A_SALE: Final = b'"type":"SaleCompleted.'
Problem = Literal["", "old-copy", "fork"]


class Unsent(msgspec.Struct, frozen=True, kw_only=True):
    """What head office has not acknowledged yet."""

    entries: int
    sales: int


class Forwarder:
    """Sends one lane of one node. `run` it as a task; `unsent` and the rest may be asked at any time.

    Nothing is lost and nothing counts twice, whichever side crashes when: head office keeps the place, and what it acknowledged, signed,
    is kept in `folder` (`acknowledged`). `problem` is "old-copy" when head office holds more than this node has, and "fork" when it holds
    something else: then nothing more is taken from this node until somebody has looked, and the till's screen must say so.
    """

    def __init__(self, world: World, lane: Lane, office: HeadOffice, folder: Path) -> None:
        self._world = world
        self._lane = lane
        self._office = office
        self._file = folder / f"held.{lane.name}.json"
        self._sales: list[int] = []
        self._counted = 0
        self.acknowledged: Held | None = self._kept()
        self._held = self.acknowledged.sequence if self.acknowledged else 0
        self.problem: Problem = ""
        self.heard_ms: int | None = None

    async def unsent(self) -> Unsent:
        """How many entries and sales head office does not have, as far as is known here; quick, for every page of a till."""
        done = self._held
        self._counted = max(self._counted, done)
        while page := await self._page(self._counted):
            self._sales += [number for number, entry, _ in page if A_SALE in entry]
            self._counted = page[-1][0]
            await self._world.sleep(0)
        self._sales = [number for number in self._sales if number > done]
        return Unsent(entries=max(0, self._lane.head.sequence - done), sales=len(self._sales))

    async def run(self) -> None:
        """Send for ever; cancel to stop."""
        patience = Patience(self._world, self._office, LONGEST_PAUSE_S)
        while True:
            patience.begins()
            try:
                held = await self.ask()
                while True:
                    held = await self.send(held)
                    patience.heard()
                    await self._lane.beyond(held.sequence)
            except (NetworkError, Refusal, OSError) as problem:
                log.info("head office has not the journal yet; it is sent again", lane=self._lane.name, why=str(problem))
            except Exception:
                log.exception("sending the journal went wrong; it is tried again", lane=self._lane.name)
            await (self._world.sleep(AFTER_A_FORK_S) if self.problem else patience.pause())

    async def ask(self) -> Held:
        """What head office holds of this journal. Raises `NetworkError`, or the refusal of what came."""
        return (await self._heard(Asked("GET", f"{PATH}?lane={self._lane.name}")))[1]

    async def send(self, held: Held) -> Held:
        """Everything after what is held, batch by batch, until head office has it; what it holds then. Raises as `ask` does."""
        while held.sequence < self._lane.head.sequence:
            entries = await self._page(held.sequence)
            first = entries[0][0]
            body = pack_batch(
                self._office.node, self._lane.name, first, await self._chain_at(first - 1), [entry for _, entry, _ in entries]
            )
            await self._world.point("forward.before-send")
            outcome, now = await self._heard(Asked("POST", PATH, body))
            await self._world.point("forward.after-send")
            if now.sequence == held.sequence or (now.sequence < held.sequence and outcome != "gap"):
                raise NetworkError("head office did not take what it asked for")
            held = now
        return held

    async def _heard(self, asked: Asked) -> tuple[Taken, Held]:
        """Ask; believe head office's word if it signed it, hold it against this journal, and keep it."""
        answer = await self._office.ask(asked)
        try:
            answered = msgspec.json.decode(answer.body, type=Answered)
        except msgspec.MsgspecError as error:
            raise NetworkError("what answered is not head office") from error
        held = read_held(answered.held, self._office.key, self._office.node, self._lane.name)
        self.heard_ms = self._world.now_ms()
        if held.sequence > self._lane.head.sequence:
            await self._found("old-copy")
        if answered.outcome == "fork" or bytes.fromhex(held.chain) != await self._chain_at(held.sequence):
            await self._found("fork", held)
        self.problem, self._held = "", held.sequence
        if self.acknowledged is None or held.sequence > self.acknowledged.sequence:
            self._world.replace_file(self._file, canonical(answered.held))
            self.acknowledged = held
        return answered.outcome, held

    async def _found(self, problem: Problem, held: Held | None = None) -> None:
        """Show head office the entry that it has otherwise, so that it opens a case; then stop."""
        if self.problem != problem:
            log.error("head office and this node do not hold the same journal: nothing more is sent", lane=self._lane.name, problem=problem)
        self.problem = problem
        last = min(held.sequence if held else self._lane.head.sequence, self._lane.head.sequence)
        if last:
            ((_, entry, _),) = await self._page(last - 1, most=1)
            body = pack_batch(self._office.node, self._lane.name, last, await self._chain_at(last - 1), [entry])
            await self._office.ask(Asked("POST", PATH, body))
        raise NetworkError("this node and head office do not hold the same journal")

    async def _page(self, after: int, most: int = MOST_ENTRIES) -> list[tuple[int, bytes, bytes]]:
        """Entries that follow, of a bounded number and size, one at least where there is any."""
        found = await self._lane.reader.all(tables.BETWEEN, {"first": after + 1, "last": after + most})
        page, size = list[tuple[int, bytes, bytes]](), 0
        for number, entry, _, chain in found:
            size += len(_bytes(entry))
            if page and size > MOST_BYTES:
                break
            page.append((int(str(number)), _bytes(entry), _bytes(chain)))
        return page

    async def _chain_at(self, sequence: int) -> bytes:
        """The chain digest after this entry; nothing where the journal is shorter."""
        if sequence == 0:
            return GENESIS
        page = await self._page(sequence - 1, most=1)
        return page[0][2] if page else b""

    def _kept(self) -> Held | None:
        """What head office acknowledged, as it was kept; it was verified before it was."""
        try:
            envelope: Envelope = read_envelope(self._world.read_file(self._file))
            return msgspec.json.decode(envelope.content, type=Held)
        except FileNotFoundError:
            return None
        except (Refusal, msgspec.MsgspecError) as problem:
            log.warning("what head office acknowledged cannot be read here; it is asked again", file=str(self._file), why=str(problem))
            return None


def _bytes(value: Value) -> bytes:
    return bytes(value)  # type: ignore[arg-type]
