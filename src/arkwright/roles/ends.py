"""Where each journal ended, kept beside the databases: an old copy of one of them that lies in its place is told at the start."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import msgspec
import structlog

from arkwright.journal import tables
from arkwright.journal.checkpoints import PAYLOAD, Checkpoint, checkpoint_signer, last_checkpoint
from arkwright.journal.lane import Lane
from arkwright.kit.database.port import DatabaseUnusable
from arkwright.kit.messages import canonical
from arkwright.kit.refusal import Refusal
from arkwright.kit.signing import SigningKey, read_envelope, verify
from arkwright.kit.world import World

log = structlog.get_logger("ends")

FILE = "ends.json"


class Ends:
    """The newest checkpoint of each lane, in a file of its own. What was committed after it is not told: two seconds at most.

    It finds one file that fell behind the others. A whole folder that fell behind looks as it once did; that takes a witness elsewhere.
    """

    def __init__(self, world: World, folder: Path, node: str, key: SigningKey) -> None:
        self._world = world
        self._file = folder / FILE
        self._key = key.public
        self._signer = checkpoint_signer(node, key)
        self._kept: dict[str, str] = {}

    async def check(self, lanes: Iterable[Lane]) -> None:
        """Hold each journal against its checkpoint. Raises `DatabaseUnusable` where it ends sooner, or holds something else there."""
        try:
            self._kept = msgspec.json.decode(self._world.read_file(self._file), type=dict[str, str])
        except FileNotFoundError:
            return
        except msgspec.MsgspecError:
            log.warning("the ends of the journals cannot be read, so an old copy of one would not be noticed", file=str(self._file))
            return
        for lane in lanes:
            signed = self._signed(lane.name)
            if signed is not None:
                await self._compare(lane, signed)

    async def mark(self, lanes: Iterable[Lane]) -> None:
        """Sign a checkpoint of each lane that moved since its last one, and keep it in the lane and here; synced when it returns.

        A lane that cannot be marked does not hold up the others; why it could not is raised at the end.
        """
        moved = [lane for lane in lanes if lane.unmarked]
        answers = await asyncio.gather(*(self._mark(lane) for lane in moved), return_exceptions=True)
        newest = {lane.name: answer for lane, answer in zip(moved, answers, strict=True) if isinstance(answer, str)}
        if not newest.items() <= self._kept.items():
            self._kept = {**self._kept, **newest}
            self._world.replace_file(self._file, canonical(self._kept))
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer

    async def _mark(self, lane: Lane) -> str | None:
        await lane.mark(self._signer)
        return await last_checkpoint(lane.reader)

    def _signed(self, lane: str) -> Checkpoint | None:
        """What this node signed of the lane; what does not verify is said, and counts for nothing."""
        if lane not in self._kept:
            return None
        try:
            return msgspec.json.decode(verify(read_envelope(self._kept[lane]), PAYLOAD, self._key), type=Checkpoint)
        except (Refusal, msgspec.MsgspecError) as refusal:
            log.warning("the kept end of a journal does not verify, so an old copy of it would not be noticed", lane=lane, why=str(refusal))
            return None

    async def _compare(self, lane: Lane, signed: Checkpoint) -> None:
        found = await lane.reader.all(tables.BETWEEN, {"first": signed.sequence, "last": signed.sequence})
        if not found:
            raise DatabaseUnusable(
                f"The journal of {lane.name} ends at entry {lane.head.sequence}, and this node signed entry {signed.sequence} of it: "
                "an old copy lies in its place. Put the newest file back, or restore a backup with 'arkwright restore'."
            )
        if bytes(found[0][3]).hex() != signed.chain:  # type: ignore[arg-type]
            raise DatabaseUnusable(
                f"The journal of {lane.name} is not the one that this node signed up to entry {signed.sequence}. "
                "Put the right file back, or restore a backup with 'arkwright restore'."
            )
